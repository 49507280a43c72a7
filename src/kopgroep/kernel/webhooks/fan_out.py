"""From the journal to deliveries: each webhook is told of every entry after the last one that it was told of.

The journal is the list of what happened, in order and without gaps, so nothing is lost when a worker dies, and writing
an entry costs nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from kopgroep.kernel.actors import ActorKind
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.webhooks.models import Delivery, Webhook
from kopgroep.kernel.webhooks.queue import enqueue

AT_ONCE = 200
REGISTRY = "registry"

# Of entries of the shared registry, the keys of those that are the business of the deal with this address.
DealSource = Callable[[str, Sequence[Entry]], set[int]]
_deal_sources: list[DealSource] = []


def add_deal_source(source: DealSource) -> None:
    """A room tells, once at start-up, what of the shared registry belongs to a deal."""
    if source not in _deal_sources:
        _deal_sources.append(source)


def hear(chain: str) -> None:
    """After an entry was kept: wake the worker for who listens to this journal."""
    listening = Webhook.objects.listening()
    if chain != REGISTRY:
        listening = listening.filter(chain=chain)
    for uid in listening.order_by("pk").values_list("uid", flat=True):
        enqueue(uid)


@transaction.atomic
def make_deliveries(webhook: Webhook, *, at: datetime) -> int:
    """What happened since the last time; the lock on the webhook lets one worker make it."""
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if webhook.switched_off_at is not None:
        return 0
    own = _after(webhook.chain, webhook.seen_number)
    shared = _after(REGISTRY, webhook.registry_number)
    if not own and not shared:
        return 0
    ours = {key for source in _deal_sources for key in source(webhook.on, shared)} if shared else set()
    rows = [*own, *(row for row in shared if row.pk in ours)]
    made = [
        Delivery(
            webhook=webhook,
            number=row.number,
            of_registry=row.chain.name == REGISTRY,
            verb=row.verb,
            body=body_of(webhook, row),
            made_at=at,
            next_at=at,
        )
        for row in sorted(rows, key=lambda row: row.pk)
        if webhook.hears(row.verb)
    ]
    Delivery.objects.bulk_create(made)
    Webhook.objects.filter(pk=webhook.pk).update(
        seen_number=own[-1].number if own else webhook.seen_number,
        registry_number=shared[-1].number if shared else webhook.registry_number,
    )
    return len(own) + len(shared)


def _after(chain: str, number: int) -> list[Entry]:
    rows = Entry.objects.filter(chain__name=chain, number__gt=number).select_related("chain")
    return list(rows.order_by("number")[:AT_ONCE])


def body_of(webhook: Webhook, entry: Entry) -> str:
    """Numbers only: who may know more asks the API. No names, no words of people, no facts of the entry."""
    about = [_record(address) for address in entry.about]
    actor: dict[str, Any] = {"kind": str(entry.actor_kind)}
    if entry.actor_kind == ActorKind.USER:
        actor["uid"] = entry.actor_reference
    return _json(
        webhook,
        kind=entry.verb,
        at=entry.at,
        said={
            "journal": REGISTRY if entry.chain.name == REGISTRY else "deal",
            "number": entry.number,
            "about": about,
            "actor": actor,
        },
    )


def body_of_trial(webhook: Webhook, *, at: datetime) -> str:
    return _json(
        webhook,
        kind="webhook.trial",
        at=at,
        said={"journal": "deal", "number": 0, "about": [], "actor": {"kind": "system"}},
    )


def _json(webhook: Webhook, *, kind: str, at: datetime, said: dict[str, Any]) -> str:
    deal = {"code": webhook.deal_code, "uid": webhook.on.partition(":")[2]}
    message = {
        "type": kind,
        "timestamp": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": {"deal": deal, "api": f"{settings.BASE_URL}/api/v1", **said},
    }
    return json.dumps(message, separators=(",", ":"))


def _record(address: str) -> dict[str, str]:
    kind, _, uid = address.partition(":")
    return {"kind": kind, "uid": uid}
