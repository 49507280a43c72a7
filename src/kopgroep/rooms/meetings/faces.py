"""What the house asks of the meetings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.rooms.meetings.models import Meeting, Registration, Task
from kopgroep.rooms.meetings.queries import end_of, held, months_of_exploring
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.models import Deal, DealKind, DesignPrinciple

HUNDRED, NONE = Decimal(100), Decimal(0)
SOON = timedelta(days=30)


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    yield Reading("monthly_meetings", "deal", (_months(deal, on),))
    yield Reading("principles_treated", "principle", tuple(_principles(deal, on)))


def _seen(meeting: Meeting) -> Item:
    day = date_format(day_of(meeting.starts_at), "j F Y")
    return Item(meeting.title, meeting.get_absolute_url(), day, meeting.address)


def _months(deal: Deal, on: date) -> Subject:
    """Which share of the months of exploring had a meeting."""
    months = months_of_exploring(deal, on)
    met = [each.meeting for each in months if each.meeting is not None]
    url = reverse("meetings:call", args=[deal.code])
    missing = [each.month_from for each in months if each.meeting is None]
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=(HUNDRED * len(met) / len(months)).quantize(Decimal("0.01")) if months else NONE,
        evidence=tuple(_seen(meeting) for meeting in met),
        open=tuple(Item(date_format(month, "F Y"), url, _("No meeting was held")) for month in missing)
        or ((Item(_("Call the first meeting"), url),) if not months else ()),
    )


def _principles(deal: Deal, on: date) -> Iterable[Subject]:
    """How many meetings treated each design principle."""
    principles = list(DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk"))
    treated: dict[int, list[Meeting]] = {principle.pk: [] for principle in principles}
    for meeting in held(deal, on).prefetch_related("principles").order_by("starts_at", "pk"):
        for principle in meeting.principles.all():
            treated[principle.pk].append(meeting)
    url = reverse("meetings:call", args=[deal.code])
    for principle in principles:
        here = treated[principle.pk]
        yield Subject(
            key=principle.code,
            label=str(principle.name),
            value=Decimal(len(here)),
            evidence=tuple(_seen(meeting) for meeting in here),
            open=(Item(_("Call a meeting about it"), f"{url}?principle={principle.code}"),),
            address=principle.address,
        )


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """For who works for a partner: meetings to answer, and tasks that are due."""
    if not user.is_authenticated:
        return []
    mine = Contact.objects.current(on).filter(person__user=user)
    partners = Partner.objects.taking_part(on).exclude(deal__kind=DealKind.HISTORICAL)
    partners = partners.filter(organisation__contacts__in=mine).distinct()
    if deal is not None:
        partners = partners.filter(deal=deal)
    found = []
    answered = Registration.objects.filter(person__user=user).values("meeting")
    coming = Meeting.objects.filter(deal__in=partners.values("deal"), cancelled_at=None)
    coming = coming.filter(starts_at__gte=end_of(on - timedelta(days=1)), starts_at__lt=end_of(on + SOON))
    for meeting in coming.exclude(pk__in=answered).select_related("deal").order_by("starts_at", "pk")[:5]:
        day = date_format(day_of(meeting.starts_at), "j F")
        words = _("Do you come on %(day)s?") % {"day": day}
        found.append(Item(words, meeting.get_absolute_url(), meeting.title, meeting.address))
    due = Task.objects.filter(Q(due_on=None) | Q(due_on__lte=on + SOON), partner__in=partners, done_on=None)
    for task in due.select_related("deal").order_by("due_on", "pk")[:5]:
        words = date_format(task.due_on, "j F Y") if task.due_on else ""
        found.append(Item(task.text, reverse("meetings:tasks", args=[task.deal.code]), words, task.address))
    return found


def news(deal: Deal, since: datetime) -> list[Entry]:
    rows = Entry.objects.filter(chain__name=deal.journal_chain, at__gt=since)
    started = rows.filter(verb__startswith="meeting.") | rows.filter(verb__startswith="decision.")
    return list(started.select_related("private_text").order_by("-number")[:100])
