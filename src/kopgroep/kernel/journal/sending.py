"""Sending what was kept: by the worker, tried again with longer waits, and never twice by itself.

What can be promised. A mail is claimed by one update in the database before it is offered to the mail server, so two
workers never send the same one. A worker that is killed after the server took the mail and before that is written
down, or a server that gets the whole mail and does not answer, leaves a mail of which nobody here knows whether it
went: it becomes `unclear`, is not sent again by itself, and a person decides. Its Message-ID is the same at every
attempt, so that a mail server can drop a second copy.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.urls import reverse
from django_tasks import task

from kopgroep.kernel import clock
from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.journal.smtp import AnswerLost
from kopgroep.kernel.mailing.kinds import CHOSEN, Kind
from kopgroep.kernel.mailing.models import MailAddress
from kopgroep.kernel.mailing.returns import mark_returned, says_address_is_wrong

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
# A worker that was killed while it sent: nobody knows whether the mail went, so it is not sent again by itself.
SENDING_AT_MOST = timedelta(minutes=10)


def enqueue(uid: UUID, *, not_before: datetime | None = None) -> None:
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
        message_of(mail).send()
    except AnswerLost as error:
        _nobody_knows(mail, error)
        return
    except (SMTPException, OSError) as error:
        _not_sent(mail, error, at=clock.now())
        return
    # A personal link in the text opens what only its receiver may open: sent words are not kept.
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=clock.now(), text="", html="", error=""
    )
    log.info("mail sent", mail=uid, attempts=mail.attempts)


def _nobody_knows(mail: Mail, error: AnswerLost) -> None:
    """The mail server may have taken it; a second one by itself would be worse than a question to a person."""
    reason = f"The mail server did not answer after it got the mail: {error}"[:300]
    Mail.objects.filter(pk=mail.pk).update(state=MailState.UNCLEAR, error=reason)
    log.error("mail perhaps sent", mail=str(mail.uid))


def message_id_of(mail: Mail) -> str:
    """The same at every attempt, so that a mail server can see that it is the same mail."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{mail.uid}@{host}>"


def message_of(mail: Mail) -> EmailMultiAlternatives:
    headers = {"Message-ID": message_id_of(mail), "Auto-Submitted": "auto-generated"}
    if settings.MAIL_BOUNCES_TO:
        # The envelope names who hears that it does not arrive; people see the sender.
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    if mail.kind in {*CHOSEN, Kind.DAILY}:
        headers |= _unsubscribing(mail)
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        from_email=settings.MAIL_BOUNCES_TO or settings.DEFAULT_FROM_EMAIL,
        to=[mail.to_email],
        reply_to=[settings.MAIL_REPLY_TO] if settings.MAIL_REPLY_TO else [],
        headers=headers,
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _unsubscribing(mail: Mail) -> dict[str, str]:
    """One click in the mail program stops this kind of mail (RFC 8058)."""
    address = MailAddress.objects.filter(email=mail.to_email).first()
    if address is None:
        return {}
    url = settings.BASE_URL + reverse("mail-stop", args=[address.token, mail.kind])
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _not_sent(mail: Mail, error: Exception, *, at: datetime) -> None:
    """Try again later, each time twice as late; what is refused for good is refused."""
    reason = reason_of(error)
    if mail.attempts >= MOST_ATTEMPTS or _for_good(error):
        Mail.objects.filter(pk=mail.pk).update(state=MailState.FAILED, error=reason)
        log.error("mail not sent", mail=str(mail.uid), reason=type(error).__name__)
        if isinstance(error, SMTPRecipientsRefused) and says_address_is_wrong(*_answer_of(error)):
            mark_returned(mail.to_email, reason=reason, at=at)
        return
    later = at + FIRST_WAIT * 2 ** (mail.attempts - 1)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.WAITING, next_at=later, error=reason)
    log.warning("mail waits", mail=str(mail.uid), reason=type(error).__name__, until=later.isoformat())
    enqueue(mail.uid, not_before=later)


def reason_of(error: Exception) -> str:
    """What the mail server said, or what kept us from it, in at most a line."""
    code, words = _answer_of(error)
    said = f"{code} {words}".strip() if code else str(error)
    return " ".join(f"{type(error).__name__}: {said}".split())[:300]


def _answer_of(error: Exception) -> tuple[int, str]:
    code, said = 0, b""
    if isinstance(error, SMTPRecipientsRefused) and error.recipients:
        code, said = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, said = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
    return code, said.decode("utf-8", "replace")


def _for_good(error: Exception) -> bool:
    """The receiver or the words are refused. A refused sender or password is ours to mend: that is tried again."""
    return isinstance(error, SMTPRecipientsRefused | SMTPDataError) and _answer_of(error)[0] >= 500


def look_after_mails(*, at: datetime) -> None:
    """Queue again what the queue lost, and mark what was being sent when a worker was killed."""
    forgotten = Mail.objects.filter(state=MailState.WAITING, next_at__lt=at - timedelta(minutes=2))
    for uid in list(forgotten.order_by("pk").values_list("uid", flat=True)[:500]):
        enqueue(uid)
    stuck = Mail.objects.filter(state=MailState.SENDING, next_at__lt=at - SENDING_AT_MOST)
    if count := stuck.update(state=MailState.UNCLEAR, error="The worker ended while it sent this mail."):
        log.error("mails of which nobody knows whether they were sent", count=count)
