"""Dates as people write them, and the forms about a deal's planning and phases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.dates import MONTHS, DateUnclear, PartialDate
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.programme.models import Deal, Phase
from kopgroep.rooms.programme.queries.planning import Span

_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_WITH_MONTH = re.compile(r"(?:(\d{1,2}) )?([a-z]+) (\d{4})", re.ASCII)
MONTH_NUMBER = {
    name.lower(): number for names in MONTHS.values() for number, name in enumerate(names, start=1)
}
LONGEST_REASON = 2000


def reason_field(label: Any, hint: Any) -> forms.CharField:
    """Why something changes, in words that others read later."""
    return forms.CharField(
        label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_REASON
    )


def read_moment(text: str) -> PartialDate:
    """As PartialDate.parse, and also '15 maart 2027', '15-3-2027' and 'March 2027'. Raises DateUnclear."""
    words = " ".join(text.lower().split())
    if found := _NUMBERS.fullmatch(words):
        words = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    elif (found := _WITH_MONTH.fullmatch(words)) and found[2] in MONTH_NUMBER:
        words = f"{found[3]}-{MONTH_NUMBER[found[2]]:02}"
        if found[1]:
            words += f"-{int(found[1]):02}"
    return PartialDate.parse(words)


def _words(moment: PartialDate | None) -> str:
    """As read_moment reads it back."""
    return moment.display(get_language() or "nl") if moment else ""


class PartialDateField(forms.CharField):
    """A day, a month or a season; None when it is left empty."""

    default_error_messages = {
        "unclear": _(
            "“%(text)s” is not a date. Write a day as 15 March 2027, a month as March 2027 or a season as spring 2027."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_moment(str(text))
        except DateUnclear as unclear:
            raise forms.ValidationError(self.error_messages["unclear"], params={"text": text}) from unclear

    def prepare_value(self, value: Any) -> Any:
        return _words(value) if isinstance(value, PartialDate) else value

    def validate(self, value: Any) -> None:
        """Any moment will do; what can be wrong with it was said when it was read."""

    def run_validators(self, value: Any) -> None:
        """The length was that of the text, not of the moment."""


@dataclass(frozen=True, slots=True)
class PhaseFields:
    """The two fields of a phase, and what is planned for it now."""

    phase: Phase
    starts: BoundField
    ends: BoundField
    planned: Span


class PlanForm(forms.Form):
    """New dates for phases, with the reason; `seen` is the version they were made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    shift = forms.BooleanField(
        label=_("Move all later dates along"),
        help_text=_("Every later date that you leave alone moves as far as the last one that you changed."),
        required=False,
    )
    reason = reason_field(
        _("Why does the planning change?"),
        _("Partners read this beside the new dates. It stays with this version of the planning."),
    )

    def __init__(
        self, *args: Any, phases: Sequence[Phase], planned: Mapping[str, Span], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.phases, self.planned = phases, planned
        for phase in phases:
            span = planned.get(phase.code, Span())
            self.fields[f"starts-{phase.code}"] = PartialDateField(
                label=_("%(phase)s: start") % {"phase": phase}, initial=span.starts
            )
            self.fields[f"ends-{phase.code}"] = PartialDateField(
                label=_("%(phase)s: end") % {"phase": phase}, initial=span.ends
            )

    def per_phase(self) -> Iterator[PhaseFields]:
        for phase in self.phases:
            planned = self.planned.get(phase.code, Span())
            yield PhaseFields(phase, self[f"starts-{phase.code}"], self[f"ends-{phase.code}"], planned)

    @property
    def spans(self) -> dict[str, Span]:
        """Phase code -> the dates that were typed."""
        typed = self.cleaned_data
        return {
            phase.code: Span(typed[f"starts-{phase.code}"], typed[f"ends-{phase.code}"])
            for phase in self.phases
        }

    def with_spans(self, spans: Mapping[str, Span]) -> PlanForm:
        """The same answers with these dates, as they are to be saved: nothing moves along any more."""
        answers: dict[str, Any] = {"seen": self.cleaned_data["seen"], "reason": self.cleaned_data["reason"]}
        for code, span in spans.items():
            answers |= {f"starts-{code}": _words(span.starts), f"ends-{code}": _words(span.ends)}
        return PlanForm(answers, phases=self.phases, planned=self.planned)

    def on_top_of(self, planned: Mapping[str, Span], *, was: Mapping[str, Span], seen: int) -> PlanForm:
        """The same answers on a newer planning: a date that was left as it was seen takes the newer one."""
        merged = {}
        for code, typed in self.spans.items():
            old, new = was.get(code, Span()), planned.get(code, Span())
            starts = new.starts if typed.starts == old.starts else typed.starts
            ends = new.ends if typed.ends == old.ends else typed.ends
            merged[code] = Span(starts, ends)
        again = self.with_spans(merged)
        answers = {**again.data, "seen": seen, "shift": self.cleaned_data["shift"]}
        return PlanForm(answers, phases=self.phases, planned=planned)

    def show(self, refusal: Obstructed) -> None:
        """Put each reason of a refusal at the field that mends it, or on top."""
        for obstacle in refusal.obstacles:
            phase = obstacle.facts.get("phase")
            if obstacle.code == "ends-before-start":
                self.add_error(f"ends-{phase}", str(obstacle))
            elif obstacle.code == "out-of-order":
                self.add_error(f"starts-{phase}", str(obstacle))
            else:
                self.add_error("reason" if obstacle.code == "no-reason" else None, str(obstacle))


class EnterPhaseForm(forms.Form):
    """Which phase the deal goes into, since when, and why."""

    phase = forms.ModelChoiceField(
        label=_("Phase"),
        queryset=Phase.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        to_field_name="code",
    )
    on = forms.DateField(
        label=_("Since"),
        help_text=_("Today or an earlier day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Choose a day, or write it as 2027-03-15.")},
    )
    reason = reason_field(
        _("Why?"),
        _("For instance that the gate was passed, or what is still to be done in an earlier phase."),
    )

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["phase"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Phase.objects.filter(deal=deal).select_related("deal").order_by("order")

    def show(self, refusal: Obstructed) -> None:
        fields = {"no-reason": "reason", "in-the-future": "on", "other-phase-that-day": "on"}
        for obstacle in refusal.obstacles:
            self.add_error(fields.get(obstacle.code), str(obstacle))


class OpenLockForm(forms.Form):
    """Until when something locked is open, and why."""

    until = forms.DateField(
        label=_("Open until"),
        help_text=_("The last day on which it is open. Left empty, it stays open."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Choose a day, or write it as 2027-03-15.")},
        required=False,
    )
    reason = reason_field(_("Why?"), _("Everyone in the deal can read this."))

    def show(self, refusal: Obstructed) -> None:
        fields = {"no-reason": "reason", "until-past": "until"}
        for obstacle in refusal.obstacles:
            self.add_error(fields.get(obstacle.code), str(obstacle))

    @property
    def last_day(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        return day
