"""The list of enquiries, declared once."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models import CharField as Text
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.clock import day_of
from kopgroep.kernel.lists import Choice, Column, ListOf, Search, Since, Until, YesNo
from kopgroep.rooms.partners.models import Channel, Enquiry, EnquiryState, Helix, Wish
from kopgroep.rooms.partners.models.enquiries import CLOSED

ENQUIRY_TONES = {
    EnquiryState.OPEN: "warning",
    EnquiryState.LATER: "info",
    EnquiryState.ANSWERED: "neutral",
    EnquiryState.JOINED: "good",
    EnquiryState.DECLINED: "neutral",
}
OVERDUE = "overdue"


def with_overdue(rows: QuerySet[Enquiry], on: date) -> QuerySet[Enquiry]:
    """With `urgency`: 1 overdue, 2 waiting, 3 later, 4 dealt with, so that the list begins with what presses."""
    parts: dict[str, Any] = {
        "urgency": Case(
            When(Q(state__in=CLOSED), then=Value("4")),
            When(Q(due_on__lt=on), then=Value("1")),
            When(Q(state=EnquiryState.LATER, due_on__gt=on), then=Value("3")),
            default=Value("2"),
            output_field=Text(),
        )
    }
    return rows.annotate(**parts)


def _state(row: Any) -> str:
    return str(_("too late")) if row.urgency == "1" else str(row.get_state_display())


def _tone(row: Any) -> str:
    return "bad" if row.urgency == "1" else ENQUIRY_TONES[EnquiryState(row.state)]


def short(day: date) -> str:
    month = "b" if get_language() == "nl" else "M"
    return date_format(day, f"j {month} Y").replace(" ", "\u00a0")


def _due(row: Enquiry) -> str | None:
    return None if row.is_closed else short(row.due_on)


COLUMNS = (
    Column(
        "organisation",
        _("Organisation"),
        value="organisation_name",
        sort=("organisation_name",),
        url=lambda row: reverse("partners:enquiry", args=[row.pk]),
        note=lambda row: row.name,
        export=lambda row: row.organisation_name,
    ),
    Column("state", _("State"), value=_state, sort=("urgency", "due_on"), tone=_tone, phone=True),
    Column("wish", _("Wish"), value=lambda row: row.get_wish_display(), sort=("wish",), phone=True),
    Column("helix", _("Helix"), value=lambda row: row.get_helix_display(), sort=("helix",)),
    Column(
        "due",
        _("Answer by"),
        value=_due,
        sort=("due_on",),
        export=lambda row: None if row.is_closed else row.due_on,
    ),
    Column(
        "received",
        _("Came in"),
        value=lambda row: short(day_of(row.received_at)),
        sort=("received_at",),
        export=lambda row: day_of(row.received_at),
    ),
    Column("channel", _("How"), value=lambda row: row.get_channel_display(), sort=("channel",)),
)
FILTERS = (
    Search("q", _("Search on organisation, name or address"), ("organisation_name", "name", "email")),
    YesNo("waits", _("Waits for an answer"), yes=Q(urgency__in=("1", "2"))),
    YesNo(OVERDUE, _("Too late"), yes=Q(urgency="1")),
    Choice("state", _("State"), EnquiryState.choices),
    Choice("wish", _("Wish"), Wish.choices),
    Choice("helix", _("Helix"), Helix.choices),
    Choice("channel", _("How"), Channel.choices),
    Since("since", _("Came in since"), lookup="received_at__date"),
    Until("until", _("Came in until"), lookup="received_at__date"),
)


def enquiries_list() -> ListOf:
    return ListOf(
        noun=lambda count: ngettext("enquiry", "enquiries", count),
        empty=_(
            "Here will be everyone who wants to join or to know more, by the public page or by telephone."
        ),
        columns=COLUMNS,
        filters=FILTERS,
        order="state",
    )
