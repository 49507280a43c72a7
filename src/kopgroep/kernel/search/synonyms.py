"""Words that mean the same, which no stemmer knows: irregular plurals, and what the installation adds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle, clear
from kopgroep.kernel.search.models import Synonym
from kopgroep.kernel.search.words import words

# Irregular Dutch plurals and short adjectives of the field; each group means one thing.
BUILT_IN: tuple[tuple[str, ...], ...] = (
    ("stad", "steden"),
    ("lid", "leden"),
    ("gelid", "gelederen"),
    ("schip", "schepen"),
    ("kind", "kinderen"),
    ("ei", "eieren"),
    ("blad", "bladeren", "bladen"),
    ("moeilijkheid", "moeilijkheden"),
    ("mogelijkheid", "mogelijkheden"),
    ("overheid", "overheden"),
    ("gelegenheid", "gelegenheden"),
    ("bevoegdheid", "bevoegdheden"),
    ("werkzaamheid", "werkzaamheden"),
    ("museum", "musea"),
    ("datum", "data"),
    ("slim", "slimme"),
    ("toets", "toetsen", "toetsing"),
    ("sensor", "sensoren", "sensors"),
    ("bestuurder", "bestuurders"),
)


def synonyms() -> dict[str, tuple[str, ...]]:
    """Word -> the other words that mean the same; one query."""
    groups = [set(group) for group in BUILT_IN]
    for word, means in Synonym.objects.order_by("pk").values_list("word", "means"):
        groups = _joined(groups, {word, means})
    return {word: tuple(sorted(group - {word})) for group in groups for word in group}


def _joined(groups: list[set[str]], pair: set[str]) -> list[set[str]]:
    touching = [group for group in groups if group & pair]
    return [group for group in groups if not group & pair] + [pair.union(*touching)]


def obstacles_to_synonym(word: str, means: str) -> Iterator[Obstacle]:
    if len(words(word)) != 1 or len(words(means)) != 1:
        yield Obstacle("one-word", _("A synonym is one word for one word."))
    elif words(word) == words(means):
        yield Obstacle("same-word", _("These are the same word already."))


@transaction.atomic
def add_synonym(*, word: str, means: str) -> Synonym:
    """From now on who searches one finds the other; nothing needs to be indexed again."""
    clear(obstacles_to_synonym(word, means))
    (one,), (other,) = words(word), words(means)
    return Synonym.objects.get_or_create(word=one, means=other)[0]


@transaction.atomic
def remove_synonym(*, word: str, means: str = "") -> int:
    """All synonyms of a word, or the one with `means`."""
    rows = Synonym.objects.filter(word__in=words(word))
    if means:
        rows = rows.filter(means__in=words(means))
    return rows.delete()[0]


def known_synonyms() -> Mapping[str, tuple[str, ...]]:
    return dict(sorted(synonyms().items()))
