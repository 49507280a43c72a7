"""A declared list, asked for by one request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from kopgroep.kernel.accounts.models import SavedView
from kopgroep.kernel.lists.columns import Cell, Column
from kopgroep.kernel.lists.export import FORMATS, as_file
from kopgroep.kernel.lists.filters import Filter, Rows, Search
from kopgroep.kernel.obstacles import Words

SORT, PAGE, EXPORT = "sort", "page", "export"


@dataclass(frozen=True, slots=True)
class ListOf:
    """What a list is; `show` gives it for one request.

    noun   the word for a number of rows: a function of the number, or a fixed text
    order  the key of the column to sort on when nothing is asked for; "-since" for a falling order
    empty  what will be here, for a list without a single row
    """

    columns: tuple[Column, ...]
    noun: Callable[[int], str] | Words = ""
    filters: tuple[Filter, ...] = ()
    order: str = ""
    page_size: int = 50
    empty: Words = ""

    def show(self, request: HttpRequest, rows: Rows, *, title: Words = "") -> ShownList:
        return ShownList(self, request, rows, str(title))


def address_of(address: QueryDict, **changes: str | None) -> str:
    """The query string with some parameters changed; None takes one away. Always starts with a question mark."""
    query = address.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


class ShownList:
    """Everything that ui/list.html shows. `rows` are the page's records, `download` is the file that was asked for."""

    def __init__(self, declared: ListOf, request: HttpRequest, rows: Rows, title: str) -> None:
        self.declared = declared
        self.request = request
        self.title = title
        self.asked: dict[str, list[str]] = {}
        for one in declared.filters:
            if values := one.values(request.GET):
                self.asked[one.name] = values
                rows = one.narrow(rows, values)
        self._columns = {column.key: column for column in declared.columns}
        self.sort = self._sort()
        self.found = rows.order_by(*self._order())

    def _sort(self) -> str:
        wanted = self.request.GET.get(SORT, "")
        column = self._columns.get(wanted.removeprefix("-"))
        return wanted if column and column.sort else self.declared.order

    def _order(self) -> list[str]:
        column = self._columns.get(self.sort.removeprefix("-"))
        keys = list(column.sort) if column else []
        if self.sort.startswith("-"):
            keys = [key.removeprefix("-") if key.startswith("-") else f"-{key}" for key in keys]
        return [*keys, "pk"]

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.found, self.declared.page_size).get_page(self.request.GET.get(PAGE))

    @cached_property
    def rows(self) -> list[Any]:
        return list(self.page.object_list)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def noun(self) -> str:
        noun = self.declared.noun
        return noun(self.count) if callable(noun) else str(noun)

    @property
    def empty(self) -> Words:
        return self.declared.empty

    @cached_property
    def download(self) -> HttpResponse | None:
        kind = self.request.GET.get(EXPORT, "")
        if kind not in FORMATS:
            return None
        return as_file(kind, name=self.title, columns=self.declared.columns, rows=self.found)

    @cached_property
    def heads(self) -> list[Mapping[str, object]]:
        return [self._head(column) for column in self.declared.columns]

    def _head(self, column: Column) -> Mapping[str, object]:
        rising, falling = self.sort == column.key, self.sort == f"-{column.key}"
        turned = f"-{column.key}" if rising else column.key
        return {
            "label": column.label,
            "numeric": column.numeric,
            "phone": column.phone,
            "sort_url": address_of(self.request.GET, **{SORT: turned, PAGE: None}) if column.sort else "",
            "sorted": "ascending" if rising else "descending" if falling else "",
        }

    @cached_property
    def cells(self) -> list[list[Cell]]:
        return [[column.cell(row) for column in self.declared.columns] for row in self.rows]

    @cached_property
    def active(self) -> list[Mapping[str, str]]:
        """The filters that are on, as words with the address that takes each away."""
        return [
            {"label": word.label, "remove_url": self._without(word.name, word.value)}
            for one in self.declared.filters
            for word in one.words(self.asked.get(one.name, []))
        ]

    def _without(self, name: str, value: str) -> str:
        query = self.request.GET.copy()
        query.setlist(name, [other for other in self.asked[name] if other != value])
        query.pop(PAGE, None)
        return f"?{query.urlencode()}"

    @property
    def clear_url(self) -> str:
        return address_of(self.request.GET, **dict.fromkeys([*self.asked, PAGE]))

    @cached_property
    def problems(self) -> list[str]:
        return [sentence for one in self.declared.filters if (sentence := one.problem(self.request.GET))]

    @cached_property
    def search(self) -> Search | None:
        return next((one for one in self.declared.filters if isinstance(one, Search)), None)

    @property
    def search_value(self) -> str:
        return self.asked.get(self.search.name, [""])[0] if self.search else ""

    @cached_property
    def filter_form(self) -> forms.Form | None:
        fields = {one.name: one.form_field() for one in self.declared.filters if one.in_form}
        if not fields:
            return None
        for field in fields.values():
            # Every filter may be left alone; to say so at each of them is noise. The form itself is never validated.
            field.required = True
        form = forms.Form(initial=self._initial(fields), auto_id="filter-%s", use_required_attribute=False)
        form.fields.update(fields)
        return form

    def _initial(self, fields: Mapping[str, forms.Field]) -> dict[str, object]:
        many = {name for name, field in fields.items() if isinstance(field, forms.MultipleChoiceField)}
        return {name: values if name in many else values[0] for name, values in self.asked.items()}

    @property
    def keep(self) -> list[Mapping[str, str]]:
        """What a new search leaves as it is in the address: the order."""
        wanted = self.request.GET.get(SORT, "")
        return [{"name": SORT, "value": wanted}] if wanted == self.sort and wanted else []

    @property
    def exports(self) -> list[Mapping[str, str]]:
        return [
            {"label": label, "url": address_of(self.request.GET, **{EXPORT: kind, PAGE: None})}
            for kind, (label, _type) in FORMATS.items()
        ]

    @cached_property
    def query(self) -> str:
        """This list's state as a saved view keeps it: filters and order, without the page."""
        return address_of(self.request.GET, **{PAGE: None, EXPORT: None})[1:][:1000]

    @cached_property
    def views(self) -> list[Mapping[str, object]]:
        return [
            {
                "label": view.name,
                "url": reverse("saved-view", args=[view.uid]),
                "current": view.query == self.query,
                "remove_url": reverse("saved-view-remove", args=[view.uid]),
            }
            for view in self._saved()
        ]

    def _saved(self) -> Sequence[SavedView]:
        if not self.request.user.is_authenticated:
            return []
        mine = SavedView.objects.filter(user=self.request.user, page=self.request.path)
        return list(mine.order_by("name", "pk"))

    @property
    def may_save(self) -> bool:
        return (
            self.request.user.is_authenticated
            and bool(self.query)
            and not any(v["current"] for v in self.views)
        )
