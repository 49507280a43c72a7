"""Robust rankings: as printed elsewhere, as worked out by hand, and as counted plainly."""

import math

import msgspec
import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

from kopgroep.engine.assessment import Criterion, KnockOut, Scale
from kopgroep.engine.draws import Draws
from kopgroep.engine.robust.problem import Beta, LogNormal, Normal, Uniform
from kopgroep.engine.robust.rank import robust_rank, smallest_shift
from kopgroep.engine.weights.region import Boxes, Fixed, Free, PerAssessor, Ranked, sample
from tests.engine.robust.small import ONE, fixed, problem, random_table, standing

SAMPLES = 4_000


def near(chance, samples=SAMPLES, errors=5):
    """Within five standard errors of a chance that was sampled."""
    return pytest.approx(chance, abs=errors * math.sqrt(max(chance * (1 - chance), 1 / samples) / samples))


def thrombolytics(weights):
    """Two blood thinners after surgery: clots near and far, and bleeding, counted in a trial; less is better."""
    ends = {"Prox DVT": (0, 0.25), "Dist DVT": (0.15, 0.4), "Bleed": (0, 0.1)}
    counts = {
        "Heparin": ((20, 116), (40, 96), (1, 135)),
        "Enoxaparin": ((8, 121), (32, 97), (5, 124)),
    }
    return problem(
        {tool: [(low + high) / 2 for low, high in ends.values()] for tool in counts},
        weights=weights,
        criteria=tuple(
            Criterion(id=name, direction="min", scale=Scale(low=low, high=high))
            for name, (low, high) in ends.items()
        ),
        uncertain=tuple(
            Beta(tool=tool, criterion=name, successes=yes, failures=no)
            for tool, row in counts.items()
            for name, (yes, no) in zip(ends, row, strict=True)
        ),
    )


def test_thrombolytics_as_the_example_of_the_r_package_smaa_prints_it():
    # smaa 0.2 (van Valkenhoef), examples: 10,000 samples of the same Beta distributions, so within their error of ours.
    answer = robust_rank(thrombolytics(Free()), samples=40_000)

    heparin, enoxaparin = standing(answer, "Heparin"), standing(answer, "Enoxaparin")
    assert heparin.acceptability[0] == near(0.3504, 10_000, 4)
    assert enoxaparin.acceptability[0] == near(0.6496, 10_000, 4)
    assert heparin.central_weights == pytest.approx(
        {"Prox DVT": 0.1865097, "Dist DVT": 0.2772205, "Bleed": 0.5362698}, abs=0.015
    )
    assert enoxaparin.central_weights == pytest.approx(
        {"Prox DVT": 0.4073100, "Dist DVT": 0.3641477, "Bleed": 0.2285423}, abs=0.015
    )


@pytest.mark.parametrize(
    ("weights", "tool", "printed"),
    [
        # Confidence factors, at the central weights printed with them; and the example with one weight vector.
        ((0.1865097, 0.2772205, 0.5362698), "Heparin", 0.6682),
        ((0.4073100, 0.3641477, 0.2285423), "Enoxaparin", 0.8956),
        ((0.5, 0.2, 0.3), "Heparin", 0.1279),
    ],
)
def test_thrombolytics_with_one_weight_vector_as_the_r_package_smaa_prints_it(weights, tool, printed):
    one = Fixed(weights=dict(zip(("Prox DVT", "Dist DVT", "Bleed"), weights, strict=True)))

    answer = robust_rank(thrombolytics(one), samples=20_000)

    assert standing(answer, tool).acceptability[0] == near(printed, 10_000, 4)
    # Under one vector the central weights are that vector, and the confidence is that of coming first.
    assert standing(answer, tool).confidence == near(printed, 10_000, 4)


