"""Small deals to try the pilots on, and the best plan of each by trying them all."""

from itertools import combinations

from hypothesis import strategies as st
from msgspec.structs import replace

from kopgroep.engine.pilots.check import broken, value
from kopgroep.engine.pilots.problem import (
    Agreed,
    Cell,
    Municipality,
    Pair,
    PilotProblem,
    PilotRules,
    Tool,
)

ENDS = (("small",), ("large", "larger"))


def deal(places=3, tools=3, *, fit=10, least=1, sites=1, hours=None, **rules):
    """Every pair is possible and fits as well as any other."""
    return PilotProblem(
        municipalities=tuple(Municipality(id=f"m{m}", hours=hours) for m in range(places)),
        tools=tuple(Tool(id=f"t{t}") for t in range(tools)),
        pairs=tuple(
            Pair(municipality=f"m{m}", tool=f"t{t}", fit=fit) for m in range(places) for t in range(tools)
        ),
        rules=PilotRules(tools=least, sites=sites, **rules),
    )


def changed(problem, kind, number, **values):
    """The same deal with other values at one municipality, tool or pair."""
    items = list(getattr(problem, kind))
    items[number] = replace(items[number], **values)
    return replace(problem, **{kind: tuple(items)})


def cells(plan):
    return [(one.municipality, one.tool) for one in plan.pilots]


def as_cells(pairs):
    return tuple(Cell(municipality=municipality, tool=tool) for municipality, tool in pairs)


def every_plan(problem):
    """All sets of pairs that keep every rule; for a handful of pairs only."""
    pairs = [(one.municipality, one.tool) for one in problem.pairs]
    assert len(pairs) <= 12
    for size in range(len(pairs) + 1):
        for plan in combinations(pairs, size):
            if not broken(problem, plan):
                yield frozenset(plan)


def best_value(problem):
    return max((value(problem, plan) for plan in every_plan(problem)), default=None)


def moved(agreed, plan):
    """In how many pairs the plan is otherwise than what was agreed."""
    return len({(one.municipality, one.tool) for one in (*agreed.pairs, *agreed.locked)} ^ set(plan))


@st.composite
def deals(draw, places=4, tools=3, most_pairs=12, easy=False):
    """Deals of every kind, possible or not; easy ones are possible more often."""
    number = lambda low, high: draw(st.integers(low, high))  # noqa: E731 -- reads as what it is
    some = lambda one: draw(st.none() | one)  # noqa: E731
    count, wide = number(1, places), number(1, tools)
    grid = [(f"m{m}", f"t{t}") for m in range(count) for t in range(wide)]
    fewest = min(len(grid), most_pairs) - 1 if easy else 0
    possible = draw(st.lists(st.sampled_from(grid), unique=True, min_size=fewest, max_size=most_pairs))
    locked = (
        draw(st.lists(st.sampled_from(possible), unique=True, max_size=1 if easy else 2)) if possible else []
    )
    most = 1 if easy else 2
    return PilotProblem(
        municipalities=tuple(
            Municipality(
                id=f"m{m}",
                maximum=some(st.integers(2, 3)),
                hours=some(st.integers(25 if easy else 5, 40)),
                region=some(st.sampled_from(["north", "south"])),
                size=draw(st.sampled_from(["small", "large", "larger"])),
                principles=draw(st.booleans()),
            )
            for m in range(count)
        ),
        tools=tuple(
            Tool(
                id=f"t{t}",
                minimum=some(st.integers(0, most)),
                maximum=some(st.integers(2, 3)),
                principle=some(st.sampled_from(["open", "fair"])),
                hours=number(0, 15),
                ends=draw(st.booleans()),
            )
            for t in range(wide)
        ),
        pairs=tuple(
            Pair(
                municipality=municipality,
                tool=tool,
                fit=number(0, 20),
                project=draw(st.booleans()),
                hours=some(st.integers(0, 20)),
            )
            for municipality, tool in possible
        ),
        rules=PilotRules(
            tools=number(0, most),
            sites=number(0, most),
            regions=number(0, most),
            ends=ENDS if draw(st.booleans()) else (),
            every_principle=draw(st.booleans()),
            project_points=number(0, 5),
        ),
        agreed=Agreed(locked=as_cells(locked)) if locked else None,
    )
