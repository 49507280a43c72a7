"""Why no portfolio keeps every rule, from the cheapest step that shows it to the dearest.

1. items: a tool that must be in cannot be; a principle, municipality or owner cannot get its number
2. totals: too few tools in all, or the cheapest do not fit
3. linear: not even with parts of tools; 4. integer: only with parts of tools

Whatever showed it, minimal conflicts are found by `deletion`. Only a rule that is in every conflict can make a
portfolio possible by itself, and the least by which is an optimum.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from kopgroep.engine.answers import Conflict, Infeasibility, Reason, Relaxation
from kopgroep.engine.deletion import minimal_conflict
from kopgroep.engine.patience import Patience
from kopgroep.engine.portfolio.problem import PortfolioProblem
from kopgroep.engine.portfolio.rules import Ints, Norms, Rule, norms_of, programme_of
from kopgroep.engine.portfolio.shortages import items, totals
from kopgroep.engine.solver import Solved, solve

MOST_CONFLICTS = 5


class OutOfTime(Exception):
    """What has been proven so far is all there is."""


def explain_portfolio(problem: PortfolioProblem, *, patience: Patience | None = None) -> Infeasibility | None:
    """None when some portfolio keeps every rule, or when there was no time to prove that none does."""
    patience = patience or Patience()
    problem = problem.in_order()
    norms = norms_of(problem)
    reasons = tuple(items(problem, norms))
    rung: Literal["items", "totals", "linear", "integer"] = "items"
    if not reasons:
        reasons, rung = tuple(totals(norms)), "totals"
    try:
        broken = not _can(norms, patience, relaxed=True)
        if not reasons:
            rung = "linear" if broken else "integer"
            if not broken and _can(norms, patience):
                return None
        conflicts = _conflicts(norms, patience, relaxed=broken)
    except OutOfTime:
        return Infeasibility(rung=rung, reasons=reasons) if reasons else None
    relaxations, together = _relaxations(norms, conflicts, patience)
    return Infeasibility(
        rung=rung, reasons=(*reasons, *together), conflicts=tuple(conflicts), relaxations=tuple(relaxations)
    )


def _can(norms: Norms, patience: Patience, *, relaxed: bool = False) -> bool:
    """Whether some portfolio (with `relaxed` some mix of parts) keeps these rules."""
    if patience.over():
        raise OutOfTime
    solved = solve(programme_of(norms), relaxed=relaxed, seconds=patience.left(), watch=patience.watch)
    if solved.status == "stopped" and not solved.found:
        raise OutOfTime
    return solved.status != "infeasible"


def _only(norms: Norms, refs: Sequence[str]) -> Norms:
    return Norms(norms.possible, tuple(rule for rule in norms.rules if rule.ref in refs))


def _conflicts(norms: Norms, patience: Patience, *, relaxed: bool) -> list[Conflict]:
    """One minimal conflict, then others that are left when one of its rules is taken away."""
    found: list[tuple[str, ...]] = []

    def can(refs: Sequence[str]) -> bool:
        part = _only(norms, refs)
        return _can(part, patience, relaxed=True) and _can(part, patience)

    bases: list[tuple[str, ...]] = [tuple(rule.ref for rule in norms.rules)]
    while bases and len(found) < MOST_CONFLICTS:
        base = bases.pop(0)
        if any(set(known) <= set(base) for known in found):
            continue
        try:
            within = _only(norms, base)
            broken = relaxed and not _can(within, patience, relaxed=True)
            if not broken and _can(within, patience):
                continue
            conflict = minimal_conflict(base, can)
        except OutOfTime:
            if not found:
                raise
            break
        found.append(conflict)
        bases += [tuple(one for one in base if one != ref) for ref in conflict]
    return [Conflict(refs=refs, minimal=True) for refs in found]


def _relaxations(
    norms: Norms, conflicts: Sequence[Conflict], patience: Patience
) -> tuple[list[Relaxation], list[Reason]]:
    """Each rule that makes it possible by itself; when there is none, rules that do so together."""
    shared = set.intersection(*(set(conflict.refs) for conflict in conflicts))
    found: list[Relaxation] = []
    for rule in norms.rules:
        if rule.ref in shared and not patience.over():
            found += _least(norms, [rule], patience)
    if found or patience.over():
        return found, []
    try:
        loose = _correction(norms, patience)
    except OutOfTime:
        return [], []
    found = _least(norms, loose, patience)
    refs = tuple(one.ref for one in found)
    return found, [Reason(code="portfolio.only_together", refs=refs)] if found else []


def _correction(norms: Norms, patience: Patience) -> list[Rule]:
    """Rules without which it is possible, none of which can come back: each is tried in turn."""
    inside: list[Rule] = []
    loose: list[Rule] = []
    for rule in sorted(norms.rules, key=lambda rule: (rule.unit == "tool", rule.ref)):
        if _can(Norms(norms.possible, (*inside, rule)), patience):
            inside.append(rule)
        else:
            loose.append(rule)
    return loose


def _least(norms: Norms, loose: Sequence[Rule], patience: Patience) -> list[Relaxation]:
    """The least units, summed, by which these rules must be loosened while all others are kept."""
    solved, columns = _elastic(norms, loose, patience)
    if not solved.found:
        return []
    proven = solved.status == "optimal"
    by = [int(solved.x[column]) for column in columns]
    return [
        Relaxation(ref=rule.ref, by=amount, unit=rule.unit, proven_smallest=proven)
        for rule, amount in zip(loose, by, strict=True)
        if amount
    ]


def _elastic(norms: Norms, loose: Sequence[Rule], patience: Patience) -> tuple[Solved, Ints]:
    """minimise sum_r s_r;  a_r @ x + s_r >= minimum_r  or  a_r @ x - s_r <= maximum_r  for the loose rules r."""
    programme = programme_of(norms.without([rule.ref for rule in loose]))
    programme.maximise = False
    most = [_furthest(rule, norms) for rule in loose]
    slack = programme.columns(np.ones(len(loose)), upper=np.array(most, dtype=float), whole=True)
    for rule, column in zip(loose, slack.tolist(), strict=True):
        used = np.flatnonzero(rule.uses)
        sign = 1 if rule.minimum is not None else -1
        programme.row(
            np.r_[used, column],
            np.r_[rule.uses[used], sign],
            lower=-np.inf if rule.minimum is None else rule.minimum,
            upper=np.inf if rule.maximum is None else rule.maximum,
        )
    return solve(programme, step=1, seconds=patience.left(), watch=patience.watch), slack


def _furthest(rule: Rule, norms: Norms) -> int:
    if rule.minimum is not None:
        return rule.minimum
    return int(rule.uses[norms.possible].sum()) - int(rule.maximum or 0)
