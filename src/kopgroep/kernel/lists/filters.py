"""What a list can be narrowed by; each filter reads its own part of the address and never fails on it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kopgroep.kernel.obstacles import Words

Rows = QuerySet[Any, Any]
Choices = Sequence[tuple[str, Words]] | Callable[[], Iterable[tuple[str, Words]]]


@dataclass(frozen=True, slots=True)
class Word:
    """A filter that is on, as words that one can take away: which parameter, which of its values."""

    name: str
    value: str
    label: str


@dataclass(frozen=True)
class Filter(ABC):
    """name  its parameter in the address        label  what people call it"""

    name: str
    label: Words

    in_form: ClassVar[bool] = True

    @abstractmethod
    def values(self, address: QueryDict) -> list[str]:
        """What the address asks for and this filter understands."""

    @abstractmethod
    def narrow(self, rows: Rows, values: list[str]) -> Rows:
        """The rows that answer to it."""

    @abstractmethod
    def words(self, values: list[str]) -> list[Word]:
        """What is on, as words that one can take away."""

    @abstractmethod
    def form_field(self) -> forms.Field:
        """How one asks for it."""

    def problem(self, address: QueryDict) -> str:
        """A sentence when the address holds something that cannot be read."""
        return ""


def only_rows_that(rows: Rows, condition: Q) -> Rows:
    """Narrow without a join of its own, so that a row with two aliases is not found twice."""
    return rows.filter(pk__in=rows.order_by().filter(condition).values("pk"))


@dataclass(frozen=True)
class Search(Filter):
    """Every word that was typed stands in one of the fields."""

    fields: tuple[str, ...] = ()
    in_form: ClassVar[bool] = False

    def values(self, address: QueryDict) -> list[str]:
        text = " ".join(address.get(self.name, "").split())[:200]
        return [text] if text else []

    def narrow(self, rows: Rows, values: list[str]) -> Rows:
        for word in values[0].split()[:10]:
            anywhere = Q()
            for path in self.fields:
                anywhere |= Q(**{f"{path}__icontains": word})
            rows = only_rows_that(rows, anywhere)
        return rows

    def words(self, values: list[str]) -> list[Word]:
        return [Word(self.name, value, _("“%(words)s”") % {"words": value}) for value in values]

    def form_field(self) -> forms.Field:
        return forms.CharField(label=str(self.label), required=False)


@dataclass(frozen=True)
class Choice(Filter):
    """One or more of a few values; more than one means any of them.

    lookup  the field that holds the value     by  instead of it: the condition for a value
    """

    choices: Choices = ()
    lookup: str = ""
    by: Callable[[str], Q] | None = None

    def known(self) -> dict[str, str]:
        pairs = self.choices() if callable(self.choices) else self.choices
        return {str(value): str(label) for value, label in pairs}

    def values(self, address: QueryDict) -> list[str]:
        known = self.known()
        return list(dict.fromkeys(value for value in address.getlist(self.name) if value in known))

    def narrow(self, rows: Rows, values: list[str]) -> Rows:
        if self.by is None:
            return rows.filter(**{f"{self.lookup or self.name}__in": values})
        condition = Q()
        for value in values:
            condition |= self.by(value)
        return only_rows_that(rows, condition)

    def words(self, values: list[str]) -> list[Word]:
        known = self.known()
        return [
            Word(self.name, value, _("%(filter)s: %(value)s") % {"filter": self.label, "value": known[value]})
            for value in values
        ]

    def form_field(self) -> forms.Field:
        return forms.MultipleChoiceField(
            label=str(self.label),
            choices=list(self.known().items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


@dataclass(frozen=True)
class YesNo(Filter):
    """Whether something is so.

    yes  the condition for it     no  the condition for its opposite, where that is more than its denial
    """

    yes: Q = field(default_factory=Q)
    no: Q | None = None

    def values(self, address: QueryDict) -> list[str]:
        value = address.get(self.name, "")
        return [value] if value in ("yes", "no") else []

    def narrow(self, rows: Rows, values: list[str]) -> Rows:
        if values == ["yes"]:
            return only_rows_that(rows, self.yes)
        if self.no is not None:
            return only_rows_that(rows, self.no)
        return rows.exclude(pk__in=rows.order_by().filter(self.yes).values("pk"))

    def words(self, values: list[str]) -> list[Word]:
        answer = {"yes": _("yes"), "no": _("no")}
        return [
            Word(
                self.name, value, _("%(filter)s: %(value)s") % {"filter": self.label, "value": answer[value]}
            )
            for value in values
        ]

    def form_field(self) -> forms.Field:
        answers = [("", _("does not matter")), ("yes", _("yes")), ("no", _("no"))]
        return forms.ChoiceField(label=str(self.label), choices=answers, required=False)


@dataclass(frozen=True)
class _Day(Filter, ABC):
    lookup: str = ""
    comparison: ClassVar[str] = "gte"

    def values(self, address: QueryDict) -> list[str]:
        text = address.get(self.name, "").strip()
        return [text] if _day(text) else []

    def narrow(self, rows: Rows, values: list[str]) -> Rows:
        return rows.filter(**{f"{self.lookup or self.name}__{self.comparison}": _day(values[0])})

    @abstractmethod
    def in_words(self, day: str) -> str:
        """A day that is asked for, as part of a sentence."""

    def words(self, values: list[str]) -> list[Word]:
        days = [(value, date.fromisoformat(value)) for value in values]
        return [Word(self.name, value, self.in_words(date_format(day, "j F Y"))) for value, day in days]

    def form_field(self) -> forms.Field:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        return forms.DateField(
            label=str(self.label), required=False, widget=widget, input_formats=["%Y-%m-%d"]
        )

    def problem(self, address: QueryDict) -> str:
        text = address.get(self.name, "").strip()
        if not text or _day(text):
            return ""
        sentence = _("%(filter)s: “%(text)s” is no date; write it as 2026-03-15.")
        return sentence % {"filter": self.label, "text": text[:40]}


@dataclass(frozen=True)
class Since(_Day):
    """On a day or later."""

    def in_words(self, day: str) -> str:
        return _("%(filter)s: from %(day)s") % {"filter": self.label, "day": day}


@dataclass(frozen=True)
class Until(_Day):
    """On a day or earlier."""

    comparison: ClassVar[str] = "lte"

    def in_words(self, day: str) -> str:
        return _("%(filter)s: up to %(day)s") % {"filter": self.label, "day": day}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
