"""Speaking with the mail server, so that one thing is known for sure: whether it may have taken the mail."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

# A server may look into a mail for a while before it says that it takes it (RFC 5321 even gives it ten minutes).
ANSWER_SECONDS = 120.0
END_OF_MAIL = b"\r\n.\r\n"


class AnswerLost(smtplib.SMTPException):
    """The whole mail was sent, and the server's answer did not come: it may be on its way, or not."""


class _KnowsHowFar(smtplib.SMTP):
    _all_sent = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self._all_sent = False
        try:
            return super().data(msg)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            if self._all_sent:
                raise AnswerLost(str(error)) from error
            # Without its last line a mail does not count as given: it is safe to try again.
            raise

    def send(self, s: Any) -> None:
        super().send(s)
        if isinstance(s, bytes | bytearray) and bytes(s[-5:]) == END_OF_MAIL:
            self._all_sent = True
            if self.sock is not None:
                self.sock.settimeout(ANSWER_SECONDS)


class _KnowsHowFarOverTls(_KnowsHowFar, smtplib.SMTP_SSL):
    pass


class Backend(EmailBackend):
    """Django's own, with a connection that knows how far it came."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _KnowsHowFarOverTls if self.use_ssl else _KnowsHowFar
