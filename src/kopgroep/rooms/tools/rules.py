"""Why a need, a search or a tool cannot be written down so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.clock import today
from kopgroep.kernel.obstacles import Obstacle, Words
from kopgroep.rooms.partners.models import OrganisationKind, Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing
from kopgroep.rooms.tools.models import (
    Admission,
    ExistingTool,
    GapVerdict,
    Need,
    NeedSupport,
    Ownership,
    Search,
    TestWish,
    Tool,
    ToolStanding,
    ToolStatus,
)
from kopgroep.rooms.tools.queries.admission import checks_of

# What is missing, and on which page of the tool that is mended.
MISSING: dict[Admission, tuple[Words, str]] = {
    Admission.NOT_EXISTING: (
        _("It is not shown that nothing like it exists already: look for it with the need that it answers."),
        "tools:tool-edit",
    ),
    Admission.OWNED: (_("No partner owns it yet."), "tools:owner"),
    Admission.SHARED: (_("Too few partners make it together."), "tools:tool-edit"),
    Admission.DEMAND: (_("It answers no need that was stated."), "tools:tool-edit"),
    Admission.PROCESS: (
        _("It is not said which question it answers and which process it changes."),
        "tools:tool-edit",
    ),
    Admission.SCALING: (_("It is not said how others will come to use it."), "tools:tool-edit"),
}
NEEDS_REASON = (ToolStatus.NOT_CHOSEN, ToolStatus.WITHDRAWN)


def obstacles_to_stating(deal: Deal, asked_by_partner: Partner | None) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    if asked_by_partner is not None and asked_by_partner.deal_id != deal.pk:
        yield _other_deal("asked_by_partner")


def _other_deal(field: str) -> Obstacle:
    return Obstacle("other-deal", _("This is of another deal."), facts={"field": field})


def obstacles_to_supporting(need: Need, partner: Partner) -> Iterator[Obstacle]:
    """One voice for each organisation, also over what was taken into the need."""
    yield from obstacles_to_changing(need.deal)
    if partner.deal_id != need.deal_id:
        yield _other_deal("partner")
    if need.merged_into is not None:
        yield Obstacle(
            "merged",
            _("This need was taken into another; support that one."),
            mend_url=need.merged_into.get_absolute_url(),
        )
    voices = NeedSupport.objects.in_force().filter(partner=partner)
    if voices.filter(need=need).exists() or voices.filter(need__merged_into=need).exists():
        yield Obstacle("supported", _("This organisation said so already."), facts={"field": "partner"})


def obstacles_to_withdrawing_support(support: NeedSupport) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(support.deal)
    if support.withdrawn_on is not None:
        yield Obstacle("withdrawn", _("This was taken back already."))


def obstacles_to_merging(need: Need, target: Need) -> Iterator[Obstacle]:
    """Needs are taken together one level deep, so that taking them apart again is simple."""
    yield from obstacles_to_changing(need.deal)
    if target.deal_id != need.deal_id:
        yield _other_deal("target")
        return
    if need.pk == target.pk:
        yield Obstacle("itself", _("A need cannot be taken into itself."), facts={"field": "target"})
    if need.merged_into_id is not None:
        yield Obstacle("merged", _("This need was taken into another already."))
    if target.merged_into_id is not None:
        yield Obstacle(
            "target-merged", _("That need was taken into another itself."), facts={"field": "target"}
        )
    if need.merged.exists():
        yield Obstacle(
            "has-merged",
            _("Other needs were taken into this one: take the other need into this one instead."),
            mend_url=reverse("tools:need-merge", args=[target.pk]),
        )


def obstacles_to_parting(need: Need) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(need.deal)
    if need.merged_into_id is None:
        yield Obstacle("not-merged", _("This need stands by itself already."))


def obstacles_to_deciding(need: Need, reason: str) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(need.deal)
    if not reason.strip():
        yield Obstacle(
            "no-reason", _("Say why, so that others can follow the decision."), facts={"field": "reason"}
        )


def obstacles_to_reopening(verdict: GapVerdict) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(verdict.deal)
    if verdict.withdrawn_on is not None:
        yield Obstacle("withdrawn", _("This was taken back already."))


def obstacles_to_recording_search(
    need: Need, *, hits: int, duplicates: int, searched_on: date, on: date
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(need.deal)
    if searched_on > on:
        yield Obstacle("to-come", _("This day is still to come."), facts={"field": "searched_on"})
    if duplicates > hits:
        yield Obstacle(
            "more-duplicates", _("There are more duplicates than hits."), facts={"field": "duplicates"}
        )


def obstacles_to_noting_hit(
    search: Search, *, is_included: bool, reason: str, existing_tool: ExistingTool | None
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(search.deal)
    if not is_included and not reason.strip():
        yield Obstacle("no-reason", _("Say why it is left out."), facts={"field": "reason"})
    if existing_tool is not None and existing_tool.deal_id != search.deal.pk:
        yield _other_deal("existing_tool")
    if search.found.count() >= search.hits - search.duplicates:
        yield Obstacle(
            "all-noted", _("Every hit of this search is noted; were there more, then change the search.")
        )


def obstacles_to_noting_existing(
    deal: Deal, name: str, *, known: ExistingTool | None = None
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    same = ExistingTool.objects.filter(deal=deal, name=name.strip()).exclude(pk=known.pk if known else 0)
    if other := same.first():
        yield Obstacle(
            "name-taken",
            _("An existing tool with this name is there already."),
            mend_url=other.get_absolute_url(),
            facts={"field": "name"},
        )


def obstacles_to_claiming(
    tool: ExistingTool, *, claimed_on: date, expires_on: date | None
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(tool.deal)
    if expires_on is not None and expires_on < claimed_on:
        yield Obstacle(
            "ends-before",
            _("It cannot end before the day on which it was said."),
            facts={"field": "expires_on"},
        )


def obstacles_to_proposing(deal: Deal, name: str, *, known: Tool | None = None) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    same = Tool.objects.filter(deal=deal, name__iexact=name.strip()).exclude(pk=known.pk if known else 0)
    if same.exists():
        yield Obstacle("name-taken", _("A tool with this name is there already."), facts={"field": "name"})


def obstacles_to_noting(tool: Tool, *, status: str, reason: str, on: date) -> Iterator[Obstacle]:
    """A status follows the one before it; what ends a tool's way says why."""
    yield from obstacles_to_changing(tool.deal)
    latest = ToolStanding.objects.filter(tool=tool).order_by("-since_on", "-pk").first()
    if latest is not None and latest.status == status:
        yield Obstacle("same", _("It has this status already."), facts={"field": "status"})
    if latest is not None and on < latest.since_on:
        yield Obstacle("too-early", _("Its status was noted for a later day already."), facts={"field": "on"})
    if status in NEEDS_REASON and not reason.strip():
        yield Obstacle("no-reason", _("Say why; the tool keeps it."), facts={"field": "reason"})


