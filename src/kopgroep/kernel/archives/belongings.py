"""Which rows belong to a deal, and each of them as a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from kopgroep.kernel.actors import ActorKind
from kopgroep.kernel.archives.scope import (
    Model,
    columns,
    goes,
    goes_by_mail,
    goes_with,
    lists,
    mail_fields,
    models_that_go,
)
from kopgroep.kernel.archives.values import plain
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.records import Record

T = TypeVar("T")
SOME = 500


class ReferenceOutside(Exception):
    """A row of the deal needs a record that does not belong to it."""


def chunks(values: Sequence[T], size: int = SOME) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


class Belongings:
    """Everything of one deal: its own rows, what hangs on them, and what they refer to."""

    def __init__(self, root: Record) -> None:
        self.root = root
        self.root_model = type(root)
        # key -> uid, per model
        self.rows: dict[Model, dict[int, str]] = {model: {} for model in models_that_go()}
        for model in models_that_go():
            if model.deal_path is not None:
                self._take(model, model._base_manager.filter(**{model.deal_path or "pk": root.pk}))
        self._take_actors()
        self._take_by_address()
        while self._go_up() + self._go_down():
            pass
        self._take_by_mail()

    @property
    def addresses(self) -> set[str]:
        return {
            f"{model._meta.label_lower}:{uid}" for model, rows in self.rows.items() for uid in rows.values()
        }

    def lines(self, model: Model) -> Iterator[dict[str, Any]]:
        """Its rows in the order of their uids, so that the same data gives the same file."""
        rows = self.rows[model]
        for keys in chunks(sorted(rows, key=rows.__getitem__)):
            found = model._base_manager.in_bulk(keys)
            many = {field.name: self._many(field, keys) for field in lists(model)}
            for key in keys:
                line = {field.name: self._plain(field, found[key]) for field in columns(model)}
                yield line | {name: uids.get(key, []) for name, uids in many.items()}

    def _plain(self, field: models.Field[Any, Any], row: Any) -> Any:
        value = getattr(row, field.attname)
        if not field.is_relation or value is None:
            return plain(value)
        target: Any = field.related_model
        uid = self.rows.get(target, {}).get(value)
        if uid is None and not field.null:
            raise ReferenceOutside(f"{row._meta.label_lower}:{row.uid} needs a {target._meta.label_lower}.")
        return uid

    def _many(self, field: models.ManyToManyField[Any, Any], keys: Sequence[int]) -> dict[int, list[str]]:
        target: Any = field.related_model
        mine, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()
        through: Any = field.remote_field.through
        pairs = through._base_manager.filter(**{f"{mine}__in": keys})
        found: dict[int, list[str]] = {}
        for key, other in pairs.values_list(f"{mine}_id", f"{theirs}_id"):
            if uid := self.rows.get(target, {}).get(other):
                found.setdefault(key, []).append(uid)
        return {key: sorted(uids) for key, uids in found.items()}

    def _take(self, model: Model, rows: models.QuerySet[Any, Any]) -> int:
        before = len(self.rows[model])
        self.rows[model].update((key, str(uid)) for key, uid in rows.values_list("pk", "uid"))
        return len(self.rows[model]) - before

    def _take_in_parts(
        self,
        model: Model,
        values: Iterable[Any],
        rows_of: Callable[[Sequence[Any]], models.QuerySet[Any, Any]],
    ) -> int:
        return sum(self._take(model, rows_of(some)) for some in chunks(sorted(values)))

    def _take_actors(self) -> None:
        """Who did something stands in the journal by uid; without their rows it could not say their names."""
        acted = Entry.objects.filter(chain__name=self.root.journal_chain, actor_kind=ActorKind.USER)
        uids = acted.order_by().values_list("actor_reference", flat=True).distinct()
        users: Any = next(model for model in models_that_go() if model._meta.label_lower == "accounts.user")
        self._take_in_parts(users, uids, lambda some: users._base_manager.filter(uid__in=some))

    def _take_by_address(self) -> None:
        """What hangs on a record of the deal by its address, or on one of the deal's pages."""
        own = {
            f"{model._meta.label_lower}:{uid}"
            for model, rows in self.rows.items()
            if model.deal_path is not None
            for uid in rows.values()
        }
        for model in models_that_go():
            for name in goes_with(model) if model.deal_path is None else ():
                if model._meta.get_field(name).is_relation or name in goes_by_mail(model):
                    continue

                def at(
                    some: Sequence[str], model: Model = model, name: str = name
                ) -> models.QuerySet[Any, Any]:
                    return self._of_no_other_deal(model).filter(**{f"{name}__in": some})

                self._take_in_parts(model, own, at)
                pages = {f"{name}__startswith": page_of(self.root)}
                self._take(model, self._of_no_other_deal(model).filter(**pages))

    def _take_by_mail(self) -> None:
        """What somebody chose about mail goes along with who they are: who said no is not mailed from elsewhere."""
        emails: set[str] = set()
        for model in models_that_go():
            for name in mail_fields(model):
                for keys in chunks(sorted(self.rows[model])):
                    rows = model._base_manager.filter(pk__in=keys).order_by()
                    emails |= {email.lower() for email in rows.values_list(name, flat=True) if email}
        for model in models_that_go():
            for name in goes_by_mail(model):

                def of(
                    some: Sequence[str], model: Model = model, name: str = name
                ) -> models.QuerySet[Any, Any]:
                    return model._base_manager.filter(**{f"{name}__in": some})

                self._take_in_parts(model, emails, of)

    def _go_up(self) -> int:
        """What rows refer to goes along, unless it is another deal's."""
        taken = 0
        for model in models_that_go():
            for field in (*columns(model), *lists(model)):
                target: Any = field.related_model if field.is_relation else None
                if target is None or not goes(target) or target.deal_path is not None:
                    continue
                for keys in chunks(sorted(self.rows[model])):
                    wanted = model._base_manager.filter(pk__in=keys).exclude(**{field.name: None})
                    needed = (
                        set(wanted.order_by().values_list(field.name, flat=True)) - self.rows[target].keys()
                    )
                    taken += self._take_in_parts(target, needed, self._by_key(target))
        return taken

    def _go_down(self) -> int:
        taken = 0
        for model in models_that_go():
            for name in goes_with(model) if model.deal_path is None else ():
                field = model._meta.get_field(name)
                if not field.is_relation:
                    continue  # by its address or by mail
                parents: Any = field.related_model

                def under(
                    some: Sequence[int], model: Model = model, name: str = name
                ) -> models.QuerySet[Any, Any]:
                    return self._of_no_other_deal(model).filter(**{f"{name}__in": some})

                taken += self._take_in_parts(model, self.rows[parents], under)
        return taken

    @staticmethod
    def _by_key(model: Model) -> Callable[[Sequence[Any]], models.QuerySet[Any, Any]]:
        return lambda some: model._base_manager.filter(pk__in=some)

    def _of_no_other_deal(self, model: Model) -> models.QuerySet[Any, Any]:
        """Rows that hang on no deal, or on this one: another deal's stay where they are."""
        wanted = Q()
        for field in columns(model):
            target: Any = field.related_model if field.is_relation else None
            path = getattr(target, "deal_path", None)
            if path is not None:
                to_deal = "__".join(filter(None, [field.name, path]))
                wanted &= Q(**{f"{field.name}__isnull": True}) | Q(**{to_deal: self.root.pk})
        return model._base_manager.filter(wanted)


def page_of(root: Record) -> str:
    return reverse("deal", args=[root.code])  # type: ignore[attr-defined]
