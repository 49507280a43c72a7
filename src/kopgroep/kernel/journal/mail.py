"""Mails to people: kept with the change that they tell of, sent after it by the worker, tried again, and sent once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import override
from django_tasks import task

from kopgroep.kernel import clock
from kopgroep.kernel.journal.models import Mail, MailState

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
# A worker that was killed while it sent: nobody knows whether the mail went, so it is not sent again by itself.
SENDING_AT_MOST = timedelta(minutes=10)


def mail_to(*, email: str, language: str, template: str, words: Mapping[str, Any], at: datetime) -> Mail:
    """Keep a mail in the transaction of the change that it tells of; the worker sends it after the commit.

    template  mails/<template>.txt, whose first line is the subject, and mails/<template>.html
    """
    if not connection.in_atomic_block:
        raise RuntimeError("mail_to() must stand in the transaction of the change that the mail tells of.")
    context = {**words, "base_url": settings.BASE_URL, "language": language}
    subject, text = mail_in_words(language=language, template=template, words=context)
    with override(language):
        html = render_to_string(f"mails/{template}.html", {**context, "subject": subject})
    mail = Mail.objects.create(
        to_email=email, subject=subject[:200], text=text, html=html, made_at=at, next_at=at
    )
    transaction.on_commit(lambda: _enqueue(mail.uid))
    return mail


def mail_in_words(*, language: str, template: str, words: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text, for who sends it and wants to read it first."""
    with override(language):
        subject, _, text = render_to_string(f"mails/{template}.txt", dict(words)).strip().partition("\n")
    return subject, text.strip() + "\n"


def _enqueue(uid: UUID, *, not_before: datetime | None = None) -> None:
    waiting = send_mail.using(run_after=not_before) if not_before else send_mail
    waiting.enqueue(str(uid))


@task()
def send_mail(uid: str) -> None:
    """May stand in the queue twice; who takes the row from waiting to sending sends it, and nobody else."""
    now = clock.now()
    waiting = Mail.objects.filter(uid=UUID(uid), state=MailState.WAITING, next_at__lte=now)
    if not waiting.update(state=MailState.SENDING, attempts=F("attempts") + 1, next_at=now):
        return
    mail = Mail.objects.get(uid=UUID(uid))
    try:
        _message(mail).send()
    except (SMTPException, OSError) as error:
        _not_sent(mail, error, at=clock.now())
        return
    # A personal link in the text opens what only its receiver may open: sent words are not kept.
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=clock.now(), text="", html="", error=""
    )
    log.info("mail sent", mail=uid, attempts=mail.attempts)


def _message(mail: Mail) -> EmailMultiAlternatives:
    # The same name at every attempt, so that a mail server can see that it is the same mail.
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{mail.uid}@{host}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to_email], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    return message


def _not_sent(mail: Mail, error: Exception, *, at: datetime) -> None:
    """Try again later, each time twice as late; an address that is refused is refused."""
    reason = type(error).__name__
    if mail.attempts >= MOST_ATTEMPTS or _for_good(error):
        Mail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, error=reason)
        log.error("mail not sent", mail=str(mail.uid), reason=reason)
        return
    later = at + FIRST_WAIT * 2 ** (mail.attempts - 1)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.WAITING, next_at=later, error=reason)
    log.warning("mail waits", mail=str(mail.uid), reason=reason, until=later.isoformat())
    _enqueue(mail.uid, not_before=later)


def _for_good(error: Exception) -> bool:
    return isinstance(error, SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )


def look_after_mails(*, at: datetime) -> None:
    """Queue again what the queue lost, and mark what was being sent when a worker was killed."""
    forgotten = Mail.objects.filter(state=MailState.WAITING, next_at__lt=at - timedelta(minutes=2))
    for uid in list(forgotten.order_by("pk").values_list("uid", flat=True)[:500]):
        _enqueue(uid)
    stuck = Mail.objects.filter(state=MailState.SENDING, next_at__lt=at - SENDING_AT_MOST)
    if count := stuck.update(state=MailState.UNCLEAR, error="worker ended while sending"):
        log.error("mails of which nobody knows whether they were sent", count=count)
