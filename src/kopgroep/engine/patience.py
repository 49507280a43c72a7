"""How long a question may still take, over all the solves that answer it."""

from __future__ import annotations

import time
from dataclasses import dataclass

from kopgroep.engine.watch import NOBODY, Watch


@dataclass(frozen=True)
class Patience:
    """Until `until` (of the machine's own counter; None is for ever), or until the watch says stop."""

    until: float | None = None
    watch: Watch = NOBODY

    @classmethod
    def of(cls, seconds: float | None, watch: Watch = NOBODY) -> Patience:
        return cls(None if seconds is None else time.monotonic() + seconds, watch)

    def left(self) -> float | None:
        return None if self.until is None else max(0.0, self.until - time.monotonic())

    def at_most(self, seconds: float) -> Patience:
        """The same, but no longer than this from now."""
        until = time.monotonic() + seconds
        return Patience(until if self.until is None else min(until, self.until), self.watch)

    def over(self) -> bool:
        return self.watch.stopped() or (self.until is not None and time.monotonic() >= self.until)
