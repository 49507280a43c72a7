"""Who looks on while something long is computed: told how far it is, asked whether to stop."""

from __future__ import annotations

from typing import Any, Protocol


class Watch(Protocol):
    def told(self, *, done: float, objective: float | None = None, bound: float | None = None) -> None:
        """How far it is, between 0 and 1, the value of the best plan so far and a bound on any plan."""

    def stopped(self) -> bool:
        """Asked often, so it must be cheap. After True the best plan so far is handed back."""


class Nobody:
    """Looks on at nothing and never says stop."""

    def told(self, **_: Any) -> None:
        return None

    def stopped(self) -> bool:
        return False


NOBODY: Watch = Nobody()
