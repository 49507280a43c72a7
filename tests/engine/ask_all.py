"""A program: asks every problem of the tutorial in this very process and prints the answers as one line each."""

import importlib
import sys
from pathlib import Path

from kopgroep.engine.answers import as_json
from kopgroep.engine.givens import read

ASKED = {
    "agreement": ("agreement.problem:AgreementProblem", "agreement.agree:measure_agreement"),
    "forecast": ("forecast.problem:Pipeline", "forecast.forecast:forecast_gates"),
    "meetings": ("meetings.problem:Calendar", "meetings.schedule:schedule_meetings"),
    "new-holiday": ("meetings.problem:Calendar", "renew:replan"),
    "panels": ("panels.problem:PanelProblem", "panels.assign:assign_panels"),
    "pilots": ("pilots.problem:PilotProblem", "pilots.allocate:allocate_pilots"),
    "portfolio": ("portfolio.problem:PortfolioProblem", "portfolio.choose:choose_portfolio"),
    "rank": ("ranking.problem:RankingProblem", "ranking.rank:rank_tools"),
    "robust": ("robust.problem:RobustProblem", "robust.rank:robust_rank"),
    "teams": ("teams.problem:TeamProblem", "teams.compose:compose_teams"),
    "too-much": ("pilots.problem:PilotProblem", "pilots.explain:explain_pilots"),
    "weights": ("weights.problem:Judgements", "weights.elicit:elicit_weights"),
}


def named(place):
    module, name = place.split(":")
    return getattr(importlib.import_module(f"kopgroep.engine.{module}"), name)


def main(folder):
    for name, (kind, answerer) in ASKED.items():
        problem = read(named(kind), (Path(folder) / f"{name}.json").read_bytes())
        sys.stdout.write(f"{name} {as_json(named(answerer)(problem)).decode()}\n")


if __name__ == "__main__":
    main(sys.argv[1])
