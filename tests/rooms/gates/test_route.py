"""The route: dates to places, and what the picture says."""

from datetime import date

import pytest

from kopgroep.kernel.clock import day_of
from kopgroep.kernel.dates import PartialDate
from kopgroep.rooms.gates.queries import route_of, small_routes, state_of
from kopgroep.rooms.gates.queries.axis import Span, make_axis
from kopgroep.rooms.programme.models import DealKind, PlannedPhase, PlanVersion
from tests.factories.gates import make_review
from tests.factories.programme import make_deal, make_four_phases, make_norm, make_phase_entry

YEAR = [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-12-31")]


def span(starts, ends):
    return Span(starts and PartialDate.parse(starts), ends and PartialDate.parse(ends))


def axis_of(dates, *, least=0.0):
    return make_axis([span(*each) for each in dates], length=365, least=least)


def plan(deal, dates, *, number=1, on=date(2025, 12, 1)):
    version = PlanVersion.objects.create(deal=deal, number=number, planned_on=on)
    for phase, each in zip(deal.phases.order_by("order"), dates, strict=False):
        known = span(*each)
        PlannedPhase.objects.create(version=version, phase=phase, starts=known.starts, ends=known.ends)


def drawn(deal, on):
    return route_of(deal, state_of(deal, on), on)


def test_a_year_is_drawn_day_by_day():
    axis = axis_of(YEAR)

    assert [(part.start, part.end) for part in axis.stretches] == [(0, 90), (90, 365)]
    assert axis.place(date(2026, 7, 1)) == 181


def test_a_short_phase_still_gets_room_for_its_name():
    axis = axis_of([("2026-01-01", "2026-01-10"), ("2026-01-11", "2026-12-31")], least=100)

    assert [round(part.end - part.start) for part in axis.stretches] == [100, 265]


def test_an_end_known_to_the_season_is_drawn_unsure_over_that_season():
    (part,) = axis_of([("2026-01-01", "autumn 2026")]).stretches

    assert part.surely == pytest.approx(365 * 243 / 334, abs=0.1)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_without_dates_phases_are_equally_long_and_no_day_is_claimed(number):
    axis = make_axis([Span()] * number, length=600, least=100)

    assert {round(part.end - part.start) for part in axis.stretches} == {600 // number}
    assert (axis.place(date(2026, 1, 1)), axis.years()) == (None, [])


def test_a_pause_between_phases_is_kept_and_a_few_days_are_not():
    paused = axis_of([("2026-01-01", "2026-02-28"), ("2026-09-01", "2026-12-31")]).stretches[1]
    joined = axis_of([("2026-01-01", "2026-03-15"), ("2026-04-01", "2026-12-31")]).stretches[1]

    assert paused.start > paused.pause
    assert joined.start == joined.pause


def test_places_never_run_backwards_however_odd_the_dates():
    axis = axis_of([("2026-06", "2026-01"), (None, "2025-01"), ("2024-01", None)])

    ends = [part.end for part in axis.stretches]
    assert ends == sorted(ends)
    assert [day for day, _ in axis.anchors] == sorted(day for day, _ in axis.anchors)


def test_a_gate_shows_its_musts_met_of_asked(deal, network, twenty, on):
    leg = drawn(deal, on).legs[0]

    assert (leg.gate.words, leg.gate.is_full, leg.gate.is_passed, leg.state) == (
        "2 of 2",
        True,
        False,
        "open",
    )


def test_a_passed_gate_is_marked(deal, network, twenty):
    review = make_review(network)

    assert drawn(deal, day_of(review.reviewed_at)).legs[0].gate.is_passed


def test_the_first_planning_stands_under_the_current_one_when_it_moved(deal, phases):
    plan(
        deal, [("2026-01", "2026-03"), ("2026-04", "2026-06"), ("2026-07", "2026-09"), ("2026-10", "2026-12")]
    )
    still = drawn(deal, date(2026, 2, 1))
    plan(
        deal,
        [("2026-01", "2026-05"), ("2026-06", "2026-08"), ("2026-09", "2026-11"), ("2026-12", "2027-03")],
        number=2,
        on=date(2026, 3, 1),
    )
    moved = drawn(deal, date(2026, 3, 2))

    assert (still.moved, still.wide.baseline) == (False, ())
    assert [each.first < each.now for each in moved.wide.baseline] == [True] * 4
    assert moved.table["rows"][0][2:4] == ["January 2026 – May 2026", "January 2026 – March 2026"]


def test_on_a_past_day_the_planning_of_that_day_is_drawn(deal, phases):
    plan(deal, [("2026-01", "2026-03")])
    plan(deal, [("2026-01", "2026-05")], number=2, on=date(2026, 3, 1))

    assert drawn(deal, date(2026, 2, 28)).legs[0].ends == "March 2026"
    assert drawn(deal, date(2026, 3, 1)).legs[0].ends == "May 2026"


def test_a_deal_without_phases_has_an_empty_route(deal, on):
    assert drawn(deal, on).legs == ()


def test_the_title_says_what_the_picture_shows(deal, network, twenty, on):
    assert (
        drawn(deal, on).title == "Now in the phase Network: 2 of 2 norms of its gate are met on 2 March 2026"
    )


def test_history_that_ended_is_walked_to_its_end(db):
    deal = make_deal(kind=DealKind.HISTORICAL)
    make_norm(make_four_phases(deal)[0])
    plan(
        deal,
        [("2020-01", "2020-03"), ("2020-04", "2020-12"), ("2021-01", "2021-12"), ("2022-01", "spring 2023")],
    )

    route = drawn(deal, date(2026, 1, 1))

    assert {leg.state for leg in route.legs} == {"done"}
    assert route.wide.today is None
    assert route.title == "The route of the deal from start to end, and the norms met at each gate"


def test_routes_in_small_take_three_queries_for_any_number_of_deals(db, django_assert_num_queries):
    deals = [make_deal() for _ in range(3)]
    for deal in deals:
        plan(deal, [("2026-01", "2026-06")] * 4)
        make_phase_entry(make_four_phases(deal)[1], entered_on=date(2026, 2, 1))

    with django_assert_num_queries(3):
        routes = small_routes(deals, date(2026, 3, 1))

    assert {route.words for route in routes.values()} == {"Now in the phase Explore."}
