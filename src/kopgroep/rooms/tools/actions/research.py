"""Desk research: what was looked for, what was found, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.queries.words import in_both_languages
from kopgroep.rooms.tools import rules
from kopgroep.rooms.tools.models import Claim, ExistingTool, Need, Search, SearchHit, Trust


@transaction.atomic
def record_search(
    *,
    need: Need,
    place: str,
    words: str,
    hits: int,
    duplicates: int = 0,
    is_abroad: bool = False,
    searched_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Search:
    """Write down one search for what exists (bureauonderzoek)."""
    day = searched_on or day_of(at)
    clear(
        rules.obstacles_to_recording_search(
            need, hits=hits, duplicates=duplicates, searched_on=day, on=day_of(at)
        )
    )
    search = Search.objects.create(
        need=need,
        place=place.strip(),
        words=words.strip(),
        is_abroad=is_abroad,
        searched_on=day,
        hits=hits,
        duplicates=duplicates,
    )
    facts = {"place": search.place, "hits": hits}
    record(Verb.SEARCH_RECORDED, about=search, also=[need], by=by, at=at, facts=facts)
    return search


@transaction.atomic
def note_hit(
    *,
    search: Search,
    title: str,
    is_included: bool,
    is_read_whole: bool = False,
    reason: str = "",
    existing_tool: ExistingTool | None = None,
    by: Actor,
    at: datetime,
) -> SearchHit:
    """Say of something that was found whether it is taken along; what is, is linked to the need."""
    search.claim(None)
    clear(
        rules.obstacles_to_noting_hit(
            search, is_included=is_included, reason=reason, existing_tool=existing_tool
        )
    )
    hit = SearchHit.objects.create(
        search=search,
        title=title.strip(),
        is_included=is_included,
        is_read_whole=is_read_whole or is_included,
        reason=reason.strip(),
        existing_tool=existing_tool,
    )
    if is_included and existing_tool is not None:
        existing_tool.needs.add(search.need)
    facts = {"title": hit.title, "verdict": in_both_languages(lambda: hit.verdict)}
    record(Verb.HIT_NOTED, about=hit, also=[search.need], by=by, at=at, facts=facts)
    return hit


@transaction.atomic
def note_existing_tool(
    *,
    deal: Deal,
    name: str,
    source: str,
    summary: str = "",
    status: str = Trust.EXISTS,
    owner: str = "",
    licence: str = "",
    country: str = "",
    page: str = "",
    read_on: date | None = None,
    needs: Iterable[Need] = (),
    by: Actor,
    at: datetime,
) -> ExistingTool:
    """Write down something that others made (bestaand instrument), and where that was read."""
    clear(rules.obstacles_to_noting_existing(deal, name))
    tool = ExistingTool.objects.create(
        deal=deal,
        name=name.strip(),
        summary=summary.strip(),
        status=status,
        owner=owner.strip(),
        licence=licence.strip(),
        country=country.strip().upper(),
        page=page,
        source=source.strip(),
        read_on=read_on or day_of(at),
    )
    tool.needs.set(needs)
    record(Verb.EXISTING_TOOL_NOTED, about=tool, by=by, at=at, facts={"tool": tool.name})
    return tool


@transaction.atomic
def change_existing_tool(
    *,
    tool: ExistingTool,
    needs: Iterable[Need] = (),
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
    **said: object,
) -> ExistingTool:
    tool.claim(seen_revision)
    clear(rules.obstacles_to_noting_existing(tool.deal, str(said.get("name", tool.name)), known=tool))
    for name, value in said.items():
        setattr(tool, name, value.strip() if isinstance(value, str) else value)
    tool.country = tool.country.upper()
    tool.save(update_fields=[*said])
    tool.needs.set(needs)
    record(Verb.EXISTING_TOOL_CHANGED, about=tool, by=by, at=at, facts={"tool": tool.name})
    return tool


@transaction.atomic
def note_claim(
    *,
    existing_tool: ExistingTool,
    statement: str,
    source: str,
    claimed_on: date,
    confirmed_by_organisation: str = "",
    expires_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Claim:
    """Keep one statement about an existing tool with who says so and until when it counts."""
    clear(rules.obstacles_to_claiming(existing_tool, claimed_on=claimed_on, expires_on=expires_on))
    claim = Claim.objects.create(
        existing_tool=existing_tool,
        statement=statement.strip(),
        source=source.strip(),
        claimed_on=claimed_on,
        confirmed_by_organisation=confirmed_by_organisation.strip(),
        expires_on=expires_on,
    )
    facts = {"tool": existing_tool.name, "claim": claim.statement}
    record(Verb.CLAIM_NOTED, about=claim, also=[existing_tool], by=by, at=at, facts=facts)
    return claim
