"""Tokens for tests of the API."""

import hashlib
import secrets
from datetime import date

import pytest

from kopgroep.kernel.accounts.models import ApiToken
from kopgroep.kernel.clock import now


@pytest.fixture
def token_for(db):
    """Headers with a fresh token of a user, limited to some scopes."""

    def make(user, scopes):
        secret = secrets.token_urlsafe(24)
        ApiToken.objects.create(
            user=user,
            name="test",
            digest=hashlib.sha256(secret.encode()).hexdigest(),
            scopes=scopes,
            made_at=now(),
            expires_on=date(2099, 1, 1),
        )
        return {"authorization": f"Bearer {secret}"}

    return make
