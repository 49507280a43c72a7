"""One search for everything: what is found, of which kinds, best first, and only what this reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kopgroep.kernel.lists.shown import address_of
from kopgroep.kernel.search import STAFF
from kopgroep.kernel.search.audiences import audiences_of
from kopgroep.kernel.search.find import Answer, find
from kopgroep.kernel.search.models import Found
from kopgroep.kernel.search.words import Piece, Term, excerpt, pieces

LONGEST_QUERY = 200
PAGE_SIZE = 20

# How people call a kind: one of them, and all of them.
KINDS: dict[str, tuple[Promise, Promise]] = {
    "deal": (_("City Deal"), _("City Deals")),
    "phase": (_("Phase"), _("Phases")),
    "principle": (_("Design principle"), _("Design principles")),
    "norm": (_("Norm"), _("Norms")),
    "partner": (_("Partner"), _("Partners")),
    "organisation": (_("Organisation"), _("Organisations")),
    "person": (_("Person"), _("People")),
}


@dataclass(frozen=True, slots=True)
class Facet:
    label: str
    number: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the page shows it, in pieces of which some are marked."""

    kind: str
    url: str
    title: Sequence[Piece]
    text: Sequence[Piece]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    kind = request.GET.get("kind", "")
    audiences = audiences_of(request.user)
    answer = find(query, audiences=audiences, kind=kind)
    total = sum(answer.kinds.values())
    paginator = Paginator(answer.rows, PAGE_SIZE)
    # The kinds were counted already; a second count of the same rows would cost as much again.
    paginator.count = answer.kinds.get(kind, 0) if kind else total
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "pages/search.html",
        {
            "query": query,
            "kind": kind,
            "facets": _facets(request, answer, kind, total),
            "is_staff": STAFF in audiences,
            "total": total,
            "count": paginator.count,
            "page": page,
            "lines": [_line(row, answer.query) for row in page.object_list],
            "all_url": address_of(request.GET, kind=None, page=None),
            "fewer": _fewer(request, answer.query) if query and not total else [],
        },
    )


def _facets(request: HttpRequest, answer: Answer, kind: str, total: int) -> list[Facet]:
    if not total:
        return []
    everything = Facet(str(_("Everything")), total, address_of(request.GET, kind=None, page=None), not kind)
    order = [
        *(known for known in KINDS if known in answer.kinds),
        *(k for k in answer.kinds if k not in KINDS),
    ]
    return [
        everything,
        *(
            Facet(
                str(KINDS[one][1]) if one in KINDS else one,
                answer.kinds[one],
                address_of(request.GET, kind=one, page=None),
                one == kind,
            )
            for one in order
        ),
    ]


def _line(row: Found, query: Sequence[Term]) -> Line:
    return Line(
        kind=str(KINDS[row.kind][0]) if row.kind in KINDS else row.kind,
        url=row.url,
        title=pieces(str(row.title), query),
        text=excerpt(str(row.text), query),
    )


def _fewer(request: HttpRequest, query: Sequence[Term]) -> list[dict[str, str]]:
    """When nothing answers to all words: each of them alone."""
    if len(query) < 2:
        return []
    return [
        {"label": term.word, "url": address_of(request.GET, q=term.word, kind=None, page=None)}
        for term in query
    ]
