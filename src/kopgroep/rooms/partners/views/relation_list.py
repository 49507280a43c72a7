"""The list with which the office keeps in touch, declared once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.lists import Choice, Column, Filter, ListOf, Search, YesNo
from kopgroep.rooms.partners.models import Helix, Partner
from kopgroep.rooms.partners.queries.relations import quiet, quiet_since
from kopgroep.rooms.partners.views.enquiry_list import short


def relations_list(office: Sequence[User], on: date) -> ListOf:
    """`office` are the people who run the deal and so may be relation manager."""
    return ListOf(
        noun=lambda count: ngettext("partner", "partners", count),
        empty=_("Here will be every partner, who keeps in touch with it, and when you last spoke."),
        columns=_columns(on),
        filters=_filters(office, on),
        order="spoke",
    )


def _spoke(row: Partner) -> str:
    return short(row.spoke_on) if row.spoke_on else str(_("never"))


def _again(row: Partner) -> str:
    return short(row.again_on) if row.again_on else ""


def _columns(on: date) -> tuple[Column, ...]:
    last = quiet_since(on)
    return (
        Column(
            "name",
            _("Organisation"),
            value="organisation.name",
            sort=("organisation__name",),
            url=lambda row: reverse("partners:log", args=[row.pk]),
        ),
        Column(
            "manager",
            _("Relation manager"),
            value=lambda row: row.manager_name or "",
            sort=("manager_name", "organisation__name"),
            phone=True,
        ),
        Column(
            "spoke",
            _("Last contact"),
            value=_spoke,
            sort=("spoke_on", "organisation__name"),
            tone=lambda row: "warning" if (row.spoke_on or row.since_on) < last else "",
            phone=True,
            export=lambda row: row.spoke_on,
        ),
        Column(
            "again",
            _("To follow up"),
            value=_again,
            sort=("again_on", "organisation__name"),
            tone=lambda row: "bad" if row.again_on and row.again_on <= on else "",
            phone=True,
            export=lambda row: row.again_on,
        ),
    )


def _filters(office: Sequence[User], on: date) -> tuple[Filter, ...]:
    return (
        Search("q", _("Search on name"), ("organisation__name", "organisation__aliases__name")),
        Choice(
            "manager",
            _("Relation manager"),
            [(str(user.pk), user.name) for user in office],
            by=lambda value: Q(manager_id=int(value)),
        ),
        YesNo("managed", _("Has a relation manager"), yes=Q(has_manager=True)),
        YesNo("quiet", _("No contact for long"), yes=quiet(on)),
        YesNo("due", _("To follow up now"), yes=Q(again_on__lte=on)),
        Choice("helix", _("Helix"), Helix.choices, lookup="organisation__helix"),
    )
