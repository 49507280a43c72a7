"""The first two steps of the explanation: what can be seen by counting."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.answers import Reason
from kopgroep.engine.portfolio.problem import PortfolioProblem
from kopgroep.engine.portfolio.rules import Norms, Rule

Bools = NDArray[np.bool_]


def items(problem: PortfolioProblem, norms: Norms) -> Iterator[Reason]:
    """One tool, principle, municipality, owner or resource by itself."""
    able, needed = able_of(norms), needed_of(norms)
    for number in np.flatnonzero(needed & ~able).tolist():
        tool = problem.tools[number]
        against = [
            rule.ref for rule in norms.rules if rule.maximum is not None and rule.uses[number] > rule.maximum
        ]
        yield Reason(code="portfolio.must_be_in_but_cannot", refs=(f"must:{tool.id}", *against))
    for rule in norms.rules:
        if rule.minimum is not None and rule.ref not in ("minimum",) and not rule.ref.startswith("must:"):
            have = int(rule.uses[able].sum())
            if have < rule.minimum:
                yield Reason(
                    code="portfolio.too_few_for",
                    refs=(rule.ref,),
                    params={"needed": rule.minimum, "available": have},
                )
        if rule.maximum is not None:
            used = int(rule.uses[needed].sum())
            if used > rule.maximum and needed.sum() > 1:
                yield Reason(
                    code="portfolio.musts_exceed",
                    refs=(rule.ref,),
                    params={"needed": used, "limit": rule.maximum},
                )


def totals(norms: Norms) -> Iterator[Reason]:
    """Too few tools in all, also within the owners' limits; or the cheapest do not fit."""
    able, needed = able_of(norms), needed_of(norms)
    least = max((rule.minimum or 0 for rule in norms.rules if rule.ref == "minimum"), default=0)
    have = _with_owners(norms, able)
    if have < least:
        params = {"needed": least, "available": have}
        yield Reason(code="portfolio.too_few_tools", refs=("minimum",), params=params)
    for rule in norms.rules:
        if rule.ref.startswith("resource:") and rule.maximum is not None:
            cheapest = _cheapest(rule, norms, able, needed, least)
            if cheapest > rule.maximum:
                params = {"needed": cheapest, "limit": rule.maximum}
                yield Reason(code="portfolio.cheapest_do_not_fit", refs=(rule.ref,), params=params)


def able_of(norms: Norms) -> Bools:
    """Tools that fit by themselves under every limit."""
    able = norms.possible.copy()
    for rule in norms.rules:
        if rule.maximum is not None:
            able &= rule.uses <= rule.maximum
    return able


def needed_of(norms: Norms) -> Bools:
    needed = np.zeros(len(norms.possible), dtype=bool)
    for rule in norms.rules:
        if rule.ref.startswith("must:"):
            needed |= rule.uses > 0
    return needed


def _with_owners(norms: Norms, able: Bools) -> int:
    free, count = able.copy(), 0
    for rule in norms.rules:
        if rule.ref.startswith("owner:") and rule.maximum is not None:
            count += min(rule.maximum, int((able & (rule.uses > 0)).sum()))
            free &= rule.uses == 0
    return count + int(free.sum())


def _cheapest(rule: Rule, norms: Norms, able: Bools, needed: Bools, least: int) -> int:
    """What the cheapest choice uses that is large enough in all, or for one principle."""
    counts = [least]
    groups = [able]
    for other in norms.rules:
        if other.ref.startswith("principle:") and other.minimum is not None:
            counts.append(other.minimum)
            groups.append(able & (other.uses > 0))
    musts = int(rule.uses[needed].sum())
    return max(
        musts + int(np.sort(rule.uses[group & ~needed])[: max(0, count - int((group & needed).sum()))].sum())
        for count, group in zip(counts, groups, strict=True)
    )
