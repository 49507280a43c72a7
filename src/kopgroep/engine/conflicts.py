"""Rules that cannot all be kept: the smallest set of them that already cannot.

The deletion filter (Chinneck, "Feasibility and Infeasibility in Optimization", 2008, chapter 6): leave out one rule
after the other; when the rest still cannot be kept, the rule was not to blame and stays out. What is left is minimal:
without any one of its rules the others can be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kopgroep.engine.answers import Conflict


def minimal_conflict(rules: Sequence[str], can_be_kept: Callable[[frozenset[str]], bool | None]) -> Conflict:
    """A minimal conflict among `rules`, which together cannot be kept.

    `can_be_kept` says of a set of rules whether a plan keeps them all; None when it ran out of time, and then the
    conflict may hold more than it needs and says so.
    """
    left, sure = list(rules), True
    for rule in rules:
        rest = [one for one in left if one != rule]
        kept = can_be_kept(frozenset(rest))
        if kept is False:
            left = rest
        sure = sure and kept is not None
    return Conflict(refs=tuple(sorted(left)), minimal=sure)
