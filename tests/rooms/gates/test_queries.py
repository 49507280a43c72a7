"""Norms held against what is, on a day."""

from datetime import date
from decimal import Decimal

import pytest

from kopgroep.kernel.clock import day_of
from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.rooms.gates.queries import gate, judge, state_of
from kopgroep.rooms.programme.models import DealKind
from tests.factories.gates import make_review
from tests.factories.partners import make_motivation, make_organisation, make_partner, make_standing
from tests.factories.programme import (
    make_deal,
    make_norm,
    make_phase,
    make_plan_version,
    make_planned_phase,
    make_source,
    make_sourced_count,
)


def norm_of(deal, on, code):
    return next(norm for norm in state_of(deal, on).norms if norm.code == code)


def judged(norm, *subjects, measure=None, counts=()):
    """A norm held against subjects that a room could have answered."""
    deal = norm.deal
    readings = [Reading(norm.measure, norm.per, tuple(subjects))] if subjects else []
    state = judge(
        deal,
        date(2026, 3, 2),
        phase=None,
        phases=[norm.phase],
        norms=[norm],
        readings=readings,
        counts=counts,
    )
    return state.norms[0]


def subject(value, label="one", **fields):
    return Subject(label, label, Decimal(value), **fields)


def test_twenty_partners_meet_the_norm(deal, network, twenty, on):
    norm = norm_of(deal, on, "partners-20")

    assert (norm.state, norm.value, norm.asked, len(norm.evidence), norm.missing) == ("met", 20, 20, 20, ())


def test_one_partner_less_turns_the_gate_to_19_of_20_and_names_who_could_mend_it(deal, network, twenty, on):
    make_standing(twenty[4], stage="left", since_on=on)
    coming = make_partner(deal, make_organisation("Nearly There"), stage="intention")

    norm = norm_of(deal, on, "partners-20")

    assert (norm.state, norm.value, norm.asked) == ("almost", 19, 20)
    assert [str(item.label) for item in norm.missing][:2] == ["Nearly There", "Party 04"]
    assert norm.mend.url == f"/partners/{coming.pk}/move/"
    assert not gate(deal, network, on).is_open


def test_the_day_before_it_left_the_partner_still_counts(deal, network, twenty, on):
    make_standing(twenty[4], stage="left", since_on=on)

    assert norm_of(deal, date(2026, 3, 1), "partners-20").value == 20


def test_a_helix_without_anybody_is_named(deal, network, twenty, on):
    for partner in twenty[2::4]:
        make_standing(partner, stage="left", since_on=on)

    norm = norm_of(deal, on, "helix-cover")

    assert (norm.state, norm.value, norm.asked) == ("not_yet", 3, 4)
    assert str(norm.missing[0].label) == "knowledge"


def test_each_partner_without_a_motivation_is_named_with_the_page_that_mends_it(deal, network, twenty, on):
    for partner in twenty[1:]:
        make_motivation(partner)

    norm = norm_of(deal, on, "motivation")

    assert (norm.state, norm.value, norm.asked) == ("almost", 19, 20)
    assert [(item.label, item.url) for item in norm.missing] == [
        ("Party 00", f"/partners/{twenty[0].pk}/motivation/")
    ]


def test_what_no_room_measures_is_never_met(deal, phases, on):
    make_norm(phases[0], "signatures", measure="signatures", threshold=0)

    norm = norm_of(deal, on, "signatures")

    assert (norm.state, norm.value, norm.is_met, norm.is_gap) == ("not_measured", None, False, False)
    assert not gate(deal, phases[0], on).is_open


def test_a_norm_about_each_of_nobody_is_not_met(deal, network, on):
    norm = norm_of(deal, on, "motivation")

    assert (norm.state, norm.value, norm.asked) == ("not_yet", 0, 0)
    assert str(norm.note) == "There is nothing yet to measure this on."


@pytest.mark.parametrize(
    ("value", "state"), [(5, "not_yet"), (7.99, "not_yet"), (8, "almost"), (9.99, "almost"), (10, "met")]
)
def test_almost_begins_at_eighty_percent(db, value, state):
    assert judged(make_norm(threshold=10), subject(value)).state == state


