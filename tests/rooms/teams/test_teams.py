"""Teams of partners make a plan with a budget; the norms follow, and the sums close."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import today
from kopgroep.kernel.money import Euro, Hours
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Helix
from kopgroep.rooms.teams import actions
from kopgroep.rooms.teams.advice import propose_seats
from kopgroep.rooms.teams.faces import measures, waiting_for
from kopgroep.rooms.teams.models import BudgetLine, Plan, Seat
from kopgroep.rooms.teams.queries import budget_of, overcommitted, programme_budget
from tests.factories.contributions import exploring, make_commitment
from tests.factories.partners import make_organisation, make_partner
from tests.factories.programme import make_deal, make_design_principle, make_phase_entry
from tests.factories.teams import (
    make_budget_line,
    make_deliverable,
    make_design_team,
    make_involvement,
    make_plan,
    make_seat,
    make_team_wish,
)
from tests.house.rights import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
ON = date(2026, 4, 10)


@pytest.fixture
def by(alice):
    return Actor.of(alice)


@pytest.fixture
def principle(deal):
    return make_design_principle(deal, "flexible")


def value(deal, measure, on=ON):
    return next(each for each in measures(deal, on) if each.measure == measure).subjects[0].value


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def written(plan, by):
    for part in plan.parts.all():
        actions.write_part(part=part, body="We do.", by=by, at=AT)


def test_a_principle_has_a_team_when_somebody_sits_in_one(deal, principle, by):
    team = actions.form_team(deal=deal, name="Street", principles=[principle], by=by, at=AT)
    before = value(deal, "design_teams")
    seat = actions.take_seat(team=team, partner=make_partner(deal), by=by, at=AT)
    during = value(deal, "design_teams")

    actions.give_up_seat(seat=seat, by=by, at=AT + timedelta(days=1))

    assert (before, during, value(deal, "design_teams", ON + timedelta(days=1))) == (0, 1, 0)
    assert value(deal, "design_teams") == 1


def test_a_team_has_one_lead_and_a_partner_one_seat_in_it(deal, by):
    team, first, second = make_design_team(deal), make_partner(deal), make_partner(deal)
    actions.take_seat(team=team, partner=first, is_lead=True, by=by, at=AT)
    actions.take_seat(team=team, partner=second, is_lead=True, by=by, at=AT)

    with pytest.raises(Obstructed) as refusal:
        actions.take_seat(team=team, partner=first, by=by, at=AT)

    assert codes(refusal) == ["in-team"]
    assert [seat.partner for seat in Seat.objects.filter(is_lead=True)] == [second]


def test_more_days_in_teams_than_committed_is_told(deal):
    phase = exploring(deal)
    make_phase_entry(phase)
    partner = make_partner(deal)
    make_commitment(partner, phase, days_per_month=Decimal(2))
    make_seat(make_design_team(deal), partner, days_per_month=Decimal(2))
    before = overcommitted(deal, ON)
    make_seat(make_design_team(deal), partner, days_per_month=Decimal("0.5"))

    assert before == []
    assert [(row.partner, row.in_teams, row.committed) for row in overcommitted(deal, ON)] == [
        (partner, Decimal("2.5"), Decimal(2))
    ]


def test_a_plan_is_handed_in_whole_sent_back_approved_and_withdrawn(deal, principle, by):
    team = make_design_team(deal, principle)
    make_seat(team)
    plan = actions.draft_plan(team=team, by=by, at=AT)
    with pytest.raises(Obstructed) as empty:
        actions.submit_plan(plan=plan, by=by, at=AT)
    written(plan, by)
    actions.add_budget_line(plan=plan, phase=exploring(deal), what="Draw", time=Hours.of(10), by=by, at=AT)
    actions.submit_plan(plan=plan, by=by, at=AT)
    actions.send_back(plan=plan, reason="Who keeps it?", by=by, at=AT)
    actions.submit_plan(plan=plan, by=by, at=AT)
    before = value(deal, "plans_approved")
    actions.approve_plan(plan=plan, by=by, at=AT)
    during = value(deal, "plans_approved")
    with pytest.raises(Obstructed) as closed:
        written(plan, by)

    actions.withdraw_plan(plan=plan, reason="Other team", by=by, at=AT + timedelta(days=1))

    assert codes(empty) == ["part-empty"] * 7 + ["no-budget"]
    assert codes(closed) == ["not-open"]
    assert (before, during, value(deal, "plans_approved", ON + timedelta(days=1))) == (0, 1, 0)


def test_a_new_version_begins_with_the_one_before_and_takes_its_place_when_approved(deal, by):
    team = make_design_team(deal)
    first = make_plan(team, approved_on=ON)
    make_budget_line(first, what="Draw")
    second = actions.draft_plan(team=team, by=by, at=AT)
    written(second, by)
    actions.submit_plan(plan=second, by=by, at=AT)
    actions.approve_plan(plan=second, by=by, at=AT + timedelta(days=3))

    first.refresh_from_db()
    assert first.withdrawn_on == ON + timedelta(days=3)
    assert [line.what for line in second.budget.all()] == ["Draw"]


@pytest.mark.parametrize(("brought", "covered"), [(599, Decimal("99.83")), (600, Decimal(100))])
def test_a_budget_is_covered_when_every_minute_and_cent_is_brought(deal, principle, brought, covered):
    team, partner = make_design_team(deal, principle), make_partner(deal)
    make_seat(team, partner)
    plan = make_plan(team, approved_on=ON)
    make_budget_line(plan, minutes=brought, partner=partner)
    make_budget_line(plan, minutes=600 - brought)
    make_budget_line(plan, minutes=0, euros=Decimal(1000), partner=partner)

    assert value(deal, "budget_covered") == covered


@settings(max_examples=15, deadline=None)
@given(
    lines=st.lists(
        st.tuples(st.integers(0, 5000), st.integers(0, 10**7), st.integers(0, 3), st.booleans()), max_size=12
    )
)
def test_plans_are_what_partners_bring_plus_the_gap_to_the_minute_and_the_cent(lines):
    deal = make_deal()
    partners = [make_partner(deal) for _number in range(3)]
    plans = [make_plan(make_design_team(deal), approved_on=ON) for _number in range(2)]
    for minutes, cents, who, first in lines:
        partner = partners[who] if who < 3 else None
        make_budget_line(plans[first], minutes=minutes, euros=Decimal(cents) / 100, partner=partner)

    whole = programme_budget(deal, ON)
    apart = [
        budget_of(BudgetLine.objects.filter(plan=plan).select_related("partner__organisation"))
        for plan in plans
    ]

    assert whole.time.units == sum(minutes for minutes, _cents, _who, _first in lines)
    assert whole.euros.units == sum(cents for _minutes, cents, _who, _first in lines)
    brought = whole.by_partner.values()
    assert whole.time == sum((time for time, _euros in brought), Hours()) + whole.gap_time
    assert whole.euros == sum((euros for _time, euros in brought), Euro()) + whole.gap_euros
    assert whole.gap_time == apart[0].gap_time + apart[1].gap_time


def test_the_proposal_follows_wishes_and_says_which_helix_is_missing(deal):
    team, other = make_design_team(deal, name="A"), make_design_team(deal, name="B")
    city = make_partner(deal, make_organisation(helix=Helix.GOVERNMENT))
    firm = make_partner(deal, make_organisation(helix=Helix.BUSINESS))
    make_team_wish(team, city)
    make_team_wish(other, firm)
    make_seat(team, firm)

    made = propose_seats(deal, ON)

    assert {(seat.team, seat.partner, seat.is_new) for seat in made.seats} == {
        (team, city, True),
        (team, firm, False),
        (other, firm, True),
    }
    assert (other, "knowledge") in made.missing
    assert made.is_proven


def test_who_sits_in_a_team_writes_its_plan_and_who_does_not_reads_it(bob, alice, deal, partner, by):
    team = make_design_team(deal)
    make_seat(team, partner)
    other = make_design_team(deal)
    client = signed_in(bob)

    assert client.post(reverse("teams:draft", args=[team.pk])).status_code == 302
    assert client.post(reverse("teams:draft", args=[other.pk])).status_code == 403
    plan = Plan.objects.get()
    assert client.get(plan.get_absolute_url()).status_code == 200
    assert client.post(reverse("teams:approve", args=[plan.pk])).status_code == 403
    typed = {"partner": partner.pk, "strength": "3"}
    assert client.post(reverse("teams:wish", args=[other.pk]), typed).status_code == 302
    typed["partner"] = make_partner(deal).pk
    assert client.post(reverse("teams:wish", args=[other.pk]), typed).status_code == 403


def test_pages_open_for_the_manager(alice, deal, principle, partner):
    team = make_design_team(deal, principle)
    make_seat(team, partner, is_lead=True)
    make_deliverable(team)
    make_involvement(team, partner)
    make_team_wish(team, partner)
    plan = actions.draft_plan(team=team, by=Actor.of(alice), at=AT)
    make_budget_line(plan, partner=partner, euros=Decimal(5))
    waiting = make_plan(make_design_team(deal), submitted_on=ON)
    client, code = signed_in(alice), deal.code
    pages = [reverse(f"teams:{name}", args=[code]) for name in ("teams", "form", "proposal")]
    names = ("team", "seat", "wish", "involvements", "involve", "deliverable")
    pages += [reverse(f"teams:{name}", args=[team.pk]) for name in names]
    pages += [reverse("teams:part", args=[plan.pk, "why"]), reverse("teams:budget-add", args=[plan.pk])]
    pages += [
        plan.get_absolute_url(),
        waiting.get_absolute_url(),
        reverse("teams:send-back", args=[waiting.pk]),
    ]
    pages += [reverse("teams:involvements", args=[team.pk]) + "?export=xlsx"]

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert [str(item.label) for item in waiting_for(alice, today())] == ["A plan waits for approval"]


@pytest.mark.parametrize("number", [1, 3])
def test_teams_take_as_many_queries_for_few_as_for_many(alice, deal, number, django_assert_max_num_queries):
    for _number in range(number):
        team = make_design_team(deal)
        make_seat(team)
        make_budget_line(make_plan(team, approved_on=ON))
    client, url = signed_in(alice), reverse("teams:teams", args=[deal.code])
    client.get(url)

    with django_assert_max_num_queries(26):
        assert client.get(url).status_code == 200


def test_a_program_fills_a_seat_and_reads_the_budget(alice, deal, partner):
    team = make_design_team(deal)
    client = Client(headers={"authorization": f"Bearer {token_of(alice)}"})
    body = {"partner": str(partner.uid), "isLead": True}
    made = client.post(f"/api/v1/teams/{team.uid}/seats", body, content_type="application/json")

    assert made.status_code == 201
    assert client.get(f"/api/v1/deals/{deal.code}/teams").json()[0]["seats"][0]["isLead"] is True
    assert client.get(f"/api/v1/deals/{deal.code}/budget").json()["gapMinutes"] == 0
