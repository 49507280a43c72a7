"""What goes into a forecast: stages, items on their way, norms that count them, gates, and shocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from kopgroep.engine.faults import (
    InputWrong,
    need_finite,
    need_known,
    need_some,
    need_unique,
)
from kopgroep.engine.givens import Given, by_id

MOST_PERIODS = 1_200
MOST_SHOCKS = 12


class Stage(Given, frozen=True, kw_only=True):
    """A step of the chain. `chance`: that an item which comes this far gets here. `periods[k]`: the chance that the
    step takes k periods, once it is taken; the chances add up to 1."""

    id: str
    chance: float
    periods: tuple[float, ...] = (1.0,)

    def __post_init__(self) -> None:
        need_finite("chance", self.chance, least=0, most=1)
        need_some("periods", self.periods)
        for at, share in enumerate(self.periods):
            need_finite(f"periods[{at}]", share, least=0, most=1)
        if abs(sum(self.periods) - 1) > 1e-9:
            raise InputWrong("sum_wrong", "periods", sum(self.periods), 1)


class Item(Given, frozen=True, kw_only=True):
    """Something on its way. `stage`: the last stage that it reached; None when it stands before the first.
    `chances`: its own chance to get to a stage, in place of the stage's."""

    id: str
    stage: str | None = None
    chances: Mapping[str, float] = {}
    groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for stage, chance in self.chances.items():
            need_finite(f"chances.{stage}", chance, least=0, most=1)


class Norm(Given, frozen=True, kw_only=True):
    """At least `threshold` items reach `stage`; only those of `group`, where there is one."""

    id: str
    stage: str
    threshold: int
    group: str | None = None

    def __post_init__(self) -> None:
        need_finite("threshold", self.threshold, least=0, most=1_000_000)


class Gate(Given, frozen=True, kw_only=True):
    """All of `norms` must be met; the chance is asked for each of `dates`."""

    id: str
    norms: tuple[str, ...]
    dates: tuple[date, ...]

    def __post_init__(self) -> None:
        need_some("norms", self.norms)
        need_unique("norms", self.norms)
        need_some("dates", self.dates)
        need_unique("dates", [day.isoformat() for day in self.dates])


class Shock(Given, frozen=True, kw_only=True):
    """Happens or not, for all at once: then the chance of every step of the items that it hits is multiplied by
    `factor`, and they lose `delay` periods. `group` None hits every item."""

    id: str
    chance: float
    factor: float = 1.0
    delay: int = 0
    group: str | None = None

    def __post_init__(self) -> None:
        need_finite("chance", self.chance, least=0, most=1)
        need_finite("factor", self.factor, least=0, most=1)
        need_finite("delay", self.delay, least=0, most=MOST_PERIODS)


class Pipeline(Given, frozen=True, kw_only=True, tag="forecast", tag_field="problem"):
    """Where everything stands on the day `as_of`. A period is `period_days` days; a step that takes no period is done
    at once. `stages` are in the order of the chain."""

    as_of: date
    stages: tuple[Stage, ...]
    items: tuple[Item, ...]
    norms: tuple[Norm, ...]
    gates: tuple[Gate, ...]
    shocks: tuple[Shock, ...] = ()
    period_days: int = 7

    def __post_init__(self) -> None:
        need_finite("period_days", self.period_days, least=1, most=366)
        for name in ("stages", "items", "norms", "gates"):
            need_some(name, getattr(self, name))
        for name in ("stages", "items", "norms", "gates", "shocks"):
            need_unique(name, [one.id for one in getattr(self, name)])
        if len(self.shocks) > MOST_SHOCKS:
            raise InputWrong("too_large", "shocks", len(self.shocks), MOST_SHOCKS)
        self._need_references()
        for at, gate in enumerate(self.gates):
            for nth, day in enumerate(gate.dates):
                need_finite(f"gates[{at}].dates[{nth}]", self.periods_until(day), least=0, most=MOST_PERIODS)

    def _need_references(self) -> None:
        stages, norms = {stage.id for stage in self.stages}, {norm.id for norm in self.norms}
        groups = {group for item in self.items for group in item.groups}
        for at, item in enumerate(self.items):
            for stage in (*([item.stage] if item.stage is not None else []), *item.chances):
                need_known(f"items[{at}].stage", stage, stages, named="stages")
        for at, norm in enumerate(self.norms):
            need_known(f"norms[{at}].stage", norm.stage, stages, named="stages")
            if norm.group is not None:
                need_known(f"norms[{at}].group", norm.group, groups, named="groups of the items")
        for at, gate in enumerate(self.gates):
            for one in gate.norms:
                need_known(f"gates[{at}].norms", one, norms, named="norms")
        for at, shock in enumerate(self.shocks):
            if shock.group is not None:
                need_known(f"shocks[{at}].group", shock.group, groups, named="groups of the items")

    def periods_until(self, day: date) -> int:
        """Whole periods from `as_of` to a day; below 0 for a day before."""
        return (day - self.as_of).days // self.period_days

    def in_order(self) -> Pipeline:
        """The same, sorted by id; stages keep their order, which means something."""
        return msgspec.structs.replace(
            self,
            items=by_id(
                msgspec.structs.replace(item, groups=tuple(sorted(set(item.groups)))) for item in self.items
            ),
            norms=by_id(self.norms),
            gates=by_id(
                msgspec.structs.replace(
                    gate, norms=tuple(sorted(gate.norms)), dates=tuple(sorted(gate.dates))
                )
                for gate in self.gates
            ),
            shocks=by_id(self.shocks),
        )
