"""Why a text cannot be changed, frozen or signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_in_phase, obstacles_to_changing
from kopgroep.rooms.signing.models import (
    DealText,
    MomentKind,
    Signatory,
    Signature,
    SigningMoment,
    TextKind,
)

MOST_BYTES = 20_000_000
# How the kinds of files begin that a scanned sheet can be.
SHEETS = (b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff")


def obstacles_to_drafting(deal: Deal, kind: str, on: date) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    if kind == TextKind.DEAL:
        yield from obstacles_in_phase(deal, "frozen-text", on)
    if draft := DealText.objects.filter(deal=deal, kind=kind, frozen_on=None).first():
        yield Obstacle(
            "draft-there",
            _("There is a draft of this already; write in that one."),
            mend_url=draft.get_absolute_url(),
            mend_label=_("Look at the draft"),
        )


def obstacles_to_writing(text: DealText) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(text.deal)
    if text.is_frozen:
        yield Obstacle("frozen", _("This text is frozen. Draft a new version to change it."))


def obstacles_to_freezing(text: DealText) -> Iterator[Obstacle]:
    yield from obstacles_to_writing(text)
    for part in text.parts.filter(body="").order_by("order", "pk"):
        yield Obstacle(
            "part-empty",
            _("The part “%(part)s” is still empty.") % {"part": part.heading},
            mend_url=reverse("signing:part", args=[text.pk, part.code]),
            mend_label=_("Write it"),
        )


def obstacles_to_calling(text: DealText, kind: str, held_on: date) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(text.deal)
    if not text.is_frozen:
        yield Obstacle(
            "not-frozen",
            _("Only a frozen text is signed, so that everybody signs the same words."),
            mend_url=text.get_absolute_url(),
            mend_label=_("Freeze the text"),
        )
    if SigningMoment.objects.filter(deal=text.deal, kind=kind, held_on=held_on).exists():
        yield Obstacle(
            "moment-there", _("There is such a moment on that day already."), facts={"field": "held_on"}
        )
    signings = SigningMoment.objects.filter(deal=text.deal, kind=MomentKind.SIGNING)
    if kind == MomentKind.ACCESSION and not signings.filter(held_on__lte=held_on).exists():
        yield Obstacle(
            "no-signing-yet", _("One accedes to a deal that was signed before."), facts={"field": "kind"}
        )


def obstacles_to_signing(
    moment: SigningMoment, partner: Partner, *, signed_on: date, on: date
) -> Iterator[Obstacle]:
    name = {"partner": partner.organisation.name}
    yield from obstacles_to_changing(moment.deal)
    if partner.deal_id != moment.deal_id:
        yield Obstacle("other-deal", _("%(partner)s is no partner of this deal.") % name)
    if signed_on > on:
        yield Obstacle("day-to-come", _("This day is still to come."), facts={"field": "signed_on"})
    if signed_on < moment.held_on:
        yield Obstacle("before-the-moment", _("One signs on or after the day of the moment."))
    if not Partner.objects.taking_part(signed_on).filter(pk=partner.pk).exists():
        yield Obstacle("not-taking-part", _("%(partner)s does not take part on that day.") % name)
    if Signature.objects.filter(Q(withdrawn_on=None), moment=moment, partner=partner).exists():
        yield Obstacle("signed-already", _("%(partner)s has signed here already.") % name)


def obstacles_to_withdrawing(signature: Signature, *, on: date, reason: str) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(signature.deal)
    if signature.withdrawn_on is not None:
        yield Obstacle("withdrawn", _("This party has withdrawn already."))
    if on < signature.signed_on:
        yield Obstacle("before-signing", _("One withdraws after signing."), facts={"field": "on"})
    if not reason.strip():
        yield Obstacle("no-reason", _("Say why this party withdraws."), facts={"field": "reason"})


def obstacles_to_naming(partner: Partner, name: str, capacity: str) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(partner.deal)
    if not capacity.strip():
        yield Obstacle("no-capacity", _("Say in which capacity one signs."), facts={"field": "capacity"})
    if not name.strip():
        yield Obstacle("no-name", _("Name who signs."), facts={"field": "name"})


def obstacles_to_checking(signatory: Signatory) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(signatory.deal)
    if signatory.until_on is not None:
        yield Obstacle("ended", _("Somebody else signs for this partner now."))


def obstacles_to_keeping_sheet(start: bytes, size: int) -> Iterator[Obstacle]:
    """A scanned sheet is a PDF or a picture, told by what is in it and not by its name."""
    if size > MOST_BYTES:
        yield Obstacle(
            "too-large",
            _("This file is larger than 20 megabytes; scan it with less detail."),
            facts={"field": "sheet"},
        )
    if not start.startswith(SHEETS):
        yield Obstacle("no-sheet", _("This is no PDF, PNG or JPEG file."), facts={"field": "sheet"})
