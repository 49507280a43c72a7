"""Fields that many forms share, and how refusals come to stand at them."""

from __future__ import annotations

from typing import Any

from django import forms

from kopgroep.kernel.obstacles import Obstacle, Obstructed


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day(label: Any, *, required: bool = True, hint: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DayInput(), help_text=hint)


class SeenForm(forms.Form):
    """A form that says which revision of the record was seen."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


def show_refusal(form: forms.Form, refusal: Obstructed) -> list[Obstacle]:
    """Each reason at the field that it is about, or above the form; returns those that lead somewhere."""
    for obstacle in refusal.obstacles:
        name = str(obstacle.facts.get("field", ""))
        form.add_error(name if name in form.fields else None, str(obstacle))
    return [obstacle for obstacle in refusal.obstacles if obstacle.mend_url]
