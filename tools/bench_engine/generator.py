"""Problems of any size to time the pilots with: the generator of the design, so that its ratios can be repeated.

Regions in 12 classes, sizes in 4 classes, principle = tool mod 4; a municipality tests 6 to 6 + {0..4} tools; nine in
ten pairs are possible; fit is 40 to 100 where there is a project (three in twenty), else 1 to 20; a test takes 8 to 40
hours, and a municipality has about what its most tests take.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kopgroep.engine.pilots.problem import Municipality, Pair, PilotProblem, PilotRules, Tool

Variant = Literal["A", "B", "C", "D"]
VARIANTS: tuple[Variant, ...] = ("A", "B", "C", "D")
SIZES = ((16, 12), (59, 40), (342, 250), (342, 1000))
DUTY, PRINCIPLES, REGIONS, SPREAD = 6, 4, 12, 3
SIZE_SHARES = (0.45, 0.30, 0.17, 0.08)
ENDS = (("size0", "size1"), ("size2", "size3"))


def pilots(places: int, tools: int, variant: Variant, seed: int = 0) -> PilotProblem:
    """A: counts. B: and hours. C: counts, spread over regions and sizes, every principle. D: all."""
    draw = np.random.default_rng(seed)
    region, size = draw.integers(REGIONS, size=places), draw.choice(4, size=places, p=SIZE_SHARES)
    most = np.minimum(DUTY + draw.integers(5, size=places), tools)
    possible = _possible(draw, places, tools)
    project = draw.random((places, tools)) < 0.15
    fit = np.where(project, draw.integers(40, 101, (places, tools)), draw.integers(1, 21, (places, tools)))
    hours = draw.integers(8, 41, (places, tools))
    have = (most * hours.mean(axis=1) * draw.uniform(0.85, 1.15, places)).astype(int)
    average = most.sum() / tools
    least = int(np.clip(0.6 * average, 1, 5))
    with_hours, spread = variant in "BD", variant in "CD"
    return PilotProblem(
        municipalities=tuple(
            Municipality(
                id=f"m{m:04}",
                maximum=int(most[m]),
                hours=int(have[m]) if with_hours else None,
                region=f"region{region[m]:02}",
                size=f"size{size[m]}",
            )
            for m in range(places)
        ),
        tools=tuple(
            Tool(
                id=f"t{t:04}",
                maximum=int(1.5 * average + 2),
                principle=f"principle{t % PRINCIPLES}",
                ends=least >= len(ENDS),
            )
            for t in range(tools)
        ),
        pairs=tuple(
            Pair(
                municipality=f"m{m:04}",
                tool=f"t{t:04}",
                fit=int(fit[m, t]),
                project=bool(project[m, t]),
                hours=int(hours[m, t]),
            )
            for m, t in np.argwhere(possible).tolist()
        ),
        rules=PilotRules(
            tools=DUTY,
            sites=least,
            # A tool cannot be in more regions than it has sites.
            regions=min(SPREAD, least) if spread else 0,
            ends=ENDS if spread else (),
            every_principle=spread,
        ),
    )


def _possible(draw: np.random.Generator, places: int, tools: int) -> NDArray[np.bool_]:
    """Nine in ten, and at least two per principle in each municipality."""
    possible: NDArray[np.bool_] = draw.random((places, tools)) < 0.9
    for principle in range(PRINCIPLES):
        of_it = np.arange(principle, tools, PRINCIPLES)
        possible[np.ix_(possible[:, of_it].sum(axis=1) < 2, of_it[:2])] = True
    return possible
