"""Criteria as the office types them, and the judgement of an assessor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment.models import HIGHEST, LOWEST, Assessment, Criterion, Framework, Given
from kopgroep.rooms.programme.models import DesignPrinciple

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
    anchors = forms.CharField(
        label=_("What the scores mean"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One score on a line, from 1 to 5. Write for instance: 5: every resident can use it."),
    )
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

    principles = forms.ModelMultipleChoiceField(
        label=_("Only for tools of these design principles"),
        queryset=DesignPrinciple.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none when it holds for every tool."),
    )

    def __init__(self, typed: Any = None, *, framework: Framework, known: Criterion | None = None) -> None:
        super().__init__(typed, initial=_initial(known) if known else None)
        self.known = known
        choice: Any = self.fields["principles"]
        choice.queryset = DesignPrinciple.objects.filter(deal=framework.deal_id).order_by("order", "pk")
        if not choice.queryset.exists():
            del self.fields["principles"]

    def clean_anchors(self) -> dict[str, str]:
        found = {}
        for line in filter(str.strip, self.cleaned_data["anchors"].splitlines()):
            score, colon, means = (part.strip() for part in line.partition(":"))
            if not (colon and means and score.isdecimal() and LOWEST <= int(score) <= HIGHEST):
                words = gettext("Begin each line with a score from 1 to 5 and a colon. “%(line)s” does not.")
                raise forms.ValidationError(words % {"line": line.strip()[:60]})
            found[str(int(score))] = means
        return found

    def said(self) -> dict[str, Any]:
        """As the action takes it; in the language of the page, with the other language as it was."""
        typed, known = self.cleaned_data, self.known
        before = dict(enumerate(known.sub_questions)) if known else {}
        anchors = known.anchors if known else {}
        lines = [line.strip() for line in typed["sub_questions"].splitlines() if line.strip()]
        return {
            "name": _said(typed["name"], known.name if known else None),
            "question": _said(typed["question"], known.question if known else None),
            "sub_questions": [_said(line, before.get(at)) for at, line in enumerate(lines)],
            "anchors": {score: _said(text, anchors.get(score)) for score, text in typed["anchors"].items()},
            "weight": typed["weight"],
            "knock_out_below": typed["knock_out_below"],
            "principles": list(typed.get("principles") or ()),
        }


def _initial(known: Criterion) -> dict[str, Any]:
    return {
        "name": str(known.name),
        "question": str(known.question),
        "sub_questions": "\n".join(str(Text.of(each)) for each in known.sub_questions),
        "anchors": "\n".join(f"{score}: {Text.of(text)}" for score, text in sorted(known.anchors.items())),
        "weight": known.weight,
        "knock_out_below": known.knock_out_below or "",
        "principles": known.principles.all(),
    }


def _said(typed: str, known: object) -> Text:
    """What is typed in one language; a text that was the same in both stays so."""
    before = Text.of(known)
    if not before or before.nl == before.en:
        return Text.of(typed)
    if typed == str(before):
        return before
    english = (get_language() or "nl").startswith("en")
    return Text(nl=before.nl, en=typed) if english else Text(nl=typed, en=before.en)


class AssessForm(forms.Form):
    """One row of choices per criterion: 1 to 5, does not apply, cannot judge."""

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], held: Assessment | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        said = {score.criterion.code: score for score in held.scores.all()} if held else {}
        for criterion in criteria:
            one = said.get(criterion.code)
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
        parts.append(gettext("Think of: %(what)s") % {"what": asked})
    return " ".join(part for part in parts if part)


def _choices(criterion: Criterion) -> list[tuple[str, str]]:
    anchors = {score: str(Text.of(text)) for score, text in criterion.anchors.items()}
    scores = []
    for score in range(LOWEST, HIGHEST + 1):
        means = anchors.get(str(score), "")
        scores.append((str(score), f"{score} – {means}" if means else str(score)))
    others = [(value, str(label)) for value, label in Given.choices if value != Given.SCORE]
    return [*scores, *others]
