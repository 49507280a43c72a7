"""Rows of the index, and the installation's synonyms."""

from itertools import count

from kopgroep.kernel.search.models import Audience, Found, Synonym
from kopgroep.kernel.search.words import in_order, with_stems, words
from kopgroep.kernel.texts import Text

_number = count(1)


def make_found(
    title: str = "A tool", text: str = "", *, kind: str = "tool", audience: tuple[str, ...] = ("public",)
) -> Found:
    number = next(_number)
    found = Found.objects.create(
        address=f"test.tool:{number}",
        kind=kind,
        title=Text.of(title),
        text=Text.of(text),
        url=f"/tools/{number}/",
        title_line=" ".join(words(title)),
        title_words=with_stems([words(title)]),
        index_words=with_stems([words(title), words(text)]),
        parts=in_order([words(title), words(text)]),
    )
    for token in audience:
        make_audience(found, token)
    return found


def make_audience(found: Found | None = None, token: str = "public") -> Audience:
    return Audience.objects.create(found=found or make_found(audience=()), token=token)


def make_synonym(word: str = "fiets", means: str = "rijwiel") -> Synonym:
    return Synonym.objects.create(word=word, means=means)
