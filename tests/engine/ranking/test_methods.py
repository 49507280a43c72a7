"""The four methods against the tables of their papers, and against independent implementations."""

import math

import numpy as np
import pytest
import skcriteria
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import PROMETHEE_II, TOPSIS
from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel
from skcriteria.agg.topsis import TOPSIS as SK_TOPSIS
from skcriteria.preprocessing.scalers import VectorScaler

from kopgroep.engine.assessment import Scale
from kopgroep.engine.draws import Draws
from kopgroep.engine.ranking.problem import Preference
from kopgroep.engine.ranking.rank import rank
from tests.engine.ranking.boards import TEN, assessed, by_tool, ranks, weighing

TZENG = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
STATIONS = [
    [80, 90, 600, 54, 8, 5],
    [65, 58, 200, 97, 1, 1],
    [83, 60, 400, 72, 4, 7],
    [40, 80, 1000, 75, 7, 10],
    [52, 72, 600, 20, 3, 8],
    [94, 96, 700, 36, 5, 6],
]
STATIONS_TURNED = ["min", "max", "min", "min", "min", "max"]
STATIONS_FELT = {
    "c0": Preference(kind="u_shape", indifference=10),
    "c1": Preference(kind="v_shape", preference=30),
    "c2": Preference(kind="linear", indifference=50, preference=500),
    "c3": Preference(kind="level", indifference=10, preference=60),
    "c4": Preference(kind="usual"),
    "c5": Preference(kind="gaussian", deviation=5),
}


def scores(ranking):
    """In the order of the tools."""
    return [tool.score for tool in sorted(ranking.tools, key=lambda one: one.tool)]


def drawn(seed, tools, criteria):
    """Scores between 1 and 9 and weights, without ties."""
    draws = Draws(seed)
    return 1 + 8 * draws.uniform(tools, criteria), draws.simplex(1, criteria)[0]


def test_hwang_and_yoon_1981_four_fighter_aircraft():
    # Speed, range, payload, cost (less is better), reliability and manoeuvrability.
    fighters = [
        [2.0, 1500, 20000, 5.5, 5, 9],
        [2.5, 2700, 18000, 6.5, 3, 5],
        [1.8, 2000, 21000, 4.5, 7, 7],
        [2.2, 1800, 20000, 5.0, 5, 5],
    ]
    turned = ["max", "max", "max", "min", "max", "max"]

    ranking = rank(assessed(fighters, directions=turned), weighing(0.2, 0.1, 0.1, 0.1, 0.2, 0.3), "topsis")

    assert scores(ranking) == pytest.approx([0.643, 0.268, 0.614, 0.312], abs=5e-4)
    assert ranks(ranking) == {"t0": 1, "t2": 2, "t3": 3, "t1": 4}


def test_tzeng_and_huang_2011_topsis_with_vector_scaling():
    ranking = rank(assessed(TZENG), weighing(0.3, 0.4, 0.3), "topsis")

    assert scores(ranking) == pytest.approx([0.5037, 0.6581, 0.7482, 0.3340], abs=5e-5)
    assert ranks(ranking) == {"t2": 1, "t1": 2, "t0": 3, "t3": 4}
    assert ranking.scaling == "vector"


def test_min_max_scaling_gives_other_closeness_and_is_named():
    ranking = rank(assessed(TZENG), weighing(0.3, 0.4, 0.3), "topsis", "min_max")

    assert ranking.scaling == "min_max"
    assert scores(ranking)[0] == pytest.approx(0.485, abs=5e-4)


def test_brans_vincke_and_mareschal_1986_six_power_stations_with_all_six_preference_functions():
    ranking = rank(
        assessed(STATIONS, directions=STATIONS_TURNED),
        weighing(*[1] * 6),
        "promethee",
        preferences=STATIONS_FELT,
    )

    assert [tool.tool for tool in ranking.tools] == ["t4", "t1", "t3", "t5", "t2", "t0"]
    # The paper's flows are sums over the five others, ours are means.
    assert scores(ranking) == pytest.approx(np.array(flows_by_the_book()) / 5)


def flows_by_the_book():
    """Written from the definitions, pair by pair, apart from the engine."""
    felt = [
        lambda d: 1.0 if d > 10 else 0.0,
        lambda d: min(d / 30, 1.0),
        lambda d: min(max((d - 50) / 450, 0.0), 1.0),
        lambda d: 0.0 if d <= 10 else 0.5 if d <= 60 else 1.0,
        lambda d: 1.0,
        lambda d: 1 - math.exp(-d * d / 50),
    ]

    def preferred(one, other):
        total = 0.0
        for at, degree in enumerate(felt):
            more = (one[at] - other[at]) * (1 if STATIONS_TURNED[at] == "max" else -1)
            total += degree(more) / 6 if more > 0 else 0.0
        return total

    return [sum(preferred(one, other) - preferred(other, one) for other in STATIONS) for one in STATIONS]


@pytest.mark.parametrize("seed", range(5))
def test_topsis_agrees_with_scikit_criteria_and_pymcdm(seed):
    rows, weights = drawn(seed, 8, 4)
    given = assessed(rows.tolist())

    theirs = skcriteria.mkdm(rows, [max] * 4, weights=weights)
    theirs = SK_TOPSIS().evaluate(VectorScaler(target="matrix").transform(theirs))
    assert scores(rank(given, weighing(*weights), "topsis")) == pytest.approx(theirs.e_.similarity)

    turned = ["max", "min", "max", "min"]
    types = np.array([1, -1, 1, -1])
    ours = scores(rank(assessed(rows.tolist(), directions=turned), weighing(*weights), "topsis", "min_max"))
    assert ours == pytest.approx(TOPSIS()(rows, weights, types))


