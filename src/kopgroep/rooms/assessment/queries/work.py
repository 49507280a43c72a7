"""What somebody has to assess, and whether they may see what others think."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from kopgroep.kernel.accounts.models import User
from kopgroep.rooms.assessment.models import Assessment, Framework
from kopgroep.rooms.assessment.queries.conflicts import conflicting_tools, partners_of
from kopgroep.rooms.assessment.queries.scores import submitted
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_in_phase
from kopgroep.rooms.tools.models import Tool


@dataclass(frozen=True)
class Work:
    """The longlist as one assessor sees it: what is done, what is still to do (fewest assessed first), what may not."""

    partner: Partner | None
    done: tuple[Tool, ...]
    to_do: tuple[Tool, ...]
    barred: tuple[Tool, ...]

    @property
    def all(self) -> int:
        return len(self.done) + len(self.to_do)

    @property
    def next(self) -> Tool | None:
        return self.to_do[0] if self.to_do else None


def work_of(user: User, deal: Deal, framework: Framework | None, on: date) -> Work:
    """Six queries, whatever the number of tools."""
    partners = partners_of(user, deal, on=on)
    if not partners or framework is None:
        return Work(partners[0] if partners else None, (), (), ())
    rows: Any = Tool.objects.on_longlist(on).filter(deal=deal)
    tools = list(rows.seen_by_deal([partner.pk for partner in partners], on=on).order_by("name", "pk"))
    barred = conflicting_tools(user, deal, on=on)
    mine = Assessment.objects.filter(submitted(framework, on), assessor=user)
    done = set(mine.values_list("tool_id", flat=True))
    counts = Assessment.objects.filter(submitted(framework, on)).values_list("tool_id")
    how_many = dict(counts.annotate(number=Count("pk")).order_by())
    to_do = [tool for tool in tools if tool.pk not in done and tool.pk not in barred]
    return Work(
        partner=partners[0],
        done=tuple(tool for tool in tools if tool.pk in done),
        to_do=tuple(sorted(to_do, key=lambda tool: (how_many.get(tool.pk, 0), tool.name, tool.pk))),
        barred=tuple(tool for tool in tools if tool.pk in barred),
    )


def tools_seen(user: Any, deal: Deal, framework: Framework, on: date, *, runs_it: bool) -> set[int] | None:
    """The tools whose scores by others somebody may see; None means all of them. A few queries, whatever the number.

    While scores are blind: those that they assessed themselves; also the tools that they may not assess, when nothing
    is left for them to do; and all of them for who runs the deal and assesses nothing. What is kept to its makers
    stays so.
    """
    blind = any(obstacles_in_phase(deal, "blind-scores", on))
    if runs_it and not blind:
        return None
    partners = [partner.pk for partner in partners_of(user, deal, on=on)]
    if runs_it and not partners:
        return None
    rows: Any = Tool.objects.on_longlist(on).filter(deal=deal)
    shown = set(rows.seen_by_deal(partners, wholly=runs_it, on=on).values_list("pk", flat=True))
    if not blind:
        return shown
    mine = Assessment.objects.filter(submitted(framework, on), assessor=user)
    done = set(mine.values_list("tool_id", flat=True))
    left = shown - done - conflicting_tools(user, deal, on=on)
    return shown & done if left or not done else shown


def sees_scores_of(user: Any, tool: Tool, framework: Framework, on: date, *, runs_it: bool) -> bool:
    seen = tools_seen(user, tool.deal, framework, on, runs_it=runs_it)
    return seen is None or tool.pk in seen
