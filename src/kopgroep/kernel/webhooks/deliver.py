"""Telling a webhook what waits for it: in order, tried again with longer waits, and switched off after days of failing.

What can be promised: every entry arrives at least once. A worker that is killed between the answer and writing it down
sends the same delivery again, with the same webhook-id, by which the receiver knows it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q

from kopgroep.kernel import clock
from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.mail import Kind, Letter
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.webhooks.fan_out import make_deliveries
from kopgroep.kernel.webhooks.models import Delivery, DeliveryState, Webhook
from kopgroep.kernel.webhooks.post import NotDelivered, post
from kopgroep.kernel.webhooks.queue import enqueue
from kopgroep.kernel.webhooks.reasons import reason_in
from kopgroep.kernel.webhooks.signing import secret_of, signature

log = structlog.get_logger(__name__)

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# After the first try that failed, the second and so on; the last wait ends about three days after the beginning.
WAITS = (MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 18 * HOUR, 24 * HOUR)
# A receiver that fails is not asked more often than this, whatever waits for it.
LONGEST_PAUSE = HOUR
OFF_AFTER = timedelta(days=3)
GONE = 410
BUSY = timedelta(minutes=2)
SENDING_AT_MOST = timedelta(minutes=5)
# Then another webhook gets its turn.
IN_ONE_TURN = 25
KEPT = timedelta(days=30)
BY = Actor.system("webhooks")


def deliver(uid: UUID) -> None:
    """One worker at a time per webhook, so that what happened first is told first."""
    at = clock.now()
    webhook = Webhook.objects.listening().filter(uid=uid).first()
    if webhook is None or not _claim(webhook, at=at):
        return
    try:
        more = make_deliveries(webhook, at=at) > 0
        more = _turn(webhook) and (more or Delivery.objects.filter(webhook=webhook).due(clock.now()).exists())
    finally:
        Webhook.objects.filter(pk=webhook.pk).update(busy_until_at=None)
    if more:
        enqueue(webhook.uid)


def _claim(webhook: Webhook, *, at: datetime) -> bool:
    free = Q(busy_until_at=None) | Q(busy_until_at__lt=at)
    awake = Q(paused_until_at=None) | Q(paused_until_at__lte=at)
    rows = Webhook.objects.listening().filter(free, awake, pk=webhook.pk)
    return bool(rows.update(busy_until_at=at + BUSY))


def _turn(webhook: Webhook) -> bool:
    """Tell what is due until one fails; False when the webhook is to be left alone for a while."""
    due = Delivery.objects.filter(webhook=webhook).due(clock.now()).order_by("pk")
    for delivery in list(due[:IN_ONE_TURN]):
        at = clock.now()
        Webhook.objects.filter(pk=webhook.pk).update(busy_until_at=at + BUSY)
        if not _tell(webhook, delivery, at=at):
            return False
    return True


def _tell(webhook: Webhook, delivery: Delivery, *, at: datetime) -> bool:
    mine = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING)
    if not mine.update(state=DeliveryState.SENDING, attempts=F("attempts") + 1, next_at=at):
        return True
    delivery.refresh_from_db()
    status: int | None = None
    try:
        status = send(webhook, delivery, at=at)
        error = "" if 200 <= status < 300 else f"It answered {status}."
    except NotDelivered as reason:
        error = str(reason)
    if not error:
        _delivered(webhook, delivery, status, at=clock.now())
        return True
    _not_delivered(webhook, delivery, status, error, at=clock.now())
    return False


def send(webhook: Webhook, delivery: Delivery, *, at: datetime) -> int:
    body, moment = delivery.body.encode(), int(at.timestamp())
    number = str(delivery.uid)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Kopgroep-Webhooks",
        "webhook-id": number,
        "webhook-timestamp": str(moment),
        "webhook-signature": signature(
            secret=secret_of(webhook.salt), number=number, timestamp=moment, body=body
        ),
    }
    return post(webhook.url, body=body, headers=headers)


@transaction.atomic
def _delivered(webhook: Webhook, delivery: Delivery, status: int | None, *, at: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.DELIVERED, delivered_at=at, answer=status, error=""
    )
    Webhook.objects.filter(pk=webhook.pk).update(failures=0, failing_since_at=None, paused_until_at=None)


@transaction.atomic
def _not_delivered(
    webhook: Webhook, delivery: Delivery, status: int | None, error: str, *, at: datetime
) -> None:
    webhook = Webhook.objects.select_for_update().get(pk=webhook.pk)
    given_up = delivery.attempts > len(WAITS)
    wait = timedelta(0) if given_up else WAITS[delivery.attempts - 1]
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.FAILED if given_up else DeliveryState.WAITING,
        next_at=at + wait,
        answer=status,
        error=error[:300],
    )
    webhook.failures += 1
    webhook.failing_since_at = webhook.failing_since_at or at
    pause = min(WAITS[min(webhook.failures, len(WAITS)) - 1], LONGEST_PAUSE)
    webhook.paused_until_at = at + pause
    webhook.save(update_fields=["failures", "failing_since_at", "paused_until_at"])
    log.warning("webhook fails", webhook=str(webhook.uid), failures=webhook.failures, status=status)
    if status == GONE or at - webhook.failing_since_at >= OFF_AFTER:
        _switch_off(webhook, error, at=at)


def _switch_off(webhook: Webhook, error: str, *, at: datetime) -> None:
    """Who looks after the deal hears of it; what waits is kept for when it is switched on again."""
    webhook.switched_off_at, webhook.switched_off_why = at, error[:300]
    webhook.save(update_fields=["switched_off_at", "switched_off_why"])
    record(
        Verb.WEBHOOK_SWITCHED_OFF,
        about=webhook,
        by=BY,
        at=at,
        facts={"webhook": webhook.name},
        tell=[
            Letter(
                email=user.email,
                language=user.language,
                kind=Kind.CONFIRMATION,
                words={
                    "name": user.name,
                    "webhook": webhook,
                    "error": reason_in(user.language, error),
                    "code": webhook.deal_code,
                },
            )
            for user in _keepers(webhook, at=at)
        ],
    )


def _keepers(webhook: Webhook, *, at: datetime) -> list[User]:
    grants = Grant.objects.in_force(day_of(at)).filter(on=webhook.on, role=Role.MANAGER)
    return list(User.objects.filter(grants__in=grants, is_active=True).distinct().order_by("pk"))


def look_after_webhooks(*, at: datetime) -> None:
    """Wake for what is due or was missed; take up what a killed worker was sending; forget what is long done."""
    Delivery.objects.filter(state=DeliveryState.SENDING, next_at__lt=at - SENDING_AT_MOST).update(
        state=DeliveryState.WAITING
    )
    Delivery.objects.filter(
        state__in=(DeliveryState.DELIVERED, DeliveryState.FAILED), made_at__lt=at - KEPT
    ).delete()
    awake = Webhook.objects.listening().filter(Q(paused_until_at=None) | Q(paused_until_at__lte=at))
    for uid in awake.order_by("pk").values_list("uid", flat=True):
        enqueue(uid)
