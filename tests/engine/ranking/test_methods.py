"""The methods give what their books print, and what independent programs give."""

import warnings

import numpy as np
import pymcdm
import pytest
from pymcdm.methods import PROMETHEE_II
from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel

from kopgroep.engine.ranking.problem import Gaussian, Level, Linear, UShape, Usual, VShape
from kopgroep.engine.ranking.rank import rank
from tests.engine.ranking.tables import problem_of, ranks_by_tool, scores_of

# Hwang and Yoon 1981: four fighter aircraft on speed, range, payload, cost (less is better), reliability and
# manoeuvrability.
FIGHTERS = [
    [2.0, 1500, 20000, 5.5, 5, 9],
    [2.5, 2700, 18000, 6.5, 3, 5],
    [1.8, 2000, 21000, 4.5, 7, 7],
    [2.2, 1800, 20000, 5.0, 5, 5],
]
FIGHTER_WEIGHTS = [0.2, 0.1, 0.1, 0.1, 0.2, 0.3]
COST_IS_FOURTH = ["max", "max", "max", "min", "max", "max"]


def test_topsis_on_the_fighter_aircraft_of_hwang_and_yoon_1981():
    ranking = rank(problem_of(FIGHTERS, FIGHTER_WEIGHTS, directions=COST_IS_FOURTH, method="topsis"))

    assert [round(score, 3) for score in scores_of(ranking)] == [0.643, 0.268, 0.614, 0.312]
    assert [one.tool for one in ranking.tools] == ["t00", "t02", "t03", "t01"]
    assert (ranking.method, ranking.scaling) == ("topsis", "vector")


def test_the_scaling_of_topsis_changes_the_scores_and_is_named():
    vector, min_max = (
        rank(
            problem_of(FIGHTERS, FIGHTER_WEIGHTS, directions=COST_IS_FOURTH, method="topsis", scaling=scaling)
        )
        for scaling in ("vector", "min_max")
    )

    assert (vector.scaling, min_max.scaling) == ("vector", "min_max")
    assert scores_of(vector) != pytest.approx(scores_of(min_max), abs=0.01)


def test_promethee_ii_on_the_example_of_pymcdm():
    problem = problem_of(
        [[4, 3, 2], [3, 2, 4], [5, 1, 3]],
        [0.5, 0.3, 0.2],
        method="promethee",
        preferences={f"c0{at}": Usual() for at in range(3)},
    )

    assert scores_of(rank(problem)) == pytest.approx([0.1, -0.3, 0.2])


def test_a_weighted_sum_by_hand():
    problem = problem_of([[8, 2], [4, 10]], [3, 1], scale=(0, 10))

    # (3 x 0.8 + 0.2) / 4 = 0.65 and (3 x 0.4 + 1) / 4 = 0.55.
    ranking = rank(problem)
    assert scores_of(ranking) == pytest.approx([0.65, 0.55])
    assert ranking.tools[0].contributions == pytest.approx({"c00": 0.6, "c01": 0.05})


def test_a_weighted_product_by_hand():
    problem = problem_of([[8, 2], [4, 8]], [1, 1], method="weighted_product")

    # sqrt(8/8 x 2/8) = 0.5 and sqrt(4/8 x 8/8) = 0.7071.
    assert scores_of(rank(problem)) == pytest.approx([0.5, 0.5**0.5])


@pytest.fixture(params=range(6))
def random_table(request):
    numbers = np.random.default_rng(request.param)
    matrix = numbers.uniform(1, 9, (7, 4)).round(2)
    weights = numbers.dirichlet(np.ones(4))
    directions = [("max", "min")[at] for at in numbers.integers(0, 2, 4)]
    return matrix, weights, directions, np.array([1 if one == "max" else -1 for one in directions])


@pytest.mark.parametrize(
    ("scaling", "normalization"),
    [
        ("vector", pymcdm.normalizations.vector_normalization),
        ("min_max", pymcdm.normalizations.minmax_normalization),
    ],
)
def test_topsis_as_pymcdm_has_it(random_table, scaling, normalization):
    matrix, weights, directions, types = random_table
    theirs = pymcdm.methods.TOPSIS(normalization)(matrix, weights, types)

    ours = rank(problem_of(matrix.tolist(), weights, directions=directions, method="topsis", scaling=scaling))

    assert scores_of(ours) == pytest.approx(theirs.tolist(), abs=1e-12)


@pytest.mark.parametrize(
    ("name", "preference", "p", "q"),
    [
        ("usual", Usual(), None, None),
        ("ushape", UShape(indifference=1.5), None, 1.5),
        ("vshape", VShape(preference=3), 3, None),
        ("level", Level(indifference=1, preference=3), 3, 1),
        ("vshape_2", Linear(indifference=1, preference=3), 3, 1),
    ],
)
def test_promethee_as_pymcdm_has_it(random_table, name, preference, p, q):
    matrix, weights, directions, types = random_table
    limits = {key: np.full(4, value) for key, value in (("p", p), ("q", q)) if value is not None}
    theirs = PROMETHEE_II(name, **limits)(matrix, weights, types)

    preferences = {f"c0{at}": preference for at in range(4)}
    ours = rank(
        problem_of(
            matrix.tolist(), weights, directions=directions, method="promethee", preferences=preferences
        )
    )

    assert scores_of(ours) == pytest.approx(theirs.tolist(), abs=1e-12)
    assert sum(scores_of(ours)) == pytest.approx(0, abs=1e-12)


def test_the_gaussian_preference_by_hand():
    problem = problem_of([[3], [1]], method="promethee", preferences={"c00": Gaussian(spread=2)})

    # d = 2 and s = 2: 1 - exp(-4 / 8).
    assert scores_of(rank(problem)) == pytest.approx([1 - np.exp(-0.5), np.exp(-0.5) - 1])


def test_sum_and_product_order_as_scikit_criteria_has_it(random_table):
    matrix, weights, _, _ = random_table
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from_sum = WeightedSumModel()._evaluate_data(
            matrix=(matrix - matrix.min(axis=0)) / np.ptp(matrix, axis=0),
            weights=weights,
            objectives=np.ones(4),
        )
        from_product = WeightedProductModel()._evaluate_data(
            matrix=matrix, weights=weights, objectives=np.ones(4)
        )

    for method, theirs in (("weighted_sum", from_sum), ("weighted_product", from_product)):
        ours = rank(problem_of(matrix.tolist(), weights, method=method))
        assert list(ranks_by_tool(ours).values()) == sorted(ranks_by_tool(ours).values())
        assert [ranks_by_tool(ours)[f"t{at:02}"] for at in range(7)] == theirs[0].tolist()
