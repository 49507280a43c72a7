"""Going through the phases, and what each locks."""

from datetime import UTC, date, datetime

import pytest

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.programme.actions import enter_phase, open_early
from kopgroep.rooms.programme.models import DealKind, PhaseKind, phase_on
from kopgroep.rooms.programme.phases import ADVICE, KINDS, LOCKS, phases_table
from kopgroep.rooms.programme.queries.phases import phases_of
from kopgroep.rooms.programme.rules import obstacles_in_phase
from tests.factories.programme import make_four_phases, make_phase_entry

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)
OFFICE = Actor.system("test")


@pytest.fixture
def phases(deal):
    return {phase.code: phase for phase in make_four_phases(deal)}


def enter(phase, on=TODAY, reason="It is time."):
    return enter_phase(phase=phase, on=on, reason=reason, by=OFFICE, at=AT)


def open_up(deal, lock="blind-scores", until=None, reason="The round is over."):
    return open_early(deal=deal, lock=lock, until=until, reason=reason, by=OFFICE, at=AT)


def codes(obstacles):
    return [each.code for each in obstacles]


def test_a_deal_is_in_the_phase_that_it_entered_last(deal, phases):
    enter(phases["network"], date(2026, 9, 1))
    enter(phases["explore"], date(2026, 11, 1))

    assert phase_on(deal, date(2026, 8, 31)) is None
    assert phase_on(deal, date(2026, 10, 31)) == phases["network"]
    assert phase_on(deal, TODAY) == phases["explore"]


def test_a_deal_can_go_back_to_an_earlier_phase(deal, phases):
    enter(phases["explore"], date(2026, 10, 1))

    enter(phases["network"], reason="Two helices are still missing.")

    assert phase_on(deal, TODAY) == phases["network"]


@pytest.mark.parametrize(
    ("code", "on", "reason", "expected"),
    [
        ("develop", date(2026, 11, 25), "Soon.", ["in-the-future"]),
        ("develop", date(2026, 10, 1), "Both.", ["other-phase-that-day"]),
        ("explore", TODAY, "Again.", ["already-in-phase"]),
        ("develop", TODAY, " ", ["no-reason"]),
    ],
)
def test_a_phase_that_cannot_be_entered_says_why(phases, code, on, reason, expected):
    enter(phases["explore"], date(2026, 10, 1))

    with pytest.raises(Obstructed) as refusal:
        enter(phases[code], on, reason)

    assert codes(refusal.value.obstacles) == expected


def test_a_historical_deal_stays_in_its_phase(deal, phases):
    deal.kind = DealKind.HISTORICAL
    deal.save()
    phases["network"].deal = deal

    with pytest.raises(Obstructed) as refusal:
        enter(phases["network"])

    assert codes(refusal.value.obstacles) == ["read-only"]


@pytest.mark.parametrize(
    ("lock", "kind", "expected"),
    [
        ("blind-scores", "network", []),
        ("blind-scores", "explore", ["locked-in-phase"]),
        ("blind-scores", "develop", []),
        ("running-vote", "explore", ["locked-in-phase"]),
        ("running-vote", "secure", []),
        ("frozen-text", "explore", []),
        ("frozen-text", "develop", ["locked-in-phase"]),
        ("frozen-text", "secure", ["locked-in-phase"]),
    ],
)
def test_a_phase_locks_what_the_table_says_and_nothing_else(deal, phases, lock, kind, expected):
    make_phase_entry(phases[kind])

    assert codes(obstacles_in_phase(deal, lock, TODAY)) == expected


@pytest.mark.parametrize("lock", LOCKS)
def test_before_the_first_phase_nothing_is_locked(deal, phases, lock):
    assert codes(obstacles_in_phase(deal, lock, TODAY)) == []


def test_the_manager_opens_a_lock_until_and_with_a_day(deal, phases):
    make_phase_entry(phases["explore"])

    open_up(deal, until=date(2026, 11, 30))

    assert codes(obstacles_in_phase(deal, "blind-scores", date(2026, 11, 30))) == []
    assert codes(obstacles_in_phase(deal, "blind-scores", date(2026, 12, 1))) == ["locked-in-phase"]
    assert codes(obstacles_in_phase(deal, "running-vote", TODAY)) == ["locked-in-phase"]
    assert codes(obstacles_in_phase(deal, "blind-scores", date(2026, 11, 23))) == ["locked-in-phase"]


@pytest.mark.parametrize(
    ("lock", "until", "reason", "expected"),
    [
        ("frozen-text", None, "Why not.", ["not-locked"]),
        ("secret", None, "Why not.", ["no-such-lock"]),
        ("blind-scores", date(2026, 11, 23), "Yesterday.", ["until-past"]),
        ("blind-scores", None, "", ["no-reason"]),
    ],
)
def test_a_lock_that_cannot_be_opened_says_why(deal, phases, lock, until, reason, expected):
    make_phase_entry(phases["explore"])

    with pytest.raises(Obstructed) as refusal:
        open_up(deal, lock, until, reason)

    assert codes(refusal.value.obstacles) == expected


def test_the_page_of_phases_knows_where_the_deal_is_and_what_follows(deal, phases):
    make_phase_entry(phases["explore"])

    found = phases_of(deal, TODAY)

    assert found.now == phases["explore"]
    assert found.following == phases["develop"]
    assert [card.is_now for card in found.cards] == [False, True, False, False]


def test_every_kind_of_phase_advises_something_and_is_in_the_documented_table():
    assert set(ADVICE) == set(KINDS) == set(PhaseKind.values)
    assert all(ADVICE.values())
    assert all(f"| `{kind}` " in phases_table() for kind in KINDS)
    assert all(f"`{lock}`" in phases_table() for lock in LOCKS)
