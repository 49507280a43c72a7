"""Needs, what exists already, and tools."""

from datetime import date
from itertools import count
from typing import Any

from kopgroep.kernel.texts import Text
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import (
    Admission,
    AdmissionRule,
    Claim,
    ExistingTool,
    GapVerdict,
    Need,
    NeedSupport,
    Ownership,
    Search,
    SearchHit,
    TestWish,
    Tool,
    ToolStanding,
    ToolStatus,
    Verdict,
)
from tests.factories.partners import LONG_AGO, make_partner
from tests.factories.programme import make_deal

_number = count(1)


def make_need(deal: Deal | None = None, **fields: Any) -> Need:
    plain = {"process_question": f"How do we do {next(_number)}?", "stated_on": LONG_AGO}
    return Need.objects.create(deal=deal or make_deal(), **plain | fields)


def make_need_support(need: Need | None = None, partner: Partner | None = None) -> NeedSupport:
    need = need or make_need()
    return NeedSupport.objects.create(
        need=need, partner=partner or make_partner(need.deal), supported_on=LONG_AGO
    )


def make_gap_verdict(need: Need | None = None) -> GapVerdict:
    return GapVerdict.objects.create(
        need=need or make_need(), verdict=Verdict.ADOPT, reason="It is there.", decided_on=LONG_AGO
    )


def make_tool(
    deal: Deal | None = None,
    name: str = "",
    *,
    status: str = ToolStatus.LONGLIST,
    since_on: date = LONG_AGO,
    owner: Partner | None = None,
    **fields: Any,
) -> Tool:
    tool = Tool.objects.create(deal=deal or make_deal(), name=name or f"Tool {next(_number)}", **fields)
    make_tool_standing(tool, status=status, since_on=since_on)
    if owner is not None:
        make_ownership(tool, owner, from_on=since_on)
    return tool


def make_tool_standing(
    tool: Tool | None = None, *, status: str = ToolStatus.LONGLIST, since_on: date = LONG_AGO
) -> ToolStanding:
    tool = tool or Tool.objects.create(deal=make_deal(), name=f"Tool {next(_number)}")
    return ToolStanding.objects.create(tool=tool, status=status, since_on=since_on)


def make_ownership(
    tool: Tool | None = None, partner: Partner | None = None, *, from_on: date = LONG_AGO
) -> Ownership:
    tool = tool or make_tool()
    return Ownership.objects.create(tool=tool, partner=partner or make_partner(tool.deal), from_on=from_on)


def make_test_wish(tool: Tool | None = None, partner: Partner | None = None, **fields: Any) -> TestWish:
    tool = tool or make_tool()
    plain = {"stated_on": LONG_AGO}
    return TestWish.objects.create(tool=tool, partner=partner or make_partner(tool.deal), **plain | fields)


def make_existing_tool(deal: Deal | None = None, **fields: Any) -> ExistingTool:
    plain = {"name": f"Existing {next(_number)}", "source": "A catalogue", "read_on": LONG_AGO}
    return ExistingTool.objects.create(deal=deal or make_deal(), **plain | fields)


def make_claim(existing_tool: ExistingTool | None = None, **fields: Any) -> Claim:
    plain = {"statement": "In use in Helmond", "source": "The site of Helmond", "claimed_on": LONG_AGO}
    return Claim.objects.create(existing_tool=existing_tool or make_existing_tool(), **plain | fields)


def make_search(need: Need | None = None, **fields: Any) -> Search:
    plain = {"place": "A catalogue", "words": "street plan", "searched_on": LONG_AGO, "hits": 12}
    return Search.objects.create(need=need or make_need(), **plain | fields)


def make_search_hit(search: Search | None = None, **fields: Any) -> SearchHit:
    plain = {"title": f"Found {next(_number)}", "is_included": True}
    return SearchHit.objects.create(search=search or make_search(), **plain | fields)


def make_admission_rule(
    deal: Deal | None = None, looks_at: str = Admission.OWNED, **fields: Any
) -> AdmissionRule:
    number = next(_number)
    plain = {"code": f"rule-{number}", "name": Text.of(f"Rule {number}"), "order": number}
    return AdmissionRule.objects.create(deal=deal or make_deal(), looks_at=looks_at, **plain | fields)
