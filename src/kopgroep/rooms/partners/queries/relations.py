"""With whom the office keeps in touch: who does so, when one spoke, and what is to be followed up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kopgroep.rooms.partners.models import PIPELINE, TAKING_PART, ContactMoment, Partner, RelationManager
from kopgroep.rooms.partners.models.partners import PartnerQuerySet
from kopgroep.rooms.partners.models.relations import with_relation
from kopgroep.rooms.programme.models import Deal

# A partner with whom nobody spoke for so long is worth a call.
QUIET_DAYS = 90


def quiet_since(on: date) -> date:
    return on - timedelta(days=QUIET_DAYS)


def quiet(on: date) -> Q:
    """After with_relation(): nobody spoke with it for long, and it was there all that time."""
    last = quiet_since(on)
    return Q(spoke_on__lt=last) | Q(spoke_on=None, since_on__lt=last)


def relations_of(deals: list[Deal], on: date) -> PartnerQuerySet:
    """The partners of deals that somebody keeps in touch with; who left is let go."""
    rows = Partner.objects.standing_on(on).at_stage(*PIPELINE, *TAKING_PART).filter(deal__in=deals)
    return with_relation(rows.select_related("organisation", "deal"), on)


def manager_of(partner: Partner, *, on: date) -> RelationManager | None:
    rows = partner.relation_managers.filter(Q(until_on=None) | Q(until_on__gt=on), since_on__lte=on)
    return rows.select_related("user").order_by("-since_on", "-pk").first()


def log_of(partner: Partner) -> QuerySet[ContactMoment]:
    rows = partner.contact_moments.select_related("contact__person", "made_by", "partner__organisation")
    return rows.order_by("-held_on", "-pk")


def follow_ups_of(user: Any, deals: list[Deal], on: date) -> list[ContactMoment]:
    """What is due for this person: of the own partners, and what one promised where nobody is relation manager."""
    running = RelationManager.objects.filter(
        Q(until_on=None) | Q(until_on__gt=on), partner=OuterRef("partner"), since_on__lte=on
    ).order_by("-since_on", "-pk")
    parts: dict[str, Any] = {"manager_id": Subquery(running.values("user")[:1])}
    rows = ContactMoment.objects.filter(
        partner__deal__in=deals, follow_up_on__lte=on, followed_up_at=None
    ).annotate(**parts)
    mine = rows.filter(Q(manager_id=user.pk) | Q(manager_id=None, made_by=user))
    return list(mine.select_related("partner__organisation").order_by("follow_up_on", "pk"))


def quiet_relations(user: Any, deals: list[Deal], on: date) -> list[Partner]:
    """The partners of whom this person is relation manager and with whom nobody spoke for long; longest first."""
    rows = relations_of(deals, on).filter(quiet(on), Q(manager_id=user.pk))
    return sorted(rows, key=lambda each: (each.spoke_on or each.since_on, each.organisation.name, each.pk))
