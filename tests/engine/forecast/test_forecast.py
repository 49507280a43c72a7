"""Chances of gates: exact where they can be, the same as by enumeration, and never better for bad news."""

import itertools
from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kopgroep.engine.answers import as_json
from kopgroep.engine.draws import Draws
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.forecast.chain import Chain
from kopgroep.engine.forecast.counts import poisson_binomial
from kopgroep.engine.forecast.forecast import forecast_gates
from kopgroep.engine.forecast.gate import Asked, chance_of, if_sure
from kopgroep.engine.forecast.problem import Gate, Item, Norm, Pipeline, Shock, Stage
from kopgroep.engine.forecast.sampled import tally
from kopgroep.engine.givens import read

DAY = date(2026, 1, 5)
FEW = settings(max_examples=40, deadline=None)
chances = st.floats(0, 1)


def pipeline(**other):
    """Five partners on their way to signing; at least three must."""
    parts = {
        "as_of": DAY,
        "stages": (
            Stage(id="talk", chance=0.9, periods=(0.0, 0.5, 0.5)),
            Stage(id="signed", chance=0.8, periods=(0.0, 0.25, 0.5, 0.25)),
        ),
        "items": tuple(Item(id=f"p{at}", stage="talk" if at < 3 else None) for at in range(5)),
        "norms": (Norm(id="three-sign", stage="signed", threshold=3),),
        "gates": (Gate(id="signing", norms=("three-sign",), dates=(DAY + timedelta(weeks=3),)),),
    }
    return Pipeline(**(parts | other))


def at(weeks):
    return (Gate(id="signing", norms=("three-sign",), dates=(DAY + timedelta(weeks=weeks),)),)


def chance(problem, **options):
    return forecast_gates(problem, **options).gates[0].chance


def test_a_chain_by_hand():
    # From "talk": 0.8 x P(D <= 3) = 0.8. From the start: 0.9 x 0.8 x P(D1 + D2 <= 3), and the sum is at most 3 for
    # (1,1), (1,2), (2,1): 0.125 + 0.25 + 0.125 = 0.5, so 0.36.
    reached = Chain(pipeline().in_order()).reached(3, [])

    assert reached[0].tolist() == pytest.approx([1, 0.8])
    assert reached[4].tolist() == pytest.approx([0.9, 0.36])


def test_a_count_by_hand():
    # Three at 0.8 and two at 0.36: P(at least 3).
    three = [0.2**3, 3 * 0.8 * 0.2**2, 3 * 0.8**2 * 0.2, 0.8**3]
    two = [0.64**2, 2 * 0.36 * 0.64, 0.36**2]
    expected = sum(three[i] * two[j] for i in range(4) for j in range(3) if i + j >= 3)

    found = forecast_gates(pipeline()).gates[0]

    assert found.chance == pytest.approx(expected, rel=1e-12)
    assert (found.method, found.error) == ("exact", 0)
    assert found.norms[0].expected == pytest.approx(3 * 0.8 + 2 * 0.36)
    assert found.norms[0].low <= found.norms[0].expected <= found.norms[0].high


def test_equal_chances_are_binomial_as_poisson_found():
    for size, p in ((1, 0.3), (20, 0.5), (342, 0.9)):
        assert poisson_binomial(np.full(size, p)) == pytest.approx(
            stats.binom(size, p).pmf(range(size + 1)), abs=1e-12
        )


@FEW
@given(st.lists(chances, min_size=1, max_size=8))
def test_the_distribution_of_a_count_equals_enumeration(each):
    by_hand = np.zeros(len(each) + 1)
    for happen in itertools.product((0, 1), repeat=len(each)):
        weights = [p if here else 1 - p for p, here in zip(each, happen, strict=True)]
        by_hand[sum(happen)] += np.prod(weights)

    assert poisson_binomial(np.array(each)) == pytest.approx(by_hand, abs=1e-12)
    assert poisson_binomial(np.array(each)).sum() == pytest.approx(1)


@st.composite
def gates_given_shocks(draw):
    """Up to five items, three stages and three norms that share items in any way."""
    items, norms = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(chances, min_size=3, max_size=3), min_size=items, max_size=items))
    members = draw(
        st.lists(st.lists(st.booleans(), min_size=norms, max_size=norms), min_size=items, max_size=items)
    )
    asked = Asked(
        members=np.array(members),
        places=np.array(draw(st.lists(st.integers(0, 2), min_size=norms, max_size=norms))),
        thresholds=np.array(draw(st.lists(st.integers(0, 3), min_size=norms, max_size=norms))),
    )
    return asked, -np.sort(-np.array(rows), axis=1)


