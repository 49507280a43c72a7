"""Texts, and who signed them."""

from datetime import date
from itertools import count
from typing import Any

from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.signing.models import DealText, Signatory, Signature, SigningMoment, TextPart
from tests.factories.partners import LONG_AGO, make_partner
from tests.factories.programme import make_deal

_number = count(1)
SIGNING_DAY = date(2026, 11, 3)


def make_deal_text(deal: Deal | None = None, *, frozen_on: date | None = LONG_AGO, **fields: Any) -> DealText:
    deal = deal or make_deal()
    plain = {
        "number": DealText.objects.filter(deal=deal).count() + 1,
        "title": "City Deal",
        "drafted_on": LONG_AGO,
        "sha256": "0" * 64 if frozen_on else "",
    }
    return DealText.objects.create(deal=deal, frozen_on=frozen_on, **plain | fields)


def make_text_part(text: DealText | None = None, code: str = "agreements") -> TextPart:
    return TextPart.objects.create(
        text=text or make_deal_text(), code=code, heading="Agreements", body="We work together.", order=1
    )


def make_signing_moment(
    deal: Deal | None = None, *, text: DealText | None = None, held_on: date = SIGNING_DAY, **fields: Any
) -> SigningMoment:
    text = text or make_deal_text(deal)
    return SigningMoment.objects.create(deal=text.deal, text=text, held_on=held_on, **fields)


def make_signatory(partner: Partner | None = None, **fields: Any) -> Signatory:
    plain = {"name": f"Signer {next(_number)}", "capacity": "Alderman", "from_on": LONG_AGO}
    return Signatory.objects.create(partner=partner or make_partner(), **plain | fields)


def make_signature(
    moment: SigningMoment | None = None, partner: Partner | None = None, **fields: Any
) -> Signature:
    moment = moment or make_signing_moment()
    plain = {"signed_on": moment.held_on}
    return Signature.objects.create(
        moment=moment, partner=partner or make_partner(moment.deal), **plain | fields
    )
