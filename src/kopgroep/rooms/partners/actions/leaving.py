"""A partner leaves a deal from a day (uittreden): its roles end, its history stays, and it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.mail import mail_to
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Contact, Participation, Partner, Relation, Stage, Standing
from kopgroep.rooms.partners.rules import obstacles_to_moving, obstacles_to_undoing_leaving
from kopgroep.rooms.programme.queries import joining_of


@transaction.atomic
def leave_deal(
    *,
    partner: Partner,
    on: date,
    reason: str,
    tell: Sequence[Contact] = (),
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Standing:
    """Note that a partner leaves from a day; from then on it has no role and owes nothing, and all it did stays."""
    partner.claim(seen_revision)
    clear(obstacles_to_moving(partner, Stage.LEFT, since_on=on, note=reason))
    before = partner.standings.filter(since_on__lte=on).order_by("since_on", "pk").last()
    standing = Standing.objects.create(
        partner=partner,
        stage=Stage.LEFT,
        relation=before.relation if before else Relation.PARTNER,
        since_on=on,
        note=reason.strip(),
        ended=end_roles(partner, on=on),
    )
    for contact in tell:
        _tell(contact, partner, on=on, at=at)
    told = ", ".join(contact.person.name for contact in tell)
    record(
        Verb.PARTNER_LEFT,
        about=partner,
        also=[partner.organisation, standing],
        by=by,
        at=at,
        facts={"partner": partner.organisation.name, "on": on},
        private={"note": reason.strip(), "told": told},
    )
    return standing


def end_roles(partner: Partner, *, on: date) -> list[dict[str, Any]]:
    """Roles that run end on the day, those that would begin later do not; returns them as they were."""
    was = []
    for row in partner.participations.exclude(until_on__lte=on).select_related("role").order_by("from_on"):
        was.append(
            {
                "uid": str(row.uid),
                "role": row.role.code,
                "days_per_month": None if row.days_per_month is None else str(row.days_per_month),
                "from_on": row.from_on.isoformat(),
                "until_on": row.until_on.isoformat() if row.until_on else None,
            }
        )
        if row.from_on >= on:
            row.delete()
            continue
        row.claim(None)
        row.until_on = on
        row.save(update_fields=["until_on"])
    return was


@transaction.atomic
def undo_leaving(*, partner: Partner, seen_revision: int | None = None, by: Actor, at: datetime) -> Partner:
    """Take it back: the partner stands where it stood, in the roles that it had."""
    partner.claim(seen_revision)
    clear(obstacles_to_undoing_leaving(partner))
    left = partner.standings.order_by("since_on", "pk").last()
    assert left is not None
    roles = {role.code: role for role in partner.deal.participation_roles.all()}
    for was in left.ended:
        until_on = date.fromisoformat(was["until_on"]) if was["until_on"] else None
        row = Participation.objects.filter(uid=was["uid"], partner=partner).first()
        if row is not None:
            row.claim(None)
            row.until_on = until_on
            row.save(update_fields=["until_on"])
        elif was["role"] in roles:
            Participation.objects.create(
                uid=was["uid"],
                partner=partner,
                role=roles[was["role"]],
                days_per_month=None if was["days_per_month"] is None else Decimal(was["days_per_month"]),
                from_on=date.fromisoformat(was["from_on"]),
                until_on=until_on,
            )
    facts = {"partner": partner.organisation.name, "on": left.since_on}
    left.delete()
    record(Verb.LEAVING_UNDONE, about=partner, also=[partner.organisation], by=by, at=at, facts=facts)
    return partner


def _tell(contact: Contact, partner: Partner, *, on: date, at: datetime) -> None:
    person = contact.person
    words = {
        "name": person.name,
        "organisation": partner.organisation.name,
        "deal": partner.deal,
        "on": on,
        "is_past": on <= day_of(at),
        "joining": joining_of(partner.deal),
    }
    language = person.user.language if person.user else "nl"
    mail_to(email=person.email, language=language, template="partner_left", words=words, at=at, about=partner)
