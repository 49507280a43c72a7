"""What the house asks of the assessment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment.models import Assessment, Criterion, Framework
from kopgroep.rooms.assessment.queries.frameworks import framework_on
from kopgroep.rooms.assessment.queries.scores import submitted
from kopgroep.rooms.assessment.queries.work import work_of
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.charter import Charter
from kopgroep.rooms.programme.models import Deal, DealKind
from kopgroep.rooms.tools.models import Tool

HUNDRED, ONE, NONE = Decimal(100), Decimal(1), Decimal(0)


def measures(deal: Deal, on: date) -> Iterable[Reading]:
    framework = framework_on(deal, on)
    yield Reading("framework_adopted", "deal", (_adopted(deal, framework),))
    yield Reading("tools_assessed", "deal", (_assessed(deal, framework, on),))


def _adopted(deal: Deal, framework: Framework | None) -> Subject:
    url = reverse("assessment:framework", args=[deal.code])
    evidence: tuple[Item, ...] = ()
    if framework is not None and framework.adopted_on is not None:
        words = _("version %(number)s, adopted on %(day)s") % {
            "number": framework.number,
            "day": date_format(framework.adopted_on, "j F Y"),
        }
        evidence = (Item(_("Assessment framework"), url, words, framework.address),)
    open_ = () if evidence else (Item(_("Adopt the assessment framework"), url),)
    return Subject(deal.code, str(deal.name), ONE if evidence else NONE, evidence, open_)


def _assessed(deal: Deal, framework: Framework | None, on: date) -> Subject:
    """Which share of the longlist has at least one assessment under the framework that holds."""
    tools = list(Tool.objects.on_longlist(on).filter(deal=deal).order_by("name", "pk"))
    done: set[int] = set()
    if framework is not None:
        done = set(Assessment.objects.filter(submitted(framework, on)).values_list("tool_id", flat=True))
    seen = [tool for tool in tools if tool.pk in done]
    share = (HUNDRED * len(seen) / len(tools)).quantize(Decimal("0.01")) if tools else NONE
    return Subject(
        key=deal.code,
        label=str(deal.name),
        value=share,
        evidence=tuple(Item(tool.name, tool.get_absolute_url(), "", tool.address) for tool in seen),
        open=tuple(
            Item(tool.name, reverse("assessment:assess", args=[tool.pk]), _("Assess this tool"), tool.address)
            for tool in tools
            if tool.pk not in done
        )
        or (Item(_("Put tools on the longlist"), reverse("tools:exploring", args=[deal.code])),),
    )


@transaction.atomic
def take_charter(deal: Deal, charter: Charter, by: Actor, at: datetime) -> None:
    """The framework that the charter begins with: a draft to talk about; of history, the one that was used.

    What is there already stays, so that a second time changes nothing.
    """
    if not charter.framework or Framework.objects.filter(deal=deal).exists():
        return
    on = day_of(at)
    used_on = charter.deal.signed.first if deal.is_read_only and charter.deal.signed else None
    framework = Framework.objects.create(deal=deal, number=1, drafted_on=used_on or on, adopted_on=used_on)
    sources = {source.key: source for source in deal.sources.all()}
    for order, said in enumerate(charter.framework, start=1):
        Criterion.objects.create(
            framework=framework,
            code=said.code,
            name=said.name,
            question=said.question or Text(),
            sub_questions=[text.plain() for text in said.sub_questions],
            order=order,
            weight=1 if said.weight is None else said.weight,
            knock_out_below=said.knock_out_below,
            source=sources.get(said.source or ""),
        )
    record(Verb.FRAMEWORK_DRAFTED, about=framework, by=by, at=at, facts={"number": 1})


def waiting_for(user: Any, on: date, deal: Deal | None = None) -> list[Item]:
    """For who has begun, or is asked: how many tools are still to be assessed."""
    if not user.is_authenticated:
        return []
    mine = Contact.objects.current(on).filter(person__user=user)
    partners = Partner.objects.taking_part(on).filter(organisation__contacts__in=mine)
    deals = Deal.objects.filter(partners__in=partners).exclude(kind=DealKind.HISTORICAL).distinct()
    if deal is not None:
        deals = deals.filter(pk=deal.pk)
    found = []
    for one in deals.order_by("pk"):
        framework = framework_on(one, on)
        if framework is None:
            continue
        work = work_of(user, one, framework, on)
        if work.to_do:
            words = ngettext("%(count)d tool to assess", "%(count)d tools to assess", len(work.to_do))
            url = reverse("assessment:mine", args=[one.code])
            found.append(Item(words % {"count": len(work.to_do)}, url, str(one.name), one.address))
    return found


def news(deal: Deal, since: datetime) -> list[Entry]:
    rows = Entry.objects.filter(chain__name=deal.journal_chain, at__gt=since)
    started = rows.filter(verb__startswith="framework.") | rows.filter(verb__startswith="assessment.")
    return list(started.select_related("private_text").order_by("-number")[:100])
