"""One minimal conflict by deletion: a rule without which the rest still cannot be kept is no part of it.

Chinneck and Dravnieks, Locating minimal infeasible constraint sets in linear programs, ORSA Journal on Computing 3
(1991). Whole runs of rules are tried first, half as long each time, so that few of many rules are found with few
questions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence


def minimal_conflict(refs: Sequence[str], can: Callable[[Sequence[str]], bool]) -> tuple[str, ...]:
    """Of `refs`, which together cannot be kept: some that cannot either, while without any one of them they can.

    `can(some)`: whether these rules can be kept together.

    >>> minimal_conflict("abcdef", lambda some: not {"b", "e"} <= set(some))
    ('b', 'e')
    """
    kept = list(refs)
    size = max(1, len(kept) // 2)
    while True:
        at = 0
        while at < len(kept):
            rest = kept[:at] + kept[at + size :]
            if can(rest):
                at += size
            else:
                kept = rest
        if size == 1:
            return tuple(kept)
        size //= 2
