"""Which day to look at, and a decision about a gate."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.gates.models import Decision
from kopgroep.rooms.gates.queries import GateState
from kopgroep.rooms.gates.queries.evidence import fingerprint

FIRST_DAY = date(1900, 1, 1)
DECISIONS = [
    (Decision.PASS.value, _("Pass: the deal can go on to the next phase")),
    (
        Decision.CONDITIONS.value,
        _("Pass with conditions: the deal goes on, and something is still to be done"),
    ),
    (Decision.HOLD.value, _("Hold: the deal stays in this phase for now")),
]


class DayForm(forms.Form):
    """The day whose state is shown: today, or one that has been."""

    on = forms.DateField(
        label=_("State on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Choose a day, or write it as 2020-12-03.")},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("That day has yet to come. Choose today or an earlier day."))
        if on < FIRST_DAY:
            raise forms.ValidationError(_("That is too long ago: choose a day from 1900 on."))
        return on


def day_in(request: HttpRequest, *, today: date) -> tuple[date, DayForm]:
    """The day asked for in ?on=, or today; with the form to choose another."""
    if not request.GET.get("on"):
        return today, DayForm(today=today, initial={"on": today})
    form = DayForm(request.GET, today=today)
    return (form.cleaned_data["on"], form) if form.is_valid() else (today, form)


class ReviewForm(forms.Form):
    """A decision, its reason, and for every required norm that is not met why the deal may pass without it."""

    decision = forms.ChoiceField(label=_("What do you decide?"), choices=DECISIONS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Partners read this with the decision. It cannot be changed afterwards."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        help_text=_("When you pass with conditions: who does what, before when?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
    )
    # The browser must not mark a field as wrong before anything was typed.
    use_required_attribute = False

    uid = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, *args: Any, gate: GateState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unmet = gate.unmet
        self.fields["uid"].initial = uuid4
        self.fields["seen"].initial = fingerprint(gate)
        for state in gate.unmet:
            self.fields[f"exception-{state.code}"] = forms.CharField(
                label=_("Why may it pass without “%(norm)s”?") % {"norm": state.sentence},
                help_text=_("Only needed when you let the deal pass."),
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2000,
                required=False,
            )

    @property
    def exceptions(self) -> dict[str, str]:
        return {
            state.code: self.cleaned_data[f"exception-{state.code}"]
            for state in self.unmet
            if self.cleaned_data.get(f"exception-{state.code}")
        }

    def show(self, refusal: Obstructed) -> None:
        """Put each reason of a refusal at the field that mends it, or on top."""
        fields = {"no-reason": "reason", "no-conditions": "conditions"}
        for obstacle in refusal.obstacles:
            field = fields.get(obstacle.code)
            if obstacle.code == "exception-missing":
                field = f"exception-{obstacle.facts['norm']}"
            self.add_error(field if field in self.fields else None, str(obstacle))
