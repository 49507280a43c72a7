"""Why a framework cannot be changed or adopted, or a tool not be assessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.assessment.models import HIGHEST, LOWEST, Assessment, Framework, Given
from kopgroep.rooms.assessment.queries.conflicts import conflict_of
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.tools.models import Tool


def obstacles_to_drafting(deal: Deal) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    if Framework.objects.filter(deal=deal, adopted_on=None).exists():
        yield Obstacle(
            "draft-there",
            _("There is a draft already; change that one."),
            mend_url=reverse("assessment:framework", args=[deal.code]),
            mend_label=_("Look at the draft"),
        )


def obstacles_to_editing(framework: Framework) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(framework.deal)
    if framework.is_adopted:
        yield Obstacle(
            "adopted",
            _("This version is adopted, and scores rest on it. Draft a new version to change it."),
            who=_("the programme office"),
        )


def obstacles_to_adopting(framework: Framework) -> Iterator[Obstacle]:
    yield from obstacles_to_editing(framework)
    criteria = framework.criteria.all()
    if not criteria:
        yield Obstacle("no-criteria", _("A framework needs at least one criterion."))
    elif not any(criterion.weight for criterion in criteria):
        yield Obstacle("no-weight", _("No criterion has a weight, so nothing would count."))


def obstacles_to_assessing(
    tool: Tool, framework: Framework | None, partner: Partner, assessor: User, *, on: date
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(tool.deal)
    if framework is None or not framework.is_in_force(on):
        yield Obstacle(
            "no-framework",
            _("No assessment framework is adopted yet, so there is nothing to assess with."),
            mend_url=reverse("assessment:framework", args=[tool.deal.code]),
            mend_label=_("Look at the framework"),
        )
    if not Tool.objects.on_longlist(on).filter(pk=tool.pk).exists():
        yield Obstacle("not-on-longlist", _("This tool is not on the longlist."))
    if reason := conflict_of(tool, assessor, on=on):
        yield Obstacle("conflict", reason)
    if not Partner.objects.taking_part(on).filter(pk=partner.pk).exists():
        yield Obstacle("not-taking-part", _("Your organisation does not take part in this deal now."))


def obstacles_to_submitting(
    framework: Framework, answers: Mapping[str, tuple[str, int | None]], codes: Iterable[str]
) -> Iterator[Obstacle]:
    """Every criterion has an answer that lies on the scale."""
    for code in codes:
        given, value = answers.get(code, ("", None))
        if given == Given.SCORE and value is not None and LOWEST <= value <= HIGHEST:
            continue
        if given in (Given.NOT_APPLICABLE, Given.CANNOT_JUDGE) and value is None:
            continue
        yield Obstacle(
            "no-answer",
            _("Choose a score here, or say that it does not apply or that you cannot judge it."),
            facts={"field": f"c-{code}"},
        )


def obstacles_to_withdrawing(assessment: Assessment) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(assessment.deal)
    if assessment.withdrawn_on is not None:
        yield Obstacle("withdrawn", _("This assessment was taken back already."))
