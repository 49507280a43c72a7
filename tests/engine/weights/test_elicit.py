"""Weights out of what people say, held against the papers and against their own closed forms."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.engine.answers import as_json
from kopgroep.engine.draws import Draws
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.givens import read, schema_of
from kopgroep.engine.weights.consistency import largest_gap
from kopgroep.engine.weights.elicit import elicit_weights
from kopgroep.engine.weights.problem import BestWorst, Direct, Judgements, Limits, Order, Said, Swing
from kopgroep.engine.weights.ranked import centroid, rank_sum
from kopgroep.engine.weights.region import Boxes, Fixed, PerAssessor, Ranked, extremes, sample

TRANSPORT = BestWorst(
    best="cost",
    worst="load",
    best_to_others={"load": 8, "access": 2},
    others_to_worst={"cost": 8, "access": 5},
)


def ask(*judgements, criteria=None):
    said = tuple(Said(assessor=f"p{at}", judgement=one) for at, one in enumerate(judgements))
    return elicit_weights(Judgements(criteria=criteria or ("access", "cost", "load"), said=said))


def one(judgement, criteria=None):
    return ask(judgement, criteria=criteria).assessors[0]


def test_rezaei_2015_transport_mode_the_ratio_model():
    # Load flexibility, accessibility and cost: 0.0714, 0.3387 and 0.5899, consistency ratio 0.058.
    told = one(TRANSPORT)

    limits = told.region.limits
    # The linear vector lies at the other end of each interval, so that the region holds both models.
    assert limits["load"] == pytest.approx((0.0714, 0.0714), abs=5e-5)
    assert limits["access"][1] == pytest.approx(0.3387, abs=5e-5)
    assert limits["cost"][0] == pytest.approx(0.5899, abs=5e-5)
    assert told.consistency.output_ratio == pytest.approx(0.058, abs=5e-4)


def test_the_linear_model_by_hand():
    # At the optimum cost - 2 access = -xi ... access - 5 load = -xi and cost - 8 load = xi: 14 load = 1, xi = load / 2.
    told = one(TRANSPORT)

    assert told.weights == pytest.approx({"load": 1 / 14, "access": 4.5 / 14, "cost": 8.5 / 14})
    assert told.consistency.xi == pytest.approx(0.5 / 14)
    assert told.consistency.input_ratio == pytest.approx(2 / 56)
    assert (told.consistency.threshold, told.consistency.acceptable) == (0.1309, True)


def test_rezaei_2015_consistency_index():
    printed = [0.00, 0.44, 1.00, 1.63, 2.30, 3.00, 3.73, 4.47, 5.23]

    assert [largest_gap(at) for at in range(1, 10)] == pytest.approx(printed, abs=0.005)


def test_barron_and_barrett_1996_rank_order_centroid():
    assert [centroid("abcd")[name] for name in "abcd"] == pytest.approx(
        [0.5208, 0.2708, 0.1458, 0.0625], abs=5e-5
    )


def test_stillwell_seaver_and_edwards_1981_rank_sum():
    assert [rank_sum("abcd")[name] for name in "abcd"] == pytest.approx([0.4, 0.3, 0.2, 0.1])


def test_the_comparison_to_look_at_first_is_the_one_that_mends_most():
    # Price is 8 times style; comfort 4 below price and 4 above style would be 16.
    told = one(
        BestWorst(
            best="price",
            worst="style",
            best_to_others={"quality": 2, "comfort": 4, "safety": 4, "style": 8},
            others_to_worst={"quality": 4, "comfort": 4, "safety": 2},
        ),
        criteria=("comfort", "price", "quality", "safety", "style"),
    )

    first = told.consistency.look_first
    assert (first.criterion, first.value, first.better, first.ratio) == ("comfort", 4, 2, 0)
    assert first.comparison == "best_to_others"
    assert told.consistency.local["comfort"] == pytest.approx(8 / 56)


def test_comparisons_that_contradict_each_other_are_named():
    told = one(
        BestWorst(
            best="price",
            worst="style",
            best_to_others={"comfort": 4, "safety": 3, "style": 8},
            others_to_worst={"comfort": 4, "safety": 2},
        ),
        criteria=("comfort", "price", "safety", "style"),
    )

    assert [(reason.code, reason.refs) for reason in told.reasons] == [
        ("weights.contradiction", ("safety", "comfort"))
    ]


def test_one_method_per_assessor_and_all_of_them_together():
    told = ask(
        Direct(points={"access": 50, "cost": 30, "load": 20}),
        Swing(points={"access": 100, "cost": 60, "load": 40}),
        Order(order=("access", "cost", "load"), rule="rank_sum"),
        Limits(limits={"access": (0.2, 0.6), "cost": (0.2, 0.6), "load": (0.0, 0.6)}),
    )

    each = [assessor.weights for assessor in told.assessors]
    assert each[0] == pytest.approx(each[1])
    assert [assessor.method for assessor in told.assessors] == ["direct", "swing", "ranked", "boxes"]
    assert told.weights["load"] == pytest.approx(np.mean([weights["load"] for weights in each]))
    assert isinstance(told.region, PerAssessor)
    assert isinstance(told.assessors[2].region, Ranked)
    assert told.between.limits["access"] == pytest.approx((0.2, 1.0))
    assert told.between.limits["load"] == pytest.approx((0.0, 0.6))


def test_one_assessor_keeps_its_own_region():
    assert ask(Order(order=("load", "cost", "access"))).region == Ranked(order=("load", "cost", "access"))


def test_points_that_are_not_sure_give_limits():
    told = one(Direct(points={"access": 50, "cost": 30, "load": 20}, give_or_take=10))

    # At its lowest 40 of 110 points, at its highest 60 of 90.
    assert told.region.limits["access"] == pytest.approx((40 / 110, 60 / 90))


def test_a_swing_without_a_hundred_is_asked_about():
    assert [reason.code for reason in one(Swing(points={"access": 50, "cost": 30, "load": 20})).reasons] == [
        "weights.no_swing_of_100"
    ]


@st.composite
def consistent(draw):
    size = draw(st.integers(3, 6))
    names = tuple(f"c{at}" for at in range(size))
    ends = draw(st.sampled_from([4, 6, 8, 9]))
    over = {
        name: draw(st.sampled_from([at for at in range(1, ends + 1) if ends % at == 0]))
        for name in names[1:-1]
    }
    return names, BestWorst(
        best=names[0],
        worst=names[-1],
        best_to_others={**over, names[-1]: ends},
        others_to_worst={name: ends / value for name, value in over.items()},
    )


@settings(max_examples=20, deadline=None)
@given(consistent())
def test_consistent_comparisons_give_their_own_ratios_and_no_gap(case):
    names, judgement = case
    told = one(judgement, criteria=names)
    weights = told.weights

    assert told.consistency.xi == 0
    assert (told.consistency.input_ratio, told.consistency.output_ratio) == (0, 0)
    assert told.consistency.look_first is None
    assert isinstance(told.region, Fixed)
    assert sum(weights.values()) == pytest.approx(1)
    for name in names:
        assert weights[names[0]] == pytest.approx(judgement.to_best(name) * weights[name], rel=1e-5)
        assert weights[names[0]] >= weights[name] - 1e-9 >= weights[names[-1]] - 2e-9


@st.composite
def compared(draw):
    names = tuple(f"c{at}" for at in range(draw(st.integers(3, 5))))
    ends = draw(st.integers(3, 9))
    each = st.integers(1, ends)
    return names, BestWorst(
        best=names[0],
        worst=names[-1],
        best_to_others={**{name: draw(each) for name in names[1:-1]}, names[-1]: ends},
        others_to_worst={name: draw(each) for name in names[1:-1]},
    )


@settings(max_examples=25, deadline=None)
@given(compared(), st.integers(0, 99))
def test_no_other_weights_leave_a_smaller_gap(case, seed):
    names, judgement = case
    told = one(judgement, criteria=names)
    ours = np.array([told.weights[name] for name in names])
    others = np.vstack([ours[None, :], Draws(seed).simplex(500, len(names))])
    near = np.clip(ours + 0.02 * (Draws(seed).uniform(500, len(names)) - 0.5), 1e-9, None)
    others = np.vstack([others, near / near.sum(axis=1, keepdims=True)])
    over = np.array([judgement.to_best(name) for name in names])
    under = np.array([judgement.to_worst(name) for name in names])

    linear = np.maximum(
        np.abs(others[:, :1] - over * others).max(axis=1),
        np.abs(others - under * others[:, -1:]).max(axis=1),
    )
    assert linear[0] == pytest.approx(told.consistency.xi, abs=1e-6)
    assert linear.min() >= told.consistency.xi - 1e-6
    with np.errstate(divide="ignore"):
        ratio = np.maximum(
            np.abs(others[:, :1] / others - over).max(axis=1),
            np.abs(others / others[:, -1:] - under).max(axis=1),
        )
    gap = told.consistency.output_ratio * largest_gap(judgement.best_to_worst)
    assert ratio.min() >= gap - 1e-9


@settings(max_examples=25, deadline=None)
@given(compared())
def test_changing_order_or_names_changes_only_those(case):
    names, judgement = case
    told = one(judgement, criteria=names)
    other = {name: f"z{len(names) - at}" for at, name in enumerate(names)}
    renamed = BestWorst(
        best=other[judgement.best],
        worst=other[judgement.worst],
        best_to_others={other[name]: value for name, value in judgement.best_to_others.items()},
        others_to_worst={other[name]: value for name, value in judgement.others_to_worst.items()},
    )

    again = one(renamed, criteria=tuple(other.values())[::-1])

    assert [again.weights[other[name]] for name in names] == pytest.approx(
        [told.weights[name] for name in names], abs=2e-5
    )
    assert as_json(ask(judgement, criteria=names)) == as_json(ask(judgement, criteria=names[::-1]))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 100), min_size=2, max_size=6), st.floats(0, 5), st.integers(0, 99))
def test_points_within_their_margin_give_weights_within_the_region(points, off, seed):
    if max(points) <= off + 1:
        return
    named = {f"c{at}": value for at, value in enumerate(points)}
    told = one(Direct(points=named, give_or_take=off), criteria=tuple(named))
    low, high = extremes(told.region, tuple(named))
    moved = np.clip(np.array(points) + off * (2 * Draws(seed).uniform(len(points)) - 1), 0, None)

    assert (low - 1e-9 <= moved / moved.sum()).all()
    assert (moved / moved.sum() <= high + 1e-9).all()


@settings(max_examples=25, deadline=None)
@given(st.permutations(["a", "b", "c", "d"]), st.integers(0, 99))
def test_limits_from_an_order_hold_the_order(order, seed):
    told = ask(Order(order=tuple(order)), criteria=("a", "b", "c", "d"))
    low, high = extremes(told.between, ("a", "b", "c", "d"))
    drawn = sample(told.region, ("a", "b", "c", "d"), Draws(seed), 100)

    assert (drawn >= low - 1e-9).all()
    assert (drawn <= high + 1e-9).all()


def test_weights_can_be_read_from_a_file():
    text = b"""{"problem": "weights", "criteria": ["a", "b"], "said": [
        {"assessor": "x", "judgement": {"method": "swing", "points": {"a": 100, "b": 25}}}]}"""

    assert elicit_weights(read(Judgements, text)).weights == pytest.approx({"a": 0.8, "b": 0.2})
    assert schema_of(Judgements)["$ref"]


@pytest.mark.parametrize(
    ("make", "code", "field"),
    [
        (lambda: Direct(points={}), "empty", "points"),
        (lambda: Direct(points={"a": -1}), "too_small", "points.a"),
        (lambda: Direct(points={"a": float("nan")}), "not_finite", "points.a"),
        (lambda: Direct(points={"a": 1e308}), "too_large", "points.a"),
        (lambda: Direct(points={"a": 1}, give_or_take=1), "too_large", "give_or_take"),
        (lambda: Order(order=("a", "a")), "twice", "order"),
        (lambda: Limits(limits={"a": (0.5, 0.4)}), "minimum_above_maximum", "limits.a"),
        (lambda: bw(worst="a"), "twice", "worst"),
        (lambda: bw(best_to_others={"b": 0.5, "c": 3}), "too_small", "best_to_others.b"),
        (lambda: bw(best_to_others={"b": 10, "c": 3}), "too_large", "best_to_others.b"),
        (lambda: bw(best_to_others={"a": 2, "b": 2, "c": 3}), "too_large", "best_to_others.a"),
        (lambda: bw(others_to_worst={"a": 4, "b": 2}), "does_not_apply", "others_to_worst.a"),
        (lambda: bw(best_to_others={"b": 2}), "empty", "best_to_others.c"),
        (lambda: ask(bw(), criteria=("a", "b", "c", "d")), "unknown", "said[0].judgement.best_to_others"),
        (lambda: ask(bw(best="q"), criteria=("a", "b", "c")), "unknown", "said[0].judgement.best"),
        (lambda: ask(Direct(points={"a": 1}), criteria=("a", "b")), "unknown", "said[0].judgement.points"),
        (lambda: ask(), "empty", "said"),
        (lambda: ask(Direct(points={"a": 1}), criteria=("a", "a")), "twice", "criteria"),
    ],
)
def test_what_cannot_be_a_judgement_is_refused_by_name(make, code, field):
    with pytest.raises(InputWrong) as refused:
        make()

    assert (refused.value.code, refused.value.field) == (code, field)


def bw(**other):
    given = {"best": "a", "worst": "c", "best_to_others": {"b": 2, "c": 3}, "others_to_worst": {"b": 2}}
    return BestWorst(**(given | other))


def test_many_limits_have_a_middle_too():
    limits = {f"c{at}": (0.0, 0.2) for at in range(20)}

    weights = one(Limits(limits=limits), criteria=tuple(limits)).weights

    assert isinstance(Boxes(limits=limits), Boxes)
    assert list(weights.values()) == pytest.approx([0.05] * 20)
