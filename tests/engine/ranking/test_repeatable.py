"""The same problem gives the same bytes, in a forked and in a spawned process."""

import multiprocessing

import pytest

from kopgroep.engine.answers import as_json
from kopgroep.engine.draws import Draws
from kopgroep.engine.ranking.problem import Preference, RankingProblem
from kopgroep.engine.ranking.rank import rank_tools
from kopgroep.engine.weights.elicit import elicit_weights
from kopgroep.engine.weights.problem import BestWorst, Judgements, Said
from kopgroep.engine.weights.region import Boxes
from tests.engine.ranking.boards import TEN, assessed


def answers():
    rows = (10 * Draws(3).uniform(12, 3)).tolist()
    rows[4][1], rows[7][2] = None, "n/a"
    problems = [
        RankingProblem(
            assessment=assessed(rows, scales=[TEN] * 3, directions=["max", "min", "max"]),
            weights=Boxes(limits={"c0": (0.1, 0.6), "c1": (0.2, 0.5), "c2": (0.0, 0.4)}),
            method=method,
            preferences={"c0": Preference(kind="gaussian", deviation=3)},
        )
        for method in ("weighted_sum", "weighted_product", "topsis", "promethee")
    ]
    judgement = BestWorst(
        best="a",
        worst="d",
        best_to_others={"b": 2, "c": 5, "d": 9},
        others_to_worst={"b": 4, "c": 2},
    )
    weighed = elicit_weights(
        Judgements(criteria=("a", "b", "c", "d"), said=(Said(assessor="x", judgement=judgement),))
    )
    return [as_json(rank_tools(problem)) for problem in problems] + [as_json(weighed)]


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_another_process_gives_the_same_bytes(start):
    with multiprocessing.get_context(start).Pool(1) as pool:
        assert pool.apply(answers) == answers()
