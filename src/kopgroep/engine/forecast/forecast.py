"""The forecast itself: per gate and day, over all combinations of shocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Status, outcome_of
from kopgroep.engine.draws import Draws
from kopgroep.engine.forecast.answer import Forecast, GateChance, NormChance, Raise
from kopgroep.engine.forecast.chain import Chain
from kopgroep.engine.forecast.counts import poisson_binomial
from kopgroep.engine.forecast.gate import Asked, can_be_exact, chance_of, if_sure
from kopgroep.engine.forecast.problem import Gate, Norm, Pipeline, Shock
from kopgroep.engine.forecast.sampled import tally
from kopgroep.engine.watch import NOBODY, Watch

Floats = NDArray[np.float64]
MOST_RAISES = 10
# Less than this is arithmetic, not a gain.
SMALLEST_GAIN = 1e-9
TAIL = 0.05


def forecast_gates(
    pipeline: Pipeline, *, samples: int = 100_000, seed: int = 0, watch: Watch = NOBODY
) -> Forecast:
    """The chance of every gate on each of its days; exact where it can be, else from `samples` drawn with `seed`."""
    pipeline = pipeline.in_order()
    chain, draws = Chain(pipeline), Draws(seed)
    asked = [(gate, day) for gate in pipeline.gates for day in gate.dates]
    found = []
    for done, (gate, day) in enumerate(asked):
        if watch.stopped():
            break
        found.append(_of_gate(pipeline, chain, gate, day, samples, draws))
        watch.told(done=(done + 1) / len(asked))
    status: Status = "optimal" if len(found) == len(asked) else "stopped"
    sampled = any(one.method == "sampled" for one in found)
    return Forecast(
        gates=tuple(found),
        outcome=outcome_of(pipeline, status=status, seed=seed if sampled else None),
    )


@dataclass
class Sums:
    """Chances added up over the combinations of shocks, each with its own chance as weight."""

    met: float
    variance: float
    if_sure: Floats
    without_norm: Floats
    # Per shock: the part of `met` from the combinations in which it stays away.
    away: Floats


def _of_gate(
    pipeline: Pipeline, chain: Chain, gate: Gate, day: date, samples: int, draws: Draws
) -> GateChance:
    norms = [norm for norm in pipeline.norms if norm.id in gate.norms]
    asked, periods = _asked(pipeline, chain, norms), pipeline.periods_until(day)
    exact = can_be_exact(asked)
    sums = Sums(0.0, 0.0, np.zeros(len(pipeline.items)), np.zeros(len(norms)), np.zeros(len(pipeline.shocks)))
    counts = [np.zeros(int(asked.members[:, at].sum()) + 1) for at in range(len(norms))]
    for weight, happen in combinations(pipeline.shocks):
        reached = chain.reached(
            periods, [shock for shock, here in zip(pipeline.shocks, happen, strict=True) if here]
        )
        met = (
            _add_exact(sums, weight, asked, reached)
            if exact
            else _add_sampled(sums, weight, asked, reached, samples, draws)
        )
        sums.away += weight * met * ~np.array(happen, dtype=bool)
        for at in range(len(norms)):
            counts[at] += weight * poisson_binomial(reached[asked.members[:, at], asked.places[at]])
    return GateChance(
        gate=gate.id,
        date=day,
        chance=_share(sums.met),
        method="exact" if exact else "sampled",
        error=float(np.sqrt(sums.variance)),
        norms=tuple(_norm_chance(norm, count) for norm, count in zip(norms, counts, strict=True)),
        raises=_raises(pipeline, norms, sums),
    )


def combinations(shocks: tuple[Shock, ...]) -> Iterator[tuple[float, tuple[bool, ...]]]:
    """Every combination of shocks that can be, with its chance: they are independent of each other."""
    for happen in product((False, True), repeat=len(shocks)):
        pairs = list(zip(shocks, happen, strict=True))
        weight = float(np.prod([shock.chance if here else 1 - shock.chance for shock, here in pairs]))
        if weight > 0:
            yield weight, happen


def _asked(pipeline: Pipeline, chain: Chain, norms: list[Norm]) -> Asked:
    return Asked(
        members=np.array(
            [[norm.group is None or norm.group in item.groups for norm in norms] for item in pipeline.items]
        ),
        places=np.array([chain.place(norm.stage) for norm in norms], dtype=np.int64),
        thresholds=np.array([norm.threshold for norm in norms], dtype=np.int64),
    )


def _add_exact(sums: Sums, weight: float, asked: Asked, reached: Floats) -> float:
    met = chance_of(asked, reached)
    sums.met += weight * met
    sums.if_sure += weight * if_sure(asked, reached)
    sums.without_norm += weight * np.array(
        [chance_of(asked.without(norm), reached) for norm in range(len(asked.places))]
    )
    return met


def _add_sampled(
    sums: Sums, weight: float, asked: Asked, reached: Floats, samples: int, draws: Draws
) -> float:
    # A combination of shocks gets samples by its chance, so that rare ones do not cost the most.
    size = max(1, round(weight * samples))
    seen = tally(asked, reached, size, draws)
    met = seen.met / size
    sums.met += weight * met
    sums.variance += weight**2 * met * (1 - met) / size
    sums.if_sure += weight * seen.met_if_sure / size
    sums.without_norm += weight * seen.met_without / size
    return met


def _norm_chance(norm: Norm, counts: Floats) -> NormChance:
    up_to = np.cumsum(counts)
    return NormChance(
        norm=norm.id,
        chance=_share(float(counts[norm.threshold :].sum())),
        threshold=norm.threshold,
        expected=float(counts @ np.arange(len(counts))),
        low=int(np.searchsorted(up_to, TAIL)),
        high=min(int(np.searchsorted(up_to, 1 - TAIL)), len(counts) - 1),
    )


def _raises(pipeline: Pipeline, norms: list[Norm], sums: Sums) -> tuple[Raise, ...]:
    """What would raise the gate's chance most, the most first."""
    away = [
        (shock.id, part / (1 - shock.chance))
        for shock, part in zip(pipeline.shocks, sums.away, strict=True)
        if 0 < shock.chance < 1
    ]
    wishes = [
        *(("item", item.id, chance) for item, chance in zip(pipeline.items, sums.if_sure, strict=True)),
        *(("norm", norm.id, chance) for norm, chance in zip(norms, sums.without_norm, strict=True)),
        *(("shock", name, chance) for name, chance in away),
    ]
    found = [
        Raise(kind=kind, ref=ref, chance=_share(float(chance)), gain=float(chance) - sums.met)  # type: ignore[arg-type]
        for kind, ref, chance in wishes
        if chance - sums.met > SMALLEST_GAIN
    ]
    # Gains that differ by less than arithmetic are equal, and then the id decides.
    found.sort(key=lambda one: (-round(one.gain, 9), one.kind, one.ref))
    return tuple(found[:MOST_RAISES])


def _share(chance: float) -> float:
    """A chance, without what rounding added outside 0 to 1."""
    return min(1.0, max(0.0, chance))
