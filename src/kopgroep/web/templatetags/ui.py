"""Tags behind the parts in templates/ui: those that need a slot, a widget or a little geometry.

{% load ui %}
{% field form.name unit=_("days") %}   {% fields form %}
{% table caption=_("Partners") %} <thead>…</thead><tbody>…</tbody> {% endtable %}
{% figure title=_("Twelve of the twenty take part") table=numbers %} <svg>…</svg> {% endfigure %}
{% norm_bar norm %}   {% bar value=3 of=8 label=_("Pilots") %}   {% helix_ring helixes %}
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from allauth.account.fields import EmailField
from django import forms, template
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

CONTROLS: Mapping[str, str] = {
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "checkbox": "utrecht-checkbox utrecht-checkbox--html-input utrecht-checkbox--custom",
    "radios": "utrecht-radio-button utrecht-radio-button--html-input",
    "checkboxes": "utrecht-checkbox utrecht-checkbox--html-input utrecht-checkbox--custom",
    "file": "kg-file",
    "text": "utrecht-textbox utrecht-textbox--html-input",
}
INVALID: Mapping[str, str] = {
    "textarea": " utrecht-textarea--invalid",
    "select": " utrecht-select--invalid",
    "text": " utrecht-textbox--invalid",
}


def kind_of(widget: forms.Widget) -> str:
    """The kind of control a widget is; the subclasses stand before the classes they come from."""
    kinds: list[tuple[type[forms.Widget] | tuple[type[forms.Widget], ...], str]] = [
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        ((forms.MultiWidget, forms.SelectDateWidget), "group"),
    ]
    return next((kind for classes, kind in kinds if isinstance(widget, classes)), "text")


def described_by(bound: BoundField, hint: object) -> str:
    about = [f"{bound.auto_id}-hint"] if hint else []
    return " ".join(about + ([f"{bound.auto_id}-error"] if bound.errors else []))


@register.inclusion_tag("ui/field.html")
def field(
    bound: BoundField, *, unit: str = "", example: str = "", label: str = "", rows: int = 0
) -> dict[str, Any]:
    """One field: label, hint, control with its unit, errors. `label` replaces the form's own."""
    kind = kind_of(bound.field.widget)
    attrs: dict[str, Any] = {"class": CONTROLS.get(kind, CONTROLS["text"])}
    own = bound.field.widget.attrs
    # A grey copy of the label inside the field looks as if it were filled in already.
    own.pop("placeholder", None)
    # What signing in brings along calls it "Email"; every other page has one name for it.
    usual = _("E-mail address") if isinstance(bound.field, EmailField) else bound.label
    # Django's rules for passwords are said in our own words above the form.
    hint = "" if isinstance(bound.field.widget, forms.PasswordInput) else bound.help_text
    unit, example = unit or own.get("data-unit", ""), example or own.get("data-example", "")
    if bound.errors:
        attrs["class"] += INVALID.get(kind, "")
        attrs["aria-invalid"] = "true"
    if (about := described_by(bound, hint or example)) and kind not in ("radios", "checkboxes"):
        attrs["aria-describedby"] = about
    if rows:
        attrs["rows"] = rows
    in_choices = kind in ("radios", "checkboxes")
    return {
        "bound": bound,
        "kind": kind,
        "about": about,
        "unit": unit,
        "example": example,
        "label": label or usual,
        "hint": hint,
        "control": "" if in_choices else bound.as_widget(attrs=attrs),
        "control_class": attrs["class"],
    }


@register.inclusion_tag("ui/fields.html")
def fields(form: forms.BaseForm) -> dict[str, Any]:
    """Every field of a form, one under the other, hidden ones too."""
    return {"form": form}


@register.simple_block_tag
def table(content: str, caption: str = "", caption_hidden: bool = False, cards: bool = True) -> SafeString:
    """A table in a region that scrolls; on a phone each row is a card (give each td a data-label)."""
    return render_to_string(
        "ui/table_frame.html",
        {"content": content, "caption": caption, "caption_hidden": caption_hidden, "cards": cards},
    )


