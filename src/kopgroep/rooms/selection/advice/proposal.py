"""Which tools together: asked at once when that is small, as a job when it is larger, and kept as long as it is true."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.core.cache import cache

from kopgroep.engine.givens import digest_of
from kopgroep.engine.portfolio.answer import Portfolio, RobustPortfolio
from kopgroep.engine.portfolio.robust import robust_portfolio
from kopgroep.engine.portfolio.select import select_portfolio
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.jobs.actions import start_job
from kopgroep.kernel.jobs.models import Job
from kopgroep.kernel.jobs.registry import Progress, Result, name_of
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.selection.advice.problem import Limits, Question, question_of

# A longlist of the programme's own size is answered while the page loads; a larger one by the worker.
DIRECT = 45
SECONDS, JOB_SECONDS = 5.0, 300.0
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Proposal:
    """What the engine answers, with the question that it was asked."""

    question: Question
    portfolio: Portfolio
    robust: RobustPortfolio | None

    def place_of(self, tool: str) -> str:
        """core: in whatever the weights; borderline: in for some; out: in for none; "" when that is not known."""
        rows = self.robust.tools if self.robust else ()
        return next((row.place for row in rows if row.tool == tool), "")


def digest(question: Question) -> str:
    """Of all that the engine is told: as long as it is the same, so is the answer."""
    told = f"{digest_of(question.problem)}:{sorted(question.weights.items())}"
    return hashlib.sha256(told.encode()).hexdigest()


def proposal_of(deal: Deal, on: date, limits: Limits) -> tuple[Question, Proposal | None]:
    """The question, and its answer; None while that is still to be calculated."""
    question = question_of(deal, on, limits)
    if not question.problem.tools:
        return question, None
    key = f"proposal-{digest(question)}"
    kept = cache.get(key)
    if kept is None and len(question.problem.tools) <= DIRECT:
        kept = _solved(question, SECONDS)
        cache.set(key, kept, KEPT_SECONDS)
    if kept is None and (job := job_of(deal, question)) is not None and job.result:
        kept = dict(job.result)
    return question, _read(question, kept) if kept else None


def _solved(question: Question, seconds: float) -> dict[str, Any]:
    portfolio = select_portfolio(question.problem, seconds=seconds)
    robust = None
    asked = question.robust
    if asked is not None and portfolio.chosen:
        robust = robust_portfolio(
            asked.portfolio, asked.weights, samples=asked.samples, seed=1, seconds=seconds
        )
    return {"portfolio": msgspec.to_builtins(portfolio), "robust": msgspec.to_builtins(robust)}


def _read(question: Question, kept: dict[str, Any]) -> Proposal:
    robust = kept["robust"]
    return Proposal(
        question,
        msgspec.convert(kept["portfolio"], Portfolio),
        msgspec.convert(robust, RobustPortfolio) if robust else None,
    )


def job_of(deal: Deal, question: Question) -> Job | None:
    """The last time that this was asked of the worker."""
    rows = Job.objects.filter(action=name_of(propose), arguments__digest=digest(question))
    return rows.order_by("-asked_at", "-pk").first()


def ask_for_proposal(*, deal: Deal, on: date, limits: Limits, by: Actor, at: datetime) -> Job:
    """Let the worker calculate it."""
    question = question_of(deal, on, limits)
    arguments = {
        "deal": str(deal.uid),
        "on": on.isoformat(),
        "limits": asdict(limits),
        "digest": digest(question),
    }
    return start_job(action=name_of(propose), arguments=arguments, by=by, at=at)


def propose(progress: Progress, *, deal: str, on: str, limits: dict[str, Any], digest: str) -> Result:
    """The work of the job; the page asks by the digest, so that an answer to something else is never shown."""
    found = Deal.objects.get(uid=deal)
    read = Limits(**{**limits, "inside": tuple(limits["inside"]), "outside": tuple(limits["outside"])})
    return _solved(question_of(found, date.fromisoformat(on), read), JOB_SECONDS)