def enumerated(asked, reached, sure=None):
    """The chance that all norms are met, by every way in which the items can fare."""
    total = 0.0
    exactly = np.hstack([np.ones((len(reached), 1)), reached]) - np.hstack(
        [reached, np.zeros((len(reached), 1))]
    )
    if sure is not None:
        exactly[sure] = (0, 0, 0, 1)
    for fared in itertools.product(range(-1, 3), repeat=len(reached)):
        weight = np.prod([exactly[item, stage + 1] for item, stage in enumerate(fared)])
        counts = (asked.members & (np.array(fared)[:, None] >= asked.places)).sum(axis=0)
        total += weight * bool((counts >= asked.thresholds).all())
    return total


@FEW
@given(gates_given_shocks())
def test_norms_that_share_items_equal_enumeration(problem):
    asked, reached = problem

    assert chance_of(asked, reached) == pytest.approx(enumerated(asked, reached), abs=1e-12)
    assert if_sure(asked, reached) == pytest.approx(
        [enumerated(asked, reached, sure=item) for item in range(len(reached))], abs=1e-12
    )


@settings(max_examples=15, deadline=None)
@given(gates_given_shocks())
def test_exact_and_sampled_agree_within_five_standard_errors(problem):
    asked, reached = problem
    samples = 20_000
    drawn = tally(asked, reached, samples, Draws(1))

    def close(count, chance):
        allowed = 5 * np.sqrt(chance * (1 - chance) / samples) + 1e-9
        return abs(count / samples - chance) <= allowed

    assert close(drawn.met, chance_of(asked, reached))
    assert all(map(close, drawn.met_if_sure, if_sure(asked, reached)))
    for norm in range(len(asked.places)):
        assert close(drawn.met_without[norm], chance_of(asked.without(norm), reached))


def test_a_gate_with_too_many_shared_items_is_sampled_and_says_so(monkeypatch):
    exact = chance(pipeline())
    monkeypatch.setattr("kopgroep.engine.forecast.gate.MOST_STATES", 1)

    found = forecast_gates(pipeline(), samples=20_000, seed=7)

    assert found.gates[0].method == "sampled"
    assert 0 < found.gates[0].error < 0.01
    assert abs(found.gates[0].chance - exact) <= 5 * found.gates[0].error
    assert found.outcome.seed == 7
    assert as_json(found) == as_json(forecast_gates(pipeline(), samples=20_000, seed=7))


def test_a_shock_is_a_mixture_of_what_is_with_and_without_it():
    shock = Shock(id="election", chance=0.3, factor=0.5, delay=1)
    never, always = (msgspec.structs.replace(shock, chance=p) for p in (0.0, 1.0))

    mixed = chance(pipeline(shocks=(shock,)))
    without, with_it = (chance(pipeline(shocks=(one,))) for one in (never, always))

    assert without == pytest.approx(chance(pipeline()))
    assert mixed == pytest.approx(0.3 * with_it + 0.7 * without)
    assert with_it < without
    raises = forecast_gates(pipeline(shocks=(shock,))).gates[0].raises
    away = next(one for one in raises if one.kind == "shock")
    assert (away.ref, away.chance) == ("election", pytest.approx(without))


def test_a_shock_makes_items_fall_together():
    """Ten at 0.9 that fall together fail more often than ten that fall apart with the same chances."""
    items = tuple(Item(id=f"i{at}") for at in range(10))
    stage = (Stage(id="signed", chance=1.0),)
    norm = (Norm(id="three-sign", stage="signed", threshold=8),)
    together = pipeline(
        items=items, stages=stage, norms=norm, shocks=(Shock(id="s", chance=0.1, factor=0.0),)
    )
    apart = pipeline(items=items, stages=(Stage(id="signed", chance=0.9),), norms=norm)

    assert chance(together) == pytest.approx(0.9)
    assert chance(apart) == pytest.approx(stats.binom(10, 0.9).sf(7))


def test_what_would_raise_the_chance_most_comes_first():
    raises = forecast_gates(pipeline()).gates[0].raises

    gains = [round(one.gain, 9) for one in raises]
    assert gains == sorted(gains, reverse=True)
    assert (raises[0].kind, raises[0].ref, raises[0].chance) == ("norm", "three-sign", pytest.approx(1))
    # Those who have yet to begin gain more from being sure than those who are nearly there.
    assert [one.ref for one in raises if one.kind == "item"][:2] == ["p3", "p4"]


