"""Two people who change one text at once: both changes are kept, and where they touch both texts stand there."""

from __future__ import annotations

from difflib import SequenceMatcher

Change = tuple[int, int, list[str]]


def merged(base: str, theirs: str, mine: str) -> tuple[str, bool]:
    """The text with the changes of both against what they began with, and whether they touched each other.

    base    the text as I saw it when I began      theirs  as it is now      mine  as I made it
    """
    if theirs in (base, mine):
        return mine, False
    if mine == base:
        return theirs, False
    lines = base.splitlines(keepends=True)
    left, right = _changes(lines, theirs), _changes(lines, mine)
    out: list[str] = []
    place, touched = 0, False
    while left or right:
        first = min(change[0] for change in (left[:1] + right[:1]))
        out += lines[place:first]
        group_left, group_right, end = _group(left, right, first)
        if group_left and group_right:
            a, b = _applied(lines, group_left, first, end), _applied(lines, group_right, first, end)
            out += a if a == b else [*_ended(a), *b]
            touched = touched or a != b
        else:
            out += _applied(lines, group_left or group_right, first, end)
        place = end
        left, right = left[len(group_left) :], right[len(group_right) :]
    return "".join([*out, *lines[place:]]), touched


def _changes(lines: list[str], other: str) -> list[Change]:
    new = other.splitlines(keepends=True)
    matcher = SequenceMatcher(a=lines, b=new, autojunk=False)
    return [
        (start, end, new[from_:to])
        for kind, start, end, from_, to in matcher.get_opcodes()
        if kind != "equal"
    ]


def _group(left: list[Change], right: list[Change], start: int) -> tuple[list[Change], list[Change], int]:
    """The changes of both that hang together from a line on, and the line where they end."""
    end, taken = start, (0, 0)
    while True:
        here = tuple(sum(1 for change in changes if change[0] <= end) for changes in (left, right))
        reached = max([end, *(c[1] for c in left[: here[0]]), *(c[1] for c in right[: here[1]])])
        if here == taken and reached == end:
            return left[: here[0]], right[: here[1]], end
        taken, end = (here[0], here[1]), reached


def _applied(lines: list[str], changes: list[Change], start: int, end: int) -> list[str]:
    out, place = [], start
    for begin, stop, new in changes:
        out += [*lines[place:begin], *new]
        place = stop
    return [*out, *lines[place:end]]


def _ended(lines: list[str]) -> list[str]:
    """The last line closed, so that what follows begins on its own."""
    if lines and not lines[-1].endswith("\n"):
        return [*lines[:-1], f"{lines[-1]}\n"]
    return lines
