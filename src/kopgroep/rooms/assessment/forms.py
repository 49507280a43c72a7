"""Criteria as the office types them, and the judgement of an assessor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment.models import HIGHEST, LOWEST, Assessment, Criterion, Given

KNOCK_OUTS = [("", _("never")), *((str(score), str(score)) for score in range(LOWEST + 1, HIGHEST + 1))]


class CriterionForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    question = forms.CharField(
        label=_("Question to the assessor"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    sub_questions = forms.CharField(
        label=_("What counts in it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on a line."),
    )
    lowest = forms.CharField(label=_("What a 1 means"), required=False, max_length=300)
    highest = forms.CharField(label=_("What a 5 means"), required=False, max_length=300)
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=0,
        max_value=100,
        initial=1,
        help_text=_("Twice as high counts twice as much."),
    )
    knock_out_below = forms.TypedChoiceField(
        label=_("A tool falls away when its mean is below"),
        choices=KNOCK_OUTS,
        required=False,
        coerce=int,
        empty_value=None,
    )

    @classmethod
    def of(cls, criterion: Criterion, typed: Any = None) -> CriterionForm:
        anchors = {score: Text.of(text) for score, text in criterion.anchors.items()}
        initial = {
            "name": str(criterion.name),
            "question": str(criterion.question),
            "sub_questions": "\n".join(str(Text.of(each)) for each in criterion.sub_questions),
            "lowest": str(anchors.get(str(LOWEST), "")),
            "highest": str(anchors.get(str(HIGHEST), "")),
            "weight": criterion.weight,
            "knock_out_below": criterion.knock_out_below or "",
        }
        return cls(typed, initial=initial)

    def said(self) -> dict[str, Any]:
        """As the action takes it."""
        typed = self.cleaned_data
        anchors = {str(LOWEST): typed["lowest"], str(HIGHEST): typed["highest"]}
        return {
            "name": Text.of(typed["name"]),
            "question": Text.of(typed["question"]),
            "sub_questions": [Text.of(line) for line in typed["sub_questions"].splitlines() if line.strip()],
            "anchors": {score: Text.of(text) for score, text in anchors.items() if text},
            "weight": typed["weight"],
            "knock_out_below": typed["knock_out_below"],
        }


class AssessForm(forms.Form):
    """One row of choices per criterion: 1 to 5, does not apply, cannot judge."""

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], held: Assessment | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        said = {score.criterion_id: score for score in held.scores.all()} if held else {}
        for criterion in criteria:
            one = said.get(criterion.pk)
            self.fields[f"c-{criterion.code}"] = forms.ChoiceField(
                label=str(criterion.name),
                help_text=_hint(criterion),
                choices=_choices(criterion),
                required=False,
                widget=forms.RadioSelect,
                initial=(str(one.value) if one.value else one.given) if one else None,
            )
        self.fields["remark"] = forms.CharField(
            label=_("Why you think so"),
            required=False,
            max_length=3000,
            initial=held.remark if held else "",
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def answers(self) -> dict[str, tuple[str, int | None]]:
        """Code -> what stands there and the score; what was left open is left out."""
        found: dict[str, tuple[str, int | None]] = {}
        for criterion in self.criteria:
            chosen = self.cleaned_data.get(f"c-{criterion.code}")
            if chosen and chosen.isdigit():
                found[criterion.code] = (Given.SCORE, int(chosen))
            elif chosen:
                found[criterion.code] = (chosen, None)
        return found


def _hint(criterion: Criterion) -> str:
    asked = " ".join(str(Text.of(each)).rstrip("?.") + "." for each in criterion.sub_questions)
    parts = [str(criterion.question)]
    if asked:
        parts.append(_t("Think of: %(what)s") % {"what": asked})
    return " ".join(part for part in parts if part)


def _choices(criterion: Criterion) -> list[tuple[str, str]]:
    anchors = {score: str(Text.of(text)) for score, text in criterion.anchors.items()}
    scores = []
    for score in range(LOWEST, HIGHEST + 1):
        means = anchors.get(str(score), "")
        scores.append((str(score), f"{score} – {means}" if means else str(score)))
    others = [(value, str(label)) for value, label in Given.choices if value != Given.SCORE]
    return [*scores, *others]
