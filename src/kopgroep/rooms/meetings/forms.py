"""Meetings and what comes of them as people type them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.acting import SeenForm, day
from kopgroep.kernel.clock import AMSTERDAM
from kopgroep.rooms.meetings.models import Coming, MeetingKind
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DesignPrinciple


class TimeInput(forms.TimeInput):
    input_type = "time"


def partners_of(deal: Deal, on: date) -> Any:
    rows = Partner.objects.taking_part(on).filter(deal=deal).select_related("organisation")
    return rows.order_by("organisation__name", "pk")


class WhenForm(forms.Form):
    """A day with two times; the action gets two moments."""

    on = day(_("Day"))
    starts = forms.TimeField(label=_("Starts at"), widget=TimeInput(format="%H:%M"))
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput(format="%H:%M"))
    place = forms.CharField(label=_("Place"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        on = values.pop("on", None)
        starts, ends = values.pop("starts", None), values.pop("ends", None)
        if on and starts and ends:
            values["starts_at"] = datetime.combine(on, starts, AMSTERDAM)
            values["ends_at"] = datetime.combine(on, ends, AMSTERDAM)
        return values


class MoveForm(SeenForm, WhenForm):
    """Another day, time or place, as long as nobody moved it meanwhile."""


class MeetingForm(WhenForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=MeetingKind.choices)
    about = forms.CharField(
        label=_("What it is about"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )
    principles = forms.ModelMultipleChoiceField(
        label=_("Design principles that it treats"),
        queryset=DesignPrinciple.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    capacity = forms.IntegerField(
        label=_("Number of places"),
        required=False,
        min_value=1,
        help_text=_("Left empty: there is room for all."),
    )

    field_order = ("title", "kind", "on", "starts", "ends", "place", "principles", "about", "capacity")

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["principles"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk")
        if not field.queryset.exists():
            del self.fields["principles"]


class SeriesForm(forms.Form):
    """A meeting a month: from when, how many, on which weekday."""

    first_month = day(_("First month"), hint=_("Any day in that month."))
    months = forms.IntegerField(label=_("Number of months"), min_value=1, max_value=18, initial=8)
    weekday = forms.TypedChoiceField(
        label=_("On which weekday"),
        coerce=int,
        choices=[
            (0, _("Monday")),
            (1, _("Tuesday")),
            (2, _("Wednesday")),
            (3, _("Thursday")),
            (4, _("Friday")),
        ],
    )
    starts = forms.TimeField(label=_("Starts at"), widget=TimeInput(format="%H:%M"))
    ends = forms.TimeField(label=_("Ends at"), widget=TimeInput(format="%H:%M"))


class CancelForm(forms.Form):
    reason = forms.CharField(label=_("Why it does not go on"), max_length=500)


class ItemForm(forms.Form):
    title = forms.CharField(label=_("Agenda item"), max_length=200)
    explanation = forms.CharField(
        label=_("Explanation"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    minutes_planned = forms.IntegerField(
        label=_("Minutes planned"), required=False, min_value=1, max_value=600
    )


class MinutesForm(forms.Form):
    base = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    minutes = forms.CharField(
        label=_("Minutes"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Markdown is understood: lists with a dash, **bold**. What others write meanwhile stays too."
        ),
    )


class DecisionForm(forms.Form):
    text = forms.CharField(
        label=_("What was decided"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )
    on = day(_("Decided on"))


class EndForm(forms.Form):
    reason = forms.CharField(label=_("Why it does not hold any more"), max_length=500)


class TaskForm(forms.Form):
    text = forms.CharField(label=_("What will be done"), max_length=500)
    partner = forms.ModelChoiceField(
        label=_("By whom"), queryset=Partner.objects.none(), required=False, empty_label=_("the programme office")
    )  # fmt: skip
    due_on = day(_("Done by"), required=False)

    def __init__(self, *args: Any, deal: Deal, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = partners_of(deal, on)
        field.label_from_instance = lambda obj: obj.organisation.name  # type: ignore[method-assign]


class CapturedForm(TaskForm):
    """A message from the group chat, kept as what it is."""

    keep_as = forms.ChoiceField(
        label=_("Keep it as"), choices=[("decision", _("decision")), ("task", _("task"))]
    )
    text = forms.CharField(label=_("The message"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))

    field_order = ("text", "keep_as", "partner", "due_on")


class AnswerForm(forms.Form):
    coming = forms.ChoiceField(
        label=_("Do you come?"), choices=[each for each in Coming.choices if each[0] != Coming.WAITING]
    )


class CheckInForm(forms.Form):
    """At the door: a name and an organisation, no account."""

    guest_name = forms.CharField(label=_("Your name"), max_length=150)
    partner = forms.ModelChoiceField(
        label=_("Your organisation"), queryset=Partner.objects.none(), required=False, empty_label=_("I am a guest")
    )  # fmt: skip

    def __init__(self, *args: Any, deal: Deal, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = partners_of(deal, on)
        field.label_from_instance = lambda obj: obj.organisation.name  # type: ignore[method-assign]
