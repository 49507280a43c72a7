"""Forecasts: the exact chance of a count against 100,000 samples of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kopgroep.engine.draws import Draws
from kopgroep.engine.forecast.gate import Asked, chance_of
from kopgroep.engine.forecast.sampled import tally
from tools.bench_engine.measure import Growth, Row, seconds_of, side_by_side

SAMPLES = 100_000
TARGET = 0.02


def rows() -> Iterator[Row]:
    for items in (20, 60, 342):
        asked, reached = _count(items)
        yield _row(f"{items} items, one norm", asked, reached)
    asked, reached = _total_and_helices(60)
    yield _row("60 items, 20 in all and 4 of each helix", asked, reached)


def growths() -> Iterator[Growth]:
    sizes = (50, 100, 200, 400, 800)
    yield Growth(
        name="forecast of a count, exact",
        unit="items",
        sizes=sizes,
        seconds=[min(seconds_of(_exact(*_count(size))) for _ in range(3)) for size in sizes],
    )


def _row(case: str, asked: Asked, reached: np.ndarray) -> Row:
    draws = Draws(1)
    ours, theirs = side_by_side(
        _exact(asked, reached), lambda: _plainly_sampled(asked, reached, draws), rounds=5, times=20
    )
    seen = tally(asked, reached, SAMPLES // 10, draws)
    apart = abs(seen.met * 10 / SAMPLES - chance_of(asked, reached))
    return Row("forecast", case, "100,000 samples", ours, theirs, TARGET, note=f"differs {apart:.4f}")


def _exact(asked: Asked, reached: np.ndarray) -> Callable[[], float]:
    return lambda: chance_of(asked, reached)


def _plainly_sampled(asked: Asked, reached: np.ndarray, draws: Draws) -> float:
    """The shortest way to sample it: one comparison per item, in chunks that fit the cache."""
    met, chunk = 0, 1_000
    for _ in range(SAMPLES // chunk):
        drawn = draws.uniform(chunk, len(reached))
        arrived = drawn < reached[:, 0]
        counts = arrived.astype(np.int64) @ asked.members.astype(np.int64)
        met += int((counts >= asked.thresholds).all(axis=1).sum())
    return met / SAMPLES


def _count(items: int) -> tuple[Asked, np.ndarray]:
    asked = Asked(np.ones((items, 1), dtype=bool), np.zeros(1, dtype=np.int64), np.array([items // 2]))
    return asked, Draws(items).uniform(items, 1)


def _total_and_helices(items: int) -> tuple[Asked, np.ndarray]:
    members = np.ones((items, 5), dtype=bool)
    members[:, 1:] = np.arange(items)[:, None] % 4 == np.arange(4)
    asked = Asked(members, np.zeros(5, dtype=np.int64), np.array([20, 4, 4, 4, 4]))
    return asked, Draws(items).uniform(items, 1)
