"""Who turned to a deal gets an answer, and becomes a partner without typing anything twice."""

from datetime import timedelta

import pytest

from kopgroep.kernel.clock import day_of, now, today
from kopgroep.kernel.journal.models import Entry, Mail
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions import (
    accept_enquiry,
    answer_enquiry,
    decline_enquiry,
    postpone_enquiry,
    reopen_enquiry,
)
from kopgroep.rooms.partners.faces import waiting_for
from kopgroep.rooms.partners.models import Contact, Enquiry, Organisation, Partner, Person
from tests.factories.partners import make_contact, make_enquiry, make_organisation, make_partner, make_person
from tests.rooms.partners.conftest import register

# The duty to answer


def test_the_desk_of_the_office_holds_it_until_it_is_answered_and_nobody_elses(deal, alice, bob, by):
    enquiry = make_enquiry(deal, due_on=today() - timedelta(days=1))
    page = enquiry.get_absolute_url()
    before = [item.url for item in waiting_for(alice, today())]

    answer_enquiry(enquiry=enquiry, text="Welkom.", send=True, by=by, at=now())

    assert before == [page]
    assert waiting_for(alice, today()) == []
    assert page not in [item.url for item in waiting_for(bob, today())]


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
