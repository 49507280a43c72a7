"""Why nobody took a delivery, in the reader's language: kept in English, for who runs the other program."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

REASONS: Sequence[tuple[re.Pattern[str], Promise]] = (
    (re.compile(r"The name (?P<host>\S+) is not known\."), _("The name %(host)s is not known.")),
    (
        re.compile(r"The name (?P<host>\S+) leads to a private network\."),
        _("The name %(host)s leads to a private network."),
    ),
    (re.compile(r"No answer in time\."), _("No answer in time.")),
    (re.compile(r"It answered (?P<status>\d+)\."), _("It answered %(status)s.")),
    (
        re.compile(r"The secure connection failed: (?P<reason>.*)", re.DOTALL),
        _("The secure connection failed: %(reason)s"),
    ),
    (re.compile(r"ConnectionRefusedError: .*", re.DOTALL), _("Nothing listens at this address.")),
    (
        re.compile(r"(ConnectionResetError|RemoteDisconnected|NotConnected): .*", re.DOTALL),
        _("It broke off the connection without an answer."),
    ),
    (re.compile(r"The address does not begin with https://\."), _("The address must begin with https://.")),
)


def reason_in_words(kept: str) -> str:
    """What was kept of a failure, in the language of the page; what is not foreseen stays as it is."""
    for pattern, words in REASONS:
        if found := pattern.fullmatch(kept):
            return str(words) % found.groupdict()
    return kept


def reason_in(language: str, kept: str) -> str:
    """The same for a mail, in the language of who gets it."""
    with override(language):
        return reason_in_words(kept)
