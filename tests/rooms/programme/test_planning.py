"""Moving dates: versions, reasons, and what moves along."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.dates import PartialDate, Precision
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.programme.actions import plan_phases, set_up_deal
from kopgroep.rooms.programme.charter import shipped_charter
from kopgroep.rooms.programme.models import DealKind, PlanVersion
from kopgroep.rooms.programme.queries import Span, planning_of, shifted, spans_of
from kopgroep.rooms.programme.queries.planning import move_in_words
from kopgroep.rooms.programme.queries.shifting import Shift, moved, shift_between
from kopgroep.rooms.programme.rules import overlaps

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFICE = Actor.system("test")


def when(text):
    return PartialDate.parse(text) if text else None


def span(starts, ends):
    return Span(when(starts), when(ends))


@pytest.fixture
def street(db):
    """The example deal: four phases, dates of every precision."""
    return set_up_deal(charter=shipped_charter("voorbeeld-deal"), by=OFFICE, at=AT)


def move(deal, reason="The councils decide later.", seen=1, **spans):
    return plan_phases(deal=deal, spans=spans, reason=reason, seen=seen, by=OFFICE, at=AT)


def codes(refusal):
    return [each.code for each in refusal.value.obstacles]


def test_a_moved_date_makes_a_new_version_with_its_reason_and_leaves_the_baseline(street):
    baseline = spans_of(street.plan_versions.get(number=1))

    version = move(street, network=span("2026-09", "2027-05-15"))

    assert version.number == 2
    assert version.reason == "The councils decide later."
    assert spans_of(version) == {**baseline, "network": span("2026-09", "2027-05-15")}
    assert spans_of(street.plan_versions.get(number=1)) == baseline


def test_the_planning_stands_beside_the_first_one_and_says_how_far_each_date_moved(street):
    planning = planning_of(street, move(street, network=span("2026-09", "2027-03-20")))

    assert [row.has_moved for row in planning.rows] == [True, False, False, False]
    assert len(planning.rows[0].moves) == 1
    assert "5" in planning.rows[0].moves[0]


def test_a_moved_date_is_in_the_history_with_what_moved_and_why(street):
    move(street, network=span("2026-09", "2027-05-15"))

    entry = Entry.objects.get(verb=Verb.PHASE_PLANNED)
    assert entry.facts["moves"]["en"] == "Building the network: September 2026 – 15 May 2027"
    assert entry.private_text.text == {"reason": "The councils decide later."}


def test_who_looked_at_an_older_planning_is_told_and_overwrites_nothing(street):
    move(street, network=span("2026-09", "2027-05-15"))

    with pytest.raises(EditedMeanwhile) as told:
        move(street, network=span("2026-09", "2027-06-15"), seen=1)

    assert told.value.current.number == 2
    assert spans_of(street.plan_versions.order_by("-number").first())["network"] == span(
        "2026-09", "2027-05-15"
    )


@pytest.mark.parametrize(
    ("spans", "reason", "expected"),
    [
        ({"network": span("2027-05", "2027-03-15")}, "Because.", ["ends-before-start", "out-of-order"]),
        ({"explore": span("2026-06", "2027-11")}, "Because.", ["out-of-order"]),
        ({"network": span("2026-09", "2027-03-15")}, "Because.", ["nothing-moved"]),
        ({"network": span("2026-09", "2027-04-15")}, "  ", ["no-reason"]),
    ],
)
def test_a_planning_that_cannot_be_says_why(street, spans, reason, expected):
    with pytest.raises(Obstructed) as refusal:
        move(street, reason=reason, **spans)

    assert codes(refusal) == expected
    assert street.plan_versions.count() == 1


def test_a_historical_deal_refuses_a_new_planning(street):
    street.kind = DealKind.HISTORICAL
    street.save()

    with pytest.raises(Obstructed) as refusal:
        move(street, network=span("2026-09", "2027-05-15"))

    assert codes(refusal) == ["read-only"]


def test_phases_that_overlap_are_a_warning_and_no_refusal(street):
    spans = {**spans_of(move(street, network=span("2026-09", "2027-05-15")))}

    assert [each.code for each in overlaps(street, spans)] == ["overlap"]


def test_later_dates_move_along_and_stay_as_precise_as_they_were(street):
    before = spans_of(street.plan_versions.get())
    wanted = {**before, "network": span("2026-09", "2027-05-15")}

    along = shifted(list(street.phases.order_by("order")), before, wanted)

    assert along == {
        "network": span("2026-09", "2027-05-15"),
        "explore": span("2027-05", "2028-01"),
        "develop": span("2028-01", "summer 2029"),
        "secure": span("summer 2029", "summer 2030"),
    }


def test_a_date_that_was_changed_by_hand_does_not_move_along(street):
    before = spans_of(street.plan_versions.get())
    wanted = {**before, "network": span("2026-09", "2027-05-15"), "explore": span("2027-04", "2027-11")}

    along = shifted(list(street.phases.order_by("order")), before, wanted)

    assert along["explore"] == span("2027-04", "2027-12")


def test_a_deal_of_two_phases_is_planned_like_any_other(db):
    deal = set_up_deal(charter=shipped_charter("two-phase"), by=OFFICE, at=AT)

    version = move(deal, trial=span("summer 2027", "winter 2028"))

    assert [str(row.after.starts) for row in planning_of(deal, version).rows] == ["2026-10-01", "summer 2027"]


@pytest.mark.parametrize(
    ("before", "after", "shift"),
    [
        ("2027-03-15", "2027-03-25", Shift(days=10)),
        ("2027-03", "2027-05", Shift(months=2)),
        ("spring 2027", "autumn 2027", Shift(months=6)),
        ("spring 2027", "2027-04", Shift(months=1)),
        ("2027-03", "2027-03-31", Shift(days=0)),
    ],
)
def test_how_far_a_date_moved_is_told_in_what_both_know(before, after, shift):
    assert shift_between(when(before), when(after)) == shift


@pytest.mark.parametrize(
    ("before", "shift", "after"),
    [
        ("2027-01-31", Shift(months=1), "2027-02-28"),
        ("2027-03", Shift(days=61), "2027-05"),
        ("2027-03", Shift(days=10), "2027-03"),
        ("winter 2028", Shift(months=3), "spring 2028"),
        ("winter 2028", Shift(days=-90), "autumn 2027"),
    ],
)
def test_a_date_moves_without_becoming_more_precise(before, shift, after):
    assert str(moved(when(before), shift)) == after


def test_a_date_that_became_known_says_so(db):
    assert move_in_words(None, when("2027-03")) != ""
    assert move_in_words(when("2027-03"), when("2027-03")) == ""


moments = st.builds(
    PartialDate,
    st.dates(date(2026, 1, 1), date(2035, 12, 1)).map(lambda day: day.replace(day=1)),
    st.sampled_from([Precision.DAY, Precision.MONTH]),
)


class TestAnySequenceOfPlannings(TestCase):
    """Whatever is planned in whatever order, no version ever changes."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(["start", "trial"]), moments, moments), max_size=6))
    def test_earlier_versions_and_the_baseline_stay_as_they_were(self, attempts):
        deal = set_up_deal(charter=shipped_charter("two-phase"), by=OFFICE, at=AT)
        known = {1: spans_of(deal.plan_versions.get())}

        for code, starts, ends in attempts:
            try:
                made = move(deal, seen=len(known), **{code: Span(starts, ends)})
            except Obstructed:
                continue
            known[made.number] = {**known[made.number - 1], code: Span(starts, ends)}

        versions = PlanVersion.objects.filter(deal=deal)
        assert {version.number: spans_of(version) for version in versions} == known
