"""Why something cannot happen now, in words that say who can change that, and where."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Obstacle:
    """One reason: a stable code, a sentence, and where there is one the page on which it is mended."""

    code: str
    why: Words
    who: Words = ""
    mend_url: str = ""
    mend_label: Words = ""
    facts: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.why)


class Obstructed(Exception):
    """An action was asked for that cannot happen now."""

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        self.obstacles = tuple(obstacles)
        super().__init__(" ".join(str(obstacle) for obstacle in self.obstacles))


def clear(obstacles: Iterable[Obstacle]) -> None:
    """Go on when nothing stands in the way; else raise Obstructed with every reason at once."""
    found = tuple(obstacles)
    if found:
        raise Obstructed(found)
