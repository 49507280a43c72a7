"""Questions to the index. The same rows in the same order on SQLite and PostgreSQL.

A row is found when every word of the query is found in it: as the word itself, as the beginning of a word, as a word
with the same Dutch stem, as a synonym, or (from four letters on) anywhere inside a word.

Ranking, per word of the query: 8 when the word stands in the title, 5 when a word of the title begins with it or has
its stem, 3 when the word stands in the text, 2 when a word of the text begins with it or has its stem, 1 when it is a
part of a word. The points of all words are added; a title that is the whole query gets 20 more, one that begins with
it 10. Equals stand in the order of their titles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.db import connection
from django.db.models import Case, Count, Expression, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Collate

from kopgroep.kernel.search.models import Audience, Found
from kopgroep.kernel.search.synonyms import synonyms
from kopgroep.kernel.search.words import Term, terms, words


@dataclass(frozen=True)
class Answer:
    """What a query finds for one reader: its words, the rows best first, and how many of each kind there are."""

    query: Sequence[Term]
    rows: QuerySet[Found]
    kinds: Mapping[str, int]


def find(query: str, *, audiences: frozenset[str], kind: str = "") -> Answer:
    """Three queries: the synonyms, how many of each kind, and (when the rows are read) a page of rows."""
    asked = terms(query, synonyms())
    if not asked:
        return Answer((), Found.objects.none(), {})
    rows = Found.objects.filter(pk__in=Audience.objects.filter(token__in=sorted(audiences)).values("found"))
    for term in asked:
        rows = rows.filter(_found_as(term))
    counted = rows.order_by().values("kind").annotate(number=Count("pk")).values_list("kind", "number")
    kinds = dict(sorted(counted))
    if kind:
        rows = rows.filter(kind=kind)
    rows = rows.annotate(points=_points(asked, " ".join(words(query))))
    return Answer(asked, rows.order_by("-points", _by_letters("title_line"), "pk"), kinds)


def _found_as(term: Term) -> Q:
    """The one thing that each database does its own way: find words quickly."""
    ours = _postgresql_words if connection.vendor == "postgresql" else _sqlite_words
    condition = Q(pk__in=ours(term))
    return condition | Q(pk__in=_parts(term)) if term.parts else condition


def _sqlite_words(term: Term) -> Expression:
    # Words hold a-z and 0-9 only, so nothing in them can be read as an operator.
    asked = [f'"{word}"' for word in (*term.exact, *term.stemmed)] + [f'"{word}"*' for word in term.starts]
    return RawSQL("SELECT rowid FROM search_words WHERE search_words MATCH %s", [" OR ".join(asked)])


def _postgresql_words(term: Term) -> Expression:
    asked = [f"'{word}'" for word in (*term.exact, *term.stemmed)] + [f"'{word}':*" for word in term.starts]
    return RawSQL(
        "SELECT id FROM search_found"
        " WHERE array_to_tsvector(string_to_array(btrim(index_words), ' ')) @@ %s::tsquery",
        [" | ".join(asked)],
    )


def _parts(term: Term) -> Expression:
    if connection.vendor == "postgresql":
        likes = " OR ".join(["parts LIKE %s"] * len(term.parts))
        return RawSQL(f"SELECT id FROM search_found WHERE {likes}", [f"%{part}%" for part in term.parts])
    asked = " OR ".join(f'"{part}"' for part in term.parts)
    return RawSQL("SELECT rowid FROM search_parts WHERE search_parts MATCH %s", [asked])


def _holds(column: str, *pieces: str) -> Q:
    return reduce(or_, (Q(**{f"{column}__contains": piece}) for piece in pieces))


def _points(asked: Sequence[Term], line: str) -> Expression:
    per_word = [_points_of(term) for term in asked]
    whole = Case(
        When(title_line=line, then=Value(20)),
        When(title_line__startswith=f"{line} ", then=Value(10)),
        default=Value(0),
        output_field=IntegerField(),
    )
    total: Expression = reduce(add, [*per_word, whole])
    return total


def _points_of(term: Term) -> Expression:
    whole = [f" {word} " for word in term.exact]
    near = [f" {start}" for start in term.starts] + [f" {stem} " for stem in term.stemmed]
    return Case(
        When(_holds("title_words", *whole), then=Value(8)),
        When(_holds("title_words", *near), then=Value(5)),
        When(_holds("index_words", *whole), then=Value(3)),
        When(_holds("index_words", *near), then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )


def _by_letters(column: str) -> Collate:
    """In the order of the letters' codes, whatever the database's own language is."""
    return Collate(column, "C" if connection.vendor == "postgresql" else "BINARY")
