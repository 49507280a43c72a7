"""What the house asks of the gates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from kopgroep.kernel.access import Permission, Role, allowed
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item, Reading
from kopgroep.rooms.gates.models import Review
from kopgroep.rooms.gates.queries import DealState, state_of
from kopgroep.rooms.programme.models import Deal


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    """Gates ask; they answer no norm themselves."""
    return ()


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """For who decides about gates: the gate that can be passed, and the largest gap in front of one that cannot."""
    if not user.is_authenticated:
        return []
    found: list[Item] = []
    for one in [deal] if deal is not None else _managed(user, on):
        if not one.is_read_only and allowed(user, Permission.GATE_REVIEW, about=one):
            found += _at_next_gate(state_of(one, on))
    return found


def _managed(user: Any, on: date) -> list[Deal]:
    start = f"{Deal._meta.label_lower}:"
    grants = Grant.objects.in_force(on).filter(user=user, role=Role.MANAGER, on__startswith=start)
    uids = [address.removeprefix(start) for address in grants.values_list("on", flat=True)]
    return list(Deal.objects.filter(uid__in=uids).order_by("pk"))


def _at_next_gate(state: DealState) -> list[Item]:
    gate = state.next_gate
    if gate is None or gate.is_passed or not gate.asked:
        return []
    if gate.is_open:
        words = _("Decide about the gate of %(phase)s") % {"phase": gate.phase}
        return [Item(words, gate.url, _("Every required norm is met."))]
    gap = next((gap for gap in state.largest_gaps if gap.mend), None)
    if gap is None or gap.mend is None:
        return []
    numbers = {"norm": gap.sentence, "value": gap.value_words, "asked": gap.threshold_words}
    return [Item(_("%(norm)s: now %(value)s of %(asked)s") % numbers, gap.url, str(state.deal.name))]


def news(deal: Deal, since: datetime) -> list[Entry]:
    """The journal's entries about decisions at gates since a moment, newest first."""
    start = f"{Review._meta.label_lower}:"
    entries = Entry.objects.filter(
        chain__name=deal.journal_chain, at__gt=since, mentions__address__startswith=start
    )
    return list(entries.select_related("private_text").distinct().order_by("-number")[:100])
