"""A robust problem as arrays: which scores are fixed, which are drawn and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kopgroep.engine.answers import Reason
from kopgroep.engine.assessment import Assessment, Booleans, Table, knocked_out, table_of, without
from kopgroep.engine.draws import Floats
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.robust.problem import Beta, LogNormal, Normal, RobustProblem, Spread, Uniform
from kopgroep.engine.robust.ranks import Ints
from kopgroep.engine.robust.scores import (
    AssessorCells,
    BetaCells,
    Cells,
    LogNormalCells,
    MissingCells,
    Scores,
    UniformCells,
)
from kopgroep.engine.weights.region import centre


@dataclass(frozen=True)
class Model:
    """`lowest` and `highest`: tools x criteria, between which every score certainly lies; infinite where it can be
    anything. `wavers`: whether a score that is missing may yet knock a tool out, or bring one back."""

    tools: tuple[str, ...]
    criteria: tuple[str, ...]
    scores: Scores
    lowest: Floats
    highest: Floats
    out: dict[str, Reason]
    warnings: tuple[Reason, ...]
    wavers: bool = False


def model_of(problem: RobustProblem) -> Model:
    """Of a problem that is in order. Tools that are knocked out are left out."""
    out = _out(problem)
    if len(out) == len(problem.assessment.tools):
        return _nobody(problem, out)
    assessment = without(problem.assessment, set(out))
    tools = assessment.tools
    criteria = tuple(criterion.id for criterion in assessment.criteria)
    table = table_of(assessment)
    spreads = _Spreads(assessment, table, [one for one in problem.uncertain if one.tool not in out])
    cells = [*spreads.cells(), *_assessed(problem, table, spreads.here)]
    drawn = np.zeros(table.applies.shape, dtype=bool)
    for cell in cells:
        drawn[cell.tools, cell.criterion] = True
    # Without a scale of its own a criterion may stretch for a score that is still to come.
    unbounded = np.where((table.absent > 0) & ~table.own_scale, np.inf, 0.0)
    lowest = _ends(problem, table, 0.0, table.lowest) - unbounded
    highest = _ends(problem, table, 1.0, table.highest) + unbounded
    mean = np.where(drawn | ~table.applies, 0.0, np.where(spreads.here, spreads.mean, table.values))
    return Model(
        tools=tools,
        criteria=criteria,
        scores=Scores(mean, spreads.deviation, cells, None if table.applies.all() else table.applies),
        lowest=np.where(spreads.here, spreads.lowest, lowest),
        highest=np.where(spreads.here, spreads.highest, highest),
        out=out,
        warnings=tuple(_warnings(assessment, table)),
        wavers=_wavers(problem.assessment),
    )


def _out(problem: RobustProblem) -> dict[str, Reason]:
    """The tools that are knocked out, and those of which no criterion that counts can be said."""
    out = knocked_out(problem.assessment)
    criteria = [criterion.id for criterion in problem.assessment.criteria]
    applies, counts = table_of(problem.assessment).applies, centre(problem.weights, criteria) > 0
    for at in np.flatnonzero(~(applies & counts).any(axis=1)):
        out.setdefault(problem.assessment.tools[at], Reason(code="ranking.nothing_applies"))
    return dict(sorted(out.items()))


def _wavers(assessment: Assessment) -> bool:
    table = table_of(assessment)
    limited = np.array([criterion.knock_out is not None for criterion in assessment.criteria])
    return bool((table.applies & (table.absent > 0) & limited).any())


def _nobody(problem: RobustProblem, out: dict[str, Reason]) -> Model:
    criteria = tuple(criterion.id for criterion in problem.assessment.criteria)
    none = np.zeros((0, len(criteria)))
    return Model((), criteria, Scores(none, none), none, none, out, ())


class _Spreads:
    """The scores that are given as distributions, as shares of their scale: start + slope x for a raw score x."""

    def __init__(self, assessment: Assessment, table: Table, spreads: Sequence[Spread]) -> None:
        tools = {tool: at for at, tool in enumerate(assessment.tools)}
        criteria = {criterion.id: at for at, criterion in enumerate(assessment.criteria)}
        rising = np.array([criterion.direction == "max" for criterion in assessment.criteria])
        width = table.high - table.low
        self.slope = np.where(rising, 1.0, -1.0) / np.where(width > 0, width, 1.0)
        self.start = np.where(rising, -table.low, table.high) * np.abs(self.slope)
        shape = table.applies.shape
        self.here: Booleans = np.zeros(shape, dtype=bool)
        self.mean: Floats = np.zeros(shape)
        self.deviation: Floats = np.zeros(shape)
        self.lowest, self.highest = np.full(shape, -np.inf), np.full(shape, np.inf)
        self.by_place = {(tools[one.tool], criteria[one.criterion]): one for one in spreads}
        for (tool, criterion), spread in self.by_place.items():
            if not table.applies[tool, criterion]:
                raise InputWrong(
                    "does_not_apply",
                    f"uncertain.{spread.tool}",
                    spread.criterion,
                    "assessors say it does not apply",
                )
            self._place(tool, criterion, spread)

    def _place(self, tool: int, criterion: int, spread: Spread) -> None:
        at, start, slope = (tool, criterion), self.start[criterion], self.slope[criterion]
        self.here[at] = True
        ends: Sequence[float] = ()
        if isinstance(spread, Normal):
            self.mean[at] = start + slope * spread.mean
            self.deviation[at] = abs(slope) * spread.deviation
            ends = () if spread.deviation else (spread.mean,)
        elif isinstance(spread, Uniform):
            ends = (spread.low, spread.high)
        elif isinstance(spread, Beta):
            ends = (0.0, 1.0)
        if ends:
            shares = [start + slope * end for end in ends]
            self.lowest[at], self.highest[at] = min(shares), max(shares)

    def cells(self) -> Iterator[Cells]:
        kinds: tuple[type[Spread], ...] = (Uniform, LogNormal, Beta)
        for criterion in range(len(self.start)):
            for kind in kinds:
                some = {
                    tool: one
                    for (tool, where), one in sorted(self.by_place.items(), key=lambda item: item[0])
                    if where == criterion and isinstance(one, kind)
                }
                if some:
                    tools, start = np.array(list(some)), float(self.start[criterion])
                    yield _cells(criterion, tools, list(some.values()), start, float(self.slope[criterion]))


def _cells(criterion: int, tools: Ints, some: Sequence[Spread], start: float, slope: float) -> Cells:
    def each(name: str) -> Floats:
        return np.array([getattr(one, name) for one in some], dtype=float)

    starts, slopes = np.full(len(some), start), np.full(len(some), slope)
    if isinstance(some[0], Uniform):
        return UniformCells(criterion, tools, starts + slopes * each("low"), starts + slopes * each("high"))
    if isinstance(some[0], LogNormal):
        return LogNormalCells(criterion, tools, starts, slopes, each("median"), each("sigma"))
    return BetaCells(criterion, tools, starts, slopes, each("successes"), each("failures"))


def _assessed(problem: RobustProblem, table: Table, here: Booleans) -> Iterator[Cells]:
    """Scores of assessors that are not certain: several of them, or missing ones."""
    asked = ~np.isnan(table.shares) | table.withheld
    several = asked.sum(axis=2) > 1
    if problem.assessors == "mean":
        several[:] = False
    uncertain = table.applies & ~here
    for criterion in range(len(problem.assessment.criteria)):
        picked = np.flatnonzero(uncertain[:, criterion] & several[:, criterion])
        if len(picked):
            together = problem.assessors == "per_criterion"
            yield _picked(
                criterion, picked, table.shares[picked, criterion], asked[picked, criterion], together
            )
        missing = uncertain[:, criterion] & ~several[:, criterion] & (table.absent[:, criterion] > 0)
        if missing.any():
            tools = np.flatnonzero(missing)
            absent = table.absent[tools, criterion].astype(np.int64)
            given = (~np.isnan(table.shares[tools, criterion])).sum(axis=1)
            yield MissingCells(criterion, tools, table.lowest[tools, criterion], absent, given + absent)


def _picked(criterion: int, tools: Ints, shares: Floats, asked: Booleans, together: bool) -> Cells:
    """`shares` and `asked`: these tools x assessors, on this criterion."""
    counts = asked.sum(axis=1)
    given = np.full((len(tools), int(counts.max())), np.nan)
    for row in range(len(tools)):
        given[row, : counts[row]] = shares[row, asked[row]]
    if not together:
        return AssessorCells(criterion, tools, given, counts)
    busy = asked.any(axis=0)
    return AssessorCells(criterion, tools, given, counts, shares[:, busy].T.copy(), asked[:, busy].T.copy())


def _ends(problem: RobustProblem, table: Table, withheld: float, of_mean: Floats) -> Floats:
    """The lowest (`withheld` 0) or highest (1) that assessors' scores can mean: of their mean, or of each of them where
    one is picked."""
    if problem.assessors == "mean":
        return of_mean
    every = np.where(table.withheld, withheld, table.shares)
    known = ~np.isnan(every)
    filled = np.where(known, every, 1.0 - withheld)
    ends = filled.max(axis=2) if withheld else filled.min(axis=2)
    return np.where(known.any(axis=2), ends, of_mean)


def _warnings(assessment: Assessment, table: Table) -> Iterator[Reason]:
    criteria = np.array([criterion.id for criterion in assessment.criteria])
    if not table.own_scale.all():
        yield Reason(code="ranking.scale_from_scores", refs=tuple(criteria[~table.own_scale].tolist()))
    if (missing := ((table.absent > 0) & table.applies).any(axis=0) & ~table.own_scale).any():
        yield Reason(code="ranking.missing_without_scale", refs=tuple(criteria[missing].tolist()))
    partly = np.flatnonzero(~table.applies.all(axis=1))
    if len(partly):
        yield Reason(code="robust.not_linear", refs=tuple(assessment.tools[at] for at in partly))
