"""The lists of the network, declared once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.lists import Choice, Column, ListOf, Search, Since, Until, YesNo
from kopgroep.rooms.partners.models import Helix, OrganisationKind, Partner, Relation, Stage
from kopgroep.rooms.partners.models.partners import PartnerQuerySet
from kopgroep.rooms.partners.queries.words import plain_days

TONES = {
    Stage.APPROACHED: "neutral",
    Stage.TALK: "info",
    Stage.INTENTION: "warning",
    Stage.PARTNER: "good",
    Stage.SIGNATORY: "good",
    Stage.LEFT: "bad",
}


def stage_label(partner: Partner) -> str:
    return str(Stage(partner.stage).label)


def days(partner: Partner) -> object:
    return plain_days(partner.days_per_month) if partner.days_per_month is not None else None


def short_day(partner: Partner) -> str:
    """On one line of a narrow column."""
    month = "b" if get_language() == "nl" else "M"
    return date_format(partner.since_on, f"j {month} Y").replace(" ", "\u00a0")


def in_order_of_stage(rows: PartnerQuerySet) -> PartnerQuerySet:
    """With `step`, so that a list can be sorted as the pipeline runs."""
    steps = [When(Q(stage=stage), then=Value(number)) for number, stage in enumerate(Stage)]
    parts: dict[str, Any] = {"step": Case(*steps, default=Value(99), output_field=IntegerField())}
    return rows.annotate(**parts)


def partner_columns(roles: dict[str, str]) -> tuple[Column, ...]:
    return (
        Column(
            "name",
            _("Organisation"),
            value="organisation.name",
            sort=("organisation__name",),
            url=lambda row: reverse("partners:partner", args=[row.pk]),
        ),
        Column(
            "stage",
            _("Stage"),
            value=stage_label,
            sort=("step", "organisation__name"),
            tone=lambda row: TONES[Stage(row.stage)],
            phone=True,
        ),
        Column("relation", _("Relation"), value=lambda row: Relation(row.relation).label, sort=("relation",)),
        Column(
            "helix",
            _("Helix"),
            value=lambda row: Helix(row.organisation.helix).label,
            sort=("organisation__helix", "organisation__name"),
            phone=True,
        ),
        Column("role", _("Role"), value=lambda row: roles.get(row.role_code or "", ""), sort=("role_code",)),
        Column("days", _("Days a month"), value=days, sort=("days_per_month",), numeric=True),
        Column("motivation", _("Motivation"), value="is_motivated", sort=("is_motivated",)),
        Column("since", _("Since"), value=short_day, sort=("since_on",), export=lambda row: row.since_on),
    )


def partners_list(roles: dict[str, str]) -> ListOf:
    """The list of partners of one deal; `roles` are the names of the deal's own roles by code."""
    return ListOf(
        noun=lambda count: ngettext("organisation", "organisations", count),
        empty=_("Here will be everyone who takes part or may do so. Add the first organisation."),
        columns=partner_columns(roles),
        filters=(
            Search("q", _("Search on name"), ("organisation__name", "organisation__aliases__name")),
            Choice("stage", _("Stage"), Stage.choices),
            Choice("relation", _("Relation"), Relation.choices),
            Choice("helix", _("Helix"), Helix.choices, lookup="organisation__helix"),
            Choice("role", _("Role"), tuple(roles.items()), lookup="role_code"),
            YesNo("motivated", _("Motivation given"), yes=Q(is_motivated=True)),
            Since("since", _("At this stage since"), lookup="since_on"),
            Until("until", _("At this stage since then or longer"), lookup="since_on"),
        ),
        order="name",
    )


def kind_choices() -> Iterable[tuple[str, str | Promise]]:
    return OrganisationKind.choices


ORGANISATIONS = ListOf(
    noun=lambda count: ngettext("organisation", "organisations", count),
    empty=_("Here will be every organisation that a deal works with. Add the first."),
    columns=(
        Column(
            "name",
            _("Organisation"),
            value="name",
            sort=("name",),
            url=lambda row: reverse("partners:organisation", args=[row.pk]),
        ),
        Column(
            "kind", _("Kind"), value=lambda row: row.get_kind_display(), sort=("kind", "name"), phone=True
        ),
        Column(
            "helix", _("Helix"), value=lambda row: row.get_helix_display(), sort=("helix", "name"), phone=True
        ),
        Column("cbs_code", _("CBS code"), sort=("cbs_code", "name")),
        Column("kvk", _("KvK number"), sort=("kvk", "name")),
        Column("deals", _("Deals"), value="deal_count", sort=("deal_count", "name"), numeric=True),
        Column("until", _("Exists until"), value="valid_until", sort=("valid_until", "name")),
    ),
    filters=(
        Search("q", _("Search on name or code"), ("name", "aliases__name", "cbs_code", "kvk", "oin")),
        Choice("kind", _("Kind"), kind_choices, lookup="kind"),
        Choice("helix", _("Helix"), Helix.choices, lookup="helix"),
        YesNo("in-deal", _("In a deal"), yes=Q(deal_count__gt=0)),
    ),
    order="name",
)
