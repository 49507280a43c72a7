"""Rounds, ballots and choices as people type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from kopgroep.kernel.acting import day
from kopgroep.rooms.selection.models import Method, Round
from kopgroep.rooms.tools.models import Tool


def _tools(label: Any, *, required: bool = True, hint: Any = "") -> forms.ModelMultipleChoiceField[Tool]:
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=Tool.objects.none(),
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=hint,
    )


def _reason(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=hint
    )


class _ToolsForm(forms.Form):
    """A form in which tools are ticked."""

    def __init__(self, *args: Any, tools: QuerySet[Tool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.queryset = tools


class RoundForm(_ToolsForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    method = forms.ChoiceField(
        label=_("How is chosen"),
        choices=Method.choices,
        initial=Method.DOTS,
        widget=forms.RadioSelect,
    )
    dots = forms.IntegerField(
        label=_("Dots for each organisation"),
        min_value=1,
        max_value=100,
        initial=6,
        help_text=_("Only when one divides dots."),
    )
    quorum = forms.IntegerField(
        label=_("So many organisations must vote"),
        min_value=0,
        max_value=10_000,
        initial=0,
        help_text=_("With fewer the round decides nothing."),
    )
    closes_on = day(
        _("Last day"),
        required=False,
        hint=_("Leave it empty for a round in the room: you close it yourself."),
    )
    tools = _tools(_("Tools"))


class BallotForm(forms.Form):
    """One field per tool, as the round's method asks; what comes out is points and reasons per tool."""

    def __init__(
        self, *args: Any, within: Round, tools: list[Tool], said: dict[int, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.tools = tools
        for tool in tools:
            points, reason = said.get(tool.pk, (0, ""))
            if within.method == Method.CONSENT:
                self.fields[f"tool_{tool.pk}"] = forms.BooleanField(
                    label=_("%(tool)s: we object") % {"tool": tool.name}, required=False, initial=bool(points)
                )
                self.fields[f"reason_{tool.pk}"] = forms.CharField(
                    label=_("Why you object to %(tool)s") % {"tool": tool.name},
                    required=False,
                    max_length=500,
                    initial=reason,
                )
            else:
                self.fields[f"tool_{tool.pk}"] = forms.TypedChoiceField(
                    label=tool.name,
                    choices=_steps(within),
                    coerce=int,
                    empty_value=0,
                    required=False,
                    initial=points,
                )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        return {
            "points": {tool.pk: int(typed.get(f"tool_{tool.pk}") or 0) for tool in self.tools},
            "reasons": {tool.pk: typed.get(f"reason_{tool.pk}", "") for tool in self.tools},
        }


def _steps(within: Round) -> list[tuple[int, Any]]:
    if within.method == Method.SCORE:
        return [(number, str(number)) for number in range(6)]
    return [
        (number, ngettext_lazy("%(count)d dot", "%(count)d dots", number) % {"count": number})
        for number in range(within.dots + 1)
    ]


class ChooseForm(_ToolsForm):
    tools = _tools(_("Tools that the deal goes on with"))
    reason = _reason(_("Why these"))
    on = day(_("Chosen on"))


class DecideForm(_ToolsForm):
    tools = _tools(_("Chosen"), hint=_("The other tools of the round go on the reserve list, best first."))
    reason = _reason(_("What was decided, and why"), _("These words stand on record."))
    way_back = forms.CharField(label=_("What would bring the others back"), max_length=500, required=False)


class RejectForm(_ToolsForm):
    tools = _tools(_("Tools that are not chosen"))
    reason = _reason(_("Why not"))
    way_back = forms.CharField(label=_("What would bring them back"), max_length=500, required=False)
    on_reserve = forms.BooleanField(label=_("Put them on the reserve list"), required=False, initial=True)
    on = day(_("Decided on"))


class BackForm(forms.Form):
    reason = _reason(_("Why"))
    on = day(_("From"))


class ProposalForm(_ToolsForm):
    """What the proposal must keep to; it is asked by GET, so that its address can be shared."""

    hours = forms.IntegerField(
        label=_("Hours that there are"), min_value=0, max_value=10_000_000, required=False
    )
    euros = forms.IntegerField(
        label=_("Euros that there are"), min_value=0, max_value=1_000_000_000, required=False
    )
    wanting = forms.IntegerField(
        label=_("Municipalities that want to test each tool, at least"),
        min_value=0,
        max_value=1000,
        required=False,
    )
    inside = _tools(_("Must be in"), required=False)
    outside = _tools(_("Stay out"), required=False)
