"""One error shape: application/problem+json (RFC 9457), in the reader's language, with every mistake at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import (
    APIException,
    NotAuthenticated,
    NotFound,
    PermissionDenied,
    ValidationError,
)
from rest_framework.response import Response
from rest_framework.views import exception_handler

from kopgroep.kernel.access import ScopeMissing, SignInFirst
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.records import EditedMeanwhile

log = structlog.get_logger(__name__)

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: _("The request is not right"),
    401: _("Sign in first"),
    403: _("You may not do this"),
    404: _("This does not exist"),
    405: _("This cannot be done here"),
    406: _("No such form of answer"),
    409: _("This cannot happen now"),
    415: _("This kind of body is not read"),
    429: _("Too many requests"),
    500: _("Something went wrong here"),
}


def body_of(code: int, detail: object, **more: object) -> dict[str, object]:
    title = TITLES.get(code, TITLES[400 if code < 500 else 500])
    return {"type": "about:blank", "title": str(title), "status": code, "detail": str(detail), **more}


def answer(code: int, detail: object, **more: object) -> Response:
    return Response(body_of(code, detail, **more), status=code, content_type=CONTENT_TYPE)


def mistakes(detail: Any, pointer: str = "#") -> Iterator[dict[str, Any]]:
    """Every message of a validation error with a pointer to its field, however deep."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            name = "" if key == "non_field_errors" else "/" + str(underscore_to_camel_key(key))
            yield from mistakes(value, pointer + name)
    elif isinstance(detail, list):
        for number, value in enumerate(detail):
            yield from mistakes(value, f"{pointer}/{number}" if isinstance(value, dict) else pointer)
    else:
        yield {"in": "body", "location": {"pointer": pointer}, "code": detail.code, "detail": str(detail)}


def underscore_to_camel_key(key: str) -> str:
    head, *rest = str(key).split("_")
    return head + "".join(part.title() for part in rest)


def known_to_drf(exc: Exception) -> Exception:
    """Refusals of the kernel and of Django, as the exceptions that DRF gives an answer to."""
    if isinstance(exc, Http404):
        return NotFound()
    if isinstance(exc, SignInFirst):
        refusal = NotAuthenticated(_("This is not public; send a token."))
        refusal.auth_header = "Bearer"  # type: ignore[attr-defined]
        return refusal
    if isinstance(exc, ScopeMissing):
        return PermissionDenied(
            _("This token was not made for it; it needs the scope %(scope)s.") % {"scope": exc}
        )
    if isinstance(exc, DjangoPermissionDenied):
        return PermissionDenied(_("Your roles do not allow this."))
    return exc


def problem(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: what went wrong, as a problem."""
    exc = known_to_drf(exc)
    if isinstance(exc, Obstructed):
        obstacles = [
            {
                "code": obstacle.code,
                "why": str(obstacle.why),
                "who": str(obstacle.who),
                "mend": obstacle.mend_url,
            }
            for obstacle in exc.obstacles
        ]
        return answer(status.HTTP_409_CONFLICT, exc, obstacles=obstacles)
    if isinstance(exc, EditedMeanwhile):
        why = _(
            "Somebody else changed this since you read it; read it again (revision %(revision)s) and repeat."
        )
        return answer(status.HTTP_409_CONFLICT, why % {"revision": exc.current.revision})
    response = exception_handler(exc, context)
    if response is None:
        return None
    if isinstance(exc, ValidationError):
        response.data = body_of(
            400, _("One or more fields are not right."), errors=list(mistakes(exc.detail))
        )
    elif isinstance(exc, APIException):
        response.data = body_of(response.status_code, exc.detail)
    response.content_type = CONTENT_TYPE
    return response


def problem_page(request: HttpRequest, code: int, detail: object) -> JsonResponse:
    """The same shape for what never reaches an endpoint: unknown addresses, and our own failures."""
    return JsonResponse(body_of(code, detail), status=code, content_type=CONTENT_TYPE)
