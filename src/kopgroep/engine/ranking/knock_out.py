"""Which tools are out, which may still go out, and which may still come back, when missing scores come in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kopgroep.engine.answers import Reason
from kopgroep.engine.assessment import Assessment, Booleans, Floats, knocked_out
from kopgroep.engine.ranking.board import Board


@dataclass(frozen=True)
class Standing:
    """Per tool of the assessment, in order. `out`: why it has no rank now. `may_be_out` and `may_be_in`: whether scores
    that are missing could make that so."""

    out: dict[str, Reason]
    may_be_out: Booleans
    may_be_in: Booleans

    def wavers(self, tools: tuple[str, ...]) -> bool:
        """Whether it is not certain yet who takes part."""
        inside = np.array([tool not in self.out for tool in tools])
        return bool((self.may_be_out & inside).any() or (self.may_be_in & ~inside).any())


def standing_of(assessment: Assessment, board: Board) -> Standing:
    """`board`: of the whole assessment."""
    out = knocked_out(assessment)
    nothing = board.own.sum(axis=1) == 0
    for at in np.flatnonzero(nothing).tolist():
        out.setdefault(assessment.tools[at], Reason(code="ranking.nothing_applies"))
    low, high = _as_given(assessment, board)
    may_be_out, may_be_in = np.zeros(len(low), dtype=bool), np.ones(len(low), dtype=bool)
    known = board.applies | board.may_apply
    for at, criterion in enumerate(assessment.criteria):
        limit = criterion.knock_out
        if limit is None:
            continue
        least = -np.inf if limit.least is None else limit.least
        most = np.inf if limit.most is None else limit.most
        beyond = (low[:, at] < least) | (high[:, at] > most)
        may_be_out |= board.missing[:, at] & beyond
        may_be_in &= ~known[:, at] | ((high[:, at] >= least) & (low[:, at] <= most))
    may_be_in &= ~nothing | (board.may_apply & (board.weights > 0)).any(axis=1)
    return Standing(out, may_be_out, may_be_in)


def _as_given(assessment: Assessment, board: Board) -> tuple[Floats, Floats]:
    """The lowest and the highest mean score that there can be, in the units in which scores are given; without a scale
    what is missing can be anything."""
    rising = np.array([criterion.direction == "max" for criterion in assessment.criteria])
    low = np.where(rising, board.raw_low, -board.raw_high)
    high = np.where(rising, board.raw_high, -board.raw_low)
    anything = board.missing & ~board.own_scale
    return np.where(anything, -np.inf, low), np.where(anything, np.inf, high)
