"""Who turns to a deal is heard: in time, once, without leaking anything, and without typing anything twice."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from kopgroep.kernel.clock import today
from kopgroep.kernel.journal.models import Mail
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Enquiry, Person
from kopgroep.rooms.partners.queries.enquiries import matches_of, public_partner_named
from kopgroep.rooms.programme.models import Deal
from tests.factories.accounts import make_grant
from tests.factories.partners import (
    make_alias,
    make_contact,
    make_enquiry,
    make_municipality,
    make_organisation,
    make_partner,
    make_person,
)
from tests.factories.programme import make_deal
from tests.rooms.partners.conftest import register, signed_in

TYPED = {
    "wish": "join",
    "organisation_name": "Stichting Groene Stoep",
    "kind": "civil_organisation",
    "name": "Ella Bloem",
    "email": "ella@groenestoep.example",
    "phone": "",
    "message": "Wij vergroenen stoepen en willen leren van anderen.",
}


def send(client, deal, **changes):
    return client.post(f"/deals/{deal.code}/join/enquire/", TYPED | changes)


# Coming in


def test_a_visitor_sends_it_and_it_is_kept_with_a_term_and_confirmed_by_mail(open_deal, visitor):
    response = send(visitor, open_deal)

    enquiry = Enquiry.objects.get()
    mail = Mail.objects.get()
    assert response.headers["Location"] == "/deals/open-deal/join/thanks/"
    assert (enquiry.organisation_name, enquiry.name, enquiry.helix) == (
        "Stichting Groene Stoep",
        "Ella Bloem",
        "society",
    )
    assert enquiry.due_on > today()
    assert mail.to_email == "ella@groenestoep.example"
    assert "Wij vergroenen" not in mail.text
    assert "Ella" not in mail.subject


@pytest.mark.parametrize(
    ("days", "due"), [(None, date(2026, 1, 9)), (1, date(2026, 1, 5)), (10, date(2026, 1, 16))]
)
def test_the_charter_says_within_how_many_working_days_one_is_answered(deal, at, days, due):
    Deal.objects.filter(pk=deal.pk).update(joining={"reply_days": days} if days else {})
    deal.refresh_from_db()

    assert register(deal, at).due_on == due


def test_who_clicks_twice_wrote_once(deal, at):
    first, second = register(deal, at), register(deal, at + timedelta(seconds=5))
    later = register(deal, at + timedelta(hours=1))

    assert first == second
    assert Enquiry.objects.count() == 2
    assert later != first


def test_nobody_gets_more_than_three_mails_a_day_by_what_others_type(deal, at):
    for number in range(5):
        register(deal, at, organisation_name=f"Bedrijf {number}")

    assert (Enquiry.objects.count(), Mail.objects.count()) == (5, 3)


def test_a_deal_that_is_history_takes_no_enquiries(db, at):
    deal = make_deal(kind="historical", is_open=True)

    with pytest.raises(Obstructed) as refusal:
        register(deal, at)

    assert [each.code for each in refusal.value.obstacles] == ["deal-is-over"]


@pytest.mark.parametrize("page", ["join", "join/enquire", "join/thanks"])
def test_of_a_deal_that_is_not_public_a_visitor_is_told_nothing(deal, visitor, page):
    response = visitor.get(f"/deals/{deal.code}/{page}/")

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/login/")
    assert visitor.get(f"/deals/nothing-here/{page}/").status_code == 404


def test_a_contact_of_a_closed_deal_cannot_send_by_the_public_form(deal, as_bob):
    response = send(as_bob, deal)

    assert response.status_code == 200
    assert not Enquiry.objects.exists()


def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(open_deal, visitor):
    response = send(visitor, open_deal, email="no address", name="")

    page = response.content.decode()
    assert not Enquiry.objects.exists()
    assert "Stichting Groene Stoep" in page
    assert "Wij vergroenen stoepen" in page
    assert 'value="no address"' in page


def test_a_program_that_fills_in_every_field_is_stopped_and_a_person_can_send_again(open_deal, visitor):
    response = send(visitor, open_deal, surname_of_pet="Rex")

    assert not Enquiry.objects.exists()
    assert "Stichting Groene Stoep" in response.content.decode()
    assert send(visitor, open_deal).status_code == 302


def test_the_sixth_in_ten_minutes_waits_and_keeps_what_was_typed(open_deal, visitor):
    cache.clear()
    sent = [
        send(visitor, open_deal, organisation_name=f"Bedrijf {number}").status_code for number in range(6)
    ]
    elsewhere = visitor.post(
        "/deals/open-deal/join/enquire/", TYPED | {"organisation_name": "Elders"}, REMOTE_ADDR="198.51.100.7"
    )

    assert sent == [302, 302, 302, 302, 302, 429]
    assert elsewhere.status_code == 302
    assert Enquiry.objects.count() == 6


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "<script>alert(1)</script>"},
        {"name": "Win at https://spam.example"},
        {"organisation_name": "x" * 201},
        {"organisation_name": "www.spam.example"},
        {"message": "x" * 100_000},
        {"name": "Ella\x00"},
        {"email": "ella@example.org\nBcc: all@example.org"},
        {"phone": "call me"},
        {"kind": "castle"},
        {"wish": "everything"},
    ],
)
def test_hostile_input_is_refused_with_a_reason(open_deal, visitor, changes):
    response = send(visitor, open_deal, **changes)

    assert response.status_code in (200, 400)
    assert not Enquiry.objects.exists()
    assert b"<script>alert(1)" not in response.content


def test_a_script_in_the_message_is_shown_as_the_text_that_it_is(open_deal, visitor, alice):
    send(visitor, open_deal, message="<script>alert(1)</script> & more")
    enquiry = Enquiry.objects.get()
    Deal.objects.filter(pk=open_deal.pk).update(code="her-deal")
    enquiry.deal.refresh_from_db()

    make_grant(alice, "office", enquiry.deal)

    page = signed_in(alice).get(enquiry.get_absolute_url()).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page
    assert "<script>alert(1)" not in page


# Who is known


def test_who_takes_part_already_is_asked_once_more_before_anything_is_kept(open_deal, visitor):
    make_partner(open_deal, make_municipality("Gemeente Apeldoorn"))

    asked = send(visitor, open_deal, organisation_name="gemeente apeldoorn")
    before = Enquiry.objects.count()
    sent = send(visitor, open_deal, organisation_name="gemeente apeldoorn", despite_known="on")

    page = asked.content.decode()
    assert "Gemeente Apeldoorn takes part already" in page
    assert "Ella Bloem" in page
    assert (before, sent.status_code, Enquiry.objects.count()) == (0, 302, 1)


@pytest.mark.parametrize("stage", ["approached", "talk", "intention", "left"])
def test_with_whom_a_deal_talks_or_who_left_is_not_told_to_a_visitor(open_deal, visitor, stage):
    make_partner(open_deal, make_municipality("Gemeente Apeldoorn"), stage=stage)

    assert send(visitor, open_deal, organisation_name="Gemeente Apeldoorn").status_code == 302


def test_another_deals_partner_is_no_partner_here(open_deal, visitor):
    make_partner(make_deal(is_open=True), make_municipality("Gemeente Apeldoorn"))

    assert public_partner_named(open_deal, "Gemeente Apeldoorn", on=today()) == ""


def test_a_partner_is_known_by_another_name_of_it(open_deal):
    partner = make_partner(open_deal, make_organisation("Vereniging van Nederlandse Straten"))
    alias = make_alias(partner.organisation)

    assert public_partner_named(open_deal, alias.name, on=today()) == "Vereniging van Nederlandse Straten"


def test_the_office_sees_every_match_with_its_reason_and_codes_come_first(deal):
    by_code = make_municipality("Apeldoorn (gemeente)", cbs_code="GM0200")
    by_name = make_organisation("Gemeente Apeldoorn")
    by_person = make_organisation("Kadaster")
    person = make_person("Ria")
    Person.objects.filter(pk=person.pk).update(email="ria@apeldoorn.example")
    make_contact(by_person, person)
    make_partner(deal, by_code, stage="talk")
    enquiry = make_enquiry(deal, organisation_name="Gemeente Apeldoorn", email="ella@apeldoorn.example")

    found = matches_of(enquiry, on=today())

    assert [match.organisation for match in found] == [by_code, by_name, by_person]
    assert [bool(match.partner) for match in found] == [True, False, False]


def test_an_address_that_anyone_can_have_makes_no_match(deal):
    organisation = make_organisation("Iets anders")
    person = make_person("Ria")
    Person.objects.filter(pk=person.pk).update(email="ria@gmail.com")
    make_contact(organisation, person)

    assert matches_of(make_enquiry(deal, email="ella@gmail.com"), on=today()) == []
