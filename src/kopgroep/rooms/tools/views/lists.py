"""The lists of needs, existing tools and tools, declared once."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kopgroep.kernel.lists import Choice, Column, ListOf, Search, Since, YesNo
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.forms import principles_of
from kopgroep.rooms.tools.models import Form, ToolStatus, Trust

WARN_DAYS = 30
STATUS_TONES = {
    ToolStatus.CHOSEN: "good",
    ToolStatus.DEVELOPING: "info",
    ToolStatus.TESTING: "info",
    ToolStatus.DELIVERED: "good",
    ToolStatus.NOT_CHOSEN: "warning",
    ToolStatus.WITHDRAWN: "bad",
}
TRUST_TONES = {Trust.TESTED: "good", Trust.EXISTS: "info"}


def _principles(row: Any) -> str:
    return ", ".join(str(each.name) for each in row.principles.all())


def _choices(deal: Deal) -> tuple[tuple[str, Any], ...]:
    return tuple((each.code, str(each.name)) for each in principles_of(deal))


def needs_list(deal: Deal) -> ListOf:
    choices = _choices(deal)
    columns = [
        Column("need", _("Need"), value="process_question", sort=("process_question",), url=_url),
        Column("voices", _("Organisations"), sort=("voices",), numeric=True, phone=True),
        Column("existing", _("Exists already"), sort=("existing",), numeric=True),
        Column("searches", _("Searches"), value=lambda row: row.at_home + row.abroad, numeric=True),
        Column(
            "asked",
            _("Asked by"),
            value=lambda row: str(row.asked_by_partner.organisation) if row.asked_by_partner else "",
            sort=("asked_by_partner__organisation__name",),
        ),
        Column("stated", _("Stated on"), value="stated_on", sort=("stated_on",)),
    ]
    filters: list[Any] = [
        Search("q", _("Search in needs"), ("process_question", "occasion")),
        YesNo("searched", _("Was looked for"), yes=Q(at_home__gt=0) | Q(abroad__gt=0)),
        Since("since", _("Stated since"), lookup="stated_on"),
    ]
    if choices:
        columns.insert(1, Column("principles", _("Design principles"), value=_principles))
        filters.insert(1, Choice("principle", _("Design principle"), choices, lookup="principles__code"))
    return ListOf(
        noun=lambda count: ngettext("need", "needs", count),
        empty=_("Here will be the questions from practice that ask for a tool."),
        columns=tuple(columns),
        filters=tuple(filters),
        order="-voices",
    )


def _url(row: Any) -> str:
    return str(row.get_absolute_url())


def existing_list() -> ListOf:
    return ListOf(
        noun=lambda count: ngettext("existing tool", "existing tools", count),
        empty=_("Here will be what others made already, with where that was read."),
        columns=(
            Column("name", _("Name"), sort=("name",), url=_url),
            Column(
                "status",
                _("How far it is"),
                value=lambda row: row.get_status_display(),
                sort=("status",),
                tone=lambda row: TRUST_TONES.get(row.status, "neutral"),
                phone=True,
            ),
            Column("owner", _("Kept by"), sort=("owner",), phone=True),
            Column("country", _("Country"), sort=("country",)),
            Column("licence", _("Licence"), sort=("licence",)),
            Column("source", _("Source"), sort=("source",)),
            Column("read", _("Read on"), value="read_on", sort=("read_on",)),
        ),
        filters=(
            Search("q", _("Search on name, keeper or words"), ("name", "owner", "summary")),
            Choice("status", _("How far it is"), tuple(Trust.choices), lookup="status"),
            YesNo("lapses", _("Has a claim that lapses"), yes=Q(lapsing=True)),
            Since("since", _("Read since"), lookup="read_on"),
        ),
        order="name",
    )


def tools_list(deal: Deal) -> ListOf:
    choices = _choices(deal)
    columns = [
        Column("name", _("Tool"), sort=("name",), url=_url),
        Column(
            "status",
            _("Status"),
            value=lambda row: ToolStatus(row.status).label,
            sort=("status", "name"),
            tone=lambda row: STATUS_TONES.get(row.status, "neutral"),
            phone=True,
        ),
        Column(
            "owner",
            _("Owner"),
            value=lambda row: row.owner_name or "",
            sort=("owner_name", "name"),
            phone=True,
        ),
        Column("form", _("Form"), value=lambda row: row.get_form_display(), sort=("form", "name")),
        Column("group", _("Group"), sort=("group", "name")),
        Column("theme", _("Theme"), sort=("theme", "name")),
        Column("since", _("Since"), value="since_on", sort=("since_on",)),
    ]
    filters: list[Any] = [
        Search("q", _("Search on name or question"), ("name", "former_names", "process_question")),
        Choice("status", _("Status"), tuple(ToolStatus.choices), lookup="status"),
        Choice("form", _("Form"), tuple(Form.choices), lookup="form"),
        YesNo("owned", _("Has an owner"), yes=Q(owner_id__isnull=False)),
    ]
    if choices:
        columns.insert(2, Column("principles", _("Design principles"), value=_principles))
        filters.insert(2, Choice("principle", _("Design principle"), choices, lookup="principles__code"))
    return ListOf(
        noun=lambda count: ngettext("tool", "tools", count),
        empty=_("Here will be every tool that the deal may make, with how far it is."),
        columns=tuple(columns),
        filters=tuple(filters),
        order="name",
    )
