"""What may run as a job: nothing but what code registered at start-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kopgroep.kernel.obstacles import Words

# done, total (0: unknown), what it is doing. Raises Stopped.
Progress = Callable[[int, int, Words], None]
Result = Mapping[str, Any] | None


# A function that can run as a job: it is told `progress` and its arguments by name, and returns what a page shows as
# its result, or None.
Work = Callable[..., Result]


class ActionUnknown(LookupError):
    """Somebody asked for a job that no code registered."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing that can run as a job. Retryable: it may start again from its beginning without harm."""

    action: str
    title: Words
    work: Work
    retryable: bool


_kinds: dict[str, Kind] = {}


def name_of(work: Work) -> str:
    return f"{work.__module__}.{work.__qualname__}"


def register(work: Work, *, title: Words, retryable: bool = False) -> None:
    _kinds[name_of(work)] = Kind(name_of(work), title, work, retryable)


def kind_of(action: str) -> Kind:
    if action not in _kinds:
        known = ", ".join(sorted(_kinds))
        raise ActionUnknown(f"{action!r} is not registered as a job; there are: {known}.")
    return _kinds[action]


def is_registered(action: str) -> bool:
    return action in _kinds
