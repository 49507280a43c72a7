"""The words of a deal: its own where it has them, else the product's."""

from collections.abc import Callable

from django.utils.translation import override

from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter import WORDS
from kopgroep.rooms.programme.models import Deal


def word(deal: Deal, name: str) -> str:
    """What this deal calls a thing of the glossary, in the reader's language."""
    own = deal.words.get(name)
    return str(Text.of(own)) if own else str(WORDS[name])


def in_both_languages(say: Callable[[], str]) -> dict[str, str]:
    """A sentence as the journal keeps it, so that each reader gets the own language."""
    said = {}
    for code in ("nl", "en"):
        with override(code):
            said[code] = say()
    return said
