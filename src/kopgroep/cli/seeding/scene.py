"""What a story is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happens at a moment, through actions; of one moment the lowest order comes first."""

    at: datetime
    order: int
    act: Callable[[datetime], object]
