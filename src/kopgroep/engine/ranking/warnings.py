"""What to keep in mind with a ranking, as codes."""

from __future__ import annotations

import numpy as np

from kopgroep.engine.answers import Reason
from kopgroep.engine.assessment import Assessment
from kopgroep.engine.ranking.board import Board
from kopgroep.engine.ranking.problem import RankingProblem
from kopgroep.engine.weights.region import Fixed


def warnings_of(problem: RankingProblem, assessment: Assessment, board: Board) -> tuple[Reason, ...]:
    return (*_of_method(problem, assessment, board), *_of_input(problem, assessment, board))


def _of_method(problem: RankingProblem, assessment: Assessment, board: Board) -> list[Reason]:
    """Where a tool that comes or goes can turn two others round, and what a method does with zero or no difference."""
    criteria = [criterion.id for criterion in assessment.criteria]
    found = []
    if problem.method == "topsis":
        found.append(Reason(code="ranking.scaling_depends_on_all", params={"scaling": problem.scaled}))
    elif problem.method == "promethee":
        found.append(Reason(code="ranking.flows_depend_on_all"))
    elif not board.own_scale.all():
        without_scale = tuple(criteria[at] for at in np.flatnonzero(~board.own_scale))
        found.append(Reason(code="ranking.scale_from_scores", refs=without_scale))
    if problem.method == "weighted_product":
        zero = ((board.values <= 0) & (board.own > 0)).any(axis=1)
        if zero.any():
            refs = tuple(assessment.tools[at] for at in np.flatnonzero(zero).tolist())
            found.append(Reason(code="ranking.zero_takes_all", refs=refs))
    if problem.method == "topsis" and len(assessment.tools) > 1:
        shown = np.where(board.applies, board.raw, np.nan)
        alike = [np.unique(column[~np.isnan(column)]).size <= 1 for column in shown.T]
        if any(alike):
            refs = tuple(criteria[at] for at in np.flatnonzero(alike))
            found.append(Reason(code="ranking.no_difference", refs=refs))
    return found


def _of_input(problem: RankingProblem, assessment: Assessment, board: Board) -> list[Reason]:
    criteria = [criterion.id for criterion in assessment.criteria]
    found = []
    if not isinstance(problem.weights, Fixed):
        kind = str(problem.weights.__struct_config__.tag)
        found.append(Reason(code="ranking.middle_of_region", params={"kind": kind}))
    if not board.complete:
        found.append(Reason(code="ranking.scores_missing", params={"count": int(board.absent.sum())}))
    unbounded = board.missing.any(axis=0) & ~board.own_scale
    if unbounded.any():
        refs = tuple(criteria[at] for at in np.flatnonzero(unbounded))
        found.append(Reason(code="ranking.missing_without_scale", refs=refs))
    return found
