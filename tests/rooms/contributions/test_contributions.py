"""Partners promise, give and pay; every norm about it follows from the records, and back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.measures import Reading
from kopgroep.kernel.money import Euro, Hours
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.contributions import actions
from kopgroep.rooms.contributions.faces import measures
from kopgroep.rooms.contributions.models import HoursEntry, HoursSuggestion, Invoice
from kopgroep.rooms.contributions.queries import promised_days, sheet_of, statement_of
from tests.factories.contributions import (
    exploring,
    make_activity,
    make_cofinancing_scheme,
    make_commitment,
    make_invoice,
)
from tests.factories.partners import make_partner
from tests.factories.programme import make_contribution_norm, make_deal, make_phase_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ON = date(2026, 4, 10)
AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)


def value(deal, measure, on=ON):
    reading = next(each for each in measures(deal, on) if each.measure == measure)
    assert isinstance(reading, Reading)
    return [subject.value for subject in reading.subjects]


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


# Promises


def test_a_promise_takes_the_place_of_the_one_before_and_the_past_stays(partner, phase, by):
    first = actions.commit(
        partner=partner,
        phase=phase,
        days_per_month=Decimal(2),
        euros=Decimal(6000),
        from_on=FEBRUARY,
        by=by,
        at=AT,
    )

    actions.commit(
        partner=partner,
        phase=phase,
        days_per_month=Decimal(3),
        euros=Decimal(6000),
        from_on=MARCH,
        by=by,
        at=AT,
    )

    first.refresh_from_db()
    assert first.until_on == MARCH
    assert promised_days(partner.deal, date(2026, 2, 20)) == {partner.pk: Decimal(2)}
    assert promised_days(partner.deal, ON) == {partner.pk: Decimal(3)}


@pytest.mark.parametrize(
    ("days", "euros", "refused"),
    [("2", "6000", []), ("1.99", "6000", ["less-than-asked"]), ("2", "5999", ["less-than-asked"])],
)
def test_less_than_the_charter_asks_needs_the_decision_it_rests_on(partner, phase, by, days, euros, refused):
    what = {"partner": partner, "phase": phase, "days_per_month": Decimal(days), "euros": Decimal(euros)}
    if not refused:
        actions.commit(**what, by=by, at=AT)
        return
    with pytest.raises(Obstructed) as refusal:
        actions.commit(**what, by=by, at=AT)

    assert codes(refusal) == refused
    assert actions.commit(**what, reason="Steering group, 3 March", by=by, at=AT).reason


def test_who_is_exempt_by_decision_counts_as_promised_and_owes_nothing(partner, phase, by):
    with pytest.raises(Obstructed) as refusal:
        actions.commit(partner=partner, phase=phase, is_exempt=True, by=by, at=AT)
    actions.commit(
        partner=partner, phase=phase, is_exempt=True, reason="Volunteers", from_on=FEBRUARY, by=by, at=AT
    )

    sheet = sheet_of(partner, ON)
    assert codes(refusal) == ["no-reason"]
    assert (sheet.is_exempt, sheet.asked, sheet.expected) == (True, Hours(), Euro())
    assert value(partner.deal, "commitments") == [1]
    assert value(partner.deal, "days_per_month") == []
    assert value(partner.deal, "contribution_paid") == [1]


def test_the_norm_about_promises_turns_with_the_promise_and_back(partner, phase, by):
    before = value(partner.deal, "commitments")
    promise = make_commitment(partner, phase, from_on=FEBRUARY)
    during = value(partner.deal, "commitments")

    actions.withdraw_commitment(commitment=promise, by=by, at=AT)

    assert (before, during, value(partner.deal, "commitments")) == ([0], [1], [0])
    assert value(partner.deal, "commitments", date(2026, 3, 1)) == [1]


# Hours


def test_a_later_answer_about_a_month_takes_the_place_of_an_earlier_one(partner, phase, by):
    actions.give_hours(partner=partner, month_from=MARCH, time=Hours.of(16), by=by, at=AT)
    actions.give_hours(partner=partner, month_from=MARCH, time=Hours.of(20), by=by, at=AT)

    assert sheet_of(partner, ON).given == Hours.of(20)
    assert HoursEntry.objects.filter(partner=partner).count() == 2


def test_what_is_given_too_much_is_carried_over_and_what_is_missing_too(partner, phase, by):
    actions.give_hours(partner=partner, month_from=FEBRUARY, time=Hours.of(24), by=by, at=AT)

    months = {month.month_from: month for month in sheet_of(partner, ON).months}

    assert (months[FEBRUARY].asked, months[FEBRUARY].carried) == (Hours.of(16), Hours.of(8))
    assert (months[MARCH].missing, months[MARCH].carried) == (Hours.of(16), Hours.of(-8))
    assert months[date(2026, 4, 1)].is_running
    assert sheet_of(partner, ON).to_do == Hours.of(8)


@pytest.mark.parametrize(
    ("hours", "days"), [("31.9", Decimal("1.99")), ("32", Decimal(2)), ("33", Decimal("2.06"))]
)
def test_two_days_a_month_is_the_average_over_the_months_that_are_over(partner, phase, by, hours, days):
    actions.give_hours(partner=partner, month_from=MARCH, time=Hours.of(hours), by=by, at=AT)

    assert value(partner.deal, "days_per_month") == [days]


def test_hours_of_a_month_to_come_and_more_than_a_month_has_are_refused(partner, phase, by):
    with pytest.raises(Obstructed) as refusal:
        actions.give_hours(partner=partner, month_from=date(2026, 5, 1), time=Hours.of(800), by=by, at=AT)

    assert codes(refusal) == ["month-to-come", "too-much"]


def test_hours_that_are_taken_back_count_for_the_days_before_only(partner, phase, by):
    entry = actions.log_hours(
        partner=partner, month_from=MARCH, time=Hours.of(5), by=by, at=datetime(2026, 3, 5, tzinfo=UTC)
    )
    actions.withdraw_hours(entry=entry, by=by, at=AT)

    assert sheet_of(partner, date(2026, 3, 20)).given == Hours.of(5)
    assert sheet_of(partner, ON).given == Hours()


def test_a_suggestion_comes_once_per_source_and_counts_when_it_is_confirmed(partner, phase, by):
    activity = make_activity(partner.deal)
    for minutes in (120, 150):
        suggestion = actions.suggest_hours(
            partner=partner,
            time=Hours(minutes),
            on=MARCH,
            why="Meeting",
            source=activity,
            activity=activity,
            by=by,
            at=AT,
        )
    before = sheet_of(partner, ON).given

    actions.answer_suggestion(suggestion=suggestion, accept=True, by=by, at=AT)

    assert HoursSuggestion.objects.count() == 1
    assert (before, sheet_of(partner, ON).given) == (Hours(), Hours(150))
    with pytest.raises(Obstructed) as refusal:
        actions.answer_suggestion(suggestion=suggestion, accept=False, by=by, at=AT)
    assert codes(refusal) == ["answered"]


@settings(max_examples=12, deadline=None)
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(["answer", "log", "back"]), st.integers(0, 3000), st.integers(1, 4)),
        max_size=12,
    )
)
def test_no_sequence_of_answers_loses_or_makes_a_minute(acts):
    deal = make_deal()
    phase = exploring(deal)
    make_contribution_norm(phase, days_per_month=Decimal(2), euros=None)
    make_phase_entry(phase, entered_on=date(2026, 1, 1))
    partner, by = make_partner(deal), Actor.system("test")
    answers: dict[int, int] = {}
    logged: list[tuple[HoursEntry, int]] = []
    for act, minutes, number in acts:
        month = date(2026, number, 1)
        if act == "answer":
            actions.give_hours(partner=partner, month_from=month, time=Hours(minutes), by=by, at=AT)
            answers[number] = minutes
        elif act == "log":
            entry = actions.log_hours(partner=partner, month_from=month, time=Hours(minutes), by=by, at=AT)
            logged.append((entry, minutes))
        elif logged:
            actions.withdraw_hours(entry=logged.pop()[0], by=by, at=AT)

    sheet = sheet_of(partner, ON)

    wanted = sum(answers.values()) + sum(minutes for _entry, minutes in logged)
    assert sheet.given.units == wanted
    over = [month for month in sheet.months if not month.is_running]
    assert sheet.months[-1].carried.units == wanted - sum(month.asked.units for month in over)


# Money


def test_the_contribution_is_paid_when_all_that_is_asked_came_in_and_not_a_cent_earlier(partner, phase, by):
    bill = make_invoice(partner, invoiced_on=MARCH, due_on=date(2026, 3, 31))
    actions.book_payment(invoice=bill, euros=Decimal("5999.99"), paid_on=date(2026, 4, 1), by=by, at=AT)
    before, late = value(partner.deal, "contribution_paid"), sheet_of(partner, ON).overdue
    last = actions.book_payment(invoice=bill, euros=Decimal("0.01"), paid_on=ON, by=by, at=AT)
    during = value(partner.deal, "contribution_paid")

    actions.undo_payment(payment=last, by=by, at=AT)

    assert (before, during, value(partner.deal, "contribution_paid")) == ([0], [1], [0])
    assert late == Euro(1)


def test_more_than_is_open_cannot_be_booked_and_a_paid_invoice_not_cancelled(partner, phase, by):
    bill = make_invoice(partner)
    with pytest.raises(Obstructed) as too_much:
        actions.book_payment(invoice=bill, euros=Decimal("6000.01"), paid_on=ON, by=by, at=AT)
    actions.book_payment(invoice=bill, euros=Decimal(1), paid_on=ON, by=by, at=AT)
    with pytest.raises(Obstructed) as paid:
        actions.cancel_invoice(invoice=bill, by=by, at=AT)

    assert (codes(too_much), codes(paid)) == (["more-than-open"], ["paid"])


def test_an_invoice_number_is_used_once_in_a_deal(partner, phase, by):
    what = {"phase": phase, "number": "2026-7", "euros": Decimal(6000), "invoiced_on": MARCH, "due_on": ON}
    actions.invoice_partner(partner=partner, **what, by=by, at=AT)

    with pytest.raises(Obstructed) as refusal:
        actions.invoice_partner(partner=make_partner(partner.deal), **what, by=by, at=AT)

    assert codes(refusal) == ["number-taken"]
    assert Invoice.objects.count() == 1


def test_a_statement_adds_cash_and_hours_at_the_tariff_up_to_the_cap(partner, phase, by):
    make_cofinancing_scheme(partner.deal, euros_per_hour=Decimal("62.50"), cap_euros=Decimal(7000))
    bill = make_invoice(partner)
    actions.book_payment(invoice=bill, euros=Decimal(6000), paid_on=date(2026, 4, 2), by=by, at=AT)
    actions.give_hours(partner=partner, month_from=MARCH, time=Hours.parse("16:30"), by=by, at=AT)

    found = statement_of(partner, starts_on=date(2026, 1, 1), ends_on=ON)

    assert (found.hours_worth, found.together, found.counts) == (
        Euro.of("1031.25"),
        Euro.of("7031.25"),
        Euro.of(7000),
    )
    assert found.is_capped


# Who is engaged


def test_a_partner_is_engaged_that_gave_or_paid_in_the_last_three_months(partner, phase, by):
    before = value(partner.deal, "engaged_partners")
    actions.give_hours(partner=partner, month_from=MARCH, time=Hours.of(1), by=by, at=AT)

    assert (before, value(partner.deal, "engaged_partners")) == ([0], [1])
    assert value(partner.deal, "engaged_partners", date(2026, 7, 11)) == [0]
