"""The code speaks the words of the glossary."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from kopgroep.kernel.access import Role
from kopgroep.kernel.journal.verbs import SENTENCES, Verb
from kopgroep.rooms.partners.models import Capacity, Helix, Relation, Stage
from kopgroep.rooms.programme.models import DealKind, PhaseKind, Strength

DOCS = Path(__file__).resolve().parents[2] / "docs"
GLOSSARY = (DOCS / "reference" / "glossary.md").read_text().lower()
ENGLISH = " ".join(line.split("|")[2] for line in GLOSSARY.splitlines() if line.count("|") >= 3)


def words(name: str) -> str:
    """The words of a name, as PhaseEntry or phase_entry -> 'phase entry'."""
    return re.sub(r"(?<!^)(?=[A-Z])|_", " ", name).lower()


MODELS = [model for model in apps.get_models() if model.__module__.startswith("kopgroep.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_record_is_called_by_a_word_of_the_glossary(model):
    name = words(model.__name__).removeprefix("api ")

    assert name in ENGLISH


@pytest.mark.parametrize(
    "choice",
    [*Role, *Capacity, *Helix, *Relation, *Stage, *DealKind, *PhaseKind, *Strength],
    ids=lambda choice: f"{type(choice).__name__}-{choice.value}",
)
def test_every_role_stage_and_kind_is_in_the_glossary(choice):
    assert words(choice.value) in ENGLISH


@pytest.mark.parametrize("verb", list(Verb), ids=str)
def test_everything_that_can_happen_has_a_sentence_about_a_word_of_the_glossary(verb):
    subject = verb.value.split(".")[0]

    assert words(subject) in ENGLISH
    assert "%(who)s" in str(SENTENCES[verb])
