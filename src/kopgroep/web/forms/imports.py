"""The file, what its columns are, and the choices for doubtful rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.imports.kinds import kind_of, kinds
from kopgroep.kernel.imports.models import Import

TABLES = ".csv,.tsv,.txt,.xlsx,.ods,.xls,.json"
LONGEST_SAMPLE = 60


def _kind_choices() -> list[tuple[str, Any]]:
    return [(kind.code, kind.title) for kind in kinds()]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        error_messages={"required": _("Choose a file.")},
        allow_empty_file=True,
        help_text=_(
            "CSV, Excel (xlsx) or OpenDocument (ods). Nothing comes in before you have seen every row."
        ),
        widget=forms.FileInput(attrs={"accept": TABLES}),
    )
    kind = forms.ChoiceField(
        label=_("What is in it?"), choices=_kind_choices, initial="partners", widget=forms.RadioSelect
    )


class ColumnsForm(forms.Form):
    """A choice per column, and the choices that hold for the whole table."""

    def __init__(self, typed: Any = None, *, of: Import) -> None:
        super().__init__(typed)
        self.of = of
        kind = kind_of(of.kind)
        choices = [("", _("do not use")), *((field.code, field.label) for field in kind.fields)]
        for number, head in enumerate(of.heads):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=head,
                choices=choices,
                required=False,
                initial=of.columns.get(str(number), ""),
            )
        for option in kind.options:
            self.fields[f"option_{option.code}"] = forms.ChoiceField(
                label=str(option.label),
                help_text=str(option.hint),
                choices=option.choices,
                required=False,
                initial=of.options.get(option.code, option.default),
            )

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = dict(super().clean() or self.cleaned_data)
        used: dict[str, str] = {}
        for name, code in typed.items():
            if not name.startswith("column_") or not code:
                continue
            if code in used:
                first = self.fields[used[code]].label
                self.add_error(name, _("The column “%(column)s” is this already.") % {"column": first})
            used.setdefault(code, name)
        return typed

    def columns(self) -> dict[str, str]:
        return self._typed("column_")

    def options(self) -> dict[str, str]:
        return self._typed("option_")

    def _typed(self, start: str) -> dict[str, str]:
        return {
            name.removeprefix(start): value
            for name, value in self.cleaned_data.items()
            if name.startswith(start)
        }

    def with_samples(self, rows: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
        """Every column with its first cells, so that one sees what one chooses."""
        return [
            {
                "field": self[f"column_{number}"],
                "samples": [
                    row[number][:LONGEST_SAMPLE] for row in rows if number < len(row) and row[number]
                ],
            }
            for number in range(len(self.of.heads))
        ]

    @property
    def option_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("option_")]


def choices_in(posted: Mapping[str, str]) -> dict[str, str]:
    """Number of a row, and what was chosen for it; what looks like neither is left out."""
    found = {}
    for name, answer in posted.items():
        number = re.fullmatch(r"row-([0-9]{1,7})", name)
        if number and re.fullmatch(r"(?:(?:org|row):[0-9]{1,18}|new|out|)", answer):
            found[number[1]] = answer
    return found
