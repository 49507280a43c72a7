"""Organisations go on as one (herindeling), and that can be undone while nothing new came after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import gettext as _

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.kernel.records import Record
from kopgroep.rooms.partners.models import (
    Contact,
    Merger,
    Motivation,
    Organisation,
    Participation,
    Partner,
    Person,
    Stage,
    Standing,
    Succession,
)
from kopgroep.rooms.partners.queries.merging import DealInMerger, MergerPlan, plan_of_merger, what_hangs_on
from kopgroep.rooms.partners.rules import obstacles_to_keeping, obstacles_to_merging, obstacles_to_undoing


@dataclass
class Trail:
    """What a merger makes and changes, kept so that it can be taken back."""

    made: list[str] = field(default_factory=list)
    changed: list[list[Any]] = field(default_factory=list)

    def add(self, row: Record) -> None:
        row.save(force_insert=True)
        self.made.insert(0, row.address)

    def end(self, row: Record, name: str, on: date) -> None:
        old = getattr(row, name)
        self.changed.append([row.address, name, old.isoformat() if old else None])
        row.claim(None)
        setattr(row, name, on)
        row.save(update_fields=[name])


@transaction.atomic
def merge_organisations(
    *, predecessors: Sequence[Organisation], successor: Organisation, on: date, by: Actor, at: datetime
) -> Merger:
    """Let organisations go on as one from a day. No old row changes its meaning; `successor` may still be unsaved."""
    trail = Trail()
    ending = [each for each in predecessors if each.pk != successor.pk]
    for each in sorted([*ending, *([successor] if successor.pk else [])], key=lambda row: row.pk):
        each.claim(None)
        each.refresh_from_db()
    clear(obstacles_to_merging(ending, successor, on=on))
    if not successor.pk:
        clear(obstacles_to_keeping(successor))
        successor.valid_from = successor.valid_from or on
        trail.add(successor)
    plan = plan_of_merger(predecessors, successor, on=on)
    merger = Merger.objects.create(
        successor=successor, on=on, names=[each.name for each in plan.predecessors], merged_at=at
    )
    for each in plan.predecessors:
        trail.end(each, "valid_until", on)
        trail.add(Succession(predecessor=each, successor=successor, on=on, merger=merger))
    touched = [_go_on(part, successor, trail, on=on) for part in plan.deals]
    _hand_over_contacts(plan, successor, trail, on=on)
    merger.made, merger.changed = trail.made, trail.changed
    merger.left_behind = {row.address: row.revision for row in what_hangs_on([successor, *plan.predecessors])}
    merger.save()
    people = Person.objects.filter(contacts__in=plan.contacts).distinct()
    ended = [partner for part in plan.deals for partner in part.ending]
    record(
        Verb.ORGANISATIONS_MERGED,
        about=successor,
        also=[*plan.predecessors, *touched, *ended, merger, *people],
        by=by,
        at=at,
        facts={"organisation": successor.name, "merged": ", ".join(merger.names), "on": on},
    )
    return merger


def _go_on(part: DealInMerger, successor: Organisation, trail: Trail, *, on: date) -> Partner:
    """In one deal: who ends leaves, and the successor stands where the furthest of them stood."""
    for partner in part.ending:
        note = _("Went on as %(organisation)s.") % {"organisation": successor.name}
        trail.add(
            Standing(partner=partner, stage=Stage.LEFT, relation=partner.relation, since_on=on, note=note)
        )
    heir = part.known
    if heir is None:
        intends = any(partner.intends_next_phases for partner in part.ending)
        heir = Partner(deal=part.deal, organisation=successor, intends_next_phases=intends)
        trail.add(heir)
    if part.known is None or (part.known.stage, part.known.relation) != (part.stage, part.relation):
        names = ", ".join(partner.organisation.name for partner in part.ending)
        trail.add(
            Standing(
                partner=heir,
                stage=part.stage,
                relation=part.relation,
                since_on=on,
                note=_("Goes on from %(organisations)s.") % {"organisations": names},
            )
        )
    _hand_over_roles(part, heir, trail, on=on)
    for given in part.motivations:
        trail.add(Motivation(partner=heir, text=given.text, given_on=given.given_on))
    return heir


def _hand_over_roles(part: DealInMerger, heir: Partner, trail: Trail, *, on: date) -> None:
    """The role with the most days goes on; what another had ends on the day."""
    for running in part.participations:
        if running.partner_id == heir.pk and running == part.keeps:
            continue
        trail.end(running, "until_on", on)
    keeps = part.keeps
    if keeps is not None and keeps.partner_id != heir.pk:
        original_end = {address: old for address, name, old in trail.changed if name == "until_on"}
        end = original_end.get(keeps.address)
        trail.add(
            Participation(
                partner=heir,
                role=keeps.role,
                days_per_month=keeps.days_per_month,
                from_on=on,
                until_on=date.fromisoformat(end) if end else None,
            )
        )


def _hand_over_contacts(plan: MergerPlan, successor: Organisation, trail: Trail, *, on: date) -> None:
    """Who was a contact of one that ends is a contact of the successor; nobody twice in the same task."""
    known = set(successor.contacts.filter(until_on=None).values_list("person_id", "capacity"))
    for contact in plan.contacts:
        until_on = contact.until_on
        trail.end(contact, "until_on", on)
        if (contact.person_id, contact.capacity) in known:
            continue
        known.add((contact.person_id, contact.capacity))
        trail.add(
            Contact(
                organisation=successor,
                person_id=contact.person_id,
                deal=contact.deal,
                capacity=contact.capacity,
                position=contact.position,
                since_on=on,
                until_on=until_on,
            )
        )


@transaction.atomic
def undo_merger(*, merger: Merger, by: Actor, at: datetime) -> Merger:
    """Take a merger back: what it made goes, what it ended goes on; refused when something new came after it."""
    merger.claim(None)
    merger.refresh_from_db()
    clear(obstacles_to_undoing(merger))
    successor = merger.successor
    assert successor is not None
    predecessors = list(Organisation.objects.filter(succession__merger=merger))
    partners = list(Partner.objects.filter(organisation__in=predecessors).select_related("deal"))
    goes = successor.address in merger.made
    name = successor.name
    merger.successor, merger.undone_at = None if goes else successor, at
    merger.save(update_fields=["successor", "undone_at"])
    gone = [row_at(address) for address in merger.made]
    for row in gone:
        row.delete()
    for address, field_name, old in merger.changed:
        row = row_at(address)
        row.claim(None)
        setattr(row, field_name, date.fromisoformat(old) if old else None)
        row.save(update_fields=[field_name])
    record(
        Verb.MERGER_UNDONE,
        about=merger,
        also=[*([] if goes else [successor]), *predecessors, *partners, *gone],
        by=by,
        at=at,
        facts={"organisation": name, "merged": ", ".join(merger.names), "on": day_of(at)},
    )
    return merger


def row_at(address: str) -> Any:
    label, uid = address.split(":")
    return apps.get_model(label)._base_manager.get(uid=uid)
