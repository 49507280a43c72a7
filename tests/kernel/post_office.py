"""A mail server that really listens on this machine, and can be told to refuse, to dawdle and to speak TLS."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import threading
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from kopgroep.kernel.journal.mail import send_mail
from kopgroep.kernel.journal.models import Mail, MailState


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


class PostOffice:
    """Takes what it gets into `mails`; each of `answers` (to RCPT) and `refusals` (to DATA) is given once instead."""

    def __init__(self, *, tls=None):
        self.mails, self.envelopes = [], []
        self.answers, self.refusals = [], []
        # Seconds that it waits after it took a mail and before it says so.
        self.dawdles = 0.0
        self.took_one = threading.Event()
        self.controller = Controller(
            self,
            hostname="127.0.0.1",
            port=free_port(),
            ready_timeout=10,
            tls_context=tls,
            require_starttls=tls is not None,
        )
        self.controller.start()
        self.port = self.controller.port

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 -- aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        if self.refusals:
            return self.refusals.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos, session.ssl is not None))
        self.took_one.set()
        if self.dawdles:
            await asyncio.sleep(self.dawdles)
        return "250 taken"

    def close(self):
        self.controller.stop()


def make_certificate(folder):
    """A certificate for localhost that is its own authority: the key and chain for a server, and the file to trust."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    asked = f"req -x509 -newkey rsa:2048 -nodes -days 2 -keyout {key} -out {certificate} -subj /CN=localhost"
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(["openssl", *asked.split(), *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context, certificate


def deliver():
    """Send what waits, as the worker does after the commit that a test never makes."""
    for uid in Mail.objects.filter(state=MailState.WAITING).order_by("pk").values_list("uid", flat=True):
        send_mail.func(str(uid))
