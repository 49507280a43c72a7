"""Tools: proposed, described, owned, wished for, and how far they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

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
from kopgroep.rooms.tools.models import Need, Ownership, TestWish, Tool, ToolStanding, ToolStatus
from kopgroep.rooms.tools.queries.tools import told_name


@transaction.atomic
def propose_tool(
    *,
    deal: Deal,
    name: str,
    status: str = ToolStatus.IDEA,
    owner: Partner | None = None,
    principles: Iterable[DesignPrinciple] = (),
    needs: Iterable[Need] = (),
    makers: Iterable[Partner] = (),
    by: Actor,
    at: datetime,
    **card: Any,
) -> Tool:
    """Put a tool forward: its card may be filled in later (see change_tool)."""
    clear(rules.obstacles_to_proposing(deal, name))
    on = day_of(at)
    tool = Tool.objects.create(deal=deal, name=name.strip(), **_tidied(card))
    _link(tool, principles, needs, makers)
    ToolStanding.objects.create(tool=tool, status=status, since_on=on)
    if owner is not None:
        clear(rules.obstacles_to_owning(tool, owner, on))
        Ownership.objects.create(tool=tool, partner=owner, from_on=on)
    record(Verb.TOOL_PROPOSED, about=tool, by=by, at=at, facts={"tool": told_name(tool, on)})
    return tool


def _tidied(card: dict[str, Any]) -> dict[str, Any]:
    return {name: said.strip() if isinstance(said, str) else said for name, said in card.items()}


def _link(
    tool: Tool, principles: Iterable[DesignPrinciple], needs: Iterable[Need], makers: Iterable[Partner]
) -> None:
    tool.principles.set(principles)
    tool.needs.set(needs)
    tool.makers.set(makers)


@transaction.atomic
def change_tool(
    *,
    tool: Tool,
    name: str,
    principles: Iterable[DesignPrinciple] = (),
    needs: Iterable[Need] = (),
    makers: Iterable[Partner] = (),
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
    **card: Any,
) -> Tool:
    """Change what the card says; a name that it had before is kept."""
    tool.claim(seen_revision)
    clear(rules.obstacles_to_proposing(tool.deal, name, known=tool))
    said = _tidied(card)
    former, name = said.get("former_names", tool.former_names), name.strip()
    if name != tool.name and tool.name not in former:
        said["former_names"] = "; ".join(filter(None, [former, tool.name]))[:500]
    tool.name = name
    for field, value in said.items():
        setattr(tool, field, value)
    tool.save(update_fields=["name", *said])
    _link(tool, principles, needs, makers)
    record(Verb.TOOL_CHANGED, about=tool, by=by, at=at, facts={"tool": told_name(tool, day_of(at))})
    return tool


@transaction.atomic
def note_status(
    *, tool: Tool, status: str, on: date | None = None, reason: str = "", by: Actor, at: datetime
) -> ToolStanding:
    """Write down how far a tool is from a day on; what it was before stays."""
    tool.claim(None)
    day = on or day_of(at)
    clear(rules.obstacles_to_noting(tool, status=status, reason=reason, on=day))
    standing = ToolStanding.objects.create(tool=tool, status=status, since_on=day, reason=reason.strip())
    facts = {
        "tool": told_name(tool, day_of(at)),
        "status": in_both_languages(lambda: str(ToolStatus(status).label)),
    }
    record(
        Verb.TOOL_STANDING_NOTED,
        about=standing,
        also=[tool],
        by=by,
        at=at,
        facts=facts,
        private={"reason": standing.reason},
    )
    return standing


@transaction.atomic
def name_owner(
    *, tool: Tool, partner: Partner | None, on: date | None = None, by: Actor, at: datetime
) -> Ownership | None:
    """From a day on a partner owns the tool (eigenaar), or nobody does; who owned it before is kept."""
    tool.claim(None)
    day = on or day_of(at)
    clear(rules.obstacles_to_owning(tool, partner, day))
    name = told_name(tool, day_of(at))
    held = Ownership.objects.filter(tool=tool, until_on=None).select_related("partner__organisation").first()
    if held is not None:
        held.until_on = day
        held.save(update_fields=["until_on"])
    if partner is None:
        assert held is not None
        facts = {"tool": name, "partner": held.partner.organisation.name}
        record(Verb.OWNERSHIP_ENDED, about=held, also=[tool, held.partner], by=by, at=at, facts=facts)
        return None
    made = Ownership.objects.create(tool=tool, partner=partner, from_on=day)
    facts = {"tool": name, "partner": partner.organisation.name}
    record(Verb.OWNER_NAMED, about=made, also=[tool, partner], by=by, at=at, facts=facts)
    return made


@transaction.atomic
def wish_to_test(
    *,
    tool: Tool,
    partner: Partner,
    strength: int = 2,
    project: str = "",
    by: Actor,
    at: datetime,
) -> TestWish:
    """A municipality would like to test a tool (testwens); a later wish takes the place of an earlier one."""
    tool.claim(None)
    clear(rules.obstacles_to_wishing(tool, partner))
    on = day_of(at)
    TestWish.objects.filter(tool=tool, partner=partner, withdrawn_on=None).update(withdrawn_on=on)
    wish = TestWish.objects.create(
        tool=tool, partner=partner, strength=strength, project=project.strip(), stated_on=on
    )
    facts = {"tool": told_name(tool, on), "partner": partner.organisation.name}
    record(Verb.TEST_WISHED, about=wish, also=[tool, partner], by=by, at=at, facts=facts)
    return wish


@transaction.atomic
def withdraw_wish(*, wish: TestWish, by: Actor, at: datetime) -> TestWish:
    wish.claim(None)
    wish.refresh_from_db()
    clear(rules.obstacles_to_withdrawing_wish(wish))
    wish.withdrawn_on = day_of(at)
    wish.save(update_fields=["withdrawn_on"])
    facts = {"tool": told_name(wish.tool, day_of(at)), "partner": wish.partner.organisation.name}
    record(Verb.TEST_WISH_WITHDRAWN, about=wish, also=[wish.tool, wish.partner], by=by, at=at, facts=facts)
    return wish