@FEW
@given(st.integers(0, 8), chances, chances, st.integers(0, 5))
def test_the_chance_grows_with_time_and_chances_and_falls_with_the_threshold(weeks, low, high, threshold):
    low, high = sorted((low, high))

    def with_chance(p):
        return (Stage(id="talk", chance=0.9), Stage(id="signed", chance=p, periods=(0.25, 0.25, 0.5)))

    def asks(count):
        return (Norm(id="three-sign", stage="signed", threshold=count),)

    assert chance(pipeline(gates=at(weeks))) <= chance(pipeline(gates=at(weeks + 1))) + 1e-12
    assert chance(pipeline(stages=with_chance(low))) <= chance(pipeline(stages=with_chance(high))) + 1e-12
    assert chance(pipeline(norms=asks(threshold + 1))) <= chance(pipeline(norms=asks(threshold))) + 1e-12
    assert 0 <= chance(pipeline(norms=asks(threshold))) <= 1


def test_waiting_for_two_norms_takes_longer_than_for_the_slowest_of_them():
    """The mean of a maximum is no less than the maximum of the means."""
    norms = (
        Norm(id="three-sign", stage="signed", threshold=3),
        Norm(id="four-talk", stage="talk", threshold=4),
    )
    horizon = 12

    def mean_wait(*asked):
        days = tuple(DAY + timedelta(weeks=week) for week in range(horizon))
        problem = pipeline(norms=norms, gates=(Gate(id="g", norms=asked, dates=days),))
        return sum(1 - gate.chance for gate in forecast_gates(problem).gates)

    alone = [mean_wait(norm.id) for norm in norms]

    assert mean_wait("three-sign", "four-talk") >= max(alone) - 1e-12


def test_the_order_of_the_input_changes_nothing():
    problem = pipeline(shocks=(Shock(id="a", chance=0.1, delay=1), Shock(id="b", chance=0.2, factor=0.9)))
    turned = msgspec.structs.replace(problem, items=problem.items[::-1], shocks=problem.shocks[::-1])

    assert as_json(forecast_gates(problem)) == as_json(forecast_gates(turned))


def test_norms_that_share_no_items_multiply():
    items = tuple(Item(id=f"p{at}", groups=("town" if at % 2 else "firm",)) for at in range(6))
    norms = tuple(Norm(id=group, stage="signed", threshold=2, group=group) for group in ("firm", "town"))

    def asks(*names):
        return (Gate(id="signing", norms=names, dates=(DAY + timedelta(weeks=4),)),)

    each = [chance(pipeline(items=items, norms=norms, gates=asks(name))) for name in ("firm", "town")]

    assert chance(pipeline(items=items, norms=norms, gates=asks("firm", "town"))) == pytest.approx(
        np.prod(each)
    )


class Stops:
    def told(self, **_):
        pass

    def stopped(self):
        return True


def test_a_stopped_forecast_says_so():
    assert forecast_gates(pipeline(), watch=Stops()).outcome.status == "stopped"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"items": ()}, "empty", "items"),
        ({"items": (Item(id="a"), Item(id="a"))}, "twice", "items"),
        ({"items": (Item(id="a", stage="gone"),)}, "unknown", "items[0].stage"),
        ({"norms": (Norm(id="n", stage="gone", threshold=1),)}, "unknown", "norms[0].stage"),
        ({"norms": (Norm(id="n", stage="talk", threshold=1, group="x"),)}, "unknown", "norms[0].group"),
        ({"gates": at(-1)}, "too_small", "gates[0].dates[0]"),
        ({"gates": at(52 * 40)}, "too_large", "gates[0].dates[0]"),
        ({"period_days": 0}, "too_small", "period_days"),
        ({"shocks": (Shock(id="s", chance=0.1, group="x"),)}, "unknown", "shocks[0].group"),
        ({"shocks": tuple(Shock(id=str(n), chance=0.1) for n in range(13))}, "too_large", "shocks"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change, code, field):
    with pytest.raises(InputWrong) as refused:
        pipeline(**change)

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("stage", "code", "field"),
    [
        ('{"id": "s", "chance": 1.5}', "too_large", "stages[0].chance"),
        ('{"id": "s", "chance": -1}', "too_small", "stages[0].chance"),
        ('{"id": "s", "chance": 1e308}', "too_large", "stages[0].chance"),
        ('{"id": "s", "chance": 0.5, "periods": []}', "empty", "stages[0].periods"),
        ('{"id": "s", "chance": 0.5, "periods": [0.5, 0.4]}', "sum_wrong", "stages[0].periods"),
        ('{"id": "s", "chance": "high"}', "wrong_shape", "stages[0].chance"),
    ],
)
def test_a_wrong_stage_in_a_file_is_named(stage, code, field):
    text = f'{{"as_of": "2026-01-05", "stages": [{stage}], "items": [], "norms": [], "gates": []}}'

    with pytest.raises(InputWrong) as refused:
        read(Pipeline, text)

    assert (refused.value.code, refused.value.field) == (code, field)
