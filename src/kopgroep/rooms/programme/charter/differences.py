"""What two charters say differently, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter.terms import (
    Charter,
    CharterContribution,
    CharterNormSource,
    CharterPartner,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST = 80

SECTIONS: Mapping[str, "_StrPromise"] = {
    "deal": _("Deal"),
    "joining": _("Joining"),
    "sources": _("Source"),
    "words": _("Word"),
    "phases": _("Phase"),
    "principles": _("Design principle"),
    "roles": _("Role"),
    "contributions": _("Contribution in phase"),
    "norms": _("Norm"),
    "counts": _("Number"),
    "partners": _("Organisation"),
}
FIELDS: Mapping[str, "_StrPromise"] = {
    "name": _("name"),
    "kind": _("kind"),
    "summary": _("summary"),
    "assignment": _("assignment"),
    "open": _("open to everyone"),
    "hours_per_day": _("hours in a day"),
    "signed": _("signed"),
    "initiators": _("initiators"),
    "heavier_forms": _("heavier forms"),
    "title": _("title"),
    "address": _("address"),
    "starts": _("starts"),
    "ends": _("ends"),
    "outcome": _("outcome"),
    "source": _("source"),
    "explanation": _("explanation"),
    "target_tools": _("number of tools"),
    "days_per_month": _("days a month"),
    "euros": _("euros"),
    "sentence": _("sentence"),
    "strength": _("strength"),
    "measure": _("measure"),
    "per": _("measured per"),
    "gate": _("gate"),
    "threshold": _("threshold"),
    "label": _("label"),
    "value": _("value"),
    "on": _("date"),
    "note": _("note"),
    "known_as": _("known as"),
    "helix": _("helix"),
    "relation": _("relation"),
    "cbs": _("CBS code"),
    "kvk": _("KvK number"),
    "oin": _("OIN"),
    "stages": _("stages"),
    "words": _("words"),
    "gives": _("what partners get"),
    "contact": _("whom to ask"),
    "email": _("e-mail address"),
    "phone": _("telephone"),
    "reply_days": _("working days to answer"),
}
# Of these the order says something; contributions stand in the order of their phases.
ORDERED = ("phases", "principles", "roles", "norms")
WHOLE_DEAL = ("initiators", "heavier_forms")
LISTS = ("phases", "principles", "roles", "contributions", "norms", "counts", "partners")


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the second charter says otherwise than the first."""

    change: Change
    section: str
    code: str = ""
    field: str = ""
    before: object = None
    after: object = None

    def __str__(self) -> str:
        words = {
            "section": SECTIONS[self.section],
            "code": self.code,
            "field": FIELDS.get(self.field, self.field),
            "before": _shown(self.before),
            "after": _shown(self.after),
        }
        if self.change is Change.ADDED:
            return gettext("%(section)s %(code)s: new") % words
        if self.change is Change.REMOVED:
            return gettext("%(section)s %(code)s: removed") % words
        if self.change is Change.MOVED:
            return gettext("%(section)s: now in the order %(after)s") % words
        if self.section in ("deal", "joining"):
            return gettext("%(section)s: %(field)s %(before)s → %(after)s") % words
        return gettext("%(section)s %(code)s: %(field)s %(before)s → %(after)s") % words


def differences(before: Charter, after: Charter) -> list[Difference]:
    """Everything the second charter says otherwise, in the order of a charter."""
    found = list(_fields("deal", "", before.deal, after.deal))
    found += _fields("joining", "", before.joining, after.joining)
    for name in WHOLE_DEAL:
        one, other = getattr(before, name), getattr(after, name)
        if one != other:
            found.append(Difference(Change.CHANGED, "deal", "", name, one, other))
    for section in ("sources", "words"):
        found += _items(section, getattr(before, section), getattr(after, section))
    for section in LISTS:
        one, other = _by_code(getattr(before, section)), _by_code(getattr(after, section))
        found += _items(section, one, other)
        stayed = [code for code in other if code in one]
        if section in ORDERED and stayed != [code for code in one if code in other]:
            found.append(Difference(Change.MOVED, section, after=tuple(other)))
    return found


def _by_code(items: Sequence[Any]) -> dict[str, object]:
    return {_code(item): item for item in items}


def _code(item: Any) -> str:
    if isinstance(item, CharterPartner):
        return item.organisation
    return item.phase if isinstance(item, CharterContribution) else str(item.code)


def _items(section: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Difference]:
    for code in before:
        if code not in after:
            yield Difference(Change.REMOVED, section, code)
    for code, item in after.items():
        if code not in before:
            yield Difference(Change.ADDED, section, code)
        elif isinstance(item, Text):
            if item != before[code]:
                yield Difference(Change.CHANGED, section, code, "name", before[code], item)
        else:
            yield from _fields(section, code, before[code], item)


def _fields(section: str, code: str, before: object, after: object) -> Iterator[Difference]:
    assert is_dataclass(after)
    for field in fields(after):
        one, other = _said(getattr(before, field.name)), _said(getattr(after, field.name))
        if one != other:
            yield Difference(Change.CHANGED, section, code, field.name, one, other)


def _said(value: object) -> object:
    """A norm's source that names nothing says as much as none."""
    return None if value == CharterNormSource() else value


def _shown(value: object) -> str:
    if value is None or value == () or value == "":
        return gettext("(nothing)")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return ", ".join(_shown(each) for each in value)
    if is_dataclass(value) and not isinstance(value, (Text, PartialDate)):
        return " ".join(
            _shown(each) for field in fields(value) if (each := getattr(value, field.name)) is not None
        )
    if isinstance(value, PartialDate):
        return value.display(get_language() or "nl")
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
