"""How often one may try: guessing links is hopeless, and this makes it slow as well."""

from __future__ import annotations

from django.http import HttpRequest

from kopgroep.kernel.limits import times_in, visitor_of

MINUTE = 60
GUESSES_A_MINUTE = 30
ANSWERS_A_MINUTE = 10


def too_many_guesses(request: HttpRequest) -> bool:
    """Unknown links from one address; the address itself is not kept."""
    visitor = visitor_of(request, "links")
    return times_in(f"link-guess-{visitor}", seconds=MINUTE) > GUESSES_A_MINUTE


def too_many_answers(digest: str) -> bool:
    return times_in(f"link-answer-{digest}", seconds=MINUTE) > ANSWERS_A_MINUTE
