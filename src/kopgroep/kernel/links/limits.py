"""How often one may try: guessing links is hopeless, and this makes it slow as well."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

MINUTE = 60
GUESSES_A_MINUTE = 30
ANSWERS_A_MINUTE = 10


def too_many_guesses(request: HttpRequest) -> bool:
    """Unknown links from one address; the address itself is not kept."""
    visitor = salted_hmac("links", request.META.get("REMOTE_ADDR", "")).hexdigest()
    return _count(f"link-guess-{visitor}") > GUESSES_A_MINUTE


def too_many_answers(digest: str) -> bool:
    return _count(f"link-answer-{digest}") > ANSWERS_A_MINUTE


def _count(key: str) -> int:
    if cache.add(key, 1, MINUTE):
        return 1
    try:
        return cache.incr(key)
    except ValueError:
        # It expired between the two.
        return 1
