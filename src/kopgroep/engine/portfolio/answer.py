"""What is answered: a portfolio, what each rule did, the next best, what changed, or why there is none."""

from __future__ import annotations

from kopgroep.engine.answers import Infeasibility, Outcome, Reason, Told


class Count(Told, frozen=True, kw_only=True):
    """What the portfolio has of what rule `ref` counts, between its limits."""

    ref: str
    have: int
    minimum: int | None = None
    maximum: int | None = None


class Alternative(Told, frozen=True, kw_only=True):
    """The best portfolio that differs enough from the first and from the alternatives before it. `loss`: points below
    the first; `proven`: no better one differs as much."""

    chosen: tuple[str, ...]
    value: int
    loss: int
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    proven: bool


class Price(Told, frozen=True, kw_only=True):
    """What rule `ref` costs: `without` is the best value without the rule, `looser` the best value when it is loosened
    by `by` of its `unit`. None when there was no time to prove it; the bounds say what no portfolio exceeds."""

    ref: str
    unit: str
    by: int
    without: int | None
    looser: int | None
    without_bound: int
    looser_bound: int


class Changes(Told, frozen=True, kw_only=True):
    """Against what was agreed. `left`: agreed tools that are no longer there. `fewest`: no portfolio that keeps the
    rules changes fewer. `value_anew`: the best value when nothing had been agreed."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]
    left: tuple[str, ...]
    fewest: bool
    value_anew: int | None


class Portfolio(Told, frozen=True, kw_only=True):
    """`chosen` sorted by id; empty with an infeasibility when there is none, and without when time was up. `left_out`:
    tools that could not be chosen whatever the points, and why."""

    outcome: Outcome
    chosen: tuple[str, ...] = ()
    value: int = 0
    counts: tuple[Count, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    prices: tuple[Price, ...] = ()
    changes: Changes | None = None
    left_out: tuple[Reason, ...] = ()
    infeasibility: Infeasibility | None = None


class RobustTool(Told, frozen=True, kw_only=True):
    """How firmly a tool stands over all weights. `index`: the share of the sampled weights whose best portfolio has
    it, with its standard `error`; `corners`: the share of the corner points (exact). `core`: in all of them, `out`: in
    none, `borderline`: in some."""

    tool: str
    place: str
    index: float | None
    error: float
    corners: float | None


class Found(Told, frozen=True, kw_only=True):
    """A portfolio that is best for some weights: for `samples` of the sampled and `corners` of the corner points.
    `dominated`: another one that was found is worth no less whatever the weights, and more for some."""

    chosen: tuple[str, ...]
    samples: int
    corners: int
    dominated: bool


class RobustPortfolio(Told, frozen=True, kw_only=True):
    """`denominator`: weights are whole shares of it; `rounding`: the most that a weight was moved for that (0 when all
    were whole shares already). `proven`: points of weight whose portfolio is proven best; the others were not
    solved."""

    outcome: Outcome
    tools: tuple[RobustTool, ...] = ()
    portfolios: tuple[Found, ...] = ()
    samples: int = 0
    corners: int = 0
    proven: int = 0
    denominator: int = 0
    rounding: float = 0.0
    left_out: tuple[Reason, ...] = ()
    infeasibility: Infeasibility | None = None
