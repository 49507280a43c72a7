"""What the house asks of this room: nothing that is measured, a manager's planning work, and news of the planning."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.measures import Item, Reading
from kopgroep.rooms.programme.models import Deal, DealKind, PhaseEntry, PlannedPhase

NEWS = (
    Verb.DEAL_SET_UP,
    Verb.DEAL_CHANGED,
    Verb.DEAL_CLONED,
    Verb.PHASE_PLANNED,
    Verb.PHASE_ENTERED,
    Verb.PHASE_OPENED,
)


def measures(deal: Deal, on: date) -> list[Reading]:
    """This room holds the norms; what they measure is in the later rooms."""
    return []


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """For a programme manager: deals without a phase, and phases that run on beyond their planned end. Two queries."""
    if not user.is_authenticated:
        return []
    start = f"{Deal._meta.label_lower}:"
    grants = Grant.objects.in_force(on).filter(user=user, role=Role.MANAGER, on__startswith=start)
    uids = [address.removeprefix(start) for address in grants.values_list("on", flat=True)]
    deals = Deal.objects.filter(uid__in=uids).exclude(kind=DealKind.HISTORICAL)
    if deal is not None:
        deals = deals.filter(pk=deal.pk)
    entered = PhaseEntry.objects.filter(deal=OuterRef("pk"), entered_on__lte=on).order_by("-entered_on")
    planned = PlannedPhase.objects.filter(version__deal=OuterRef("pk"), phase=OuterRef("now"))
    deals = deals.annotate(
        now=Subquery(entered.values("phase")[:1]), phase_name=Subquery(entered.values("phase__name")[:1])
    )
    deals = deals.annotate(ends=Subquery(planned.order_by("-version__number").values("ends")[:1]))
    return [item for each in deals.order_by(F("pk")) if (item := _waiting(each, on))]


def _waiting(deal: Any, on: date) -> Item | None:
    if deal.now is None:
        label = _("Start the first phase of %(deal)s") % {"deal": deal}
        return Item(label, reverse("programme:enter-phase", args=[deal.code]), address=deal.address)
    if deal.ends is None or deal.ends.last >= on:
        return None
    label = _(
        "%(deal)s: the phase %(phase)s is past its planned end; start the next one or move the planning"
    ) % {
        "deal": deal,
        "phase": deal.phase_name,
    }
    detail = _("Planned end: %(day)s") % {"day": deal.ends.display(get_language() or "nl")}
    return Item(label, reverse("programme:planning", args=[deal.code]), detail, deal.address)


def news(deal: Deal, since: datetime) -> list[Entry]:
    """The journal's entries about charter, planning and phases of a deal since a moment, newest first."""
    verbs = [verb.value for verb in NEWS]
    entries = Entry.objects.filter(chain__name=deal.journal_chain, at__gt=since, verb__in=verbs)
    return list(entries.select_related("private_text").order_by("-number")[:100])
