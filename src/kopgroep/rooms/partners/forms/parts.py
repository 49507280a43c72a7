"""Fields that many forms share, and how refusals come to stand at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kopgroep.kernel.obstacles import Obstacle, Obstructed
from kopgroep.kernel.records import EditedMeanwhile


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


def kept(form: forms.Form, action: Callable[..., object], **with_what: object) -> bool:
    """Whether the form was filled in and the action did it; else the form says why not, with all that was typed.

    Where somebody else was first it takes the revision that is there now: who sends it again does so knowingly.
    """
    if not form.is_valid():
        return False
    try:
        action(**form.cleaned_data, **with_what)
    except Obstructed as refusal:
        show_refusal(form, refusal)
        return False
    except EditedMeanwhile as edited:
        data: Any = form.data
        typed = data.copy()
        typed["seen_revision"] = str(edited.current.revision)
        form.data = typed
        form.full_clean()
        words = _(
            "Somebody else changed this since you opened it. What you typed is still here; "
            "look at the page, and send it again to keep it."
        )
        form.add_error(None, words)
        _show_what_it_says_now(form, edited.current)
        return False
    return True


def _show_what_it_says_now(form: forms.Form, current: object) -> None:
    """Beside each text that was typed: what the other person made of it, so that nobody overwrites it unseen."""
    for name, typed in list(form.cleaned_data.items()):
        if isinstance(form.fields[name], forms.CharField) and hasattr(current, name):
            now = str(getattr(current, name))
            if now != str(typed):
                form.add_error(name, _("It now says: %(text)s") % {"text": now or _("nothing")})
