"""Organisations come into the registry, and their facts are kept right."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Alias, Organisation
from kopgroep.rooms.partners.queries.words import FACTS
from kopgroep.rooms.partners.rules import obstacles_to_keeping
from kopgroep.rooms.programme.queries.words import in_both_languages


@transaction.atomic
def add_organisation(
    *,
    name: str,
    kind: str,
    helix: str,
    kvk: str = "",
    oin: str = "",
    cbs_code: str = "",
    website: str = "",
    note: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
    aliases: Iterable[str] = (),
    by: Actor,
    at: datetime,
) -> Organisation:
    """Put an organisation in the registry of the installation."""
    organisation = Organisation(
        name=name.strip(),
        kind=kind,
        helix=helix,
        kvk=kvk,
        oin=oin,
        cbs_code=cbs_code,
        website=website,
        note=note,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    clear(obstacles_to_keeping(organisation))
    _save(organisation, force_insert=True)
    _set_aliases(organisation, aliases)
    record(
        Verb.ORGANISATION_ADDED, about=organisation, by=by, at=at, facts={"organisation": organisation.name}
    )
    return organisation


@transaction.atomic
def change_organisation(
    *,
    organisation: Organisation,
    seen_revision: int | None,
    aliases: Iterable[str] | None = None,
    by: Actor,
    at: datetime,
    **facts: Any,
) -> Organisation:
    """Keep other facts about an organisation; raises EditedMeanwhile when somebody else did since it was seen."""
    organisation.claim(seen_revision)
    current = Organisation.objects.get(pk=organisation.pk)
    changed = sorted(name for name, value in facts.items() if getattr(current, name) != value)
    for name in changed:
        setattr(current, name, facts[name])
    clear(obstacles_to_keeping(current))
    if aliases is not None and _set_aliases(current, aliases):
        changed.append("aliases")
    if not changed:
        return current
    _save(current, update_fields=[*(name for name in changed if name != "aliases"), "revision"])
    record(
        Verb.ORGANISATION_CHANGED,
        about=current,
        by=by,
        at=at,
        facts={
            "organisation": current.name,
            "fields": in_both_languages(lambda: ", ".join(str(FACTS[name]) for name in changed)),
        },
    )
    return current


def _set_aliases(organisation: Organisation, aliases: Iterable[str]) -> bool:
    """Keep exactly these other names; tells whether anything changed."""
    wanted = {name for alias in aliases if (name := alias.strip()) and name != organisation.name}
    known = {alias.name: alias for alias in organisation.aliases.all()}
    for name in known.keys() - wanted:
        known[name].delete()
    for name in sorted(wanted - known.keys()):
        Alias.objects.create(organisation=organisation, name=name)
    return known.keys() != wanted


def _save(organisation: Organisation, **how: Any) -> None:
    """Who was a moment later with the same number gets the reason, as one who is much later does."""
    try:
        with transaction.atomic():
            organisation.save(**how)
    except IntegrityError:
        clear(obstacles_to_keeping(organisation))
        raise
