"""Needs in the first two months, desk research and the longlist by the fourth, wishes to test by the sixth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from kopgroep.cli.seeding.exploring import Exploration
from kopgroep.cli.seeding.scene import Scene
from kopgroep.cli.seeding.tool_words import EXISTING, NEEDS, PLACES, TOOLS
from kopgroep.rooms.partners.models import OrganisationKind, Partner
from kopgroep.rooms.programme.models import DesignPrinciple
from kopgroep.rooms.tools import actions
from kopgroep.rooms.tools.models import ExistingTool, Need, NeedSupport, Tool, ToolStatus

MAKERS, SUPPORTERS, LEAST_WISHES, MOST_WISHES = 3, 6, 3, 6


def scenes(story: Exploration) -> Iterator[Scene]:
    """What happens in the room of needs and tools, when."""
    yield from _needs(story)
    yield from _research(story)
    yield from _longlist(story)
    yield from _wishes(story)


def _principle(story: Exploration, code: str) -> list[DesignPrinciple]:
    """None where a deal has other principles; the need then stands without."""
    return list(DesignPrinciple.objects.filter(deal=story.deal, code=code))


def _needs(story: Exploration) -> Iterator[Scene]:
    rows = [(code, *each) for code, each_of in NEEDS.items() for each in each_of]
    for number, (code, question, occasion) in enumerate(rows):
        at = story.moment(story.day(1, 3 + 3 * number), 11)
        yield Scene(at, 1, partial(_state, story, number, code, question, occasion))


def _state(story: Exploration, number: int, code: str, question: str, occasion: str, at: datetime) -> None:
    """Somebody asks, and some others have it too."""
    partners = story.partners(at.date())
    luck = story.random(f"need {number}")
    asking, *others = luck.sample(partners, min(len(partners), 1 + luck.randint(1, SUPPORTERS)))
    need = actions.state_need(
        deal=story.deal,
        process_question=question,
        occasion=occasion,
        principles=_principle(story, code),
        asked_by_partner=asking,
        by=story.office,
        at=at,
    )
    for partner in others:
        if not NeedSupport.objects.filter(need=need, partner=partner).exists():
            actions.support_need(need=need, partner=partner, by=story.office, at=at)


def _research(story: Exploration) -> Iterator[Scene]:
    for number, row in enumerate(EXISTING):
        at = story.moment(story.day(2, 5 + 4 * number), 14)
        yield Scene(at, 2, partial(_note, story, number, row))
    questions = [question for each_of in NEEDS.values() for question, _occasion in each_of]
    for number, question in enumerate(questions):
        for place, is_abroad in PLACES:
            at = story.moment(story.day(2, 20 + 3 * number), 15 + is_abroad)
            yield Scene(at, 3, partial(_look, story, number, question, place, is_abroad))


def _note(story: Exploration, number: int, row: tuple[str, str, str, str], at: datetime) -> None:
    name, owner, status, country = row
    tool = actions.note_existing_tool(
        deal=story.deal,
        name=name,
        owner=owner,
        status=status,
        country=country,
        source="Verzonnen voor dit voorbeeld",
        needs=Need.objects.filter(deal=story.deal).order_by("pk")[number : number + 1],
        by=story.office,
        at=at,
    )
    actions.note_claim(
        existing_tool=tool,
        statement="In gebruik bij een verzonnen gemeente",
        source="Verzonnen voor dit voorbeeld",
        claimed_on=at.date(),
        expires_on=date(at.year + 1, at.month, 1),
        by=story.office,
        at=at,
    )


def _look(story: Exploration, number: int, question: str, place: str, is_abroad: bool, at: datetime) -> None:
    need = Need.objects.filter(deal=story.deal, process_question=question).first()
    if need is None:
        return
    luck = story.random(f"search {number} {place}")
    hits = luck.randint(4, 40)
    search = actions.record_search(
        need=need,
        place=place,
        words=" ".join(question.rstrip("?").split()[-3:]),
        hits=hits,
        duplicates=luck.randint(0, hits // 4),
        is_abroad=is_abroad,
        by=story.office,
        at=at,
    )
    known = ExistingTool.objects.filter(needs=need).first()
    if known is not None and is_abroad == (known.country != "NL"):
        actions.note_hit(
            search=search, title=known.name, is_included=True, existing_tool=known, by=story.office, at=at
        )
    actions.note_hit(
        search=search,
        title="Een aanpak die op iets anders ziet",
        is_included=False,
        is_read_whole=True,
        reason="beantwoordt een andere vraag",
        by=story.office,
        at=at,
    )


def _longlist(story: Exploration) -> Iterator[Scene]:
    rows = [(code, *each) for code, each_of in TOOLS.items() for each in each_of]
    for number, row in enumerate(rows):
        proposed = story.moment(story.day(3, 1 + number), 10, 30)
        yield Scene(proposed, 4, partial(_propose, story, number, row))
        listed = story.moment(story.day(4, 1 + number), 10, 30)
        yield Scene(listed, 5, partial(_list, story, row[1]))


def _propose(story: Exploration, number: int, row: tuple[str, str, str, str, str], at: datetime) -> None:
    code, name, changes, route, form = row
    partners = story.partners(at.date())
    makers = story.random(f"tool {number}").sample(partners, min(MAKERS, len(partners)))
    needs = Need.objects.filter(deal=story.deal, principles__code=code).order_by("pk")
    place = number % len(TOOLS[code])
    answered = list(needs)[place % max(1, needs.count()) :][:1]
    actions.propose_tool(
        deal=story.deal,
        name=name,
        process_question=answered[0].process_question if answered else "",
        summary=f"{changes} gaat hiermee anders.",
        changes=changes,
        scaling_route=route,
        form=form,
        hours=200 + 40 * place,
        euros=5000 + 2500 * place,
        owner=makers[0],
        makers=makers,
        needs=answered,
        principles=_principle(story, code),
        by=story.office,
        at=at,
    )


def _tool(story: Exploration, name: str) -> Tool | None:
    return Tool.objects.filter(deal=story.deal, name=name).first()


def _list(story: Exploration, name: str, at: datetime) -> None:
    tool = _tool(story, name)
    if tool is not None:
        actions.note_status(tool=tool, status=ToolStatus.LONGLIST, by=story.office, at=at)


def _wishes(story: Exploration) -> Iterator[Scene]:
    names = [name for each_of in TOOLS.values() for name, *_rest in each_of]
    for number, name in enumerate(names):
        at = story.moment(story.day(5, 5 + number), 16)
        yield Scene(at, 6, partial(_wish, story, number, name))


def _wish(story: Exploration, number: int, name: str, at: datetime) -> None:
    """Municipalities that would test it, some more than others."""
    tool = _tool(story, name)
    towns: list[Partner] = [
        each for each in story.partners(at.date()) if each.organisation.kind == OrganisationKind.MUNICIPALITY
    ]
    if tool is None or not towns:
        return
    luck = story.random(f"wish {number}")
    for partner in luck.sample(towns, min(len(towns), luck.randint(LEAST_WISHES, MOST_WISHES))):
        actions.wish_to_test(tool=tool, partner=partner, strength=luck.randint(1, 3), by=story.office, at=at)
