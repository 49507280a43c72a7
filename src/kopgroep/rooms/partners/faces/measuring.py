"""How far the network is on a day: four queries, whatever the number of partners."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kopgroep.kernel.measures import Item, Reading, Subject
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


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    """Every measure of this room on a day, from dated facts only, so that any past day can be asked for."""
    standing = list(
        Partner.objects.standing_on(on)
        .filter(deal=deal)
        .select_related("organisation")
        # A thousand notes and codes that nobody reads here cost more than the rest.
        .only("uid", "organisation__name", "organisation__helix", "organisation__valid_until")
        .order_by("organisation__name", "pk")
    )
    taking_part = [each for each in standing if takes_part(each.stage, each.relation)]
    coming = sorted(
        (each for each in standing if may_still_come(each, on)),
        key=lambda each: (PROMISING[each.stage], each.organisation.name, each.pk),
    )
    yield Reading("partners", "deal", (_deal_subject(deal, taking_part, coming),))
    yield Reading(
        "helix_cover", "helix", tuple(_helix_subject(deal, helix, taking_part, coming) for helix in Helix)
    )
    yield _motivations(deal, taking_part, on)
    yield _roles(deal, taking_part, on)
    initiators = [each for each in taking_part if each.relation == Relation.INITIATOR]
    yield Reading("initiators", "deal", (_initiators(deal, initiators, taking_part),))


def may_still_come(partner: Partner, on: date) -> bool:
    """Not yet or no more in the deal; who went on as another organisation does not come back."""
    end = partner.organisation.valid_until
    exists = end is None or end > on
    return partner.stage in PROMISING and partner.relation != Relation.ASSOCIATE and exists


def seen(partner: Partner, detail: str = "") -> Item:
    return Item(
        label=partner.organisation.name,
        url=page_of(partner, "partner"),
        detail=detail or since_words(partner),
        address=partner.address,
    )


def page_of(partner: Partner, page: str) -> str:
    return _pattern(page, get_script_prefix()).replace("/0/", f"/{partner.pk}/")


# A network has thousands of items and few different pages, days and stages: each is put into words once.
@lru_cache(maxsize=64)
def _pattern(page: str, prefix: str) -> str:
    return reverse(f"partners:{page}", args=[0])


def since_words(partner: Partner) -> str:
    return _since(partner.stage, partner.since_on, get_language())


@lru_cache(maxsize=4096)
def _since(stage: str, day: date, language: str | None) -> str:
    return _("%(stage)s since %(day)s") % {"stage": Stage(stage).label, "day": date_format(day, "j F Y")}


@lru_cache(maxsize=4096)
def _written_down(day: date, language: str | None) -> str:
    return _("written down on %(day)s") % {"day": date_format(day, "j F Y")}


def mended(partner: Partner, page: str, detail: str = "") -> Item:
    return Item(
        label=partner.organisation.name,
        url=page_of(partner, page),
        detail=detail,
        address=partner.address,
    )


def _deal_subject(deal: Deal, taking_part: list[Partner], coming: list[Partner]) -> Subject:
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=Decimal(len(taking_part)),
        evidence=tuple(seen(partner) for partner in taking_part),
        open=(*(mended(partner, "move", since_words(partner)) for partner in coming), _newcomer(deal)),
    )


def _newcomer(deal: Deal) -> Item:
    """There is always a way to mend a thin network."""
    return Item(_("Add an organisation to the network"), reverse("partners:add", args=[deal.code]))


def _helix_subject(deal: Deal, helix: Helix, taking_part: list[Partner], coming: list[Partner]) -> Subject:
    there = [each for each in taking_part if each.organisation.helix == helix]
    near = [each for each in coming if each.organisation.helix == helix]
    return Subject(
        key=helix.value,
        label=str(helix.label),
        value=Decimal(len(there)),
        evidence=tuple(seen(partner) for partner in there),
        open=(*(mended(partner, "move", since_words(partner)) for partner in near), _newcomer(deal)),
    )


def _motivations(deal: Deal, taking_part: list[Partner], on: date) -> Reading:
    given: dict[int, date] = {}
    rows = Motivation.objects.filter(partner__deal=deal, given_on__lte=on).order_by("given_on", "pk")
    for partner_id, day in rows.values_list("partner_id", "given_on"):
        given[partner_id] = day
    subjects = []
    advice, language = _("Write down why this partner takes part"), get_language()
    for partner in taking_part:
        told = given.get(partner.pk)
        words = _written_down(told, language) if told else ""
        subjects.append(_yes_or_no(partner, told is not None, words, "motivation", advice))
    return Reading("partners_with_motivation", "partner", tuple(subjects))


def _roles(deal: Deal, taking_part: list[Partner], on: date) -> Reading:
    """Named is: a role, and with it the days a month, on that day."""
    rows = (
        Participation.objects.in_force(on)
        .filter(partner__deal=deal, days_per_month__isnull=False)
        .order_by("from_on", "pk")
        .values_list("partner_id", "role__name", "days_per_month")
    )
    running = {partner_id: (role, days) for partner_id, role, days in rows}
    subjects = []
    advice = _("Name a role and the days a month")
    for partner in taking_part:
        named = running.get(partner.pk)
        words = ""
        if named is not None:
            role, days = named
            words = _("%(role)s, %(days)s days a month") % {"role": role, "days": days_in_words(days or NONE)}
        subjects.append(_yes_or_no(partner, named is not None, words, "role", advice))
    return Reading("partners_with_role", "partner", tuple(subjects))


def _yes_or_no(partner: Partner, yes: bool, evidence: str, page: str, advice: str) -> Subject:
    return Subject(
        key=str(partner.uid),
        label=partner.organisation.name,
        value=ONE if yes else NONE,
        evidence=(seen(partner, evidence),) if yes else (),
        open=() if yes else (mended(partner, page, advice),),
    )


def _initiators(deal: Deal, initiators: list[Partner], others: list[Partner]) -> Subject:
    open_items = (
        () if initiators else tuple(mended(each, "edit", _("Is this an initiator?")) for each in others)
    )
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=Decimal(len(initiators)),
        evidence=tuple(seen(partner) for partner in initiators),
        open=open_items[:10],
    )
