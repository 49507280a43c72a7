"""An administrator says which words mean the same to who searches."""

import pytest
from django.urls import reverse

from kopgroep.kernel.search.models import Synonym
from kopgroep.kernel.search.synonyms import synonyms
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    ada = make_user("Ada")
    ada.is_superuser = True
    ada.save()
    client.force_login(ada)
    return client


def pairs():
    return list(Synonym.objects.values_list("word", "means"))


def test_an_administrator_adds_a_synonym_that_works_at_once_and_both_ways(administrator):
    administrator.post(reverse("synonyms"), {"word": "Lantaarn", "means": "straatverlichting"})

    assert synonyms()["straatverlichting"] == ("lantaarn",)
    assert synonyms()["lantaarn"] == ("straatverlichting",)


def test_two_words_are_no_synonym_and_the_form_says_why(administrator):
    answer = administrator.post(reverse("synonyms"), {"word": "oude lantaarn", "means": "lamp"})

    assert (len(answer.context["form"].non_field_errors()), pairs()) == (1, [])


def test_one_pair_is_taken_away_and_the_others_of_its_word_stay(administrator):
    first = Synonym.objects.create(word="lamp", means="licht")
    Synonym.objects.create(word="lamp", means="lantaarn")

    administrator.post(reverse("synonym-remove", args=[first.pk]))

    assert pairs() == [("lamp", "lantaarn")]


def test_a_programme_manager_does_not_change_what_holds_for_every_deal(as_alice, deal):
    answer = as_alice.post(reverse("synonyms"), {"word": "lantaarn", "means": "lamp"})

    assert (answer.status_code, pairs()) == (403, [])
