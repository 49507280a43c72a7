"""Programs that listen to a deal."""

from __future__ import annotations

from itertools import count
from typing import Any

from kopgroep.kernel.clock import now
from kopgroep.kernel.webhooks.models import Delivery, Webhook
from kopgroep.rooms.programme.models import Deal
from tests.factories.programme import make_deal

_number = count(1)


def make_webhook(deal: Deal | None = None, **values: Any) -> Webhook:
    deal = deal or make_deal()
    start = {
        "name": "Intranet",
        "url": "https://example.org/hear",
        "salt": f"salt {next(_number)}",
        "made_at": now(),
    }
    return Webhook.objects.create(on=deal.address, chain=deal.journal_chain, **{**start, **values})


def make_delivery(webhook: Webhook | None = None, **values: Any) -> Delivery:
    at = now()
    start = {"verb": "partner.added", "body": "{}", "made_at": at, "next_at": at}
    return Delivery.objects.create(webhook=webhook or make_webhook(), **{**start, **values})