def test_a_share_of_partners_asks_for_so_many_of_them_rounded_up(db):
    norm = make_norm(measure="partners_with_motivation", per="partner", threshold=50)

    half = judged(norm, *(subject(int(n < 1), f"p{n}") for n in range(3)))
    more = judged(norm, *(subject(int(n < 2), f"p{n}") for n in range(3)))

    assert (half.value, half.asked, half.state) == (1, 2, "not_yet")
    assert (more.value, more.asked, more.state, more.missing) == (2, 2, "met", ())


def test_a_norm_per_principle_counts_the_principles_that_reach_it(db):
    norm = make_norm(measure="chosen_tools_per_principle", per="principle", threshold=3)

    state = judged(
        norm, subject(3, "flexible"), subject(2, "democratic", open=(Item("Choose a tool", "/choose/"),))
    )

    assert (state.value, state.asked, state.state) == (1, 2, "not_yet")
    assert state.missing == (Item("democratic", "/choose/", "Choose a tool"),)


def test_a_gate_opens_by_its_musts_alone(deal, network, twenty, on):
    state = gate(deal, network, on)

    assert (state.met, state.asked, state.is_open) == (2, 2, True)
    assert [norm.state for norm in state.aims] == ["not_yet"]


def test_history_counts_what_a_source_tells_from_its_day_on(db):
    deal = make_deal(kind=DealKind.HISTORICAL)
    make_norm(make_phase(deal), threshold=20)
    make_partner(deal)
    count = make_sourced_count(deal)
    count.known_as, count.on, count.source = "partners", PartialDate.parse("2020-12-03"), make_source(deal)
    count.save()

    before = norm_of(deal, date(2020, 12, 2), "partners-20")
    after = norm_of(deal, date(2020, 12, 3), "partners-20")

    assert (before.state, before.value, before.count) == ("not_yet", 1, None)
    assert (after.state, after.value, after.known) == ("met", 51, 1)
    assert str(after.note) == "51 parties, of whom 1 are known by name."
    assert after.evidence[0].label == "A page"


def test_a_deal_at_work_counts_its_records_whatever_a_source_tells(deal, network, twenty, on):
    count = make_sourced_count(deal)
    count.known_as = "partners"
    count.save()

    assert norm_of(deal, on, "partners-20").value == 20


def test_the_largest_gaps_come_musts_first_and_least_done_first(deal, network, on):
    make_partner(deal, make_organisation(helix="business"))

    assert [gap.code for gap in state_of(deal, on).largest_gaps] == [
        "partners-20",
        "helix-cover",
        "motivation",
    ]


def test_history_is_in_the_phase_of_its_planning(db):
    deal = make_deal(kind=DealKind.HISTORICAL)
    first, second = make_phase(deal, "network"), make_phase(deal, "explore")
    version = make_plan_version(deal)
    make_planned_phase(first, version)
    planned = make_planned_phase(second, version)
    planned.starts = PartialDate.parse("2026-07")
    planned.save()

    assert state_of(deal, date(2026, 6, 30)).phase == first
    assert state_of(deal, date(2026, 7, 1)).phase == second


def test_a_decision_counts_from_its_day_on(deal, network, on):
    review = make_review(network)

    assert gate(deal, network, day_of(review.reviewed_at)).is_passed
    assert not gate(deal, network, on).is_passed


@pytest.mark.parametrize("number", [10, 200])
def test_the_number_of_queries_does_not_grow_with_the_network(
    deal, network, on, number, django_assert_num_queries
):
    for _ in range(number):
        make_motivation(make_partner(deal))

    with django_assert_num_queries(8):
        state = state_of(deal, on)

    assert next(norm for norm in state.norms if norm.code == "partners-20").value == number


def test_what_is_missing_in_history_is_named_and_leads_to_no_form(db):
    deal = make_deal(kind=DealKind.HISTORICAL)
    phase = make_phase(deal)
    make_norm(phase, measure="partners_with_motivation", per="partner", threshold=100)
    make_partner(deal, make_organisation("Silent"))

    (norm,) = state_of(deal, date(2026, 3, 2)).norms

    assert [(str(item.label), item.url) for item in norm.missing] == [("Silent", "")]
    assert norm.mend is None
