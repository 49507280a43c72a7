"""The one door to HiGHS, the optimiser: linear programmes, with whole-numbered columns where asked.

What is set here was learned the hard way (ERGO-Code/HiGHS issues 2349 and 2382; own trials): one thread always, since a
solve with more hangs in a forked process and a changed number of threads gives a zero solution without an error; the
random seed stays 0; and nothing but a proven or bounded answer is believed. Who makes a plan of it re-checks the plan.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from kopgroep.engine.answers import Status
from kopgroep.engine.watch import NOBODY, Watch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# How far a whole number of HiGHS may be from whole, and a row from its limit.
TOLERANCE = 1e-6


class SolverFailed(RuntimeError):
    """HiGHS ended in a way that proves nothing. A fault of ours, never of the input."""


@dataclass
class Programme:
    """Maximise (or minimise) cost @ x within limits on columns and rows; built up in arrays.

    >>> choice = Programme()
    >>> tools = choice.columns([3, 2, 1], whole=True)
    >>> choice.row(tools, [2, 2, 1], upper=3)
    0
    >>> solve(choice).x.tolist()
    [1.0, 0.0, 1.0]
    """

    maximise: bool = True
    cost: list[Floats] = field(default_factory=list)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)
    whole: list[NDArray[np.bool_]] = field(default_factory=list)
    row_lower: list[Floats] = field(default_factory=list)
    row_upper: list[Floats] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    width: int = 0
    height: int = 0

    def columns(
        self, cost: ArrayLike, *, lower: ArrayLike = 0.0, upper: ArrayLike = 1.0, whole: bool = False
    ) -> Ints:
        """Add columns, one per cost; returns their numbers."""
        costs = np.atleast_1d(np.asarray(cost, dtype=float))
        count = len(costs)
        self.cost.append(costs)
        self.lower.append(np.broadcast_to(np.asarray(lower, dtype=float), count))
        self.upper.append(np.broadcast_to(np.asarray(upper, dtype=float), count))
        self.whole.append(np.full(count, whole))
        self.width += count
        return np.arange(self.width - count, self.width)

    def row(
        self,
        columns: ArrayLike,
        values: ArrayLike = 1.0,
        *,
        lower: float = -math.inf,
        upper: float = math.inf,
    ) -> int:
        """Add the row lower <= values @ x[columns] <= upper; returns its number."""
        at = np.atleast_1d(np.asarray(columns, dtype=np.int64))
        return int(self.rows(np.zeros(len(at), dtype=np.int64), at, values, lower=[lower], upper=[upper])[0])

    def rows(
        self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike, *, lower: ArrayLike, upper: ArrayLike
    ) -> Ints:
        """Add many rows at once; entry k puts values[k] in the rows[k]-th of the new rows. Returns their numbers."""
        lows, highs = np.broadcast_arrays(np.asarray(lower, dtype=float), np.asarray(upper, dtype=float))
        at = np.asarray(columns, dtype=np.int64)
        worth = np.broadcast_to(np.asarray(values, dtype=float), at.shape)
        self.entries.append((np.asarray(rows, dtype=np.int64) + self.height, at, worth))
        self.row_lower.append(lows)
        self.row_upper.append(highs)
        self.height += len(lows)
        return np.arange(self.height - len(lows), self.height)

    def matrix(self) -> sparse.csr_array:
        shape = (self.height, self.width)
        if not self.entries:
            return sparse.csr_array(shape)
        rows, columns, values = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        return sparse.csr_array((values, (rows, columns)), shape=shape)


@dataclass(frozen=True)
class Solved:
    """What HiGHS found. `x` is None when there is no plan (or none was found before the stop).

    `bound`: no plan has a better objective. `prices` (per row) and `reduced` (per column) are the duals of a linear
    programme, with the sign of "how much the objective grows when this limit grows by one"; empty for whole numbers.
    """

    status: Status
    objective: float
    bound: float
    x: Floats
    found: bool
    prices: Floats
    reduced: Floats


class Standing:
    """A programme that stays with HiGHS while costs, limits and rows change, so that the next solve starts warm."""

    def __init__(self, programme: Programme, *, relaxed: bool = False) -> None:
        self.maximise = programme.maximise
        self.whole = np.zeros(programme.width, dtype=bool) if relaxed else _joined(programme.whole, bool)
        self._highs = highspy.Highs()
        for option, value in QUIET.items():
            self._highs.setOptionValue(option, value)
        if self._highs.passModel(_model(programme, self.whole)) == highspy.HighsStatus.kError:
            raise SolverFailed("HiGHS refuses the model")

    def costs(self, cost: Floats) -> None:
        every = np.arange(len(cost), dtype=np.int32)
        self._highs.changeColsCost(len(cost), every, np.asarray(cost, dtype=float))

    def limits(self, columns: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> None:
        """New limits of some columns."""
        at = np.asarray(columns, dtype=np.int32)
        lows, highs = (np.ascontiguousarray(np.broadcast_to(one, at.shape), float) for one in (lower, upper))
        self._highs.changeColsBounds(len(at), at, lows, highs)

    def row_limits(self, row: int, lower: float, upper: float) -> None:
        self._highs.changeRowBounds(row, lower, upper)

    def add_row(self, columns: ArrayLike, values: ArrayLike, *, lower: float, upper: float) -> int:
        at = np.asarray(columns, dtype=np.int32)
        worth = np.ascontiguousarray(np.broadcast_to(np.asarray(values, dtype=float), at.shape))
        self._highs.addRow(lower, upper, len(at), at, worth)
        return int(self._highs.getNumRow()) - 1

    def solve(
        self,
        *,
        step: float = 0.0,
        seconds: float | None = None,
        start: Floats | None = None,
        watch: Watch = NOBODY,
    ) -> Solved:
        """Solve to proof, or until time is up or the watch says stop.

        `step` is the smallest difference there can be between two objectives (1 when all costs are whole): a gap
        below it is a proof. `start` is a plan to begin from.
        """
        highs = self._highs
        highs.setOptionValue("mip_abs_gap", max(step * 0.999, 1e-9))
        highs.setOptionValue("time_limit", math.inf if seconds is None else highs.getRunTime() + seconds)
        if start is not None and self.whole.any():
            solution = highspy.HighsSolution()
            solution.col_value = start.tolist()
            highs.setSolution(solution)
        with _Watched(highs, watch):
            highs.run()
            if highs.getModelStatus() == ENDED.kSolveError:
                # What was simplified away came back wrong, and HiGHS saw it (1.15.1: an infeasible choice of 14 columns
                # that presolve reduced to nothing). Without simplifying it answers rightly.
                highs.setOptionValue("presolve", "off")
                highs.clearSolver()
                highs.run()
                highs.setOptionValue("presolve", "choose")
        return self._solved(step)

    def _solved(self, step: float) -> Solved:
        highs, info = self._highs, self._highs.getInfo()
        ended = highs.getModelStatus()
        if ended not in STATUSES:
            raise SolverFailed(f"HiGHS ended with {highs.modelStatusToString(ended)}")
        status, mixed = STATUSES[ended], bool(self.whole.any())
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        if status == "optimal" and not found:
            raise SolverFailed("HiGHS calls a plan optimal that it does not call feasible")
        solution = highs.getSolution()
        x = np.array(solution.col_value, dtype=float) if found else np.zeros(len(self.whole))
        x[self.whole] = np.round(x[self.whole])
        duals = status == "optimal" and not mixed
        objective = float(info.objective_function_value) if found else math.nan
        return Solved(
            status=status,
            objective=objective,
            bound=self._bound(info, step) if mixed else objective,
            x=x,
            found=found,
            prices=np.array(solution.row_dual) if duals else np.zeros(0),
            reduced=np.array(solution.col_dual) if duals else np.zeros(0),
        )

    def _bound(self, info: Any, step: float) -> float:
        """The bound of a mixed programme, taken to the next objective there can be."""
        bound = float(info.mip_dual_bound)
        if not step or not math.isfinite(bound):
            return bound
        steps = bound / step
        return step * (math.floor(steps + TOLERANCE) if self.maximise else math.ceil(steps - TOLERANCE))


def solve(
    programme: Programme,
    *,
    relaxed: bool = False,
    step: float = 0.0,
    seconds: float | None = None,
    start: Floats | None = None,
    watch: Watch = NOBODY,
) -> Solved:
    """Solve once; `relaxed` lets whole-numbered columns be broken."""
    standing = Standing(programme, relaxed=relaxed)
    return standing.solve(step=step, seconds=seconds, start=start, watch=watch)


QUIET: dict[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_feasibility_tolerance": TOLERANCE,
}
ENDED = highspy.HighsModelStatus
STATUSES: dict[Any, Status] = {
    ENDED.kOptimal: "optimal",
    ENDED.kInfeasible: "infeasible",
    ENDED.kTimeLimit: "stopped",
    ENDED.kInterrupt: "stopped",
}


class _Watched:
    """Tells the watch how a solve goes, and stops the solve when the watch says so."""

    def __init__(self, highs: highspy.Highs, watch: Watch) -> None:
        self.watch = watch
        self.heard: list[tuple[Any, Callable[[Any], None]]] = []
        if watch is not NOBODY:
            self.heard = [
                (highs.cbMipInterrupt, self.stop_if_asked),
                (highs.cbSimplexInterrupt, self.stop_if_asked),
                (highs.cbMipImprovingSolution, self.tell),
            ]

    def __enter__(self) -> None:
        for event, hear in self.heard:
            event.subscribe(hear)

    def __exit__(self, *_: object) -> None:
        for event, hear in self.heard:
            event.unsubscribe(hear)

    def stop_if_asked(self, event: Any) -> None:
        if self.watch.stopped():
            event.interrupt()

    def tell(self, event: Any) -> None:
        said = event.data_out
        bound = said.mip_dual_bound
        gap = said.mip_gap
        self.watch.told(
            done=max(0.0, 1.0 - gap) if math.isfinite(gap) else 0.0,
            objective=said.objective_function_value,
            bound=bound if math.isfinite(bound) else None,
        )


def _model(programme: Programme, whole: NDArray[np.bool_]) -> highspy.HighsLp:
    model = highspy.HighsLp()
    matrix = programme.matrix()
    model.num_col_, model.num_row_ = programme.width, programme.height
    model.sense_ = highspy.ObjSense.kMaximize if programme.maximise else highspy.ObjSense.kMinimize
    model.col_cost_ = _joined(programme.cost)
    model.col_lower_, model.col_upper_ = _joined(programme.lower), _joined(programme.upper)
    model.row_lower_, model.row_upper_ = _joined(programme.row_lower), _joined(programme.row_upper)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    if whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(one)] for one in whole]
    return model


def _joined(parts: list[NDArray[Any]], kind: type = float) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
