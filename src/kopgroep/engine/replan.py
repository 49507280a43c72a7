"""What a new plan changes for whom, in one shape for every plan: teams, meetings, panels, pilots and portfolio.

A plan is read as links between somebody (`whom`: a partner, meeting, assessor, municipality) and something (`what`: a
team, day, tool). For one of them, links that came and went are `added` and `removed`; where exactly one went and one
came it `moved`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import singledispatch

from kopgroep.engine.answers import Told
from kopgroep.engine.meetings.answer import MeetingPlan
from kopgroep.engine.panels.answer import Panels
from kopgroep.engine.pilots.answer import PilotPlan
from kopgroep.engine.portfolio.answer import Portfolio
from kopgroep.engine.teams.answer import TeamPlan


class Link(Told, frozen=True, kw_only=True, order=True):
    whom: str
    what: str


class Agreed(Told, frozen=True, kw_only=True):
    """A plan as its links. `locked`: those of them that never move."""

    links: tuple[Link, ...]
    locked: tuple[Link, ...] = ()


class Changed(Told, frozen=True, kw_only=True):
    """What is otherwise for one. `moved`: one link in place of one other."""

    whom: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: bool


class Diff(Told, frozen=True, kw_only=True):
    """`changed` sorted by whom. `added` and `removed` count links, those of a move too; `moved` counts who moved;
    `same` counts links in both plans; `loosed`: locked links of the first plan that are not in the second."""

    changed: tuple[Changed, ...]
    added: int
    removed: int
    moved: int
    same: int
    loosed: tuple[Link, ...] = ()


def compare(before: Agreed | Told, after: Agreed | Told) -> Diff:
    """From one plan to another of the same kind."""
    first, second = agreed_of(before), agreed_of(after)
    old, new = set(first.links), set(second.links)
    came, went = _by_whom(new - old), _by_whom(old - new)
    changed = tuple(
        Changed(
            whom=whom,
            added=came[whom],
            removed=went[whom],
            moved=len(came[whom]) == len(went[whom]) == 1,
        )
        for whom in sorted({*came, *went})
    )
    return Diff(
        changed=changed,
        added=len(new - old),
        removed=len(old - new),
        moved=sum(one.moved for one in changed),
        same=len(old & new),
        loosed=tuple(sorted(set(first.locked) - new)),
    )


def _by_whom(links: Iterable[Link]) -> defaultdict[str, tuple[str, ...]]:
    found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for link in sorted(links):
        found[link.whom] = (*found[link.whom], link.what)
    return found


@singledispatch
def agreed_of(plan: Told) -> Agreed:
    """The links of a plan."""
    raise TypeError(f"{type(plan).__name__} is no plan")


@agreed_of.register
def _agreed(plan: Agreed) -> Agreed:
    return plan


@agreed_of.register
def _teams(plan: TeamPlan) -> Agreed:
    return _linked((member.partner, team.team) for team in plan.teams for member in team.members)


@agreed_of.register
def _meetings(plan: MeetingPlan) -> Agreed:
    """A meeting on its day, with its principle where it has one."""
    return _linked(
        (one.meeting, f"{one.date.isoformat()} {one.principle or ''}".strip()) for one in plan.planned
    )


@agreed_of.register
def _panels(plan: Panels) -> Agreed:
    return _linked((assessor, panel.tool) for panel in plan.panels for assessor in panel.assessors)


@agreed_of.register
def _pilots(plan: PilotPlan) -> Agreed:
    return _linked((pilot.municipality, pilot.tool) for pilot in plan.pilots)


@agreed_of.register
def _portfolio(plan: Portfolio) -> Agreed:
    """A tool that is chosen is linked to the portfolio, of which there is one."""
    return _linked((tool, "chosen") for tool in plan.chosen)


def _linked(pairs: Iterable[tuple[str, str]]) -> Agreed:
    return Agreed(links=tuple(Link(whom=whom, what=what) for whom, what in sorted(pairs)))