def test_two_tools_and_two_criteria_by_hand():
    # a = (1, 0), b = (0, 0.5): a is first where w1 > w2 / 2, so for w1 above 1/3; on average there w1 = 2/3.
    answer = robust_rank(problem({"a": [1, 0], "b": [0, 0.5]}), samples=SAMPLES)

    a, b = standing(answer, "a"), standing(answer, "b")
    assert a.acceptability[0] == near(2 / 3)
    assert a.beats["b"] == pytest.approx(2 / 3, abs=1e-15)
    assert b.beats["a"] == pytest.approx(1 / 3, abs=1e-15)
    assert a.central_weights["c0"] == pytest.approx(2 / 3, abs=0.02)
    assert b.central_weights["c0"] == pytest.approx(1 / 6, abs=0.02)
    assert (a.confidence, a.ranks, answer.pairs, answer.pairs_error) == (1, (1, 2), "exact", 0)
    # Both start at 1/2; at 1/3 they are level, so 1/6 of the weight moves.
    assert answer.leader == "a"
    assert answer.shifts[0].size == pytest.approx(1 / 6)
    assert answer.shifts[0].weights == pytest.approx({"c0": 1 / 3, "c1": 2 / 3})


def test_one_weight_vector_is_no_matter_of_chance():
    answer = robust_rank(problem({"a": [1, 0], "b": [0, 0.5], "c": [1, 0]}, weights=fixed(1, 1)))

    assert (answer.exact, answer.samples, answer.outcome.seed) == (True, 0, None)
    assert standing(answer, "a").acceptability == (1, 0, 0)
    assert standing(answer, "c").acceptability == (1, 0, 0)
    assert standing(answer, "b").acceptability == (0, 0, 1)
    assert standing(answer, "b").errors == (0, 0, 0)
    assert standing(answer, "a").beats == {"b": 1, "c": 0}


def test_weights_per_assessor_are_counted_one_by_one():
    each = {"x": {"c0": 1, "c1": 0}, "y": {"c0": 2, "c1": 0}, "z": {"c0": 1, "c1": 4}}

    answer = robust_rank(problem({"a": [1, 0], "b": [0, 0.5]}, weights=PerAssessor(weights=each)))

    assert answer.exact
    assert standing(answer, "a").acceptability == pytest.approx((2 / 3, 1 / 3))
    assert standing(answer, "a").beats["b"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("spread", "chance"),
    [
        (Normal(tool="a", criterion="c0", mean=0.6, deviation=0.2), ndtr(0.5)),
        (Uniform(tool="a", criterion="c0", low=0.4, high=0.8), 0.75),
        (LogNormal(tool="a", criterion="c0", median=0.5, sigma=0.5), 0.5),
        (LogNormal(tool="a", criterion="c0", median=0.4, sigma=0.5), ndtr(math.log(0.4 / 0.5) / 0.5)),
        (Beta(tool="a", criterion="c0", successes=3, failures=2), stats.beta(3, 2).sf(0.5)),
    ],
    ids=lambda one: type(one).__name__,
)
def test_each_distribution_by_its_own_law(spread, chance):
    answer = robust_rank(problem({"a": [0], "b": [0.5]}, uncertain=(spread,)), samples=SAMPLES)

    assert standing(answer, "a").acceptability[0] == near(float(chance))
    assert standing(answer, "a").beats["b"] == near(float(chance))


def test_less_is_better_for_uncertain_scores_too():
    spread = Uniform(tool="a", criterion="c0", low=4, high=8)
    costs = (Criterion(id="c0", direction="min", scale=Scale(low=0, high=10)),)

    answer = robust_rank(problem({"a": [0], "b": [5]}, criteria=costs, uncertain=(spread,)), samples=SAMPLES)

    assert standing(answer, "a").acceptability[0] == near(0.25)


