"""`kopgroep engine`: the engine on files, without a deal and without a database."""

from __future__ import annotations

import importlib
import math
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from inspect import signature
from operator import or_
from pathlib import Path
from typing import IO, Any, cast

import click

from kopgroep.cli import out
from kopgroep.cli.answers import print_answer
from kopgroep.engine.answers import Outcome, Told, plain
from kopgroep.engine.child import ChildLost, in_child
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.givens import Given, read, schema_of
from kopgroep.engine.watch import NOBODY, Watch

LARGEST_FILE = 64 * 2**20
EXIT_CODES = """\b
Exit codes:
  0  there is an answer
  1  there is none, and why is printed; or the file was refused: the field and its value are named
  2  the command was not used as it is meant"""


@dataclass(frozen=True)
class Question:
    """What can be asked of the engine: `module:name` below kopgroep.engine of each problem and of who answers it."""

    summary: str
    problems: tuple[str, ...]
    answerer: str
    options: tuple[str, ...] = ()

    def kind(self) -> Any:
        """The problem's type; of several, the file says which it is in its field `problem`."""
        return reduce(or_, (_named(problem) for problem in self.problems))

    def answer(self, problem: Given, watch: Watch, seconds: float | None, options: Mapping[str, int]) -> Told:
        given = {name: options[name] for name in self.options}
        return in_child(_answer, self.answerer, problem, given, seconds=seconds, watch=watch)


PLANS = (
    "portfolio.problem:PortfolioProblem",
    "teams.problem:TeamProblem",
    "panels.problem:PanelProblem",
    "pilots.problem:PilotProblem",
    "meetings.problem:Calendar",
)
QUESTIONS: Mapping[str, Question] = {
    "weights": Question(
        "How heavily each criterion counts, from what people say of them.",
        ("weights.problem:Judgements",),
        "weights.elicit:elicit_weights",
    ),
    "rank": Question(
        "Which tools come first, and what each criterion adds.",
        ("ranking.problem:RankingProblem",),
        "ranking.rank:rank_tools",
    ),
    "robust": Question(
        "Whether that stays so for all weights and scores that are possible.",
        ("robust.problem:RobustProblem",),
        "robust.rank:robust_rank",
        ("samples", "seed"),
    ),
    "agreement": Question(
        "How far assessors agree, and who or what drives them apart.",
        ("agreement.problem:AgreementProblem",),
        "agreement.agree:measure_agreement",
        ("samples", "seed"),
    ),
    "portfolio": Question(
        "Which tools together are worth most within the norms.",
        ("portfolio.problem:PortfolioProblem", "portfolio.problem:RobustProblem"),
        "portfolio.choose:choose_portfolio",
        ("seed",),
    ),
    "teams": Question(
        "Which partners work out which tool, fairest to who is worst off.",
        ("teams.problem:TeamProblem",),
        "teams.compose:compose_teams",
    ),
    "panels": Question(
        "Which assessor judges which tool.", ("panels.problem:PanelProblem",), "panels.assign:assign_panels"
    ),
    "pilots": Question(
        "Which municipality tests which tool.",
        ("pilots.problem:PilotProblem",),
        "pilots.allocate:allocate_pilots",
    ),
    "meetings": Question(
        "When the partners meet, and which principle each meeting treats.",
        ("meetings.problem:Calendar",),
        "meetings.schedule:schedule_meetings",
    ),
    "forecast": Question(
        "The chance that each gate is passed in time, and what would raise it.",
        ("forecast.problem:Pipeline",),
        "forecast.forecast:forecast_gates",
        ("samples", "seed"),
    ),
    "explain": Question(
        "Why no plan keeps all rules, and the least that would help. The file says in its field 'problem' what it is.",
        PLANS,
        "explain:explain",
    ),
    "replan": Question(
        "The plan with the fewest changes to what was agreed, and what changes for whom.",
        PLANS,
        "renew:replan",
    ),
}


@click.group(epilog=EXIT_CODES)
def engine() -> None:
    """Ask the engine: FILE holds the problem as JSON, `-` reads it from standard input.

    `kopgroep engine schema PROBLEM` prints the JSON Schema that its file holds to.
    """


def _finite(_: click.Context, parameter: click.Parameter, seconds: float | None) -> float | None:
    """ "nan" is above no limit and below none either, so that a search would never stop."""
    if seconds is not None and not math.isfinite(seconds):
        raise click.BadParameter(f"{seconds} is no number of seconds.", param=parameter)
    return seconds


