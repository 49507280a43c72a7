"""The signature of a delivery: HMAC-SHA-256 over its number, moment and body, as Standard Webhooks describes.

The secret is made from the webhook's salt with the installation's journal key, so it stands nowhere: who reads the
database cannot sign. It is shown when it is made, and never again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings

PREFIX = "whsec_"


def secret_of(salt: str) -> str:
    key: bytes = settings.JOURNAL_KEY
    made = hmac.new(key, b"kopgroep webhook " + salt.encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(made).decode()


def signature(*, secret: str, number: str, timestamp: int, body: bytes) -> str:
    """The value of the header webhook-signature."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{number}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
