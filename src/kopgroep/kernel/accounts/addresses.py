"""The proof that somebody reads another address: a signed text in a mail to it, good for a day and one change."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from kopgroep.kernel.accounts.models import User

SALT = "another address for an account"
SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Proof:
    user: User
    email: str


def proof_of_address(user: User, email: str) -> str:
    return signing.dumps([str(user.uid), user.email, email], salt=SALT)


def read_proof(text: str) -> Proof | None:
    """Whose account gets which address; None when it is too old, not ours, or the account has another by now."""
    try:
        uid, before, email = signing.loads(text, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(uid=uid, email=before, is_active=True).first()
    return Proof(user, str(email)) if user else None