def _command(name: str, question: Question) -> click.Command:
    @click.command(name=name, help=question.summary, epilog=EXIT_CODES)
    @click.argument("file", type=click.File("rb"))
    @click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
    @click.option("--table", is_flag=True, help="Print tables for people; so it does without --json too.")
    @click.option(
        "--seconds",
        type=click.FloatRange(min=0, min_open=True),
        callback=_finite,
        help="Stop then, and print the best so far and its bound.",
    )
    def command(file: IO[bytes], as_json: bool, table: bool, seconds: float | None, **options: int) -> None:
        if as_json and table:
            raise click.UsageError("Take --json or --table, not both.")
        problem = _read(question.kind(), file)
        with Onlooker() as watch:
            try:
                answer = question.answer(problem, watch, seconds, options)
            except InputWrong as wrong:
                raise out.Refused(f"{_name(file)}: {wrong}") from wrong
            except ChildLost as lost:
                raise out.Refused(f"The engine gave no answer: {lost}.") from lost
        if as_json:
            out.print_json(plain(answer))
        else:
            print_answer(plain(answer))
        sys.exit(_code(answer))

    for option in question.options:
        command = OPTIONS[option](command)
    return command


OPTIONS: Mapping[str, Any] = {
    "samples": click.option(
        "--samples",
        type=click.IntRange(1, 10_000_000),
        default=10_000,
        show_default=True,
        help="How many random weights or scores are tried.",
    ),
    "seed": click.option(
        "--seed",
        type=click.IntRange(0, 2**63 - 1),
        default=0,
        show_default=True,
        help="The same seed gives the same answer.",
    ),
}


@engine.command(epilog=EXIT_CODES)
@click.argument("problem", metavar="PROBLEM")
def schema(problem: str) -> None:
    """The JSON Schema of a problem: one of the commands beside this one."""
    if problem not in QUESTIONS:
        known = ", ".join(QUESTIONS)
        raise click.BadParameter(
            f"There is no problem '{problem}'; there are: {known}.", param_hint="PROBLEM"
        )
    out.print_json(schema_of(QUESTIONS[problem].kind()))


class Onlooker:
    """Shows in a terminal how far it is, and hears Ctrl-C: the best so far is then printed."""

    def __init__(self) -> None:
        self._stopped = False
        self._shown = False
        self._before: Any = None

    def __enter__(self) -> Onlooker:
        self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)
        if self._shown:
            click.echo(err=True)

    def _stop(self, *_: object) -> None:
        self._stopped = True

    def told(self, *, done: float, objective: float | None = None, bound: float | None = None) -> None:
        if not sys.stderr.isatty():
            return
        best = f", best {objective:g}" if objective is not None else ""
        limit = f", at most {bound:g}" if bound is not None else ""
        self._shown = True
        click.echo(f"\r\033[K{done:.0%}{best}{limit}", nl=False, err=True)

    def stopped(self) -> bool:
        return self._stopped


def _answer(answerer: str, problem: Given, options: Mapping[str, int], *, watch: Watch = NOBODY) -> Told:
    """In the child: who answers is imported there, so that the command line itself starts at once."""
    function = _named(answerer)
    if "watch" in signature(function).parameters:
        return cast(Told, function(problem, **options, watch=watch))
    return cast(Told, function(problem, **options))


def _named(place: str) -> Any:
    module, name = place.split(":")
    return getattr(importlib.import_module(f"kopgroep.engine.{module}"), name)


def _read(kind: Any, file: IO[bytes]) -> Given:
    text = file.read(LARGEST_FILE + 1)
    if len(text) > LARGEST_FILE:
        raise out.Refused(f"{_name(file)}: more than {LARGEST_FILE // 2**20} MB.")
    try:
        return cast(Given, read(kind, text))
    except InputWrong as wrong:
        raise out.Refused(f"{_name(file)}: {wrong}") from wrong


def _name(file: IO[bytes]) -> str:
    return "standard input" if file is sys.stdin.buffer else Path(file.name).name


def _code(answer: Told) -> int:
    outcome = getattr(answer, "outcome", None)
    return out.REFUSED if isinstance(outcome, Outcome) and outcome.status == "infeasible" else out.OK


for _problem, _question in QUESTIONS.items():
    engine.add_command(_command(_problem, _question))
