"""Headers that every answer of the API carries; what Django would say in HTML is said as a problem."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kopgroep.api.errors import problem_page

Next = Callable[[HttpRequest], HttpResponse]


def api_headers(get_response: Next) -> Next:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/api/"):
            return get_response(request)
        # A program acts by its token only; a browser's session never counts here.
        request.COOKIES.clear()
        response = get_response(request)
        if response.status_code >= 400 and "json" not in response.headers.get("Content-Type", ""):
            response = problem_page(
                request, response.status_code, _("This address or request is not known to the API.")
            )
        response["API-Version"] = settings.API_VERSION
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        response["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cache-Control", "no-store")
        if request.path.endswith("/openapi.json"):
            response["Access-Control-Allow-Origin"] = "*"
        return response

    return middleware
