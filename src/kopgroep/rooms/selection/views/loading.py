"""What a page of this room is about, and who may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.selection.models import Choice, Rejection, Round
from kopgroep.rooms.tools.models import Tool
from kopgroep.rooms.tools.queries import longlist


def load_deal(request: HttpRequest, code: str, permission: Permission) -> tuple[Deal, Actor]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def load_round(request: HttpRequest, round_id: int, permission: Permission) -> tuple[Round, Actor]:
    found = get_object_or_404(Round.objects.select_related("deal", "decision"), pk=round_id)
    return found, require(request, permission, about=found)


def keeps(request: HttpRequest, deal: Deal) -> bool:
    return may(request, Permission.SELECTION_KEEP, about=deal) and not deal.is_read_only


def own_partners(request: HttpRequest, deal: Deal) -> list[Partner]:
    """The partners that somebody gives the voice of."""
    on = clock.today()
    if not request.user.is_authenticated:
        return []
    mine = Contact.objects.speaking_for(on).filter(person__user=request.user)
    rows = Partner.objects.taking_part(on).filter(deal=deal)
    rows = rows.filter(organisation__contacts__in=mine.filter(deal=None)) | rows.filter(
        organisation__contacts__in=mine.filter(deal=deal)
    )
    return list(rows.select_related("organisation").distinct().order_by("organisation__name", "pk"))


def crumbs_of(deal: Deal, within: Round | None = None) -> list[dict[str, Any]]:
    above = [
        (_("Exploring"), reverse("tools:exploring", args=[deal.code])),
        (_("Selection"), reverse("selection:selection", args=[deal.code])),
    ]
    if within is not None:
        above.append((within.title, within.get_absolute_url()))
    return [{"label": label, "url": url} for label, url in above]


def to_choose(deal: Deal) -> QuerySet[Tool]:
    """On the longlist and not chosen yet."""
    chosen = Choice.objects.filter(tool__deal=deal, revoked_on=None).values("tool")
    rows: Any = longlist(deal, clock.today()).exclude(pk__in=chosen)
    return rows.order_by("name", "pk")  # type: ignore[no-any-return]


def still_in(deal: Deal) -> QuerySet[Tool]:
    """Neither chosen nor left out."""
    out = Rejection.objects.filter(tool__deal=deal, reconsidered_on=None).values("tool")
    return to_choose(deal).exclude(pk__in=out)
