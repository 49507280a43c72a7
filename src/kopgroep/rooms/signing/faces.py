"""What the house asks of the signing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DealKind
from kopgroep.rooms.signing.models import Signatory, Signature, SigningMoment
from kopgroep.rooms.signing.queries.parties import MAKES_A_PARTY, signed_on

HUNDRED, NONE = Decimal(100), Decimal(0)


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    signatures = signed_on(deal, on)
    yield Reading("signatures", "deal", (_signed(deal, signatures, on),))
    yield Reading("authorised_signatories", "deal", (_authorised(deal, signatures, on),))


def _seen(row: Signature, words: str) -> Item:
    partner = row.partner
    url = reverse("signing:signatory", args=[partner.pk])
    return Item(partner.organisation.name, url, words, partner.address)


def _signed(deal: Deal, signatures: list[Signature], on: date) -> Subject:
    """Open are the partners that take part and did not sign; named, with the sheet where that is done."""
    done = {row.partner_id for row in signatures}
    moment = (
        SigningMoment.objects.filter(deal=deal, kind__in=MAKES_A_PARTY).order_by("-held_on", "-pk").first()
    )
    url = moment.get_absolute_url() if moment else reverse("signing:signing", args=[deal.code])
    waiting = Partner.objects.taking_part(on).filter(deal=deal).exclude(pk__in=done)
    waiting = waiting.select_related("organisation").order_by("organisation__name", "pk")
    words = _("Has not signed yet")
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=Decimal(len(signatures)),
        evidence=tuple(
            _seen(row, _("signed on %(day)s") % {"day": date_format(row.signed_on, "j F Y")})
            for row in signatures
        ),
        open=tuple(Item(each.organisation.name, url, words, each.address) for each in waiting),
    )


def _authorised(deal: Deal, signatures: list[Signature], on: date) -> Subject:
    def is_authorised(row: Signature) -> bool:
        return row.authorised_on is not None and row.authorised_on <= on

    good = [row for row in signatures if is_authorised(row)]
    share = (HUNDRED * len(good) / len(signatures)).quantize(Decimal("0.01")) if signatures else NONE
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=share,
        evidence=tuple(_seen(row, _("mandate checked")) for row in good),
        open=tuple(_seen(row, _("Check the mandate")) for row in signatures if not is_authorised(row)),
    )


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """For the office: mandates to check before a moment of signing."""
    if not user.is_authenticated:
        return []
    start = f"{Deal._meta.label_lower}:"
    staff = [Role.MANAGER, Role.OFFICE]
    grants = Grant.objects.in_force(on).filter(user=user, role__in=staff, on__startswith=start)
    uids = [address.removeprefix(start) for address in grants.values_list("on", flat=True)]
    deals = Deal.objects.filter(uid__in=uids).exclude(kind=DealKind.HISTORICAL)
    if deal is not None:
        deals = deals.filter(pk=deal.pk)
    found = []
    for one in deals.order_by("pk"):
        number = Signatory.objects.filter(partner__deal=one, until_on=None, checked_at=None).count()
        if number:
            words = ngettext("%(count)d mandate to check", "%(count)d mandates to check", number)
            url = reverse("signing:signatories", args=[one.code])
            found.append(Item(words % {"count": number}, url, str(one.name), one.address))
    return found


def news(deal: Deal, since: datetime) -> list[Entry]:
    rows = Entry.objects.filter(chain__name=deal.journal_chain, at__gt=since)
    started = rows.filter(verb__startswith="deal_text.") | rows.filter(verb__startswith="signature.")
    return list(started.select_related("private_text").order_by("-number")[:100])
