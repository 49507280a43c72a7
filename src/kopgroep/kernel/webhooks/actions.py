"""What a manager does with the webhooks of a deal."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.models import Chain
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstacle, clear
from kopgroep.kernel.records import Record
from kopgroep.kernel.webhooks.addresses import obstacles_to_address
from kopgroep.kernel.webhooks.fan_out import REGISTRY, body_of_trial
from kopgroep.kernel.webhooks.models import Delivery, DeliveryState, Webhook
from kopgroep.kernel.webhooks.queue import enqueue
from kopgroep.kernel.webhooks.signing import secret_of

MOST_PER_DEAL = 20


def obstacles_to_adding(deal: Record, url: str) -> Iterator[Obstacle]:
    yield from obstacles_to_address(url)
    if Webhook.objects.filter(on=deal.address).count() >= MOST_PER_DEAL:
        yield Obstacle("too-many", _("A deal has at most 20 webhooks; remove one first."))


@transaction.atomic
def add_webhook(
    *, deal: Record, name: str, url: str, verbs: Sequence[str], by: Actor, at: datetime
) -> tuple[Webhook, str]:
    """Let an address hear what happens from now on; the secret is told here and nowhere else."""
    clear(obstacles_to_adding(deal, url))
    webhook = Webhook(
        on=deal.address,
        chain=deal.journal_chain,
        name=name.strip(),
        url=url.strip(),
        verbs=sorted(set(verbs)),
        salt=secrets.token_hex(32),
        made_by=by.user,
        made_at=at,
    )
    _listen_from_now(webhook)
    webhook.save(force_insert=True)
    record(Verb.WEBHOOK_ADDED, about=webhook, also=[deal], by=by, at=at, facts={"webhook": webhook.name})
    return webhook, secret_of(webhook.salt)


@transaction.atomic
def change_webhook(
    *,
    webhook: Webhook,
    name: str,
    url: str,
    verbs: Sequence[str],
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> Webhook:
    clear(obstacles_to_address(url))
    webhook.claim(seen)
    webhook.name, webhook.url, webhook.verbs = name.strip(), url.strip(), sorted(set(verbs))
    webhook.save(update_fields=["name", "url", "verbs"])
    record(Verb.WEBHOOK_CHANGED, about=webhook, by=by, at=at, facts={"webhook": webhook.name})
    return webhook


@transaction.atomic
def switch_webhook(*, webhook: Webhook, on: bool, by: Actor, at: datetime) -> Webhook:
    """Off: it hears nothing, and what happens meanwhile is not told later. On: from now on."""
    webhook.claim(None)
    webhook.refresh_from_db()
    if on == (webhook.switched_off_at is None):
        return webhook
    webhook.switched_off_at, webhook.switched_off_why = (None, "") if on else (at, "")
    webhook.failures, webhook.failing_since_at, webhook.paused_until_at = 0, None, None
    if on:
        _listen_from_now(webhook)
    webhook.save()
    verb = Verb.WEBHOOK_SWITCHED_ON if on else Verb.WEBHOOK_SWITCHED_OFF
    record(verb, about=webhook, by=by, at=at, facts={"webhook": webhook.name})
    transaction.on_commit(lambda: enqueue(webhook.uid))
    return webhook


@transaction.atomic
def renew_secret(*, webhook: Webhook, by: Actor, at: datetime) -> str:
    """Another secret, from the next try on; the one before signs nothing any more."""
    webhook.claim(None)
    webhook.refresh_from_db()
    webhook.salt = secrets.token_hex(32)
    webhook.save(update_fields=["salt"])
    record(Verb.WEBHOOK_SECRET_RENEWED, about=webhook, by=by, at=at, facts={"webhook": webhook.name})
    return secret_of(webhook.salt)


@transaction.atomic
def remove_webhook(*, webhook: Webhook, deal: Record, by: Actor, at: datetime) -> None:
    """With everything that it was told; the journal keeps that it was there."""
    record(Verb.WEBHOOK_REMOVED, about=webhook, also=[deal], by=by, at=at, facts={"webhook": webhook.name})
    webhook.delete()


def obstacles_to_trying(webhook: Webhook) -> Iterator[Obstacle]:
    if webhook.switched_off_at is not None:
        yield Obstacle("off", _("This webhook is off; switch it on first."))


@transaction.atomic
def try_webhook(*, webhook: Webhook, by: Actor, at: datetime) -> Delivery:
    """Send it something now, so that its receiver can be tried."""
    clear(obstacles_to_trying(webhook))
    delivery = Delivery.objects.create(
        webhook=webhook, verb="webhook.trial", body=body_of_trial(webhook, at=at), made_at=at, next_at=at
    )
    record(Verb.WEBHOOK_TRIED, about=webhook, by=by, at=at, facts={"webhook": webhook.name})
    _wake(webhook)
    return delivery


def obstacles_to_delivering_again(delivery: Delivery) -> Iterator[Obstacle]:
    yield from obstacles_to_trying(delivery.webhook)
    if delivery.state == DeliveryState.SENDING:
        yield Obstacle("busy", _("This is being sent at this moment."))


@transaction.atomic
def deliver_again(*, delivery: Delivery, by: Actor, at: datetime) -> Delivery:
    """The same again, now: also what arrived already."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    clear(obstacles_to_delivering_again(delivery))
    delivery.state, delivery.attempts, delivery.next_at = DeliveryState.WAITING, 0, at
    delivery.save(update_fields=["state", "attempts", "next_at"])
    record(Verb.WEBHOOK_TRIED, about=delivery.webhook, by=by, at=at, facts={"webhook": delivery.webhook.name})
    _wake(delivery.webhook)
    return delivery


def _wake(webhook: Webhook) -> None:
    """Somebody looks at it: do not wait for the end of a pause."""
    Webhook.objects.filter(pk=webhook.pk).update(paused_until_at=None)
    transaction.on_commit(lambda: enqueue(webhook.uid))


def _listen_from_now(webhook: Webhook) -> None:
    lengths = dict(Chain.objects.filter(name__in=(webhook.chain, REGISTRY)).values_list("name", "length"))
    webhook.seen_number = lengths.get(webhook.chain, 0)
    webhook.registry_number = lengths.get(REGISTRY, 0)
