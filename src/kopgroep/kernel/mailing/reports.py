"""Reports of mail that did not arrive: taken in one by one, or read from where the mail server leaves them."""

from __future__ import annotations

import imaplib
import mailbox
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit
from uuid import UUID

import structlog
from django.db import transaction

from kopgroep.formats.delivery_reports import NoReport, Returned, read_report
from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.mailing.returns import ADDRESS_IS_WRONG, mark_returned

log = structlog.get_logger(__name__)

OURS = re.compile(r"<([0-9a-f-]{36})@")
MOST_AT_ONCE = 200
TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one report: mails that came back, and addresses that get no more mail."""

    mails: int = 0
    addresses: int = 0


def take_report(raw: bytes, *, at: datetime) -> Taken:
    """Note what a report says of mails that we sent; raises NoReport when it is something else.

    Anybody can mail us a report. Only one that names the Message-ID of a mail from here is believed: that holds a
    number which nobody but the receiver and the mail servers on the way can know.
    """
    mails = addresses = 0
    for said in read_report(raw):
        if not said.failed:
            log.info("mail is late", status=said.status)
            continue
        came_back, marked = _take(said, at=at)
        mails, addresses = mails + came_back, addresses + marked
    return Taken(mails, addresses)


@transaction.atomic
def _take(said: Returned, *, at: datetime) -> tuple[int, int]:
    mail = _mail_of(said.message_id)
    if mail is None:
        log.warning("a report names no mail of ours", status=said.status)
        return 0, 0
    reason = " ".join(filter(None, [said.status, said.diagnostic]))[:300]
    Mail.objects.filter(pk=mail.pk).update(state=MailState.RETURNED, error=reason, text="", html="")
    # What was forwarded comes back from another address than we wrote to: that says nothing of the one that we know.
    same = mail.to_email == said.recipient
    wrong = same and bool(ADDRESS_IS_WRONG.fullmatch(said.status))
    return 1, int(wrong and mark_returned(mail.to_email, reason=reason, at=at))


def _mail_of(message_id: str) -> Mail | None:
    found = OURS.match(message_id)
    with suppress(ValueError):
        return Mail.objects.filter(uid=UUID(found[1])).first() if found else None
    return None


def read_reports(where: str, *, at: datetime) -> Taken:
    """All reports that wait at an address of the setting MAIL_BOUNCES; what was read is not read again."""
    total = Taken()

    def take(raw: bytes) -> None:
        nonlocal total
        try:
            taken = take_report(raw, at=at)
        except NoReport as reason:
            log.info("no report of a mail that came back", reason=str(reason))
        else:
            total = Taken(total.mails + taken.mails, total.addresses + taken.addresses)

    if urlsplit(where).scheme == "maildir":
        _from_maildir(urlsplit(where).path, take)
    else:
        _from_imap(where, take)
    return total


def _from_maildir(path: str, take: Callable[[bytes], None]) -> None:
    """From new to cur, marked as seen: who keeps the mailbox can still read them."""
    box = mailbox.Maildir(path, create=False)
    waiting = [key for key, message in box.iteritems() if message.get_subdir() == "new"]
    for key in waiting[:MOST_AT_ONCE]:
        take(box.get_bytes(key))
        message = box.get_message(key)
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message


def _from_imap(where: str, take: Callable[[bytes], None]) -> None:
    """Unread messages of one folder; each is marked as read when it was taken in."""
    parts = urlsplit(where)
    connect = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    port = parts.port or (993 if parts.scheme == "imaps" else 143)
    with connect(parts.hostname or "", port, timeout=TIMEOUT_SECONDS) as server:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        folder = unquote(parts.path.lstrip("/")) or "INBOX"
        answer, _said = server.select(f'"{folder}"')
        if answer != "OK":
            raise OSError(f"The mail server has no folder {folder!r}.")
        _answer, found = server.uid("SEARCH", "UNSEEN")
        for number in (found[0] or b"").split()[:MOST_AT_ONCE]:
            _answer, said = server.uid("FETCH", number.decode(), "(BODY.PEEK[])")
            for part in said:
                if isinstance(part, tuple):
                    take(part[1])
            server.uid("STORE", number.decode(), "+FLAGS", r"(\Seen)")
