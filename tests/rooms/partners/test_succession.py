"""People change, what the organisation promised stays: somebody leaves, is asked for, and is followed."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from kopgroep.kernel.access import Role
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.comments.models import Comment
from kopgroep.kernel.journal.models import Entry, Mail
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions import end_contact
from kopgroep.rooms.partners.actions.succession import (
    settle_without_successor,
    succeed_contact,
    write_handover,
)
from kopgroep.rooms.partners.faces import waiting_for
from kopgroep.rooms.partners.models import Capacity, Contact, Invitation, Partner
from kopgroep.rooms.partners.queries.partner import partner_file
from kopgroep.rooms.partners.queries.succession import open_successions, whom_to_ask_for_successor
from kopgroep.rooms.partners.views.succession import ask_for_successor
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import (
    make_contact,
    make_contact_moment,
    make_expertise,
    make_motivation,
    make_participation,
    make_partner,
    make_person,
)

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def leaver(partner):
    """Nel is the contact beside Bob."""
    return make_contact(partner.organisation, make_person("Nel"))


def leaves(contact, *, on=None):
    return end_contact(contact=contact, until_on=on or today(), by=BY, at=now())


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def labels(user):
    return [item.label for item in waiting_for(user, today())]


# What is the organisation's stays


def test_a_partners_role_motivation_and_standing_are_untouched_when_its_contact_is_followed(partner, leaver):
    make_motivation(partner)
    make_participation(partner)
    before = partner_file(partner, on=today())

    succeed_contact(contact=leaver, name="Opa", email="opa@example.org", from_on=today(), by=BY, at=now())

    after = partner_file(partner, on=today())
    assert (after.motivations, after.participations, after.standings) == (
        before.motivations,
        before.participations,
        before.standings,
    )
    assert Partner.objects.taking_part(today()).filter(pk=partner.pk).exists()


def test_one_act_ends_the_old_starts_the_new_with_the_same_tasks_and_invites(partner, leaver):
    other_deal = make_partner(organisation=partner.organisation).deal
    task = make_contact(partner.organisation, leaver.person, capacity=Capacity.DEPUTY)
    Contact.objects.filter(pk=task.pk).update(deal=other_deal)
    task.refresh_from_db()

    new = succeed_contact(
        contact=leaver, tasks=[task], name="Opa", email="opa@example.org", from_on=today(), by=BY, at=now()
    )

    leaver.refresh_from_db()
    task.refresh_from_db()
    rows = Contact.objects.filter(person=new.person).order_by("pk").values_list("capacity", "deal")
    assert (leaver.until_on, leaver.successor, task.until_on) == (today(), new, today())
    assert list(rows) == [("contact", None), ("deputy", other_deal.pk)]
    assert task.successor.person == new.person
    assert Invitation.objects.get().email == "opa@example.org"
    assert reverse("partners:handover", args=[leaver.pk]) in Mail.objects.get().text


def test_a_deputy_who_takes_over_is_no_deputy_of_oneself(partner, leaver):
    deputy = make_contact(partner.organisation, make_person("Daan"), capacity=Capacity.DEPUTY)

    new = succeed_contact(contact=leaver, known=deputy.person, from_on=today(), by=BY, at=now())

    deputy.refresh_from_db()
    assert (new.person, new.capacity, deputy.until_on) == (deputy.person, "contact", today())


def test_who_is_contact_for_another_deal_is_so_for_all_when_taking_over(partner, leaver):
    other = make_contact(partner.organisation, make_person("Daan"))
    other.deal = make_partner(organisation=partner.organisation).deal
    other.save()

    new = succeed_contact(contact=leaver, known=other.person, from_on=today(), by=BY, at=now())

    assert (new.pk, new.deal) == (other.pk, None)


def test_an_address_of_somebody_else_is_no_way_to_learn_a_name_or_to_name_that_person(bob, partner, leaver):
    email = bob.person.email

    with pytest.raises(Obstructed) as refusal:
        succeed_contact(contact=leaver, name="Opa", email=email, from_on=today(), by=BY, at=now())
    new = succeed_contact(contact=leaver, name="bob", email=email, from_on=today(), by=BY, at=now())

    assert codes(refusal) == ["email-of-another"]
    assert new.person == bob.person


def test_nobody_follows_oneself_or_twice(partner, leaver):
    with pytest.raises(Obstructed) as same:
        succeed_contact(contact=leaver, known=leaver.person, from_on=today(), by=BY, at=now())
    succeed_contact(contact=leaver, name="Opa", from_on=today(), by=BY, at=now())
    with pytest.raises(Obstructed) as twice:
        succeed_contact(contact=leaver, name="Oma", from_on=today(), by=BY, at=now())

    assert codes(same) == ["same-person"]
    assert codes(twice) == ["has-successor"]
    assert not Contact.objects.filter(person__name="Oma").exists()


def test_the_history_tells_it_with_names_that_can_be_erased(partner, leaver):
    succeed_contact(contact=leaver, name="Opa", from_on=today(), by=BY, at=now())

    entry = Entry.objects.get(verb="contact.succeeded")
    assert "Opa" not in str(entry.facts)
    assert entry.private_text.text == {"person": "Opa", "former": "Nel"}


# A successor is asked for


def test_who_leaves_waits_on_the_desks_of_the_office_and_of_who_is_left(alice, bob, partner, leaver):
    stranger = make_user("Charlie")
    leaves(leaver)

    wanted = f"Nel, {partner.organisation.name}"
    assert wanted in labels(alice)
    assert wanted in labels(bob)
    assert wanted not in labels(stranger)


@pytest.mark.parametrize("days", [-89, 30])
def test_it_waits_from_the_announcement_until_long_after(alice, partner, leaver, days):
    Contact.objects.filter(pk=leaver.pk).update(until_on=today() + timedelta(days=days))

    assert [row.pk for row in open_successions(today())] == [leaver.pk]


def test_it_waits_no_more_when_somebody_follows_or_nobody_needs_to_or_it_is_long_ago(partner, leaver):
    leaves(leaver)
    settle_without_successor(contact=leaver, by=BY, at=now())
    old = make_contact(partner.organisation, make_person("Oud"))
    Contact.objects.filter(pk=old.pk).update(until_on=today() - timedelta(days=90))
    member = make_contact(partner.organisation, make_person("Lid"), capacity=Capacity.MEMBER)
    leaves(member)

    assert list(open_successions(today())) == []


def test_who_is_still_here_cannot_be_settled(leaver):
    with pytest.raises(Obstructed) as refusal:
        settle_without_successor(contact=leaver, by=BY, at=now())

    assert codes(refusal) == ["is-still-here"]


def test_the_deputy_is_asked_before_another_contact_and_a_secretariat_only_when_nobody_else_is_there(
    bob, partner, leaver
):
    organisation = partner.organisation
    assert [each.person.user for each in whom_to_ask_for_successor(leaver, on=today())] == [bob]
    deputy = make_contact(organisation, make_person("Daan"), capacity=Capacity.DEPUTY)
    make_contact(organisation, make_person("Sien"), capacity=Capacity.SECRETARIAT)
    asked = [each.person.name for each in whom_to_ask_for_successor(leaver, on=today())]
    organisation.contacts.filter(capacity=Capacity.CONTACT).exclude(pk=leaver.pk).delete()
    deputy.delete()

    assert asked == ["Daan", "Bob"]
    assert [each.person.name for each in whom_to_ask_for_successor(leaver, on=today())] == ["Sien"]


def test_by_the_link_in_the_mail_a_colleague_names_who_takes_over_without_an_account(client, partner, leaver):
    deputy = make_contact(partner.organisation, make_person("Daan"), capacity=Capacity.DEPUTY)
    leaves(leaver)
    ask_for_successor(leaver, by=BY, at=now())
    text = Mail.objects.get(to_email=deputy.person.email).text
    link = re.search(r"/l/[\w-]+/", text)[0]

    opened = client.get(link)
    unchanged = Contact.objects.get(pk=leaver.pk).successor
    done = client.post(link, {"name": "Opa", "email": "opa@example.org"})

    leaver.refresh_from_db()
    assert (opened.status_code, unchanged, done.status_code) == (200, None, 200)
    assert leaver.successor.person.name == "Opa"
    assert Invitation.objects.get().email == "opa@example.org"
    assert client.get(link).status_code == 200


def test_the_link_can_be_answered_by_choosing_a_colleague(client, partner, leaver):
    deputy = make_contact(partner.organisation, make_person("Daan"), capacity=Capacity.DEPUTY)
    leaves(leaver)
    ask_for_successor(leaver, by=BY, at=now())
    link = re.search(r"/l/[\w-]+/", Mail.objects.get(to_email=deputy.person.email).text)[0]

    client.post(link, {"known": deputy.person.pk})

    leaver.refresh_from_db()
    assert leaver.successor.person == deputy.person


def test_ending_a_contact_leads_to_the_question_who_takes_over(as_bob, leaver):
    answer = as_bob.post(reverse("partners:contact-end", args=[leaver.pk]), {"until_on": today().isoformat()})

    assert answer.url == reverse("partners:succession", args=[leaver.pk])
    page = as_bob.get(answer.url).content.decode()
    assert "Who takes over from Nel?" in page
    assert "Ask Bob by mail" in page


def test_the_office_names_a_successor_and_comes_to_the_handover_sheet(as_alice, leaver):
    answer = as_alice.post(
        reverse("partners:succession", args=[leaver.pk]),
        {"name": "Opa", "email": "opa@example.org", "from_on": today().isoformat(), "invite": "on"},
    )

    assert answer.url == reverse("partners:handover", args=[leaver.pk])
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("page", ["succession", "handover", "handover-edit", "contact-expertise"])
def test_who_is_of_another_partner_sees_and_changes_nothing_of_it(as_charlie, partner, leaver, charlie, page):
    make_contact(make_partner(partner.deal).organisation, make_person("Charlie", user=charlie))
    url = reverse(f"partners:{page}", args=[leaver.pk])

    assert (as_charlie.get(url).status_code, as_charlie.post(url, {"name": "Opa"}).status_code) == (403, 403)
    assert as_charlie.post(reverse("partners:succession-nobody", args=[leaver.pk])).status_code == 403
    assert as_charlie.post(reverse("partners:succession-ask", args=[leaver.pk])).status_code == 403


# The handover sheet


def test_the_sheet_lists_what_only_this_person_knew(as_alice, alice, bob, partner, leaver):
    user = make_user("Nel")
    leaver.person.user = user
    leaver.person.save()
    make_grant(user, Role.READER, partner.deal)
    make_expertise(leaver.person, words="sensoren, inkoop")
    make_contact_moment(partner, contact=leaver, agreed="Nel regelt de zaal.")
    Comment.objects.create(
        on=partner.address,
        chain=partner.journal_chain,
        author=user,
        text="Dit speelt al langer.",
        made_at=now(),
    )
    Contact.objects.filter(pk=leaver.pk).update(handover="De wethouder wil een foto.")

    page = as_alice.get(reverse("partners:handover", args=[leaver.pk])).content.decode()

    for words in (
        str(partner.deal),
        "sensoren, inkoop",
        "Nel regelt de zaal.",
        "Dit speelt al langer.",
        "De wethouder wil een foto.",
        "Write down why you take part",
        "Bob",
        alice.email,
    ):
        assert words in page, words


def test_the_own_organisation_does_not_see_the_contact_log_on_it(as_bob, partner, leaver):
    make_contact_moment(partner, contact=leaver, agreed="Onder ons gezegd.")

    page = as_bob.get(reverse("partners:handover", args=[leaver.pk]))

    assert page.status_code == 200
    assert "Onder ons gezegd." not in page.content.decode()


def test_what_a_successor_should_know_is_written_by_who_knows_and_stands_in_no_history(as_bob, leaver):
    as_bob.post(
        reverse("partners:handover-edit", args=[leaver.pk]),
        {"text": "De sleutel ligt bij Sien.", "seen_revision": leaver.revision},
    )

    leaver.refresh_from_db()
    assert leaver.handover == "De sleutel ligt bij Sien."
    assert "sleutel" not in str(list(Entry.objects.values()))


def test_two_who_write_at_once_lose_nothing(as_bob, leaver):
    address, seen = reverse("partners:handover-edit", args=[leaver.pk]), leaver.revision
    write_handover(contact=leaver, text="De sleutel ligt bij Sien.", by=BY, at=now())

    page = as_bob.post(address, {"text": "Van mij.", "seen_revision": seen}).content.decode()
    as_it_stands = page.split('name="seen_revision" value="')[1].split('"')[0]

    leaver.refresh_from_db()
    assert leaver.handover == "De sleutel ligt bij Sien."
    assert "De sleutel ligt bij Sien." in page
    assert "Van mij." in page
    assert int(as_it_stands) == leaver.revision


def test_a_day_before_the_beginning_is_refused(leaver):
    with pytest.raises(Obstructed) as refusal:
        succeed_contact(contact=leaver, name="Opa", from_on=date(2019, 1, 1), by=BY, at=now())

    assert "before-it-began" in codes(refusal)
