"""A framework, and what assessors think."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.texts import Text
from kopgroep.rooms.assessment.models import Assessment, Criterion, Framework, Score
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import Tool
from tests.factories.accounts import make_user
from tests.factories.partners import LONG_AGO, make_partner
from tests.factories.programme import make_deal
from tests.factories.tools import make_tool

_number = count(1)


def make_framework(deal: Deal | None = None, *, adopted_on: date | None = LONG_AGO) -> Framework:
    deal = deal or make_deal()
    number = Framework.objects.filter(deal=deal).count() + 1
    return Framework.objects.create(deal=deal, number=number, drafted_on=LONG_AGO, adopted_on=adopted_on)


def make_criterion(framework: Framework | None = None, code: str = "", **fields: Any) -> Criterion:
    framework = framework or make_framework()
    number = next(_number)
    plain = {"name": Text.of(code or f"criterion {number}"), "order": number}
    return Criterion.objects.create(framework=framework, code=code or f"criterion-{number}", **plain | fields)


def make_assessment(
    tool: Tool | None = None,
    framework: Framework | None = None,
    *,
    partner: Partner | None = None,
    assessor: User | None = None,
    submitted_on: date | None = LONG_AGO,
    scores: dict[Criterion, int] | None = None,
) -> Assessment:
    tool = tool or make_tool()
    made = Assessment.objects.create(
        tool=tool,
        framework=framework or make_framework(tool.deal),
        partner=partner or make_partner(tool.deal),
        assessor=assessor or make_user(f"assessor {next(_number)}"),
        started_at=datetime(2026, 3, 1, tzinfo=UTC),
        submitted_on=submitted_on,
    )
    for criterion, value in (scores or {}).items():
        make_score(made, criterion, value)
    return made


def make_score(
    assessment: Assessment | None = None, criterion: Criterion | None = None, value: int = 3
) -> Score:
    assessment = assessment or make_assessment()
    return Score.objects.create(
        assessment=assessment, criterion=criterion or make_criterion(assessment.framework), value=value
    )
