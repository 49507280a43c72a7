"""A personal link: one small act from a mail, without an account."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.journal.models import Entry, Mail
from kopgroep.kernel.links.actions import ask_by_mail, end_link, make_link
from kopgroep.kernel.links.models import PersonalLink
from kopgroep.kernel.links.purposes import purpose_of
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Contact, Motivation, Participation, Person
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.programme import make_participation_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(partner, alice):
    """A partner whose contact was asked, with the token in the mail."""
    person = make_person("Carla")
    make_contact(partner.organisation, person)
    link, token = make_link(
        purpose=purpose_of("partner-motivation"),
        about=partner,
        name=person.name,
        email=person.email,
        by=Actor.of(alice),
        at=now(),
    )
    return link, token


@pytest.fixture
def role(deal):
    return make_participation_role(deal)


def url_of(token):
    return reverse("link", args=[token])


def everything():
    return [list(model.objects.order_by("pk").values()) for model in (PersonalLink, Motivation, Entry)]


def test_opening_a_link_shows_what_it_is_about_and_changes_nothing(
    client, asked, partner, role, django_assert_max_num_queries
):
    before = everything()

    for method in (client.get, client.head, client.get):
        answer = method(url_of(asked[1]))
        assert answer.status_code == 200

    page = client.get(url_of(asked[1])).content.decode()
    assert partner.organisation.name in page
    assert "Carla" in page
    assert everything() == before
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    # To other sites nothing; "no-referrer" would make browsers hide the origin of the form as well.
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_an_answer_is_written_down_by_the_link_and_shows_its_effect(client, asked, partner, role):
    make_partner(partner.deal)

    answer = client.post(url_of(asked[1]), {"text": "We want to learn.", "role": role.pk})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r"1 van de 2|1 of the 2", page)
    assert Motivation.objects.get().text == "We want to learn."
    assert Participation.objects.get().role == role
    entry = Entry.objects.get(verb="partner.motivation_given")
    assert (entry.actor_kind, entry.actor_reference) == ("link", str(asked[0].uid))
    assert User.objects.filter(email=asked[0].email).count() == 0


def test_a_second_answer_is_told_that_it_was_done(client, asked, role):
    client.post(url_of(asked[1]), {"text": "First.", "role": role.pk})

    again = client.post(url_of(asked[1]), {"text": "Second.", "role": role.pk})

    assert again.status_code == 200
    assert [each.text for each in Motivation.objects.all()] == ["First."]
    asked[0].refresh_from_db()
    assert asked[0].used_count == 1


def ask_also(deal, person, by):
    other = make_partner(deal)
    make_contact(other.organisation, person)
    return make_link(
        purpose=purpose_of("partner-motivation"),
        about=other,
        name=person.name,
        email=person.email,
        by=Actor.of(by),
        at=now(),
    )


def test_one_page_answers_for_every_organisation_that_one_speaks_for(client, asked, partner, alice, role):
    other, _ = ask_also(partner.deal, Person.objects.get(name="Carla"), alice)
    there = f"{url_of(asked[1])}?for={other.uid}"
    answer = {"text": "We want to learn.", "role": role.pk}

    first = client.post(url_of(asked[1]), answer).content.decode()
    second = client.post(there, answer).content.decode()

    assert f'href="?for={other.uid}"' in first
    assert 'href="?for=' not in second
    assert {each.partner.address for each in Motivation.objects.all()} == {asked[0].about, other.about}
    used = Entry.objects.filter(verb="link.used").order_by("pk")
    assert [each.actor_reference for each in used] == [str(asked[0].uid), str(other.uid)]


def test_a_link_opens_nobody_elses_and_nothing_when_it_is_over(client, asked, partner, alice, role):
    link, token = asked
    mine, _ = ask_also(partner.deal, Person.objects.get(name="Carla"), alice)
    theirs, _ = ask_also(partner.deal, make_person("Dirk"), alice)

    assert client.get(f"{url_of(token)}?for={mine.uid}").status_code == 200
    assert client.get(f"{url_of(token)}?for={theirs.uid}").status_code == 404
    end_link(link=link, about=partner, by=Actor.of(alice), at=now())
    assert client.get(f"{url_of(token)}?for={mine.uid}").status_code == 404


def test_an_answer_without_words_is_asked_for_them(client, asked, role):
    answer = client.post(url_of(asked[1]), {"text": "  ", "role": role.pk})

    assert answer.status_code == 200
    assert not Motivation.objects.exists()
    asked[0].refresh_from_db()
    assert asked[0].used_at is None


def test_an_ended_an_expired_and_an_unknown_link_say_so_and_lead_on(client, asked, partner, alice, role):
    link, token = asked
    PersonalLink.objects.update(expires_on=today() - timedelta(days=1))
    expired = client.post(url_of(token), {"text": "Late.", "role": role.pk})
    PersonalLink.objects.update(expires_on=today())
    assert client.get(url_of(token)).status_code == 200
    end_link(link=link, about=partner, by=Actor.of(alice), at=now())
    ended = client.get(url_of(token))
    unknown = client.get(url_of("nonsense"))

    assert [expired.status_code, ended.status_code, unknown.status_code] == [410, 410, 404]
    assert all(reverse("account_login") in answer.content.decode() for answer in (expired, ended, unknown))
    assert not Motivation.objects.exists()


def test_who_is_no_contact_any_more_cannot_answer(client, asked, role):
    Contact.objects.filter(person__name="Carla").update(until_on=today())

    answer = client.post(url_of(asked[1]), {"text": "Still here.", "role": role.pk})

    assert answer.status_code == 410
    assert not Motivation.objects.exists()


def test_a_new_link_ends_the_one_before(client, asked, partner, alice):
    make_link(
        purpose=purpose_of("partner-motivation"),
        about=partner,
        name="Carla",
        email=asked[0].email,
        by=Actor.of(alice),
        at=now(),
    )

    assert client.get(url_of(asked[1])).status_code == 410


def test_only_who_speaks_for_the_organisation_is_asked(partner, alice):
    with pytest.raises(Obstructed) as refusal:
        make_link(
            purpose=purpose_of("partner-motivation"),
            about=partner,
            name="Eve",
            email="eve@example.org",
            by=Actor.of(alice),
            at=now(),
        )

    assert [each.code for each in refusal.value.obstacles] == ["not-theirs"]


def test_guessing_is_slowed_down(client):
    statuses = [client.get(url_of(f"guess-{number}")).status_code for number in range(35)]

    assert statuses == [404] * 30 + [429] * 5


def test_the_secret_stands_in_the_mail_and_nowhere_else(partner, alice):
    person = make_person("Carla")
    make_contact(partner.organisation, person)

    link = ask_by_mail(
        purpose=purpose_of("partner-motivation"),
        about=partner,
        name="Carla",
        email=person.email,
        by=Actor.of(alice),
        at=now(),
    )

    mail = Mail.objects.get()
    token = re.search(r"/l/([\w-]+)/", mail.text)[1]
    assert mail.to_email == person.email
    assert token in mail.html
    assert token not in str(list(PersonalLink.objects.values())) + str(list(Entry.objects.values()))
    assert link.digest != token


def test_the_manager_asks_from_the_partners_page(client, partner, alice, bob, charlie):
    client.force_login(alice)
    assert (
        reverse("partners:ask", args=[partner.pk]) in client.get(partner.get_absolute_url()).content.decode()
    )
    contact = partner.organisation.contacts.get()
    page = client.get(reverse("partners:ask", args=[partner.pk])).content.decode()
    assert f"Beste {contact.person.name}," in page or f"Dear {contact.person.name}," in page
    assert not PersonalLink.objects.exists()

    answer = client.post(reverse("partners:ask", args=[partner.pk]), {"people": [contact.pk]})

    assert (answer.status_code, answer.url) == (302, partner.get_absolute_url())
    assert Mail.objects.get().to_email == contact.person.email
    for user in (bob, charlie):
        client.force_login(user)
        assert client.get(reverse("partners:ask", args=[partner.pk])).status_code == 403
