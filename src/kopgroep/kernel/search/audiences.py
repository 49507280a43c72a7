"""Whose reader someone is: the tokens that open rows of the index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kopgroep.kernel.access import Permission, allowed
from kopgroep.kernel.search import PUBLIC, STAFF

AudienceSource = Callable[[Any], frozenset[str]]
_sources: list[AudienceSource] = []


def add_audience_source(source: AudienceSource) -> None:
    """A room tells, once at start-up, which tokens its records give a user; a constant number of queries each."""
    if source not in _sources:
        _sources.append(source)


def audiences_of(user: Any) -> frozenset[str]:
    """Every token a user (or an anonymous visitor) has. Who has none of a row's tokens never learns that it exists."""
    tokens = frozenset({PUBLIC})
    if user.is_authenticated and allowed(user, Permission.JOB_RUN):
        tokens |= {STAFF}
    for source in _sources:
        tokens |= source(user)
    return tokens
