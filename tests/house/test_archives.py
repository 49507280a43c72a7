"""Every model either leaves with its deal and stands in a backup, or is left out with a reason."""

import pytest
from django.apps import apps
from django.utils.translation import override

from kopgroep.kernel.archives.describe import schema_of
from kopgroep.kernel.archives.matching import NOT_COMPARED
from kopgroep.kernel.archives.scope import (
    JOURNAL,
    LEFT_OUT,
    check_places,
    columns,
    models_that_go,
    our_models,
)
from kopgroep.kernel.backup.tables import NOT_IN_IT, tables
from kopgroep.kernel.privacy.words import FIELD_WORDS as OTHER_FIELD_WORDS
from kopgroep.rooms.archive.queries.words import FIELD_WORDS, field_in_words, kind_in_words


def test_every_model_goes_with_its_deal_or_is_left_out_with_a_reason():
    check_places()
    placed = {model._meta.label_lower for model in models_that_go()} | set(LEFT_OUT) | set(JOURNAL)

    assert [model._meta.label_lower for model in our_models() if model._meta.label_lower not in placed] == []
    assert all(len(reason) > 10 for reason in (*LEFT_OUT.values(), *NOT_IN_IT.values()))


def test_nothing_is_left_out_that_does_not_exist():
    labels = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}

    assert sorted((set(LEFT_OUT) | set(JOURNAL)) - labels) == []
    assert sorted(set(NOT_IN_IT) - labels) == []


@pytest.mark.parametrize("model", models_that_go(), ids=lambda model: model._meta.label)
def test_every_field_of_an_archive_has_a_type(model):
    fields = schema_of(model)["fields"]

    assert {name for name, said in fields.items() if not said["type"]} == set()
    assert "uid" in fields


@pytest.mark.parametrize("model", models_that_go(), ids=lambda model: model._meta.label)
def test_a_page_has_words_in_both_languages_for_what_an_archive_brings(model):
    label = model._meta.label_lower
    with override("en"):
        english = kind_in_words(label)
    with override("nl"):
        dutch = kind_in_words(label)

    assert english.lower() != label
    # Dutch has taken over some of these words.
    assert dutch != english or english in {"Accounts", "Partners"}


@pytest.mark.parametrize(
    ("label", "name"),
    [
        (model._meta.label_lower, field.name)
        for model in models_that_go()
        if model.deal_path is None
        for field in columns(model)
        if not field.is_relation and field.name not in NOT_COMPARED
    ],
)
def test_a_field_in_which_an_archive_may_differ_has_words(label, name):
    assert name in {**FIELD_WORDS, **OTHER_FIELD_WORDS}
    assert str(field_in_words(label, name))


def test_a_backup_holds_every_table_of_ours():
    held = {model._meta.label_lower for model in tables()} | set(NOT_IN_IT)

    assert [model._meta.label_lower for model in our_models() if model._meta.label_lower not in held] == []
