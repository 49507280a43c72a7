"""Who signs is named and checked; parties sign, accede and withdraw."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.actions import move_partner
from kopgroep.rooms.partners.models import Partner, Stage
from kopgroep.rooms.signing.models import (
    DealText,
    How,
    MandateKind,
    MomentKind,
    Signatory,
    Signature,
    SigningMoment,
)
from kopgroep.rooms.signing.queries.parties import MAKES_A_PARTY
from kopgroep.rooms.signing.rules import (
    obstacles_to_calling,
    obstacles_to_checking,
    obstacles_to_keeping_sheet,
    obstacles_to_naming,
    obstacles_to_signing,
    obstacles_to_withdrawing,
)


@transaction.atomic
def call_moment(
    *,
    text: DealText,
    kind: str = MomentKind.SIGNING,
    held_on: date,
    place: str = "",
    by: Actor,
    at: datetime,
) -> SigningMoment:
    """A day on which parties sign this text."""
    text.deal.claim(None)
    clear(obstacles_to_calling(text, kind, held_on))
    moment = SigningMoment.objects.create(
        deal=text.deal, text=text, kind=kind, held_on=held_on, place=place.strip()
    )
    record(Verb.MOMENT_CALLED, about=moment, by=by, at=at, facts={"text": text.title, "on": held_on})
    return moment


@transaction.atomic
def name_signatory(
    *,
    partner: Partner,
    name: str,
    capacity: str,
    acts_as: str = "",
    mandate: str = MandateKind.OWN,
    by: Actor,
    at: datetime,
) -> Signatory:
    """Say who signs for a partner (ondertekenaar); who did so before stays with what was signed."""
    clear(obstacles_to_naming(partner, name, capacity))
    partner.claim(None)
    on = day_of(at)
    Signatory.objects.filter(partner=partner, until_on=None).update(until_on=on)
    made = Signatory.objects.create(
        partner=partner,
        name=name.strip(),
        capacity=capacity.strip(),
        acts_as=acts_as.strip(),
        mandate=mandate,
        from_on=on,
    )
    facts = {"partner": partner.organisation.name, "capacity": made.capacity}
    record(
        Verb.SIGNATORY_NAMED,
        about=made,
        also=[partner],
        by=by,
        at=at,
        facts=facts,
        private={"person": made.name},
    )
    return made


@transaction.atomic
def check_mandate(*, signatory: Signatory, note: str = "", by: Actor, at: datetime) -> Signatory:
    """The office looked at the authority of who signs (bevoegdheid); signatures that were given count as authorised."""
    signatory.claim(None)
    signatory.refresh_from_db()
    clear(obstacles_to_checking(signatory))
    signatory.checked_at, signatory.checked_by = at, by.user
    signatory.check_note = note.strip()
    signatory.save(update_fields=["checked_at", "checked_by", "check_note"])
    given = Signature.objects.filter(signatory=signatory, authorised_on=None)
    given.update(authorised_on=day_of(at))
    facts = {"partner": signatory.partner.organisation.name}
    record(
        Verb.MANDATE_CHECKED,
        about=signatory,
        also=[signatory.partner],
        by=by,
        at=at,
        facts=facts,
        private={"person": signatory.name},
    )
    return signatory


@transaction.atomic
def sign_deal(
    *,
    moment: SigningMoment,
    partner: Partner,
    how: str = How.SHEET,
    signed_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Signature:
    """Put a partner's signature under the text of a moment (ondertekenen)."""
    on = day_of(at)
    signed_on = signed_on or on
    # Two who put the same signature at once: the second waits here, and is told that it is there.
    partner.claim(None)
    clear(obstacles_to_signing(moment, partner, signed_on=signed_on, on=on))
    signatory = Signatory.objects.filter(partner=partner, until_on=None).first()
    is_checked = signatory is not None and signatory.is_checked
    signature = Signature.objects.create(
        moment=moment,
        partner=partner,
        signatory=signatory,
        signed_on=signed_on,
        how=how,
        sha256=moment.text.sha256 if moment.text else "",
        authorised_on=signed_on if is_checked else None,
    )
    facts = {"partner": partner.organisation.name, "on": signed_on}
    verb = Verb.DEAL_ACCEDED if moment.kind == MomentKind.ACCESSION else Verb.DEAL_SIGNED
    record(verb, about=signature, also=[moment, partner], by=by, at=at, facts=facts)
    _becomes_signatory(moment, partner, signed_on, by=by, at=at)
    return signature


def _becomes_signatory(moment: SigningMoment, partner: Partner, on: date, *, by: Actor, at: datetime) -> None:
    if moment.kind not in MAKES_A_PARTY:
        return
    latest = partner.standings.order_by("since_on", "pk").last()
    if latest is not None and latest.stage == Stage.PARTNER and latest.since_on <= on:
        move_partner(partner=partner, stage=Stage.SIGNATORY, since_on=on, by=by, at=at)


@transaction.atomic
def sign_sheet(
    *,
    moment: SigningMoment,
    partners: Iterable[Partner],
    signed_on: date | None = None,
    by: Actor,
    at: datetime,
) -> list[Signature]:
    """One sheet for all: everybody who stands on it signed; all of them or, when one cannot, none."""
    return [
        sign_deal(moment=moment, partner=partner, how=How.SHEET, signed_on=signed_on, by=by, at=at)
        for partner in partners
    ]


@transaction.atomic
def keep_sheet(*, moment: SigningMoment, content: bytes, by: Actor, at: datetime) -> SigningMoment:
    """Keep the scanned sheet with the moment; the one before goes."""
    clear(obstacles_to_keeping_sheet(content[:8], len(content)))
    moment.claim(None)
    before = moment.sheet.name
    moment.sheet.save("sheet", ContentFile(content), save=False)
    moment.sheet_sha256 = hashlib.sha256(content).hexdigest()
    moment.save(update_fields=["sheet", "sheet_sha256"])
    if before:
        storage = moment.sheet.storage
        transaction.on_commit(lambda: storage.delete(before))
    record(Verb.SHEET_KEPT, about=moment, by=by, at=at, facts={"sha256": moment.sheet_sha256})
    return moment


@transaction.atomic
def withdraw_signature(*, signature: Signature, on: date, reason: str, by: Actor, at: datetime) -> Signature:
    """A party leaves the deal by word (uittreden); its obligations end that day, and that it signed stays."""
    signature.claim(None)
    signature.refresh_from_db()
    clear(obstacles_to_withdrawing(signature, on=on, reason=reason))
    signature.withdrawn_on, signature.withdraw_reason = on, reason.strip()
    signature.save(update_fields=["withdrawn_on", "withdraw_reason"])
    facts = {"partner": signature.partner.organisation.name, "on": on}
    record(
        Verb.SIGNATURE_WITHDRAWN,
        about=signature,
        also=[signature.moment, signature.partner],
        by=by,
        at=at,
        facts=facts,
        private={"reason": reason.strip()},
    )
    return signature
