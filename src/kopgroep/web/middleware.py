"""What every request passes: odd input is refused, the log gets one line, visitors are sent to sign in."""

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotAllowed
from django.shortcuts import resolve_url
from django.utils.decorators import sync_only_middleware

from kopgroep.kernel.access import SignInFirst

log = structlog.get_logger(__name__)
Next = Callable[[HttpRequest], HttpResponse]
METHODS = ["GET", "HEAD", "POST"]


def refuse_odd_input(get_response: Next) -> Next:
    """Null bytes, which PostgreSQL cannot keep, bodies without end, and methods other than to read and to send."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS and not request.path.startswith("/api/"):
            return HttpResponseNotAllowed(METHODS)
        if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
            # Its end is not known, so it could go on for ever. Browsers always say how much they send.
            words = (
                "Zeg vooraf hoe groot het is (Content-Length). / Say first how large it is (Content-Length)."
            )
            return HttpResponse(words, status=411, content_type="text/plain; charset=utf-8")
        if _has_null_byte(request):
            return HttpResponseBadRequest(
                "Null bytes are not accepted.", content_type="text/plain; charset=utf-8"
            )
        return get_response(request)

    return middleware


def _has_null_byte(request: HttpRequest) -> bool:
    """In the address, a cookie (where \\000 in quotes means one) or a form; the API looks into its own bodies."""
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    texts = [*request.COOKIES, *request.COOKIES.values()]
    if request.method == "POST":
        for name, values in request.POST.lists():
            texts += [name, *values]
        texts += [upload.name or "" for _field, uploads in request.FILES.lists() for upload in uploads]
    return any("\x00" in text for text in texts)


def keep_private(get_response: Next) -> Next:
    """What somebody saw who was signed in, nobody finds back in the browser; a page is never kept on the way."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        response.headers.setdefault(
            "Cache-Control", "private, no-store" if signed_in else "private, no-cache"
        )
        return response

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
