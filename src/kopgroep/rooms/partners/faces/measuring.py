"""How far the network is on a day: four queries, whatever the number of partners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.kernel.texts import Text
from kopgroep.rooms.partners.models import (
    Helix,
    Motivation,
    Participation,
    Partner,
    Relation,
    Stage,
)
from kopgroep.rooms.partners.queries.merging import takes_part
from kopgroep.rooms.partners.queries.words import days_in_words
from kopgroep.rooms.programme.models import Deal

ONE, NONE = Decimal(1), Decimal(0)
# The furthest in the pipeline is the most promising; who left may be asked why, and come back.
PROMISING = {Stage.INTENTION.value: 0, Stage.TALK.value: 1, Stage.APPROACHED.value: 2, Stage.LEFT.value: 3}
PARTNER = Partner._meta.label_lower
PAGES = ("partner", "move", "motivation", "role", "edit")


class Part(NamedTuple):
    """What a measure reads of a partner on a day. A thousand whole records cost more than all the rest."""

    pk: int
    uid: UUID
    name: str
    helix: str
    valid_until: date | None
    stage: str
    relation: str
    since_on: date

    @classmethod
    def of(cls, partner: Partner) -> Part:
        """From a partner that came through standing_on() with its organisation."""
        who = partner.organisation
        told = (partner.stage, partner.relation, partner.since_on)
        return cls(partner.pk, partner.uid, who.name, who.helix, who.valid_until, *told)

    @property
    def address(self) -> str:
        return f"{PARTNER}:{self.uid}"


@dataclass(frozen=True, slots=True)
class Pen:
    """Puts partners into words for one reader, whose language and addresses are looked up once."""

    language: str | None
    pages: Mapping[str, str]
    # What was put into words already: the deal as a whole and each helix show the same partners.
    told: dict[tuple[int, str, str], Item] = field(default_factory=dict)

    @classmethod
    def of_the_reader(cls) -> Pen:
        return cls(get_language(), {page: reverse(f"partners:{page}", args=[0]) for page in PAGES})

    def seen(self, part: Part, detail: str = "") -> Item:
        return self.mended(part, "partner", detail or self.since(part))

    def mended(self, part: Part, page: str, detail: str = "") -> Item:
        this = (part.pk, page, detail)
        if (item := self.told.get(this)) is None:
            address = self.pages[page].replace("/0/", f"/{part.pk}/")
            item = self.told[this] = Item(part.name, address, detail, part.address)
        return item

    def since(self, part: Part) -> str:
        return _since(part.stage, part.since_on, self.language)


# A network has thousands of items and few different days and stages: each is put into words once.
@lru_cache(maxsize=4096)
def _since(stage: str, day: date, language: str | None) -> str:
    return _("%(stage)s since %(day)s") % {"stage": Stage(stage).label, "day": date_format(day, "j F Y")}


@lru_cache(maxsize=4096)
def _written_down(day: date, language: str | None) -> str:
    return _("written down on %(day)s") % {"day": date_format(day, "j F Y")}


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    """Every measure of this room on a day, from dated facts only, so that any past day can be asked for."""
    pen = Pen.of_the_reader()
    standing = parts_of(deal, on)
    taking_part = [each for each in standing if takes_part(each.stage, each.relation)]
    coming = sorted(
        (each for each in standing if may_still_come(each, on)),
        key=lambda each: (PROMISING[each.stage], each.name, each.pk),
    )
    yield Reading("partners", "deal", (_deal_subject(pen, deal, taking_part, coming),))
    helices = tuple(_helix_subject(pen, deal, helix, taking_part, coming) for helix in Helix)
    yield Reading("helix_cover", "helix", helices)
    yield _motivations(pen, deal, taking_part, on)
    yield _roles(pen, deal, taking_part, on)
    initiators = [each for each in taking_part if each.relation == Relation.INITIATOR]
    yield Reading("initiators", "deal", (_initiators(pen, deal, initiators, taking_part),))


def parts_of(deal: Deal, on: date) -> list[Part]:
    """Everybody whom the deal has a standing of on a day, by name."""
    rows = Partner.objects.standing_on(on).filter(deal=deal).order_by("organisation__name", "pk")
    who = ("organisation__name", "organisation__helix", "organisation__valid_until")
    return [Part(*row) for row in rows.values_list("pk", "uid", *who, "stage", "relation", "since_on")]


def may_still_come(part: Part, on: date) -> bool:
    """Not yet or no more in the deal; who went on as another organisation does not come back."""
    exists = part.valid_until is None or part.valid_until > on
    return part.stage in PROMISING and part.relation != Relation.ASSOCIATE and exists


def _deal_subject(pen: Pen, deal: Deal, taking_part: list[Part], coming: list[Part]) -> Subject:
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=Decimal(len(taking_part)),
        evidence=tuple(pen.seen(partner) for partner in taking_part),
        open=(*(pen.mended(partner, "move", pen.since(partner)) for partner in coming), _newcomer(deal)),
    )


def _newcomer(deal: Deal) -> Item:
    """There is always a way to mend a thin network."""
    return Item(_("Add an organisation to the network"), reverse("partners:add", args=[deal.code]))


def _helix_subject(
    pen: Pen, deal: Deal, helix: Helix, taking_part: list[Part], coming: list[Part]
) -> Subject:
    there = [each for each in taking_part if each.helix == helix]
    near = [each for each in coming if each.helix == helix]
    return Subject(
        key=helix.value,
        label=str(helix.label),
        value=Decimal(len(there)),
        evidence=tuple(pen.seen(partner) for partner in there),
        open=(*(pen.mended(partner, "move", pen.since(partner)) for partner in near), _newcomer(deal)),
        url=f"{reverse('partners:list', args=[deal.code])}?helix={helix.value}",
        address=f"helix:{helix.value}",
    )


def _motivations(pen: Pen, deal: Deal, taking_part: list[Part], on: date) -> Reading:
    given: dict[int, date] = {}
    rows = Motivation.objects.filter(partner__deal=deal, given_on__lte=on).order_by("given_on", "pk")
    for partner_id, day in rows.values_list("partner_id", "given_on"):
        given[partner_id] = day
    subjects = []
    advice = _("Write down why this partner takes part")
    for partner in taking_part:
        told = given.get(partner.pk)
        words = _written_down(told, pen.language) if told else ""
        subjects.append(_yes_or_no(pen, partner, told is not None, words, "motivation", advice))
    return Reading("partners_with_motivation", "partner", tuple(subjects))


def _roles(pen: Pen, deal: Deal, taking_part: list[Part], on: date) -> Reading:
    """Named is: a role, and with it the days a month, on that day."""
    rows = (
        Participation.objects.in_force(on)
        .filter(partner__deal=deal, days_per_month__isnull=False)
        .order_by("from_on", "pk")
        .values_list("partner_id", "role__name", "days_per_month")
    )
    running = {partner_id: (role, days) for partner_id, role, days in rows}
    words = {named: _role_words(*named) for named in set(running.values())}
    subjects = []
    advice = _("Name a role and the days a month")
    for partner in taking_part:
        named = running.get(partner.pk)
        told = words[named] if named else ""
        subjects.append(_yes_or_no(pen, partner, named is not None, told, "role", advice))
    return Reading("partners_with_role", "partner", tuple(subjects))


def _role_words(role: Text, days: Decimal | None) -> str:
    return _("%(role)s, %(days)s days a month") % {"role": role, "days": days_in_words(days or NONE)}


def _yes_or_no(pen: Pen, partner: Part, yes: bool, evidence: str, page: str, advice: str) -> Subject:
    return Subject(
        key=str(partner.uid),
        label=partner.name,
        value=ONE if yes else NONE,
        evidence=(pen.seen(partner, evidence),) if yes else (),
        open=() if yes else (pen.mended(partner, page, advice),),
    )


def _initiators(pen: Pen, deal: Deal, initiators: list[Part], others: list[Part]) -> Subject:
    open_items = (
        ()
        if initiators
        else tuple(pen.mended(each, "edit", _("Is this an initiator?")) for each in others[:10])
    )
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=Decimal(len(initiators)),
        evidence=tuple(pen.seen(partner) for partner in initiators),
        open=open_items,
    )
