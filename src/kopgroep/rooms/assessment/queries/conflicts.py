"""Who may not judge what: found from the records, never asked."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.obstacles import Words
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import Ownership, Tool


def partners_of(user: User, deal: Deal, *, on: date) -> list[Partner]:
    """The partners of this deal that somebody works for, by name."""
    mine = Contact.objects.current(on).filter(person__user=user).filter(Q(deal=None) | Q(deal=deal))
    rows = Partner.objects.taking_part(on).filter(deal=deal, organisation__in=mine.values("organisation"))
    return list(rows.select_related("organisation").order_by("organisation__name", "pk"))


def conflict_of(tool: Tool, user: User, *, on: date) -> Words:
    """Why somebody may not judge this tool; empty when they may."""
    mine = {partner.pk: partner for partner in partners_of(user, tool.deal, on=on)}
    owned = Ownership.objects.in_force(on).filter(tool=tool, partner__in=mine).first()
    if owned is not None:
        return _("%(partner)s owns this tool, so you do not assess it.") % {
            "partner": mine[owned.partner_id].organisation.name
        }
    maker = tool.makers.filter(pk__in=mine).first()
    if maker is not None:
        return _("%(partner)s makes this tool, so you do not assess it.") % {
            "partner": mine[maker.pk].organisation.name
        }
    return ""


def conflicting_tools(user: User, deal: Deal, *, on: date) -> set[int]:
    """Every tool of the deal that somebody may not judge; two queries."""
    mine = [partner.pk for partner in partners_of(user, deal, on=on)]
    owned = Ownership.objects.in_force(on).filter(partner__in=mine).values_list("tool_id", flat=True)
    made = Tool.makers.through.objects.filter(partner_id__in=mine).values_list("tool_id", flat=True)
    return {*owned, *made}