def test_normal_scores_need_one_number_per_tool_and_have_the_same_distribution():
    tools, criteria = 5, 3
    draws = Draws(3)
    mean, deviation = draws.uniform(tools, criteria), 0.3 * draws.uniform(tools, criteria)
    uncertain = tuple(
        Normal(tool=f"t{i}", criterion=f"c{j}", mean=float(mean[i, j]), deviation=float(deviation[i, j]))
        for i in range(tools)
        for j in range(criteria)
    )

    answer = robust_rank(problem(random_table(1, tools, criteria), uncertain=uncertain), samples=20_000)

    # Plainly: one number per tool and criterion.
    weights = draws.simplex(20_000, criteria)
    scores = mean + deviation * draws.normal(20_000, tools, criteria)
    values = (scores * weights[:, None, :]).sum(axis=2)
    ranks = (values[:, None, :] > values[:, :, None]).sum(axis=2)
    for at in range(tools):
        share = np.bincount(ranks[:, at], minlength=tools) / 20_000
        ours = standing(answer, f"t{at}").acceptability
        assert ours == pytest.approx(share, abs=5 * math.sqrt(2 * 0.25 / 20_000))


def test_normal_scores_and_one_weight_vector_win_exactly():
    uncertain = (
        Normal(tool="a", criterion="c0", mean=0.6, deviation=0.3),
        Normal(tool="b", criterion="c0", mean=0.5, deviation=0.4),
    )

    answer = robust_rank(
        problem({"a": [0], "b": [0]}, weights=fixed(1), uncertain=uncertain), samples=SAMPLES
    )

    assert answer.pairs == "exact"
    assert standing(answer, "a").beats["b"] == pytest.approx(0.5792597, abs=5e-8)
    assert standing(answer, "a").acceptability[0] == near(0.5792597)
    assert standing(answer, "a").ranks is None


def test_confidence_is_the_chance_of_the_first_place_under_the_central_weights():
    place = {"criterion": "c1"}
    asked = problem(
        {"a": [0.6, 0.5, "n/a"], "b": [0.5, 0.5, 0.9], "c": [None, 0.5, 0.8]},
        uncertain=(
            Normal(tool="a", mean=0.6, deviation=0.3, **place),
            Normal(tool="b", mean=0.4, deviation=0.2, **place),
            Uniform(tool="c", low=0.1, high=0.9, **place),
        ),
    )

    for tool in robust_rank(asked, samples=SAMPLES).standings:
        one = msgspec.structs.replace(asked, weights=Fixed(weights=tool.central_weights))
        held = standing(robust_rank(one, samples=SAMPLES, seed=1), tool.tool)
        assert held.acceptability[0] == near(tool.confidence, SAMPLES / 2)


def test_an_assessor_is_picked_per_score_or_for_all_tools_of_a_criterion():
    # x is severe, y is mild; both hold a to be better than b.
    table = {"a": [[0.2, 0.8]], "b": [[0.1, 0.7]]}

    judged = problem(table, assessors=("x", "y"))
    mean, per_score, per_criterion = (
        robust_rank(msgspec.structs.replace(judged, assessors=way), samples=SAMPLES)
        for way in ("mean", "per_score", "per_criterion")
    )

    assert standing(mean, "a").acceptability[0] == 1
    # Per score: only where a is read by x and b by y does b win.
    assert standing(per_score, "a").acceptability[0] == near(0.75)
    assert standing(per_criterion, "a").acceptability[0] == 1


def test_a_missing_score_can_be_anything_on_its_scale():
    answer = robust_rank(problem({"a": [None], "b": [0.3]}), samples=SAMPLES)

    assert standing(answer, "a").acceptability[0] == near(0.7)
    assert standing(answer, "a").ranks == (1, 2)


def test_of_several_scores_only_the_missing_one_is_unsure():
    # One gave 0.5, the other withheld: the mean lies evenly between 0.25 and 0.75.
    answer = robust_rank(
        problem({"a": [[0.5, None]], "b": [[0.35, 0.35]]}, assessors=("x", "y")), samples=SAMPLES
    )

    assert standing(answer, "a").acceptability[0] == near(0.8)


