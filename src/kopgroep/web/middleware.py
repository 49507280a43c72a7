"""What every request passes: odd input is refused, the log gets one line, visitors are sent to sign in."""

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import resolve_url
from django.utils.decorators import sync_only_middleware

from kopgroep.kernel.access import SignInFirst

log = structlog.get_logger(__name__)
Next = Callable[[HttpRequest], HttpResponse]


def refuse_odd_input(get_response: Next) -> Next:
    """Null bytes can stand in no text that people type, and PostgreSQL refuses them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest(
                "Null bytes are not accepted.", content_type="text/plain; charset=utf-8"
            )
        return get_response(request)

    return middleware


def log_request(get_response: Next) -> Next:
    """One line per request, without who or from where."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            view=match.view_name if match else None,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - started) * 1000, 1),
        )
        return response

    return middleware


@sync_only_middleware
class sign_in_first:  # noqa: N801 -- named like the functions beside it
    """Turns SignInFirst into a redirect to the sign-in page, and back afterwards."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SignInFirst):
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        return None
