"""Who knows what: found by who may see contacts, only with consent, and gone when it is taken back."""

import re

import pytest
from django.urls import reverse

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Entry, Mail
from kopgroep.kernel.privacy.erase import erase_person
from kopgroep.kernel.privacy.subjects import subject_of
from kopgroep.kernel.search.audiences import audiences_of
from kopgroep.kernel.search.find import find
from kopgroep.rooms.partners.actions.expertise import give_expertise, withdraw_expertise
from kopgroep.rooms.partners.models import Expertise, Person
from tests.factories.partners import make_contact, make_expertise, make_partner, make_person

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


def titles(query, user):
    return [str(hit.title) for hit in find(query, audiences=audiences_of(user)).rows]


def give(person, words="sensoren, inkoop"):
    return give_expertise(person=person, words=words, is_own=True, by=BY, at=now())


def test_somebody_is_found_by_the_words_by_who_may_see_contacts_and_by_nobody_else(
    alice, bob, charlie, partner
):
    give(bob.person)

    assert titles("inkoop", alice) == [bob.person.name]
    assert titles("inkoop", bob) == [bob.person.name]
    assert titles("inkoop", charlie) == []


def test_what_is_taken_back_is_found_no_more(alice, bob, partner):
    give(bob.person)

    withdraw_expertise(person=bob.person, by=BY, at=now())

    assert titles("inkoop", alice) == []
    assert not Expertise.objects.exists()


def test_the_own_page_keeps_each_word_once_with_the_day_of_consent(as_bob, bob, partner):
    as_bob.post(reverse("partners:my-expertise"), {"words": "Inkoop,  open   data;inkoop", "agreed": "on"})

    kept = bob.person.expertise
    assert (kept.words, kept.is_own) == ("Inkoop, open data", True)
    assert kept.consented_at is not None
    assert "agreed" in as_bob.get(reverse("partners:my-expertise")).content.decode()


def test_without_consent_nothing_is_kept(as_bob, partner):
    page = as_bob.post(reverse("partners:my-expertise"), {"words": "inkoop"})

    assert page.context["form"].errors.keys() == {"agreed"}
    assert not Expertise.objects.exists()


def test_more_words_than_a_list_can_bear_are_refused(as_bob, partner):
    words = ", ".join(f"woord {number}" for number in range(13))

    page = as_bob.post(reverse("partners:my-expertise"), {"words": words, "agreed": "on"})

    assert page.context["form"].errors.keys() == {"words"}


def test_one_button_takes_it_back(as_bob, bob, partner):
    make_expertise(bob.person)

    as_bob.post(reverse("partners:my-expertise"), {"withdraw": "yes"})

    assert not Expertise.objects.exists()
    assert Entry.objects.filter(verb="expertise.withdrawn").exists()


def test_a_contact_notes_it_for_a_colleague_who_agreed_and_for_nobody_elsewhere(as_bob, partner):
    colleague = make_contact(partner.organisation, make_person("Nel"))
    other = make_contact(make_partner(partner.deal).organisation, make_person("Ot"))
    for contact in (colleague, other):
        as_bob.post(
            reverse("partners:contact-expertise", args=[contact.pk]), {"words": "data", "agreed": "on"}
        )

    assert [(each.person.name, each.is_own) for each in Expertise.objects.all()] == [("Nel", False)]


def test_who_did_not_say_so_takes_it_away_by_the_link_in_the_mail(as_bob, client, partner):
    colleague = make_contact(partner.organisation, make_person("Nel"))
    as_bob.post(
        reverse("partners:contact-expertise", args=[colleague.pk]), {"words": "sensoren", "agreed": "on"}
    )
    mail = Mail.objects.get(to_email=colleague.person.email)
    link = re.search(r"/l/[\w-]+/", mail.text)[0]

    client.get(link)
    before = Expertise.objects.count()
    done = client.post(link)

    assert "sensoren" in mail.text
    assert (before, Expertise.objects.count(), done.status_code) == (1, 0, 200)


def test_the_list_of_a_deal_shows_its_own_people_and_narrows_by_word(as_alice, bob, deal, partner):
    make_expertise(bob.person, words="Inkoop, data")
    nel = make_contact(partner.organisation, make_person("Nel"))
    make_expertise(nel.person, words="privacy")
    elsewhere = make_contact(make_partner().organisation, make_person("Ot"))
    make_expertise(elsewhere.person, words="data")
    make_contact(partner.organisation, make_person("Zwijger"))
    url = reverse("partners:expertise", args=[deal.code])

    everybody = as_alice.get(url).context["list"].page.object_list
    narrowed = as_alice.get(url, {"about": "Inkoop"}).context["list"].page.object_list

    assert [each.name for each in everybody] == [bob.person.name, "Nel"]
    assert [each.name for each in narrowed] == [bob.person.name]
    assert "Zwijger" not in as_alice.get(url).content.decode()


def test_the_public_and_strangers_see_no_list(client, as_charlie, deal, partner):
    url = reverse("partners:expertise", args=[deal.code])

    assert (client.get(url).status_code, as_charlie.get(url).status_code) == (302, 403)


@pytest.mark.parametrize("number", [2, 30])
def test_the_list_takes_as_many_queries_for_few_as_for_many(
    as_alice, deal, partner, django_assert_max_num_queries, number
):
    for count in range(number):
        make_expertise(make_contact(partner.organisation, make_person(f"Persoon {count}")).person)
    as_alice.get(reverse("partners:expertise", args=[deal.code]))

    with django_assert_max_num_queries(18):
        assert as_alice.get(reverse("partners:expertise", args=[deal.code])).status_code == 200


def test_erasing_a_person_takes_it_too(alice, bob, partner):
    give(bob.person)

    erase_person(subject=subject_of(bob.person), by=BY, at=now())

    assert not Expertise.objects.exists()
    assert Person.objects.filter(name__startswith="Bob").count() == 0
    assert titles("inkoop", alice) == []
