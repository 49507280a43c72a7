"""What waits for somebody in the network, and what happened there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item
from kopgroep.rooms.partners.faces.measuring import mended, since_words
from kopgroep.rooms.partners.models import PIPELINE, STAFF, TAKING_PART, Contact, Partner
from kopgroep.rooms.partners.models.partners import PartnerQuerySet
from kopgroep.rooms.programme.models import Deal, DealKind

# After so many days without news a talk is worth a call.
SILENT_DAYS = 42
MOST = 20


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """What this person could do today: the own organisation's answers, and for staff talks and contacts."""
    if not user.is_authenticated:
        return []
    at_work = Partner.objects.standing_on(on).select_related("organisation", "deal")
    at_work = at_work.exclude(deal__kind=DealKind.HISTORICAL)
    if deal is not None:
        at_work = at_work.filter(deal=deal)
    return [*_own_answers(user, at_work, on), *_for_staff(user, at_work, on)]


def _own_answers(user: Any, at_work: PartnerQuerySet, on: date) -> list[Item]:
    mine = Contact.objects.speaking_for(on).filter(person__user=user)
    if not mine.exists():
        return []
    here = mine.filter(organisation=OuterRef("organisation"), deal=None)
    for_this_deal = mine.filter(organisation=OuterRef("organisation"), deal=OuterRef("deal"))
    partners = at_work.at_stage(*TAKING_PART).with_promises(on).filter(Exists(here) | Exists(for_this_deal))
    found = []
    for partner in partners.order_by("organisation__name", "pk"):
        if not partner.is_motivated:
            found.append(
                mended(
                    partner,
                    "motivation",
                    _("Write down why you take part in %(deal)s") % {"deal": partner.deal},
                )
            )
        if partner.role_code is None:
            found.append(
                mended(
                    partner,
                    "role",
                    _("Name your role in %(deal)s and the days a month") % {"deal": partner.deal},
                )
            )
    return found


def _for_staff(user: Any, at_work: PartnerQuerySet, on: date) -> list[Item]:
    grants = Grant.objects.in_force(on).filter(user=user, role__in=[role.value for role in STAFF])
    start = f"{Deal._meta.label_lower}:"
    uids = [
        address.removeprefix(start)
        for address in grants.values_list("on", flat=True)
        if address.startswith(start)
    ]
    if not uids:
        return []
    mine = at_work.filter(deal__uid__in=uids)
    silent_since = Q(since_on__lte=on - timedelta(days=SILENT_DAYS))
    quiet = mine.at_stage(*PIPELINE).filter(silent_since).order_by(F("since_on"), "pk")[:MOST]
    reachable = Contact.objects.speaking_for(on).filter(organisation=OuterRef("organisation"))
    alone = mine.at_stage(*TAKING_PART).filter(~Exists(reachable)).order_by("organisation__name", "pk")[:MOST]
    return [
        *(
            mended(partner, "move", _("No news for long: %(since)s") % {"since": since_words(partner)})
            for partner in quiet
        ),
        *(
            Item(
                label=partner.organisation.name,
                url=reverse("partners:contact-add", args=[partner.organisation_id]),
                detail=_("Has no contact yet"),
                address=partner.address,
            )
            for partner in alone
        ),
    ]


def news(deal: Deal, since: datetime) -> list[Entry]:
    """The journal's entries about partners of a deal since a moment, newest first."""
    start = f"{Partner._meta.label_lower}:"
    entries = Entry.objects.filter(
        chain__name=deal.journal_chain, at__gt=since, mentions__address__startswith=start
    )
    return list(entries.select_related("private_text").distinct().order_by("-number")[:100])
