"""When something cannot be shown: what, why, who can change that, and the way on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "pages/400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "pages/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "pages/404.html", {"asked": request.path[:200]}, status=404)


def gone_wrong(request: HttpRequest) -> HttpResponse:
    """Needs neither the database nor the session: those may be what went wrong."""
    return render(None, "pages/500.html", status=500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer when a form was sent without its proof that it came from this site."""
    context: dict[str, Any] = {"back": request.get_full_path()}
    return render(request, "pages/403_csrf.html", context, status=403)