@register.simple_block_tag
def figure(content: str, title: str, table: object = None, note: str = "", source: str = "") -> SafeString:
    """A picture under a title that states what it shows, with the same numbers in a table."""
    return render_to_string(
        "ui/figure.html", {"picture": content, "title": title, "table": table, "note": note, "source": source}
    )


def number(value: object) -> float | None:
    """A number to draw with, or None where there is none."""
    try:
        return float(Decimal(str(value)))
    except (InvalidOperation, ValueError):
        return None


def part_of(thing: object, name: str) -> Any:
    """One value out of a mapping or an object, so that pages may hand over either."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


@register.inclusion_tag("ui/norm_bar.html")
def norm_bar(norm: object) -> dict[str, Any]:
    """A norm's value against its threshold, which is marked; nothing is drawn for what was never measured."""
    value, threshold = number(part_of(norm, "value")), number(part_of(norm, "threshold"))
    # Of a share the whole is known; of a count there is room to go past the threshold.
    top = 100.0 if part_of(norm, "unit") == "%" else max(value or 0, (threshold or 0) * 1.25) or 1.0
    return {
        "state": str(part_of(norm, "state") or "not_measured"),
        "width": None if value is None else round(100 * min(max(value, 0) / top, 1), 2),
        "mark": None if threshold is None else round(100 * threshold / top, 2),
    }


@register.inclusion_tag("ui/bar.html")
def bar(value: object, of: object, label: str = "", unit: str = "") -> dict[str, Any]:
    """How much of a whole: a bar with its numbers beside it."""
    part, whole = number(value) or 0, number(of) or 0
    width = round(100 * min(part / whole, 1), 2) if whole else 0
    return {"value": value, "of": of, "label": label, "unit": unit, "width": width}


@dataclass(frozen=True)
class Arc:
    """One helix on the ring: its track, the filled part of it, and where its words stand."""

    label: str
    count: int
    target: int | None
    track: str
    filled: str
    x: float
    y: float
    anchor: str


CENTRE_X, CENTRE_Y, RADIUS, GAP = 190.0, 120.0, 72.0, 0.06


def point(angle: float, radius: float) -> tuple[float, float]:
    return round(CENTRE_X + radius * math.sin(angle), 2), round(CENTRE_Y - radius * math.cos(angle), 2)


def arc_path(start: float, end: float) -> str:
    (x1, y1), (x2, y2) = point(start, RADIUS), point(end, RADIUS)
    return f"M{x1} {y1}A{RADIUS} {RADIUS} 0 {int(end - start > math.pi)} 1 {x2} {y2}"


def arcs(helixes: Iterable[object]) -> list[Arc]:
    """Equal arcs, each filled as far as its count goes towards its target (or the largest count)."""
    rows = list(helixes)
    largest = max((int(part_of(row, "count") or 0) for row in rows), default=0)
    turn = 2 * math.pi / max(len(rows), 1)
    found = []
    for index, row in enumerate(rows):
        count, target = int(part_of(row, "count") or 0), part_of(row, "target")
        start, end = index * turn + GAP / 2, (index + 1) * turn - GAP / 2
        whole = int(target) if target else largest
        reach = start + (end - start) * min(count / whole, 1) if whole else start
        x, y = point((start + end) / 2, RADIUS + 30)
        found.append(
            Arc(
                label=str(part_of(row, "label")), count=count, target=int(target) if target else None,
                track=arc_path(start, end), filled=arc_path(start, reach) if reach > start else "",
                x=x, y=y, anchor="start" if x >= CENTRE_X else "end",
            )
        )  # fmt: skip
    return found


@register.inclusion_tag("ui/helix_ring.html")
def helix_ring(helixes: Iterable[object], total_label: str = "") -> dict[str, Any]:
    """The helices of a deal as a ring (rows with label, count and, where asked, target)."""
    found = arcs(helixes)
    return {"arcs": found, "total": sum(arc.count for arc in found), "total_label": total_label}


@register.simple_tag(takes_context=True)
def address_with(context: template.RequestContext, name: str, value: object) -> str:
    """This page's address with one parameter set and the others kept; an empty value takes it away."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query.pop(name, None)
    if value not in (None, ""):
        query[name] = str(value)
    return f"?{query.urlencode()}"
