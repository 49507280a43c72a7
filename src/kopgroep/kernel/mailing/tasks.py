"""What the worker does about mail by the clock (huey finds this module by its name)."""

import imaplib
import mailbox

import structlog
from django.conf import settings
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from kopgroep.kernel import clock
from kopgroep.kernel.mailing.daily import bundle_mails
from kopgroep.kernel.mailing.reports import read_reports

log = structlog.get_logger(__name__)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]  # huey carries no types
def every_minute() -> None:
    bundle_mails(at=clock.now())


@db_periodic_task(crontab(minute="*/5"))  # type: ignore[untyped-decorator]  # as above
def every_five_minutes() -> None:
    if not settings.MAIL_BOUNCES:
        return
    try:
        read_reports(settings.MAIL_BOUNCES, at=clock.now())
    except (OSError, imaplib.IMAP4.error, mailbox.Error) as error:
        # The next round may get through; the address holds a password and is not logged.
        log.error("reports of mail that came back cannot be read", reason=type(error).__name__)
