"""A record's history is told in plain sentences, in the reader's language, and never breaks a page."""

import pytest
from django.db import connection, transaction
from django.template import Context, Template
from django.utils.translation import override

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.history import history_of
from kopgroep.kernel.journal.models import PrivateText
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import SENTENCES, Verb

pytestmark = pytest.mark.django_db


def note(about, verb=Verb.PARTNER_MOVED, *, by=None, **kwargs):
    with transaction.atomic():
        return record(verb, about=about, by=by or Actor.system("test"), at=now(), **kwargs)


def sentences(record_, language="en"):
    with override(language):
        return [told.sentence for told in history_of(record_)]


def test_who_did_what_is_told_in_the_readers_language(deal, alice):
    facts = {
        "partner": "Gemeente Zwolle",
        "stage": {"nl": "in gesprek", "en": "in talks"},
        "on": "2026-03-15",
    }
    note(deal, by=Actor.of(alice), facts=facts)

    assert sentences(deal) == ["Alice moved Gemeente Zwolle to the stage in talks from 15 March 2026."]
    [dutch] = sentences(deal, "nl")
    assert "in gesprek" in dutch
    assert "15 maart 2026" in dutch


def test_a_role_of_a_person_is_told_in_words(deal):
    note(deal, Verb.ROLE_GRANTED, facts={"role": "manager"}, private={"person": "Nel"})

    assert "programme manager" in sentences(deal)[0]


def test_erased_words_are_shown_as_erased(deal):
    note(deal, Verb.ROLE_GRANTED, facts={"role": "office"}, private={"person": "Nel"})
    PrivateText.objects.all().delete()

    assert sentences(deal) == ["Kopgroep gave (erased) the role programme office."]
    assert "(gewist)" in sentences(deal, "nl")[0]


@pytest.mark.parametrize("verb", list(Verb), ids=str)
def test_every_verb_has_a_sentence_that_holds_without_its_facts(deal, verb):
    note(deal, verb)

    [sentence] = sentences(deal)
    assert sentence
    assert "%(" not in sentence
    assert verb in SENTENCES


def test_a_verb_of_another_version_does_not_break_the_page(deal):
    note(deal)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET verb = 'moon.landed'")

    assert sentences(deal) == ["Kopgroep: moon.landed"]


def test_percent_signs_in_what_people_wrote_are_harmless(deal):
    note(deal, facts={"partner": "100% Straat %(who)s", "stage": "%s", "on": "%"})

    assert "100% Straat %(who)s" in sentences(deal)[0]


def test_links_and_visitors_are_named_as_such(deal):
    note(deal, by=Actor.link("some-uid"))
    note(deal, by=Actor.public())

    assert {sentence.split(" moved")[0] for sentence in sentences(deal)} == {
        "Somebody with a personal link",
        "A visitor",
    }


def test_a_long_history_takes_as_many_queries_as_a_short_one(deal, alice, bob, django_assert_num_queries):
    note(deal, by=Actor.of(alice))
    with django_assert_num_queries(2):
        history_of(deal)
    for _ in range(5):
        note(deal, by=Actor.of(bob), private={"note": "words"})
    with django_assert_num_queries(2):
        assert len(history_of(deal)) == 6


def test_the_tag_shows_it_on_a_page(deal, alice):
    note(deal, Verb.COMMENT_MADE, by=Actor.of(alice))

    with override("en"):
        page = Template("{% load journal %}{% history deal %}").render(Context({"deal": deal}))

    assert "Alice made a comment." in page
