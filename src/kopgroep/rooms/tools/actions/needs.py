"""Needs: stated, supported, taken together, decided about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DesignPrinciple
from kopgroep.rooms.programme.queries.words import in_both_languages
from kopgroep.rooms.tools import rules
from kopgroep.rooms.tools.models import GapVerdict, Need, NeedSupport, Verdict


@transaction.atomic
def state_need(
    *,
    deal: Deal,
    process_question: str,
    occasion: str = "",
    principles: Iterable[DesignPrinciple] = (),
    asked_by_partner: Partner | None = None,
    stated_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Need:
    """Say what is needed (behoefte), apart from what would answer it; who asks has the first voice."""
    clear(rules.obstacles_to_stating(deal, asked_by_partner))
    on = stated_on or day_of(at)
    need = Need.objects.create(
        deal=deal,
        process_question=process_question.strip(),
        occasion=occasion.strip(),
        asked_by_partner=asked_by_partner,
        stated_on=on,
    )
    need.principles.set(principles)
    also = []
    if asked_by_partner is not None:
        NeedSupport.objects.create(need=need, partner=asked_by_partner, supported_on=on)
        also = [asked_by_partner]
    record(Verb.NEED_STATED, about=need, also=also, by=by, at=at, private={"question": need.process_question})
    return need


@transaction.atomic
def change_need(
    *,
    need: Need,
    process_question: str,
    occasion: str = "",
    principles: Iterable[DesignPrinciple] = (),
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Need:
    need.claim(seen_revision)
    clear(rules.obstacles_to_stating(need.deal, None))
    need.process_question, need.occasion = process_question.strip(), occasion.strip()
    need.save(update_fields=["process_question", "occasion"])
    need.principles.set(principles)
    record(Verb.NEED_CHANGED, about=need, by=by, at=at, private={"question": need.process_question})
    return need


@transaction.atomic
def support_need(*, need: Need, partner: Partner, by: Actor, at: datetime) -> NeedSupport:
    """Say that an organisation has this need too (steunen)."""
    need.claim(None)
    need.refresh_from_db()
    clear(rules.obstacles_to_supporting(need, partner))
    support = NeedSupport.objects.create(need=need, partner=partner, supported_on=day_of(at))
    facts = {"partner": partner.organisation.name}
    private = {"question": need.process_question}
    record(
        Verb.NEED_SUPPORTED, about=support, also=[need, partner], by=by, at=at, facts=facts, private=private
    )
    return support


@transaction.atomic
def withdraw_support(*, support: NeedSupport, by: Actor, at: datetime) -> NeedSupport:
    support.claim(None)
    support.refresh_from_db()
    clear(rules.obstacles_to_withdrawing_support(support))
    support.withdrawn_on = day_of(at)
    support.save(update_fields=["withdrawn_on"])
    record(
        Verb.NEED_SUPPORT_WITHDRAWN,
        about=support,
        also=[support.need, support.partner],
        by=by,
        at=at,
        facts={"partner": support.partner.organisation.name},
        private={"question": support.need.process_question},
    )
    return support


@transaction.atomic
def merge_needs(*, need: Need, target: Need, by: Actor, at: datetime) -> Need:
    """Take one need into another (samenvoegen); who asked for it and who has it stay with it, and are counted there."""
    for each in sorted({need, target}, key=lambda one: one.pk):
        each.claim(None)
        each.refresh_from_db()
    clear(rules.obstacles_to_merging(need, target))
    need.merged_into, need.merged_on = target, day_of(at)
    need.save(update_fields=["merged_into", "merged_on"])
    private = {"question": need.process_question, "target": target.process_question}
    record(Verb.NEED_MERGED, about=need, also=[target], by=by, at=at, private=private)
    return need


@transaction.atomic
def part_needs(*, need: Need, by: Actor, at: datetime) -> Need:
    """Undo the taking together: the need stands by itself again, with everybody who had it."""
    need.claim(None)
    need.refresh_from_db()
    clear(rules.obstacles_to_parting(need))
    target = need.merged_into
    need.merged_into = need.merged_on = None
    need.save(update_fields=["merged_into", "merged_on"])
    also = [target] if target is not None else []
    record(Verb.NEED_PARTED, about=need, also=also, by=by, at=at, private={"question": need.process_question})
    return need


@transaction.atomic
def decide_gap(*, need: Need, verdict: str, reason: str, by: Actor, at: datetime) -> GapVerdict:
    """Decide what a need asks for, other than what follows from what was found."""
    need.claim(None)
    clear(rules.obstacles_to_deciding(need, reason))
    on = day_of(at)
    GapVerdict.objects.filter(need=need, withdrawn_on=None).update(withdrawn_on=on)
    decided = GapVerdict.objects.create(need=need, verdict=verdict, reason=reason.strip(), decided_on=on)
    facts = {"verdict": in_both_languages(lambda: str(Verdict(verdict).label))}
    record(
        Verb.GAP_DECIDED,
        about=decided,
        also=[need],
        by=by,
        at=at,
        facts=facts,
        private={"reason": decided.reason},
    )
    return decided


@transaction.atomic
def reopen_gap(*, verdict: GapVerdict, by: Actor, at: datetime) -> GapVerdict:
    """Take a decision back: what follows from what was found holds again."""
    verdict.claim(None)
    verdict.refresh_from_db()
    clear(rules.obstacles_to_reopening(verdict))
    verdict.withdrawn_on = day_of(at)
    verdict.save(update_fields=["withdrawn_on"])
    private = {"question": verdict.need.process_question}
    record(Verb.GAP_DECISION_WITHDRAWN, about=verdict, also=[verdict.need], by=by, at=at, private=private)
    return verdict
