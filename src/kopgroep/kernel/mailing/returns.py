"""What a mail server's refusal says about an address: that it is wrong, or only that something went wrong."""

from __future__ import annotations

import re
from datetime import datetime

import structlog

from kopgroep.kernel.mailing.models import MailAddress

log = structlog.get_logger(__name__)

# RFC 3463: a bad or moved address (5.1.x), a closed mailbox (5.2.1), no such domain (5.4.4); 5.0.0 says no more.
ADDRESS_IS_WRONG = re.compile(r"5\.(1\.\d{1,3}|2\.1|4\.4|0\.0)")
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# Without an enhanced status: no such mailbox, not local, name not allowed (RFC 5321).
WRONG_CODES = (550, 551, 553)


def says_address_is_wrong(code: int, said: str) -> bool:
    """A full mailbox or a spam filter says nothing about the address; those are 5xx as well."""
    status = ENHANCED.search(said)
    return bool(ADDRESS_IS_WRONG.fullmatch(status[0])) if status else code in WRONG_CODES


def mark_returned(email: str, *, reason: str, at: datetime) -> bool:
    """Nothing more goes to this address until somebody says that it is right; False when that was known."""
    rows = MailAddress.objects.filter(email=email.lower(), returned_at=None)
    return bool(rows.update(returned_at=at, return_reason=reason[:300]))
