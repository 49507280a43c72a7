"""Headers that every answer of the API carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Next = Callable[[HttpRequest], HttpResponse]


def api_headers(get_response: Next) -> Next:
    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return middleware
