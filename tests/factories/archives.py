"""A deal with a row of every model that leaves with a deal, and what it takes to compare two installations."""

import importlib
import inspect
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import models, transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.archives.belongings import Belongings, page_of
from kopgroep.kernel.archives.scope import columns, goes_by_mail, goes_with, models_that_go
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import FormerAddress
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.rooms.programme.models import Deal
from tests.factories.programme import make_deal


def make_deal_with_every_model(code: str = "everything") -> Deal:
    """Rows by the factories, hung on one deal; a new model with a factory is in it by itself."""
    deal = make_deal(code)
    own = [model for model in models_that_go() if model.deal_path]
    # What goes along by a mail address comes after those whose address it is.
    shared = sorted((model for model in models_that_go() if model.deal_path is None), key=goes_by_mail)
    # First what hangs on the deal, then what goes along with that.
    for model in (*own, *shared):
        if not Belongings(deal).rows[model]:
            _adopt(_make(model), deal)
    user: Any = _users()
    by = Actor.of(user._base_manager.get(pk=min(Belongings(deal).rows[user])))
    with transaction.atomic():
        for number in range(3):
            private = {"person": f"Person {number}"}
            record(Verb.LINK_MADE, about=deal, by=by, at=now(), facts={"number": number}, private=private)
    FormerAddress.objects.create(address="accounts.user:elsewhere", record=by.user.address if by.user else "")
    return deal


def _users() -> Any:
    return next(model for model in models_that_go() if model._meta.label_lower == "accounts.user")


def _make(model: Any) -> Any:
    name = "make_" + re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower()
    for path in Path(__file__).parent.glob("*.py"):
        found = getattr(importlib.import_module(f"tests.factories.{path.stem}"), name, None)
        if inspect.isfunction(found):
            return found()
    raise LookupError(name)


def _adopt(row: Any, deal: Deal) -> None:
    """Hang a row that a factory made on this deal: its own references, or those by which it goes along."""
    belongings = Belongings(deal)
    # One of them is enough to go along.
    model: Any = type(row)
    by = goes_with(model)[:1]
    for field in columns(model):
        target: Any = field.related_model if field.is_relation else None
        if target is not None and (getattr(row, field.attname) is not None or field.name in by):
            if target.deal_path is None and field.name not in by:
                continue
            if mine := belongings.rows.get(target):
                setattr(row, field.attname, min(mine))
        elif target is None and isinstance(field, models.EmailField) and field.name in by:
            users: Any = _users()
            setattr(row, field.name, users._base_manager.get(pk=min(belongings.rows[users])).email.lower())
        elif target is None and field.name in by:
            setattr(row, field.name, page_of(deal) if field.name == "page" else deal.address)
    row.save()


def rows_of(deal: Deal) -> Mapping[str, list[dict[str, Any]]]:
    """Every row that belongs to a deal, without the keys that rows have by chance."""
    belongings = Belongings(deal)
    return {model._meta.label_lower: list(belongings.lines(model)) for model in models_that_go()}
