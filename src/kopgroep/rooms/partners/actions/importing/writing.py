"""Writing judged rows: few statements for many rows, in the transaction of the import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.imports.kinds import Trail, Verdict
from kopgroep.kernel.records import Record
from kopgroep.rooms.partners.actions.importing.drafts import Plan
from kopgroep.rooms.partners.models import (
    Alias,
    Contact,
    Motivation,
    Organisation,
    Partner,
    Person,
    Standing,
)

# Each refers only to those before it.
IN_ORDER: tuple[type[Record], ...] = (Organisation, Alias, Partner, Standing, Motivation, Person, Contact)
CHUNK = 400


def write_network(verdicts: Sequence[Verdict]) -> Trail:
    """Everything that the verdicts plan; what is changed gets its next revision."""
    plans: list[Plan] = [verdict.plan for verdict in verdicts]
    trail = Trail()
    new: dict[type[Record], list[Any]] = defaultdict(list)
    for plan in plans:
        for row in (*plan.new, *plan.moves):
            new[type(row)].append(row)
    _accounts_for(new[Person])
    for model in IN_ORDER:
        rows = new[model]
        model._base_manager.bulk_create(rows, batch_size=CHUNK)
        trail.add(rows)
    for row in [move.partner for plan in plans for move in plan.moves]:
        _next_revision(row, trail)
    changes: dict[str, tuple[Record, dict[str, Any]]] = {}
    for row, name, value in [change for plan in plans for change in plan.changes]:
        changes.setdefault(row.address, (row, {}))[1][name] = value
    for row, wanted in changes.values():
        _change(row, wanted, trail)
    _who_learns(plans, new, trail)
    return trail


def _accounts_for(people: Sequence[Person]) -> None:
    """Who has an account with the same address is that person, unless it is another's already."""
    by_email = {person.email: person for person in people if person.email}
    addresses = list(by_email)
    for start in range(0, len(addresses), CHUNK):
        some = addresses[start : start + CHUNK]
        for user in User.objects.filter(email__in=some, person=None):
            by_email[user.email].user = user


def _next_revision(row: Record, trail: Trail) -> None:
    """A partner moved: what comes after this move is seen when somebody wants to undo it."""
    row.claim(None)
    trail.changed.append((row._meta.label_lower, row.pk, "", None, row.revision))


def _change(row: Record, wanted: dict[str, Any], trail: Trail) -> None:
    row.claim(None)
    before = type(row)._base_manager.filter(pk=row.pk).values(*wanted).get()
    type(row)._base_manager.filter(pk=row.pk).update(**wanted)
    label = row._meta.label_lower
    trail.changed += [(label, row.pk, name, before[name], row.revision) for name in wanted]


def _who_learns(plans: Sequence[Plan], new: dict[type[Record], list[Any]], trail: Trail) -> None:
    """In whose history it stands, and what the search index must learn: also who is in touch with what is new."""
    organisations = {plan.organisation.pk: plan.organisation for plan in plans if plan.organisation}
    moved = {move.partner.pk: move.partner for plan in plans for move in plan.moves}
    partners = {partner.pk: partner for partner in (*new[Partner], *moved.values())}
    trail.told = [*organisations.values(), *partners.values()]
    trail.find(Organisation._meta.label_lower, organisations)
    trail.find(Partner._meta.label_lower, partners)
    people = {person.pk for person in new[Person]}
    people |= {contact.person_id for contact in new[Contact]}
    people |= {row.pk for plan in plans for row, _name, _value in plan.changes if isinstance(row, Person)}
    joined = [partner.organisation_id for partner in new[Partner]]
    for start in range(0, len(joined), CHUNK):
        some = joined[start : start + CHUNK]
        people |= set(Contact.objects.filter(organisation__in=some).values_list("person_id", flat=True))
    trail.find(Person._meta.label_lower, people)
