"""The example people of a trial installation, who may sign in by a button and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db.models import Case, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import User

# The domain cannot exist (RFC 2606), so nobody outside can have an address in it.
DEMO_DOMAIN = "voorbeeld.kopgroep.example"

# The part of the address before the @ -> what this person is, in the order of the list.
DEMO_PEOPLE: Mapping[str, Promise] = {
    "manager": _("programme manager"),
    "office": _("programme office"),
    "initiator": _("initiator"),
    "contact": _("contact of a partner"),
    "deputy": _("deputy of a partner's contact"),
    "participant": _("member of a partner"),
    "administrator": _("administrator of this installation"),
    "stranger": _("somebody with an account and no role"),
}


def demo_address(part: str) -> str:
    return f"{part}@{DEMO_DOMAIN}"


def demo_users() -> QuerySet[User]:
    """The example people that exist, in the order of DEMO_PEOPLE."""
    addresses = [demo_address(part) for part in DEMO_PEOPLE]
    order = Case(*(When(email=address, then=Value(place)) for place, address in enumerate(addresses)))
    return User.objects.filter(email__in=addresses, is_active=True).order_by(order)


def role_words(user: User) -> str:
    return str(DEMO_PEOPLE.get(user.email.partition("@")[0], ""))


def may_sign_in_by_button(user: User) -> bool:
    """Only while the setting is on, and only example people: never anybody's real account."""
    return (
        bool(settings.DEMO) and user.is_active and user.email in {demo_address(part) for part in DEMO_PEOPLE}
    )