@pytest.mark.parametrize("seed", range(5))
def test_weighted_sum_and_product_agree_with_scikit_criteria(seed):
    rows, weights = drawn(seed, 8, 4)
    rows[3] = rows[0]
    given = assessed(rows.tolist(), scales=[TEN] * 4)
    theirs = skcriteria.mkdm(rows / 10, [max] * 4, weights=weights)

    total = scores(rank(given, weighing(*weights), "weighted_sum"))
    product = scores(rank(given, weighing(*weights), "weighted_product"))

    assert total == pytest.approx(WeightedSumModel().evaluate(theirs).e_.score)
    assert np.log10(product) == pytest.approx(WeightedProductModel().evaluate(theirs).e_.score)


@pytest.mark.parametrize(
    ("kind", "theirs", "p", "q"),
    [
        ("usual", "usual", None, None),
        ("u_shape", "ushape", None, 1.5),
        ("v_shape", "vshape", 3.0, None),
        ("level", "level", 3.0, 1.5),
        ("linear", "vshape_2", 3.0, 1.5),
    ],
)
def test_promethee_agrees_with_pymcdm(kind, theirs, p, q):
    rows, weights = drawn(7, 9, 4)
    felt = {f"c{at}": Preference(kind=kind, preference=p, indifference=q) for at in range(4)}
    turned, types = ["max", "min", "max", "min"], np.array([1, -1, 1, -1])

    ours = rank(assessed(rows.tolist(), directions=turned), weighing(*weights), "promethee", preferences=felt)

    method = PROMETHEE_II(theirs, p=None if p is None else [p] * 4, q=None if q is None else [q] * 4)
    assert scores(ours) == pytest.approx(method(rows, weights, types))


def test_the_gaussian_preference_by_hand():
    felt = {"c0": Preference(kind="gaussian", deviation=2)}

    # A difference of 2 with its bend at 2: 1 - exp(-4 / 8).
    assert scores(rank(assessed([[3], [1]]), weighing(1), "promethee", preferences=felt)) == pytest.approx(
        [1 - math.exp(-0.5), math.exp(-0.5) - 1]
    )


def test_the_weighted_product_by_hand():
    given = assessed([[9, 4], [4, 9], [10, 0]], scales=[TEN] * 2)

    ranking = rank(given, weighing(1, 1), "weighted_product")

    assert scores(ranking) == pytest.approx([0.6, 0.6, 0.0])
    assert ranks(ranking) == {"t0": 1, "t1": 1, "t2": 3}
    assert ("ranking.zero_takes_all", ("t2",)) in [(one.code, one.refs) for one in ranking.warnings]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["weighted_sum", "weighted_product", "topsis", "promethee"]))
def test_contributions_make_up_the_score(seed, method):
    rows, weights = drawn(seed, 5, 3)
    ranking = rank(assessed(rows.tolist(), scales=[TEN] * 3), weighing(*weights), method)

    parts = [list(tool.contributions.values()) for tool in ranking.tools]
    shown = [tool.score for tool in ranking.tools]
    match ranking.contribution:
        case "sum":
            assert np.sum(parts, axis=1) == pytest.approx(shown)
        case "product":
            assert np.prod(parts, axis=1) == pytest.approx(shown)
        case "balance":
            # S-^2 - S*^2 over their sum, by C = S- / (S- + S*).
            closeness = np.array(shown)
            expected = (closeness**2 - (1 - closeness) ** 2) / (closeness**2 + (1 - closeness) ** 2)
            assert np.sum(parts, axis=1) == pytest.approx(expected)


@pytest.mark.parametrize("scaling", ["vector", "min_max"])
@pytest.mark.parametrize("value", [0.0, 5.0])
def test_a_criterion_on_which_all_are_alike_says_nothing_and_is_named(scaling, value):
    ranking = rank(assessed([[value, 1], [value, 3]]), weighing(1, 1), "topsis", scaling)

    assert scores(ranking) == pytest.approx([0, 1])
    assert ("ranking.no_difference", ("c0",)) in [(one.code, one.refs) for one in ranking.warnings]


@pytest.mark.parametrize("method", ["weighted_sum", "weighted_product", "topsis", "promethee"])
def test_tools_that_are_all_the_same_all_come_first(method):
    assert set(ranks(rank(assessed([[5, 5]] * 3, scales=[TEN] * 2), weighing(1, 1), method)).values()) == {1}


@pytest.mark.parametrize("method", ["weighted_sum", "weighted_product", "topsis", "promethee"])
def test_one_tool_alone_comes_first(method):
    assert ranks(rank(assessed([[5, 5]], scales=[TEN] * 2), weighing(1, 1), method)) == {"t0": 1}


def test_scores_of_many_orders_of_magnitude_stay_numbers():
    rows = [[1e14, 1e-14], [2e14, 2e-14], [0, 0]]
    ranking = rank(
        assessed(rows, scales=[Scale(low=0, high=1e15), Scale(low=0, high=1)]), weighing(1, 1), "topsis"
    )

    assert np.isfinite(scores(ranking)).all()
    assert ranks(ranking) == {"t1": 1, "t0": 2, "t2": 3}
    assert by_tool(ranking)["t1"].score == pytest.approx(1)
