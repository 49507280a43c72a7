"""What a page of the contributions is about, and who may see it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.actors import Actor
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal


def load_deal(request: HttpRequest, code: str, permission: Permission) -> tuple[Deal, Actor]:
    deal = get_object_or_404(Deal, code=code)
    return deal, require(request, permission, about=deal)


def load_partner(request: HttpRequest, partner_id: int, permission: Permission) -> tuple[Partner, Actor]:
    partner = get_object_or_404(Partner.objects.select_related("deal", "organisation"), pk=partner_id)
    return partner, require(request, permission, about=partner)


def crumbs_of(deal: Deal, partner: Partner | None = None) -> list[dict[str, Any]]:
    found = [{"label": _("Contributions"), "url": reverse("contributions:contributions", args=[deal.code])}]
    if partner is not None:
        url = reverse("contributions:partner", args=[partner.pk])
        found.append({"label": partner.organisation.name, "url": url})
    return found
