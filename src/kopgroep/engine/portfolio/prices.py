"""What each rule costs: the best value without it, and with it a little looser, each proven."""

from __future__ import annotations

from collections.abc import Iterator

from kopgroep.engine.patience import Patience
from kopgroep.engine.portfolio.answer import Price
from kopgroep.engine.portfolio.chooser import Best, Chooser
from kopgroep.engine.portfolio.rules import Ints, Norms, Rule


def prices_of(norms: Norms, points: Ints, lots: Ints, best: Best, patience: Patience) -> Iterator[Price]:
    """One per rule. The best portfolio keeps every looser set of rules too, so most are proven at once."""
    for rule in norms.rules:
        by = step_of(rule)
        without = _value(norms.without([rule.ref]), points, lots, best, patience)
        looser = without
        if not without.found or without.value != best.value:
            looser = _value(norms.loosened(rule.ref, by), points, lots, best, patience)
        yield Price(
            ref=rule.ref,
            unit=rule.unit,
            by=by,
            without=without.value if without.status == "optimal" else None,
            looser=looser.value if looser.status == "optimal" else None,
            without_bound=without.bound,
            looser_bound=looser.bound,
        )


def step_of(rule: Rule) -> int:
    """One tool or municipality; of hours and euros one in a hundred, since a single one says nothing."""
    if rule.maximum is not None and rule.ref.startswith("resource:"):
        return max(1, -(-rule.maximum // 100))
    return 1


def _value(norms: Norms, points: Ints, lots: Ints, best: Best, patience: Patience) -> Best:
    return Chooser(norms, lots, [best.x]).best(points, patience, ties=False)
