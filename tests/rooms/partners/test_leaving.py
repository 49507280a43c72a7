"""Joining late and leaving early: what is asked begins and ends on its day, history stays, and a mistake is undone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kopgroep.kernel.clock import day_of, today
from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.journal.models import Mail
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions import (
    leave_deal,
    move_partner,
    take_role,
    undo_leaving,
    welcome_partner,
)
from kopgroep.rooms.partners.faces import measures, waiting_for
from kopgroep.rooms.partners.models import Participation, Partner, Relation
from kopgroep.rooms.partners.queries.obligations import membership_of, obligations_of
from kopgroep.rooms.partners.queries.partner import whom_to_ask
from kopgroep.rooms.partners.queries.peers import peers_of
from kopgroep.rooms.programme.models import PlannedPhase
from tests.factories.partners import (
    make_contact,
    make_municipality,
    make_organisation,
    make_participation,
    make_partner,
    make_standing,
)
from tests.factories.programme import (
    make_contribution_norm,
    make_participation_role,
    make_phase,
    make_phase_entry,
    make_plan_version,
)

JOINED, LEFT = date(2026, 3, 10), date(2026, 9, 1)


def count(deal, on):
    return next(reading for reading in measures(deal, on) if reading.measure == "partners").subjects[0].value


def planned(deal, *spans):
    """Phases with a norm each, planned from and until."""
    version = make_plan_version(deal)
    for code, starts, ends in spans:
        phase = make_phase(deal, code)
        make_contribution_norm(phase)
        PlannedPhase.objects.create(
            version=version,
            phase=phase,
            starts=PartialDate.parse(starts),
            ends=PartialDate.parse(ends) if ends else None,
        )


# Leaving


def test_the_gate_counts_until_the_day_and_not_from_it(deal, by, at):
    partner = make_partner(deal)

    leave_deal(partner=partner, on=LEFT, reason="Geen tijd meer.", by=by, at=at)

    assert [count(deal, LEFT - timedelta(days=1)), count(deal, LEFT)] == [1, 0]


def test_a_role_that_runs_ends_on_the_day_and_one_that_would_begin_later_does_not(deal, by, at):
    partner = make_partner(deal)
    running = make_participation(partner)
    take_role(partner=partner, role=running.role, from_on=date(2026, 12, 1), by=by, at=at)

    leave_deal(partner=partner, on=LEFT, reason="Geen tijd meer.", by=by, at=at)

    assert list(Participation.objects.values_list("pk", "until_on")) == [(running.pk, LEFT)]


def test_undoing_gives_back_every_role_exactly_as_it_was(deal, by, at):
    partner = make_partner(deal)
    running = make_participation(partner)
    later = take_role(
        partner=partner,
        role=running.role,
        days_per_month=Decimal("0.5"),
        from_on=date(2026, 12, 1),
        by=by,
        at=at,
    )
    facts = ("uid", "role", "days_per_month", "from_on", "until_on")
    before = list(Participation.objects.order_by("from_on").values_list(*facts))

    leave_deal(partner=partner, on=LEFT, reason="Geen tijd meer.", by=by, at=at)
    undo_leaving(partner=partner, by=by, at=at)

    assert later.uid in [row[0] for row in before]
    assert list(Participation.objects.order_by("from_on").values_list(*facts)) == before
    assert Partner.objects.standing_on(LEFT).get().stage == "partner"


def test_the_step_to_left_ends_roles_too_wherever_it_is_made(deal, by, at):
    partner = make_partner(deal)
    make_participation(partner)

    move_partner(partner=partner, stage="left", since_on=LEFT, note="Fusie.", by=by, at=at)

    assert Participation.objects.get().until_on == LEFT


@pytest.mark.parametrize("reason", ["", "   "])
def test_leaving_asks_why(deal, by, at, reason):
    with pytest.raises(Obstructed) as refusal:
        leave_deal(partner=make_partner(deal), on=LEFT, reason=reason, by=by, at=at)

    assert [each.code for each in refusal.value.obstacles] == ["no-reason"]


def test_its_contacts_are_told_when_the_office_ticks_them(deal, by, at):
    partner = make_partner(deal)
    contact = make_contact(partner.organisation)
    make_contact(partner.organisation)

    leave_deal(partner=partner, on=LEFT, reason="Geen tijd meer.", tell=[contact], by=by, at=at)

    mail = Mail.objects.get()
    assert mail.to_email == contact.person.email
    assert "1 september 2026" in mail.text
    assert "Geen tijd meer" not in mail.text


def test_the_desk_says_who_will_leave_until_that_day(deal, alice, by, at):
    partner = make_partner(deal)
    make_contact(partner.organisation)
    leave_deal(partner=partner, on=LEFT, reason="Geen tijd meer.", by=by, at=at)

    before, after = waiting_for(alice, LEFT - timedelta(days=1)), waiting_for(alice, LEFT)

    assert [item.url for item in before] == [partner.get_absolute_url()]
    assert after == []


def test_who_came_back_cannot_have_the_leaving_undone(deal, by, at):
    partner = make_partner(deal)
    leave_deal(partner=partner, on=JOINED, reason="Geen tijd meer.", by=by, at=at)
    move_partner(partner=partner, stage="partner", since_on=LEFT, note="Toch weer.", by=by, at=at)

    with pytest.raises(Obstructed) as refusal:
        undo_leaving(partner=partner, by=by, at=at)

    assert [each.code for each in refusal.value.obstacles] == ["not-leaving"]
    assert [count(deal, JOINED), count(deal, LEFT)] == [0, 1]


# What is asked, and since when


def test_what_is_asked_begins_on_the_day_of_joining_and_ends_on_the_day_of_leaving(deal):
    planned(
        deal, ("network", "2026-01", "2026-02"), ("explore", "2026-03", "2026-12"), ("develop", "2027-01", "")
    )
    partner = make_partner(deal, since_on=JOINED)
    make_standing(partner, stage="left", since_on=LEFT)

    owed = obligations_of(partner, on=JOINED)

    assert [(each.phase.code, each.from_on, each.until_on) for each in owed] == [("explore", JOINED, LEFT)]


def test_a_phase_that_the_deal_had_left_when_one_joined_asks_nothing(deal):
    planned(deal, ("network", "2026-01", "2026-12"), ("explore", "2026-03", "2026-12"))
    make_phase_entry(deal.phases.get(code="explore"), entered_on=date(2026, 3, 1))
    partner = make_partner(deal, since_on=JOINED)

    assert [each.phase.code for each in obligations_of(partner, on=JOINED)] == ["explore"]
    assert obligations_of(partner, on=JOINED)[0].is_now


def test_who_was_in_from_the_beginning_is_asked_for_every_phase(deal):
    planned(deal, ("network", "2026-01", "2026-02"), ("explore", "2026-03", "2026-12"))

    owed = obligations_of(make_partner(deal, since_on=date(2026, 1, 1)), on=JOINED)

    assert [(each.phase.code, each.from_on) for each in owed] == [
        ("network", date(2026, 1, 1)),
        ("explore", date(2026, 3, 1)),
    ]


def test_who_came_back_is_asked_from_the_day_of_coming_back(deal):
    partner = make_partner(deal, since_on=date(2026, 1, 1))
    make_standing(partner, stage="left", since_on=JOINED)
    make_standing(partner, stage="partner", since_on=LEFT)

    assert (membership_of(partner).joined_on, membership_of(partner).left_on) == (LEFT, None)


@pytest.mark.parametrize(("stage", "relation"), [("talk", Relation.PARTNER), ("partner", Relation.ASSOCIATE)])
def test_who_does_not_take_part_owes_nothing(deal, stage, relation):
    planned(deal, ("explore", "2026-03", "2026-12"))

    assert obligations_of(make_partner(deal, stage=stage, relation=relation), on=JOINED) == []


# The welcome


def test_peers_are_of_the_same_kind_first_and_never_oneself(deal):
    own = make_partner(deal, make_municipality())
    company = make_partner(deal, make_organisation(), since_on=date(2019, 1, 1))
    peer = make_partner(deal, make_municipality())
    make_partner(deal, make_municipality(), stage="talk")
    make_contact(peer.organisation)

    found = peers_of(own, on=today(), role_code="", with_people=True)

    assert [each.partner for each in found] == [peer, company]
    assert [len(each.contacts) for each in found] == [1, 0]


def test_the_welcome_goes_to_who_speaks_for_it_with_the_way_to_the_page(deal, by, at):
    partner = make_partner(deal)
    make_contact(partner.organisation)
    make_contact(partner.organisation, capacity="secretariat")

    welcome_partner(partner=partner, contacts=whom_to_ask(partner, on=day_of(at)), by=by, at=at)

    assert f"/partners/{partner.pk}/start/" in Mail.objects.get().text


def test_without_an_address_nobody_is_welcomed(deal, by, at):
    with pytest.raises(Obstructed) as refusal:
        welcome_partner(partner=make_partner(deal), by=by, at=at)

    assert [each.code for each in refusal.value.obstacles] == ["nobody-to-welcome"]


# The pages


def test_the_page_for_who_joins_is_made_of_the_deals_own_records(deal, partner, alice, as_bob):
    phase = make_phase(deal)
    make_contribution_norm(phase)
    make_phase_entry(phase)
    peer = make_partner(deal)

    page = as_bob.get(f"/partners/{partner.pk}/start/").content.decode()

    assert "The phase Network began." in page
    assert "2 days a month" in page
    assert peer.organisation.name in page
    assert f"/partners/{partner.pk}/role/" in page
    assert "Alice" in page


def test_a_visitor_of_an_open_deal_sees_no_people_on_it(partner, client, alice):
    type(partner.deal).objects.filter(pk=partner.deal_id).update(is_open=True)
    make_contact(make_partner(partner.deal).organisation)

    page = client.get(f"/partners/{partner.pk}/start/").content.decode()

    assert "@" not in page.partition("<main")[2].partition("</main>")[0]
    assert "Alice" not in page


def test_the_office_lets_a_partner_leave_and_undoes_it_on_its_pages(partner, bob, as_alice):
    page = as_alice.get(f"/partners/{partner.pk}/leave/")
    typed = {**page.context["form"].initial, "on": "2099-01-01", "reason": "Geen tijd meer."}

    as_alice.post(f"/partners/{partner.pk}/leave/", typed)
    told = as_alice.get(partner.get_absolute_url()).content.decode()
    as_alice.post(f"/partners/{partner.pk}/leave/undo/", {})

    assert Mail.objects.count() == 1
    assert "Leaves the deal on 1 January 2099." in told
    assert f"/partners/{partner.pk}/leave/undo/" in told
    assert partner.standings.count() == 1


@pytest.mark.parametrize("page", ["leave/", "leave/undo/", "welcome/"])
def test_a_contact_does_not_let_the_own_partner_leave(partner, as_bob, page):
    assert as_bob.get(f"/partners/{partner.pk}/{page}").status_code == 403


def test_a_role_of_the_deal_may_be_gone_when_a_leaving_is_undone(deal, by, at):
    partner = make_partner(deal)
    role = make_participation_role(deal, "tester")
    take_role(partner=partner, role=role, from_on=LEFT, by=by, at=at)
    leave_deal(partner=partner, on=LEFT, reason="Geen tijd meer.", by=by, at=at)
    role.delete()

    undo_leaving(partner=partner, by=by, at=at)

    assert not Participation.objects.exists()
