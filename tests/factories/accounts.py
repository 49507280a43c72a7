"""Users and what they were granted."""

from datetime import date
from itertools import count

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import ApiToken, Grant, SavedView, User
from kopgroep.kernel.clock import now
from kopgroep.kernel.records import Record

_number = count(1)
LONG_AGO = date(2020, 1, 1)


def make_user(name: str = "Alice", *, email: str = "") -> User:
    return User.objects.create_user(
        email or f"{name.lower().replace(' ', '.')}{next(_number)}@example.org", name=name
    )


def make_grant(
    user: User | None = None,
    role: Role = Role.OFFICE,
    on: Record | None = None,
    *,
    granted_on: date = LONG_AGO,
) -> Grant:
    address = on.address if on else "programme.deal:nowhere"
    return Grant.objects.create(user=user or make_user(), role=role, on=address, granted_on=granted_on)


def make_api_token(user: User | None = None) -> ApiToken:
    return ApiToken.objects.create(
        user=user or make_user(),
        name="script",
        digest=f"{next(_number):064d}",
        made_at=now(),
        expires_on=date(2099, 1, 1),
    )


def make_saved_view(user: User | None = None) -> SavedView:
    return SavedView.objects.create(
        user=user or make_user(), page="partners", name="Mine", query="helix=business"
    )