def test_what_does_not_apply_leaves_its_weight_to_the_rest():
    # a is 0.6 whatever the weights; b is w0, so a is first for w0 below 0.6.
    answer = robust_rank(problem({"a": [0.6, "n/a"], "b": [1, 0]}), samples=SAMPLES)

    assert standing(answer, "a").acceptability[0] == near(0.6)
    assert answer.pairs == "sampled"
    assert standing(answer, "a").ranks is None
    assert answer.shifts == ()
    assert [(one.code, one.refs) for one in answer.warnings] == [("robust.not_linear", ("a",))]


def test_who_is_knocked_out_is_named_and_not_ranked():
    criteria = (Criterion(id="c0", scale=ONE, knock_out=KnockOut(least=0.4)), Criterion(id="c1", scale=ONE))

    answer = robust_rank(problem({"a": [0.3, 1], "b": [0.5, 0.5]}, criteria=criteria))

    assert [one.tool for one in answer.standings] == ["b"]
    assert answer.knocked_out["a"].code == "ranking.below_least"
    assert standing(answer, "b").acceptability == (1,)


def test_no_rank_is_ruled_out_while_a_missing_score_may_knock_a_tool_out():
    criteria = (Criterion(id="c0", scale=ONE, knock_out=KnockOut(least=0.4)), Criterion(id="c1", scale=ONE))
    table = {"a": [None, 1], "b": [0.5, 0.5]}

    limited, free = (robust_rank(problem(table, criteria=these), samples=50) for these in (criteria, None))

    assert standing(limited, "b").ranks is None
    assert standing(free, "b").ranks == (1, 2)


def test_when_all_are_knocked_out_there_is_an_answer_without_tools():
    criteria = (Criterion(id="c0", scale=ONE, knock_out=KnockOut(least=0.9)),)

    answer = robust_rank(problem({"a": [0.3], "b": [0.5]}, criteria=criteria))

    assert (answer.standings, answer.leader, answer.shifts) == ((), None, ())
    assert list(answer.knocked_out) == ["a", "b"]


def test_the_nearest_swap_of_any_two_tools_can_be_asked():
    three = problem({"a": [1, 0], "b": [0, 0.5], "c": [0.9, 0.1]}, measure="largest")

    shift = smallest_shift(three, ahead="a", behind="c")

    # 0.1 w1 - 0.1 w2 is zero at the middle already.
    assert shift.size == 0
    assert smallest_shift(three, ahead="c", behind="b").size == pytest.approx(0.5 - 0.4 / 1.3, abs=1e-7)


def test_a_swap_within_the_region_may_not_exist():
    order = Ranked(order=("c0", "c1"))
    table = {"a": [1, 0], "b": [0, 0.5]}

    anywhere = robust_rank(problem(table, weights=order), samples=10).shifts[0]
    inside = robust_rank(problem(table, weights=order, within="region"), samples=10).shifts[0]

    assert anywhere.size == pytest.approx(0.75 - 1 / 3)
    assert (inside.size, inside.weights) == (None, None)


def test_scores_without_a_scale_are_warned_of():
    answer = robust_rank(problem({"a": [3], "b": [None]}, criteria=(Criterion(id="c0"),)), samples=10)

    assert [one.code for one in answer.warnings] == [
        "ranking.scale_from_scores",
        "ranking.missing_without_scale",
    ]
    assert standing(answer, "a").ranks is None


def test_weights_in_boxes_are_sampled_there():
    limits = Boxes(limits={"c0": (0.5, 0.7), "c1": (0.3, 0.5)})
    drawn = sample(limits, ("c0", "c1"), Draws(0), 500)

    answer = robust_rank(problem({"a": [1, 0], "b": [0, 1]}, weights=limits), samples=500)

    assert standing(answer, "a").acceptability == (1, 0)
    assert standing(answer, "a").ranks == (1, 2)
    assert drawn[:, 0].min() >= 0.5
