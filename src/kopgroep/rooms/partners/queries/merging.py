"""What hangs on organisations, and what a merger means for every deal that they are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kopgroep.kernel.records import Record
from kopgroep.rooms.partners.models import (
    TAKING_PART,
    Contact,
    Merger,
    Motivation,
    Organisation,
    Participation,
    Partner,
    Relation,
    Stage,
    Succession,
)
from kopgroep.rooms.programme.models import Deal, DealKind

STEPS = [stage.value for stage in Stage]
RELATIONS = [Relation.ASSOCIATE.value, Relation.PARTNER.value, Relation.INITIATOR.value]


@dataclass(frozen=True)
class DealInMerger:
    """One deal in a merger: who ends there, and the part with which the successor goes on."""

    deal: Deal
    ending: tuple[Partner, ...]
    known: Partner | None
    stage: str
    relation: str
    participations: tuple[Participation, ...] = ()
    keeps: Participation | None = None
    motivations: tuple[Motivation, ...] = ()

    @property
    def stage_word(self) -> str:
        return str(Stage(self.stage).label)

    @property
    def relation_word(self) -> str:
        return str(Relation(self.relation).label)

    @property
    def loses(self) -> int:
        """How many fewer take part from that day."""
        taking = [each for each in self.ending if takes_part(each.stage, each.relation)]
        known = self.known is not None and takes_part(self.known.stage, self.known.relation)
        after = takes_part(self.stage, self.relation)
        return len(taking) + int(known) - int(after)


@dataclass(frozen=True)
class MergerPlan:
    """All that a merger would do."""

    predecessors: tuple[Organisation, ...]
    deals: tuple[DealInMerger, ...]
    contacts: tuple[Contact, ...]
    untouched: tuple[Deal, ...] = field(default=())


def takes_part(stage: str, relation: str) -> bool:
    return stage in TAKING_PART and relation != Relation.ASSOCIATE


def plan_of_merger(
    predecessors: Sequence[Organisation], successor: Organisation | None, *, on: date
) -> MergerPlan:
    """Per deal at work what ends and what goes on; deals that are history stay as they were."""
    ending = [each for each in predecessors if successor is None or each.pk != successor.pk]
    partners = list(
        Partner.objects.standing_on(on)
        .filter(organisation__in=[*ending, *([successor] if successor and successor.pk else [])])
        .select_related("deal", "organisation")
        .order_by("deal_id", "organisation__name", "pk")
    )
    at_work = [each for each in partners if each.deal.kind != DealKind.HISTORICAL]
    deals = {
        each.deal_id: each.deal
        for each in at_work
        if each.organisation in ending and each.stage != Stage.LEFT
    }
    contacts = (
        Contact.objects.current(on)
        .filter(organisation__in=ending)
        .select_related("person", "organisation", "deal")
    )
    return MergerPlan(
        predecessors=tuple(ending),
        deals=tuple(_deal_in_merger(deal, at_work, ending, on=on) for deal in deals.values()),
        contacts=tuple(contacts.order_by("organisation__name", "pk")),
        untouched=tuple(
            {each.deal_id: each.deal for each in partners if each.deal.kind == DealKind.HISTORICAL}.values()
        ),
    )


def _deal_in_merger(
    deal: Deal, partners: Sequence[Partner], ending: Sequence[Organisation], *, on: date
) -> DealInMerger:
    here = [each for each in partners if each.deal_id == deal.pk]
    leaving = [each for each in here if each.organisation in ending and each.stage != Stage.LEFT]
    known = next((each for each in here if each.organisation not in ending), None)
    counted = [*leaving, *([known] if known and known.stage != Stage.LEFT else [])]
    running = list(
        Participation.objects.in_force(on)
        .filter(partner__in=[*leaving, *([known] if known else [])])
        .select_related("role", "partner__organisation")
        .order_by("pk")
    )
    return DealInMerger(
        deal=deal,
        ending=tuple(leaving),
        known=known,
        stage=max((each.stage for each in counted), key=STEPS.index),
        relation=max((each.relation for each in counted), key=RELATIONS.index),
        participations=tuple(running),
        keeps=max(running, key=lambda each: (each.days_per_month or 0, -each.pk), default=None),
        motivations=tuple(
            Motivation.objects.filter(partner__in=leaving, given_on__lte=on).order_by("given_on", "pk")
        ),
    )


def what_hangs_on(organisations: Iterable[Organisation]) -> Iterator[Record]:
    """Organisations, their partnerships, and every row of any room that points at one of these."""
    owners = list(organisations)
    yield from owners
    partners = list(Partner.objects.filter(organisation__in=owners))
    yield from partners
    for model, rows in ((Organisation, owners), (Partner, partners)):
        for relation in model._meta.related_objects:
            other: Any = relation.related_model
            if other in (Partner, Merger, Succession) or not issubclass(other, Record):
                continue
            yield from other._base_manager.filter(**{f"{relation.field.name}__in": rows})


@dataclass(frozen=True)
class Change:
    """Something that was added to, changed at or taken from those involved since they merged."""

    words: str
    url: str


def changed_since(merger: Merger) -> list[Change]:
    if merger.successor is None:
        return []
    involved = [merger.successor, *Organisation.objects.filter(succession__merger=merger)]
    was, found = dict(merger.left_behind), []
    for row in what_hangs_on(involved):
        revision = was.pop(row.address, None)
        if revision == row.revision:
            continue
        words = _("Added since: %(thing)s.") if revision is None else _("Changed since: %(thing)s.")
        found.append(Change(words % {"thing": named(row)}, page_of(row)))
    gone = [address.split(":")[0] for address in was]
    found += [Change(_("Taken away since: %(thing)s.") % {"thing": kind_of(label)}, "") for label in gone]
    return found


KINDS = {
    "partners.organisation": gettext_lazy("the facts"),
    "partners.alias": gettext_lazy("another name"),
    "partners.partner": gettext_lazy("takes part in a deal"),
    "partners.standing": gettext_lazy("a step"),
    "partners.motivation": gettext_lazy("a motivation"),
    "partners.participation": gettext_lazy("a role"),
    "partners.contact": gettext_lazy("a contact"),
}


def kind_of(label: str) -> str:
    return str(KINDS.get(label) or apps.get_model(label)._meta.verbose_name)


def named(row: Record) -> str:
    """A row in words: what it is, and of whom."""
    owner: Any = getattr(row, "partner", None) or row
    organisation = getattr(owner, "organisation", None) or owner
    kind = kind_of(row._meta.label_lower)
    return f"{organisation} ({kind})" if isinstance(organisation, Organisation) else kind


def page_of(row: Record) -> str:
    owner: Any = getattr(row, "partner", None) or row
    if isinstance(owner, Contact):
        owner = owner.organisation
    return str(owner.get_absolute_url()) if hasattr(owner, "get_absolute_url") else ""
