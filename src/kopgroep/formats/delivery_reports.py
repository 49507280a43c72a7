"""What a mail server says of a mail that did not arrive: the delivery status notification of RFC 3464, as rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message

MOST_BYTES = 1_000_000
MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class NoReport(ValueError):
    """The message is no delivery status notification; says what is lacking."""


@dataclass(frozen=True, slots=True)
class Returned:
    """One receiver of whom a mail server reports.

    message_id  of the mail that it is about, with its brackets; "" when the report does not say
    recipient   the address as the report names it, in small letters
    action      failed, delayed, delivered, relayed or expanded
    status      as 5.1.1, RFC 3463; "" when it is not given
    diagnostic  what the other server said, on one line
    """

    message_id: str
    recipient: str
    action: str
    status: str
    diagnostic: str

    @property
    def failed(self) -> bool:
        return self.action == "failed"


def read_report(raw: bytes) -> list[Returned]:
    """Every receiver in a report; raises NoReport when the message is something else."""
    if len(raw) > MOST_BYTES:
        raise NoReport(f"It has {len(raw)} bytes; a report has at most {MOST_BYTES}.")
    try:
        message = message_from_bytes(raw, policy=policy.default)
        parts = list(message.walk())
        status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
        if status is None:
            raise NoReport("It has no part of the type message/delivery-status.")
        return list(_rows(status, message_id=_original_id(parts[1:])))
    except (MessageError, LookupError, ValueError, AttributeError, TypeError) as odd:
        if isinstance(odd, NoReport):
            raise
        raise NoReport(f"It cannot be read: {type(odd).__name__}.") from odd


def _rows(status: Message, *, message_id: str) -> Iterator[Returned]:
    # The standard library reads this part as a message per block: first the mail, then each receiver.
    blocks = status.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if not isinstance(block, Message) or not (recipient := _address(block)):
            continue
        found = STATUS.search(str(block.get("Status", "")))
        yield Returned(
            message_id=message_id,
            recipient=recipient,
            action=str(block.get("Action", "")).strip().lower(),
            status=found[0] if found else "",
            diagnostic=_typed(str(block.get("Diagnostic-Code", "")))[:300],
        )


def _address(block: Message) -> str:
    """The address that we wrote to, when the report still knows it; else the one that it ended at."""
    for name in ("Original-Recipient", "Final-Recipient"):
        if address := _typed(str(block.get(name, ""))):
            return address.strip("<>").lower()[:254]
    return ""


def _typed(value: str) -> str:
    """A value such as `rfc822; bob@example.org`, without its type and on one line."""
    head, semicolon, rest = value.partition(";")
    return " ".join((rest if semicolon else head).split())


def _original_id(parts: Sequence[Message]) -> str:
    """Message-ID of the mail that came back: the report carries that mail, or its head, as its last part."""
    for part in reversed(parts):
        if part.get_content_type() == "text/rfc822-headers":
            text = part.get_content() if isinstance(part, EmailMessage) else str(part.get_payload())
            head = message_from_bytes(str(text).encode("utf-8", "replace"), policy=policy.compat32)
            return _id_in(str(head.get("Message-ID", "")))
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                return _id_in(str(inner[0].get("Message-ID", "")))
    return ""


def _id_in(value: str) -> str:
    found = MESSAGE_ID.search(value)
    return found[0] if found else ""
