"""Who turns to a deal is heard: in time, once, without leaking anything, and without typing anything twice."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of, now, today
from kopgroep.kernel.journal.models import Entry, Mail
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions import (
    accept_enquiry,
    answer_enquiry,
    decline_enquiry,
    postpone_enquiry,
    register_enquiry,
    reopen_enquiry,
)
from kopgroep.rooms.partners.faces import waiting_for
from kopgroep.rooms.partners.models import Contact, Enquiry, Organisation, Partner, Person
from kopgroep.rooms.partners.queries.enquiries import matches_of, public_partner_named
from kopgroep.rooms.programme.models import Deal
from tests.factories.accounts import make_grant, make_user
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
from tests.rooms.partners.conftest import signed_in

TYPED = {
    "wish": "join",
    "organisation_name": "Stichting Groene Stoep",
    "kind": "civil_organisation",
    "name": "Ella Bloem",
    "email": "ella@groenestoep.example",
    "phone": "",
    "message": "Wij vergroenen stoepen en willen leren van anderen.",
}


@pytest.fixture
def open_deal(db):
    return make_deal("open-deal", is_open=True)


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


def send(client, deal, **changes):
    return client.post(f"/deals/{deal.code}/join/enquire/", TYPED | changes)


def register(deal, at, **changes):
    facts = {"organisation_name": "Stichting Groene Stoep", "name": "Ella Bloem", "email": "ella@example.org"}
    return register_enquiry(deal=deal, **facts | changes, by=Actor.public(), at=at)


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


# The duty to answer


def test_the_desk_of_the_office_holds_it_until_it_is_answered_and_nobody_elses(deal, alice, bob, by):
    enquiry = make_enquiry(deal, due_on=today() - timedelta(days=1))
    before = [item.label for item in waiting_for(alice, today())]

    answer_enquiry(enquiry=enquiry, text="Welkom.", send=True, by=by, at=now())

    assert before == [f"Aanmelding van {enquiry.organisation_name}"]
    assert waiting_for(alice, today()) == []
    assert all("Aanmelding" not in item.label for item in waiting_for(bob, today()))


def test_one_that_was_put_off_comes_back_on_its_day(deal, alice, by):
    enquiry = make_enquiry(deal)
    day = today() + timedelta(days=30)

    postpone_enquiry(enquiry=enquiry, until_on=day, note="Na de zomer.", send=True, by=by, at=now())

    assert waiting_for(alice, day - timedelta(days=1)) == []
    assert [item.url for item in waiting_for(alice, day)] == [enquiry.get_absolute_url()]
    assert "Na de zomer." in Mail.objects.get().text


def test_one_cannot_be_put_off_until_today(deal, by):
    with pytest.raises(Obstructed) as refusal:
        postpone_enquiry(enquiry=make_enquiry(deal), until_on=today(), send=False, by=by, at=now())

    assert [each.code for each in refusal.value.obstacles] == ["not-later"]


def test_a_kind_no_is_mailed_as_it_was_written_and_can_be_taken_back(deal, by):
    enquiry = make_enquiry(deal)

    decline_enquiry(enquiry=enquiry, text="Nu niet, wel bedankt.", send=True, by=by, at=now())
    declined = (
        enquiry.state,
        enquiry.closed_at is not None,
        "Nu niet, wel bedankt." in Mail.objects.get().text,
    )
    reopen_enquiry(enquiry=enquiry, by=by, at=now())

    assert declined == ("declined", True, True)
    assert (enquiry.state, enquiry.closed_at) == ("open", None)


def test_what_was_dealt_with_is_not_dealt_with_again(deal, by):
    enquiry = make_enquiry(deal)
    decline_enquiry(enquiry=enquiry, text="Nee.", send=False, by=by, at=now())

    with pytest.raises(Obstructed) as refusal:
        answer_enquiry(enquiry=enquiry, text="Ja.", send=False, by=by, at=now())

    assert [each.code for each in refusal.value.obstacles] == ["dealt-with"]


def test_without_an_address_nothing_is_mailed_and_nothing_pretends_it_was(deal, by):
    enquiry = make_enquiry(deal, email="", phone="06 12 34 56 78")

    with pytest.raises(Obstructed):
        answer_enquiry(enquiry=enquiry, text="Gebeld.", send=True, by=by, at=now())
    enquiry.refresh_from_db()
    answer_enquiry(enquiry=enquiry, text="Gebeld.", send=False, by=by, at=now())

    assert (enquiry.state, Mail.objects.count()) == ("answered", 0)


def test_who_turned_to_a_deal_is_no_news_for_its_partners(deal, at, by):
    enquiry = register(deal, at)
    decline_enquiry(enquiry=enquiry, text="Nee.", send=False, by=by, at=at)

    assert not Entry.objects.filter(chain__name=deal.journal_chain).exists()
    assert [entry.facts for entry in Entry.objects.order_by("pk")] == [{}, {"mailed": False}]


def test_what_a_person_wrote_is_kept_for_a_year_after_it_was_dealt_with():
    assert set(Enquiry.personal) == {"name", "email", "phone", "message"}
    assert {(keep.days, keep.after) for keep in Enquiry.personal.values()} == {(365, "closed_at")}


# To partner


def test_one_act_makes_organisation_partner_motivation_and_contact(deal, by, at):
    enquiry = make_enquiry(
        deal,
        organisation_name="Stichting Groene Stoep",
        name="Ella Bloem",
        email="ella@stoep.example",
        phone="06 12 34 56 78",
        received_at=at,
    )

    partner = accept_enquiry(
        enquiry=enquiry,
        organisation=None,
        new={"name": "Stichting Groene Stoep", "kind": "civil_organisation", "helix": "society"},
        stage="partner",
        since_on=day_of(at),
        motivation="Omdat stoepen groen moeten.",
        welcome=True,
        by=by,
        at=at,
    )

    contact = Contact.objects.get(organisation=partner.organisation)
    assert partner.standings.get().stage == "partner"
    assert partner.motivations.get().text == "Omdat stoepen groen moeten."
    assert (contact.person.name, contact.person.email, contact.person.phone) == (
        "Ella Bloem",
        "ella@stoep.example",
        "06 12 34 56 78",
    )
    assert (enquiry.state, enquiry.partner) == ("joined", partner)
    assert list(partner.enquiries.all()) == [enquiry]
    assert f"/partners/{partner.pk}/start/" in Mail.objects.get().text


def test_a_known_organisation_is_taken_and_a_known_person_keeps_the_name(deal, by, at):
    organisation = make_organisation("Waag")
    person = make_person("Wies van der Waag")
    make_contact(organisation, person)
    enquiry = make_enquiry(deal, organisation_name="de waag", name="Wies", email=person.email)

    accept_enquiry(
        enquiry=enquiry, organisation=organisation, stage="talk", since_on=day_of(at), by=by, at=at
    )

    assert Organisation.objects.count() == 1
    assert Contact.objects.count() == 1
    assert Person.objects.get().name == "Wies van der Waag"


@pytest.mark.parametrize(
    ("stage", "after"), [("talk", "partner"), ("left", "partner"), ("signatory", "signatory")]
)
def test_who_was_in_talks_or_had_left_moves_on_and_who_is_in_stays(deal, by, at, stage, after):
    partner = make_partner(deal, stage=stage)
    enquiry = make_enquiry(deal, organisation_name=partner.organisation.name)

    accept_enquiry(
        enquiry=enquiry, organisation=partner.organisation, stage="partner", since_on=day_of(at), by=by, at=at
    )

    assert Partner.objects.standing_on(day_of(at)).get().stage == after


def test_an_enquiry_becomes_a_partner_once(deal, by, at):
    organisation = make_organisation()
    enquiry = make_enquiry(deal)
    accept_enquiry(
        enquiry=enquiry, organisation=organisation, stage="talk", since_on=day_of(at), by=by, at=at
    )

    with pytest.raises(Obstructed) as refusal:
        accept_enquiry(
            enquiry=enquiry, organisation=make_organisation(), stage="talk", since_on=day_of(at), by=by, at=at
        )

    assert [each.code for each in refusal.value.obstacles] == ["dealt-with"]
    assert Partner.objects.count() == 1


def test_when_part_of_it_cannot_be_nothing_of_it_happens(deal, by, at):
    enquiry = make_enquiry(deal)

    with pytest.raises(Obstructed):
        accept_enquiry(
            enquiry=enquiry,
            organisation=None,
            new={"name": "Iets", "kind": "municipality", "helix": "business"},
            stage="partner",
            since_on=day_of(at),
            by=by,
            at=at,
        )

    enquiry.refresh_from_db()
    assert (enquiry.state, Organisation.objects.count(), Partner.objects.count()) == ("open", 0, 0)


# The pages


@pytest.fixture
def office(deal):

    user = make_user("Olaf")
    make_grant(user, "office", deal)
    return signed_in(user)


def test_a_call_is_noted_in_four_fields_and_the_information_is_mailed(deal, office):
    page = office.get(f"/deals/{deal.code}/enquiries/call/")
    typed = {
        "organisation_name": "apeldoorn",
        "name": "Ria",
        "reach": "Ria@apeldoorn.nl",
        "message": "Mag ik mee?",
    }

    response = office.post(f"/deals/{deal.code}/enquiries/call/", typed)

    enquiry = Enquiry.objects.get()
    assert len(page.context["form"].visible_fields()) == 4
    assert response.headers["Location"] == enquiry.get_absolute_url()
    assert (enquiry.organisation_name, enquiry.helix, enquiry.channel) == (
        "Gemeente Apeldoorn",
        "government",
        "phone",
    )
    assert Mail.objects.get().to_email == "ria@apeldoorn.nl"


def test_who_leaves_a_telephone_number_is_called_back(deal, office):
    typed = {"organisation_name": "Waag", "name": "Wies", "reach": "06-12345678", "message": ""}

    office.post(f"/deals/{deal.code}/enquiries/call/", typed)

    enquiry = Enquiry.objects.get()
    assert (enquiry.phone, enquiry.email, Mail.objects.count()) == ("06-12345678", "", 0)


def test_the_list_filters_what_is_too_late_and_leaves_as_a_file(deal, office, django_assert_num_queries):
    late = make_enquiry(deal, due_on=today() - timedelta(days=2))
    make_enquiry(deal)
    done = make_enquiry(deal, state="answered", closed_at=now())

    every = office.get(f"/deals/{deal.code}/enquiries/").content.decode()
    only = office.get(f"/deals/{deal.code}/enquiries/?overdue=yes").content.decode()
    file = office.get(f"/deals/{deal.code}/enquiries/?export=csv")

    assert "too late" in every
    assert done.organisation_name in every
    assert late.organisation_name in only
    assert done.organisation_name not in only
    assert (
        file.headers["Content-Type"].startswith("text/csv") or late.organisation_name in file.content.decode()
    )


def test_each_way_to_deal_with_it_works_from_its_page(deal, office):
    first, second, third = (make_enquiry(deal) for _number in range(3))

    office.post(f"/enquiries/{first.pk}/answer/", {"text": "Hallo", "send": "on"})
    office.post(f"/enquiries/{second.pk}/decline/", {"text": "Helaas", "send": "on"})
    office.post(f"/enquiries/{third.pk}/later/", {"until_on": (today() + timedelta(days=9)).isoformat()})
    office.post(f"/enquiries/{second.pk}/reopen/")

    assert list(Enquiry.objects.order_by("pk").values_list("state", flat=True)) == [
        "answered",
        "open",
        "later",
    ]


def test_the_form_that_makes_a_partner_is_filled_in_already(deal, office):
    enquiry = make_enquiry(
        deal,
        organisation_name="Apeldoorn",
        wish="join",
        message="Wij willen mee.",
        name="Ria",
        kind="municipality",
    )
    form = office.get(f"/enquiries/{enquiry.pk}/accept/").context["form"]
    typed = {name: form.initial.get(name, "") for name in form.fields if form.initial.get(name)}

    response = office.post(f"/enquiries/{enquiry.pk}/accept/", typed)

    partner = Partner.objects.get()
    assert response.headers["Location"] == partner.get_absolute_url()
    assert (partner.organisation.name, partner.organisation.cbs_code) == ("Gemeente Apeldoorn", "GM0200")
    assert partner.motivations.get().text == "Wij willen mee."
    assert enquiry.get_absolute_url() in office.get(partner.get_absolute_url()).content.decode()
    assert partner.get_absolute_url() in office.get(enquiry.get_absolute_url()).content.decode()


def test_who_comes_second_is_told_that_somebody_else_dealt_with_it(deal, office, by):
    enquiry = make_enquiry(deal)
    seen = enquiry.revision
    answer_enquiry(enquiry=enquiry, text="Ja", send=False, by=by, at=now())

    response = office.post(
        f"/enquiries/{enquiry.pk}/decline/", {"text": "Nee", "seen_revision": seen}, follow=True
    )

    assert "Somebody else dealt with this enquiry just now" in response.content.decode()
    assert Enquiry.objects.get().state == "answered"


@pytest.mark.parametrize("page", ["", "accept/", "answer/", "decline/", "later/"])
def test_only_the_office_sees_an_enquiry(deal, as_bob, as_charlie, page):
    enquiry = make_enquiry(deal)

    assert as_bob.get(f"/enquiries/{enquiry.pk}/{page}").status_code == 403
    assert as_charlie.get(f"/enquiries/{enquiry.pk}/{page}").status_code == 403
    assert as_bob.get(f"/deals/{deal.code}/enquiries/").status_code == 403


def test_the_join_page_says_what_the_charter_says(open_deal, visitor):
    Deal.objects.filter(pk=open_deal.pk).update(
        joining={
            "gives": [{"nl": "Een netwerk", "en": "A network"}],
            "contact": "Bureau",
            "email": "b@example.org",
        }
    )

    page = visitor.get("/deals/open-deal/join/").content.decode()

    assert "A network" in page
    assert 'href="mailto:b@example.org"' in page
    assert "/deals/open-deal/join/enquire/" in page
    assert "/deals/open-deal/join/" in visitor.get("/deals/open-deal/about/").content.decode()
