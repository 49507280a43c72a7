"""What holds for who is signed in: a second factor where the role asks for it, and when a session was last used."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.factors import lacks_second_factor
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.accounts.sessions import note_use

Next = Callable[[HttpRequest], HttpResponse]
# What one needs to get a second factor, and to leave; the API asks for it at the token.
OPEN = (
    "/account/logout/",
    "/account/reauthenticate/",
    "/i18n/",
    "/theme.css",
    "/static/",
    "/health/",
    "/api/",
)


def second_factor_first(get_response: Next) -> Next:
    """Leads who must have a second factor, and has none, to the page where it is made; nothing else happens."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user, pages = request.user, reverse("mfa_index")
        if (
            isinstance(user, User)
            and not request.path.startswith((pages, *OPEN))
            and lacks_second_factor(user)
        ):
            return redirect(pages)
        return get_response(request)

    return middleware


def note_session(get_response: Next) -> Next:
    """Remembers now and then that a session is in use, so that its owner sees which are alive."""

    def middleware(request: HttpRequest) -> HttpResponse:
        note_use(request, at=clock.now())
        return get_response(request)

    return middleware
