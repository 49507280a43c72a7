"""A whole deal in one go: programme first, then every room that has a section in the charter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module
from types import ModuleType

from django.apps import apps
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.actions import grant_role
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.dates import PartialDate, Precision
from kopgroep.kernel.obstacles import clear
from kopgroep.kernel.texts import Text
from kopgroep.rooms.archive import rules
from kopgroep.rooms.programme.actions import change_deal, set_up_deal
from kopgroep.rooms.programme.charter import Charter, read_charter
from kopgroep.rooms.programme.models import Deal, DealKind
from kopgroep.rooms.programme.queries import Shift, charter_of, moved, shift_between
from kopgroep.rooms.tools.queries.charter import admission_said


def _faces() -> Iterator[ModuleType]:
    """What the rooms show the house, in the order of the deal."""
    for room in apps.get_app_configs():
        if room.name.startswith("kopgroep.rooms.") and module_has_submodule(room.module, "faces"):
            yield import_module(f"{room.name}.faces")


@transaction.atomic
def load_deal(*, charter: Charter | str, by: Actor, at: datetime) -> Deal:
    """Make a deal from its charter, or make an existing one agree with it: all of it, or nothing.

    Loading is the only way to change a historical deal. Loading the same charter again changes nothing. A person who
    sets up a deal manages it.
    """
    if isinstance(charter, str):
        charter = read_charter(charter, name="charter")
    known = Deal.objects.filter(code=charter.deal.code).first()
    if known is not None:
        change_deal(deal=known, charter=charter, by=by, at=at)
        _hand_round(known, charter, by=by, at=at)
        return known
    return _set_up(charter, by=by, at=at)


def _set_up(charter: Charter, *, by: Actor, at: datetime, template: Deal | None = None) -> Deal:
    deal = set_up_deal(charter=charter, by=by, at=at, template=template)
    _hand_round(deal, charter, by=by, at=at)
    if by.user is not None:
        grant_role(user=by.user, role=Role.MANAGER, on=deal, by=by, at=at)
    return deal


@transaction.atomic
def clone_deal(
    *, template: Deal, code: str, name: Text, starts_on: date | None = None, by: Actor, at: datetime
) -> Deal:
    """Set up a living deal with another as template: its rules, without its partners and what its sources counted.

    starts_on   the first date of the planning becomes this day, and the others move along; without it none moves
    """
    clear(rules.obstacles_to_cloning(code, name, starts_on))
    said = replace(charter_of(template), admission=admission_said(template))
    charter = as_template(said, code=code, name=name, starts_on=starts_on)
    return _set_up(charter, by=by, at=at, template=template)


def _hand_round(deal: Deal, charter: Charter, *, by: Actor, at: datetime) -> None:
    for faces in _faces():
        if hasattr(faces, "take_charter"):
            faces.take_charter(deal=deal, charter=charter, by=by, at=at)


def as_template(charter: Charter, *, code: str, name: Text, starts_on: date | None) -> Charter:
    """The charter of a new deal: the rules of another one, and only the sources that these rules name."""
    used = {norm.source.key for norm in charter.norms if norm.source}
    used |= {phase.source for phase in charter.phases if phase.source}
    used |= {principle.source for principle in charter.principles if principle.source}
    used |= {role.source for role in charter.roles if role.source}
    used |= {rule.source for rule in charter.admission if rule.source}
    used |= {contribution.source for contribution in charter.contributions if contribution.source}
    shift = _shift_to(charter, starts_on)
    return replace(
        charter,
        deal=replace(charter.deal, code=code, name=name, kind=DealKind.LIVING.value, open=False, signed=None),
        # Whom to ask is of the other deal.
        joining=replace(charter.joining, contact=None, email=None, phone=None),
        initiators=(),
        counts=(),
        partners=(),
        tools=(),
        sources={key: source for key, source in charter.sources.items() if key in used},
        phases=tuple(
            replace(
                phase,
                starts=moved(phase.starts, shift) if phase.starts else None,
                ends=moved(phase.ends, shift) if phase.ends else None,
            )
            for phase in charter.phases
        ),
    )


def _shift_to(charter: Charter, starts_on: date | None) -> Shift:
    """From the first date of the planning to a new day; in whole months where that date is a month or a season."""
    known = [
        moment for phase in charter.phases for moment in (phase.starts, phase.ends) if moment is not None
    ]
    if starts_on is None or not known:
        return Shift()
    if known[0].precision is Precision.DAY:
        return shift_between(known[0], PartialDate(starts_on))
    month = PartialDate(known[0].first, Precision.MONTH)
    return shift_between(month, PartialDate(starts_on.replace(day=1), Precision.MONTH))