def obstacles_to_owning(tool: Tool, partner: Partner | None, on: date) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(tool.deal)
    if partner is not None and partner.deal_id != tool.deal_id:
        yield _other_deal("partner")
    held = Ownership.objects.filter(tool=tool, until_on=None).first()
    if held is not None and held.from_on > on:
        yield Obstacle("too-early", _("Its owner was noted for a later day already."), facts={"field": "on"})
    if (held.partner_id if held else None) == (partner.pk if partner else None):
        yield Obstacle("same", _("Nothing would change."), facts={"field": "partner"})


def obstacles_to_wishing(tool: Tool, partner: Partner) -> Iterator[Obstacle]:
    """Tools are tested in municipalities."""
    yield from obstacles_to_changing(tool.deal)
    if partner.deal_id != tool.deal_id:
        yield _other_deal("partner")
    if partner.organisation.kind != OrganisationKind.MUNICIPALITY:
        yield Obstacle("no-municipality", _("Only a municipality tests a tool."), facts={"field": "partner"})


def obstacles_to_withdrawing_wish(wish: TestWish) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(wish.deal)
    if wish.withdrawn_on is not None:
        yield Obstacle("withdrawn", _("This was taken back already."))


def obstacles_to_admitting(tool: Tool, on: date | None = None) -> Iterator[Obstacle]:
    """Every rule of the charter that a tool does not meet yet, with the page where that is mended."""
    for checked in checks_of(tool, on or today()):
        if not checked.is_met:
            words, page = MISSING[Admission(checked.rule.looks_at)]
            yield Obstacle(
                f"not-{checked.rule.looks_at.replace('_', '-')}",
                _("%(rule)s: %(missing)s") % {"rule": checked.name, "missing": words},
                mend_url=reverse(page, args=[tool.pk]),
            )
