"""The mail of the day: what was kept for readers who want their mail once a day, in one."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import get_default_timezone, localtime

from kopgroep.kernel.journal.mail import mail_to
from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.mailing.kinds import Kind

GOES_AT = time(7, 0)


def last_round(at: datetime) -> datetime:
    """The last time that it was seven in the morning here."""
    here = localtime(at)
    today = datetime.combine(here.date(), GOES_AT, tzinfo=get_default_timezone())
    return (
        today
        if today <= at
        else datetime.combine(here.date() - timedelta(days=1), GOES_AT, tzinfo=get_default_timezone())
    )


def bundle_mails(*, at: datetime) -> int:
    """One mail to each reader with what was kept until seven this morning; returns how many readers."""
    until = last_round(at)
    held = Mail.objects.filter(state=MailState.HELD, made_at__lt=until)
    readers = list(held.values_list("to_email", flat=True).distinct().order_by("to_email"))
    return sum(_bundle(email, until=until, at=at) for email in readers)


@transaction.atomic
def _bundle(email: str, *, until: datetime, at: datetime) -> int:
    """The lock lets one worker make it; another one finds nothing left."""
    held = Mail.objects.select_for_update().filter(state=MailState.HELD, to_email=email, made_at__lt=until)
    rows = list(held.order_by("made_at", "pk"))
    if not rows:
        return 0
    bundle = mail_to(
        email=email,
        language=rows[-1].language,
        template="daily",
        words={"items": [{"subject": row.subject, "text": row.text.strip()} for row in rows]},
        at=at,
        kind=Kind.DAILY,
    )
    skipped = bundle.state == MailState.SKIPPED
    Mail.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=MailState.SKIPPED if skipped else MailState.BUNDLED, error=bundle.error, text="", html=""
    )
    return int(not skipped)
