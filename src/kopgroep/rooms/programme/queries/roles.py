"""Who runs any deal of the installation."""

from __future__ import annotations

from typing import Any

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.clock import today
from kopgroep.kernel.records import Record
from kopgroep.rooms.programme.models import Deal

KEPT = frozenset({Role.MANAGER, Role.OFFICE})


def staff_roles(user: Any, about: Record | None) -> frozenset[Role]:
    """Manager and office of any deal keep that role on what all deals share: a permission asked about no record."""
    if about is not None or not user.is_authenticated:
        return frozenset()
    start = f"{Deal._meta.label_lower}:"
    grants = Grant.objects.in_force(today()).filter(
        user=user, on__startswith=start, role__in=[role.value for role in KEPT]
    )
    return frozenset(Role(role) for role in grants.values_list("role", flat=True))


def audiences_of_open_deals(user: Any) -> frozenset[str]:
    """What everybody finds: the rows of deals that are open now; one query."""
    return frozenset(deal.open_audience for deal in Deal.objects.filter(is_open=True).only("code"))
