"""A whole deal in one go: programme first, then every room that has a section in the charter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from kopgroep.kernel.actors import Actor
from kopgroep.rooms.programme.actions import change_deal, set_up_deal
from kopgroep.rooms.programme.charter import Charter, read_charter
from kopgroep.rooms.programme.models import Deal


def _faces() -> Iterator[ModuleType]:
    """What the rooms show the house, in the order of the deal."""
    for room in apps.get_app_configs():
        if room.name.startswith("kopgroep.rooms.") and module_has_submodule(room.module, "faces"):
            yield import_module(f"{room.name}.faces")


@transaction.atomic
def load_deal(*, charter: Charter | str, by: Actor, at: datetime) -> Deal:
    """Make a deal from its charter, or make an existing one agree with it: all of it, or nothing.

    Loading is the only way to change a historical deal. Loading the same charter again changes nothing.
    """
    if isinstance(charter, str):
        charter = read_charter(charter, name="charter")
    deal = Deal.objects.filter(code=charter.deal.code).first()
    if deal is None:
        deal = set_up_deal(charter=charter, by=by, at=at)
    else:
        change_deal(deal=deal, charter=charter, by=by, at=at)
    for faces in _faces():
        if hasattr(faces, "take_charter"):
            faces.take_charter(deal=deal, charter=charter, by=by, at=at)
    return deal
