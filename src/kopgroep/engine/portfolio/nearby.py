"""The next best portfolios, each with at least so many tools different from those before it.

For a portfolio s and any x the number of tools in just one of both is  sum_j s_j + sum_j (1 - 2 s_j) x_j ; a row that
asks for at least `differ` of them cuts off s and all that is near to it (a no-good cut: Balas and Jeroslow, Canonical
cuts on the unit hypercube, SIAM Journal on Applied Mathematics 23, 1972).
"""

from __future__ import annotations

from collections.abc import Iterator

from kopgroep.engine.patience import Patience
from kopgroep.engine.portfolio.chooser import Best, Chooser
from kopgroep.engine.portfolio.rules import Ints, Norms, Rule


def next_best(
    norms: Norms, points: Ints, lots: Ints, first: Ints, patience: Patience, *, differ: int, count: int
) -> Iterator[Best]:
    """At most `count` of them; fewer when there are no more, or no time."""
    for number in range(count):
        norms = norms.with_rule(apart(first, differ, f"alternative:{number}"))
        best = Chooser(norms, lots).best(points, patience)
        if not best.found:
            return
        yield best
        first = best.x


def apart(s: Ints, differ: int, ref: str) -> Rule:
    return Rule(ref, "tool", 1 - 2 * s, minimum=differ - int(s.sum()))


def together(s: Ints, differ: int, ref: str) -> Rule:
    """At most so many tools different."""
    return Rule(ref, "tool", 1 - 2 * s, maximum=differ - int(s.sum()))
