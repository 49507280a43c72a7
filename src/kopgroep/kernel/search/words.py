"""What a text is found by: plain words, two Dutch stems of each, and the text without accents for parts of words.

All of it becomes plain ASCII here, so that the databases have nothing left to decide and find the same rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import Stemmer

# Letters that have no accent to take off.
PLAIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ß": "ss"}
)
# Snowball 3 calls Kraaij and Pohlmann's stemmer "dutch", and the older one of Porter's family "dutch_porter".
# The third mark is for what neither knows: foto's, autos, agenda's.
PORTER, KRAAIJ, VOWEL = "_p", "_k", "_v"
STOP_WORDS = frozenset(
    "de het een en van in op te voor met aan der den des om bij the a an of and to for in on with".split()
)
# Shorter pieces stand in too many words to mean anything there.
SHORTEST_PREFIX, SHORTEST_PART, SHORTEST_STEM_PART = 2, 4, 5
MOST_WORDS = 12
LONGEST_WORD = 60

_WORD = re.compile(r"[a-z0-9]+")
_PLURAL_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘`](?=s\b)")
_ENDS_IN_VOWEL = re.compile(r"(\w*[^aeiou][aiou])s?", re.ASCII)
_PLURAL_AFTER_E = re.compile(r"(?<=[ei]e)en$")


def plain(text: str) -> str:
    """Lower case, without accents, ASCII only; what has no ASCII letter becomes its number."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded).casefold().translate(PLAIN)
    return "".join(_plain_letter(letter) for letter in decomposed)


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if unicodedata.combining(letter):
        return ""
    return f"u{ord(letter):x}" if letter.isalnum() else " "


def words(text: str) -> list[str]:
    """The words of a text in order. A hyphen parts words; foto's is fotos, 's-Gravenhage is s and gravenhage."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(plain(_PLURAL_APOSTROPHE.sub("", text)))]


@lru_cache(maxsize=20_000)
def stems(word: str) -> tuple[str, ...]:
    """Its stems, each with its mark; the first is Porter's. Remembered, for many records share their words."""
    # Both stemmers want the accent that plain() took off: ideeën, categorieën.
    word = _PLURAL_AFTER_E.sub("", word)
    # A Stemmer keeps state and may not be shared between threads; making one costs microseconds.
    found = [
        PORTER + Stemmer.Stemmer("dutch_porter").stemWord(word),
        KRAAIJ + Stemmer.Stemmer("dutch").stemWord(word),
    ]
    if vowel := _ENDS_IN_VOWEL.fullmatch(word):
        found.append(VOWEL + vowel[1])
    return tuple(found)


def with_stems(texts: Iterable[Sequence[str]]) -> str:
    """Every word of some texts and its stems, each once, with a blank before and after each."""
    found: dict[str, None] = {}
    for word in dict.fromkeys(word for text in texts for word in text):
        found[word] = None
        for stem in stems(word):
            found[stem] = None
    return f" {' '.join(found)} "


def in_order(texts: Iterable[Sequence[str]]) -> str:
    """The words in order, for finding a part of a word."""
    return f" {' '.join(word for text in texts for word in text)} "


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a query: what it may be found as.

    exact   words as they stand        starts  beginnings of words
    stemmed marked stems               parts   pieces anywhere in a word
    """

    word: str
    exact: tuple[str, ...]
    starts: tuple[str, ...]
    stemmed: tuple[str, ...]
    parts: tuple[str, ...]


def terms(query: str, synonyms: Mapping[str, Iterable[str]]) -> list[Term]:
    """The words of a query that must all be found; small words count only when there is nothing else."""
    asked = list(dict.fromkeys(words(query)))
    telling = [word for word in asked if word not in STOP_WORDS] or asked
    return [_term(word, synonyms) for word in telling[:MOST_WORDS]]


def _term(word: str, synonyms: Mapping[str, Iterable[str]]) -> Term:
    same = tuple(dict.fromkeys((word, *synonyms.get(word, ()))))
    stemmed = [stems(one) for one in same]
    parts = [one for one in same if len(one) >= SHORTEST_PART]
    parts += [
        part for porter, *_more in stemmed if len(part := porter.removeprefix(PORTER)) >= SHORTEST_STEM_PART
    ]
    return Term(
        word=word,
        exact=same,
        starts=tuple(one for one in same if len(one) >= SHORTEST_PREFIX),
        stemmed=tuple(dict.fromkeys(stem for found in stemmed for stem in found)),
        parts=tuple(dict.fromkeys(parts)),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a shown text; `found` when it is what the reader looked for."""

    text: str
    found: bool


def pieces(text: str, query: Sequence[Term]) -> list[Piece]:
    """A text cut into pieces, so that a page can mark what was found without any HTML in it."""
    result: list[Piece] = []
    cuts = [0]
    marks: set[int] = set()
    for match in re.finditer(r"\w+", text):
        if _answers(match.group(), query):
            cuts += [match.start(), match.end()]
            marks.add(match.start())
    cuts.append(len(text))
    for start, end in pairwise(cuts):
        if end > start:
            result.append(Piece(text[start:end], start in marks))
    return result


def _answers(shown: str, query: Sequence[Term]) -> bool:
    for word in words(shown):
        marked = set(stems(word))
        for term in query:
            if word in term.exact or any(word.startswith(start) for start in term.starts):
                return True
            if marked.intersection(term.stemmed) or any(part in word for part in term.parts):
                return True
    return False


def excerpt(text: str, query: Sequence[Term], *, length: int = 220) -> list[Piece]:
    """The part of a text around the first word that was found, with that word and its fellows marked."""
    flat = " ".join(text.split())
    first = next(
        (match.start() for match in re.finditer(r"\w+", flat) if _answers(match.group(), query)),
        0,
    )
    start = 0 if first < length // 2 else flat.rfind(" ", 0, first - length // 3) + 1
    end = len(flat)
    if end > start + length:
        end = max(flat.rfind(" ", start, start + length), start + length // 2)
    shown = pieces(flat[start:end], query)
    before = [Piece("… ", False)] if start else []
    after = [Piece(" …", False)] if end < len(flat) else []
    return [*before, *shown, *after]
