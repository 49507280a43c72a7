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


def sees_results(user: Any, deal: Deal, framework: Framework | None, on: date, *, runs_it: bool) -> bool:
    """Who runs the deal; and others when their own assessments are in, or nothing is blind any more."""
    if framework is None or not getattr(user, "is_authenticated", False):
        return False
    if not any(obstacles_in_phase(deal, "blind-scores", on)):
        return True
    work = work_of(user, deal, framework, on)
    if work.to_do and work.partner is not None:
        return False
    return runs_it or bool(work.done)


def sees_scores_of(user: Any, tool: Tool, on: date, *, runs_it: bool) -> bool:
    """One's own assessment of this tool is in, or one may not assess it and runs the deal."""
    if not any(obstacles_in_phase(tool.deal, "blind-scores", on)):
        return True
    own = Assessment.objects.filter(tool=tool, assessor=user.pk, withdrawn_on=None)
    if own.exclude(submitted_on=None).exists():
        return True
    return runs_it and not own.exists() and not partners_of(user, tool.deal, on=on)
