"""The front page: the deals of this installation, each in one line with its route."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may
from kopgroep.rooms.gates.queries import SmallRoute, small_routes
from kopgroep.rooms.programme.models import Deal, DealKind

KINDS: dict[str, tuple[Promise, str]] = {
    DealKind.LIVING: (_("at work"), "good"),
    DealKind.HISTORICAL: (_("history"), "neutral"),
    DealKind.FICTIONAL: (_("made up, to try things out"), "info"),
}
ORDER = [DealKind.LIVING, DealKind.FICTIONAL, DealKind.HISTORICAL]


@dataclass(frozen=True, slots=True)
class DealLine:
    """A deal on the front page."""

    deal: Deal
    kind: Promise
    tone: str
    route: SmallRoute


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    deals = [deal for deal in Deal.objects.order_by("pk") if may(request, Permission.DEAL_VIEW, about=deal)]
    deals.sort(key=lambda deal: (ORDER.index(DealKind(deal.kind)), str(deal.name).lower()))
    routes = small_routes(deals, clock.today())
    lines = [DealLine(deal, *KINDS[deal.kind], routes[deal.pk]) for deal in deals]
    context = {"lines": lines, "may_set_up": may(request, Permission.DEAL_SET_UP), "demo": settings.DEMO}
    return render(request, "pages/home.html", context)


@require_safe
@cache_control(max_age=3600)
def theme(request: HttpRequest) -> HttpResponseBase:
    """The colours of this installation (setting THEME)."""
    path = Path(settings.THEME) if settings.THEME else None
    if path is None or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="text/css; charset=utf-8")
