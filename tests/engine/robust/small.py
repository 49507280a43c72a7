"""Small assessments for the tests of robust rankings."""

from kopgroep.engine.assessment import Assessment, Criterion, Scale, Score
from kopgroep.engine.draws import Draws
from kopgroep.engine.robust.problem import RobustProblem
from kopgroep.engine.weights.region import Fixed, Free

ONE = Scale(low=0, high=1)


def assessment(table, criteria=None, assessors=("x",)):
    """`table`: per tool per criterion a score, None for one that was withheld, "n/a", or a list per assessor."""
    width = len(next(iter(table.values())))
    criteria = criteria or tuple(Criterion(id=f"c{at}", scale=ONE) for at in range(width))
    return Assessment(
        tools=tuple(table),
        criteria=criteria,
        assessors=assessors,
        scores=tuple(
            Score(
                tool=tool,
                criterion=criterion.id,
                assessor=who,
                value=value if value != "n/a" else None,
                applies=value != "n/a",
            )
            for tool, row in table.items()
            for criterion, cell in zip(criteria, row, strict=True)
            for who, value in zip(assessors, cell if isinstance(cell, list) else [cell], strict=False)
        ),
    )


def problem(table, weights=None, criteria=None, assessors=("x",), pick="mean", **other):
    return RobustProblem(
        assessment=assessment(table, criteria, assessors), weights=weights or Free(), assessors=pick, **other
    )


def random_table(seed, tools=6, criteria=4, steps=0):
    """Scores between 0 and 1; with `steps` only so many different ones, so that there are ties."""
    scores = Draws(seed).uniform(tools, criteria)
    if steps:
        scores = (scores * steps).round() / steps
    return {f"t{at}": row for at, row in enumerate(scores.tolist())}


def fixed(*weights):
    return Fixed(weights={f"c{at}": weight for at, weight in enumerate(weights)})


def standing(answer, tool):
    return next(one for one in answer.standings if one.tool == tool)
