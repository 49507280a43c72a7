"""`kopgroep mail`: what waits to be sent, and what came back."""

from __future__ import annotations

import imaplib
import mailbox
from collections import Counter
from typing import BinaryIO

import click
from django.conf import settings

from kopgroep.cli import out
from kopgroep.formats.delivery_reports import MOST_BYTES, NoReport
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.mailing.models import MailAddress
from kopgroep.kernel.mailing.reports import read_reports, take_report


@click.group(epilog=out.EXIT_CODES)
def mail() -> None:
    """Mail: how it stands, and reports of mail servers about what did not arrive."""


@mail.command(epilog=out.EXIT_CODES)
@out.json_option
def state(as_json: bool) -> None:
    """How many mails wait, were sent, came back; and how many addresses get no more mail."""
    found = Counter(Mail.objects.values_list("state", flat=True))
    counts = {each.value: found[each.value] for each in MailState}
    wrong = MailAddress.objects.not_arriving().count()
    if as_json:
        out.print_json({"mails": counts, "addressesNotArriving": wrong})
        return
    out.print_table(("STATE", "MAILS"), counts.items())
    click.echo(f"Addresses that mail comes back from: {wrong}.")


@mail.command(epilog=out.EXIT_CODES)
@click.argument("message", type=click.File("rb"), default="-")
def bounce(message: BinaryIO) -> None:
    """Take in one report (RFC 3464) from a file or from standard input, as a mail server pipes it."""
    try:
        taken = take_report(message.read(MOST_BYTES + 1), at=now())
    except NoReport as reason:
        raise out.Refused(f"This is no report of a mail that did not arrive. {reason}") from reason
    click.echo(f"Mails that came back: {taken.mails}. Addresses that get no more mail: {taken.addresses}.")


@mail.command(epilog=out.EXIT_CODES)
def bounces() -> None:
    """Read the reports that wait at the address in the setting MAIL_BOUNCES; the worker does so every five minutes."""
    if not settings.MAIL_BOUNCES:
        raise out.EnvironmentWrong("KOPGROEP_MAIL_BOUNCES is empty: it says where the reports are.")
    try:
        taken = read_reports(settings.MAIL_BOUNCES, at=now())
    except (OSError, imaplib.IMAP4.error, mailbox.Error) as error:
        reason = f"{type(error).__name__} {error}".strip()
        raise out.EnvironmentWrong(f"The reports cannot be read: {reason}.") from error
    click.echo(f"Mails that came back: {taken.mails}. Addresses that get no more mail: {taken.addresses}.")
