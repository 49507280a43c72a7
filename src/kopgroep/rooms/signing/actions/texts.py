"""A text is drafted from the records, written, and frozen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.signing.models import DealText, TextKind, TextPart
from kopgroep.rooms.signing.queries.texts import digest_of, first_parts
from kopgroep.rooms.signing.rules import obstacles_to_drafting, obstacles_to_freezing, obstacles_to_writing


@transaction.atomic
def draft_text(
    *, deal: Deal, kind: str = TextKind.DEAL, title: str = "", by: Actor, at: datetime
) -> DealText:
    """A new version: with the parts of the one before, or filled from the records of the deal."""
    # Two who draft at once: the second waits here, and finds the draft of the first.
    deal.claim(None)
    on = day_of(at)
    clear(obstacles_to_drafting(deal, kind, on))
    before = DealText.objects.filter(deal=deal, kind=kind).order_by("-number").first()
    last = DealText.objects.filter(deal=deal, kind=kind).aggregate(last=Max("number"))["last"] or 0
    text = DealText.objects.create(
        deal=deal,
        kind=kind,
        number=last + 1,
        title=title.strip() or f"{TextKind(kind).label}: {deal.name.nl}",
        drafted_on=on,
    )
    if before is not None:
        parts = [(part.code, part.heading, part.body) for part in before.parts.order_by("order", "pk")]
    else:
        parts = list(first_parts(deal, kind, on))
    TextPart.objects.bulk_create(
        TextPart(text=text, code=code, heading=heading, body=body, order=order)
        for order, (code, heading, body) in enumerate(parts, start=1)
    )
    record(Verb.TEXT_DRAFTED, about=text, by=by, at=at, facts={"text": text.title, "number": text.number})
    return text


@transaction.atomic
def write_part(
    *, part: TextPart, heading: str, body: str, seen_revision: int | None = None, by: Actor, at: datetime
) -> TextPart:
    """Change a part of a draft; who wrote meanwhile is not overwritten unseen."""
    clear(obstacles_to_writing(part.text))
    part.claim(seen_revision)
    part.heading, part.body = heading.strip(), body.strip()
    part.save(update_fields=["heading", "body"])
    facts = {"text": part.text.title, "part": part.heading}
    record(Verb.TEXT_CHANGED, about=part.text, also=[part], by=by, at=at, facts=facts)
    return part


@transaction.atomic
def freeze_text(*, text: DealText, by: Actor, at: datetime) -> DealText:
    """From now on the words stay as they are (bevriezen); the hash proves it."""
    text.claim(None)
    text.refresh_from_db()
    clear(obstacles_to_freezing(text))
    text.frozen_on, text.sha256 = day_of(at), digest_of(text)
    text.save(update_fields=["frozen_on", "sha256"])
    facts = {"text": text.title, "number": text.number, "sha256": text.sha256}
    record(Verb.TEXT_FROZEN, about=text, by=by, at=at, facts=facts)
    return text
