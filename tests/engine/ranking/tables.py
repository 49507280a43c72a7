"""Short ways to state a ranking in a test."""

import numpy as np

from kopgroep.engine.assessment import Assessment, Criterion, Scale, Score
from kopgroep.engine.ranking.problem import RankProblem
from kopgroep.engine.weights.region import Fixed


def assessment_of(matrix, *, directions=None, scale=None, tools=None, criteria=None, assessor="x"):
    """One assessor's scores; None is missing, "n/a" does not apply."""
    rows, columns = len(matrix), len(matrix[0])
    tools = tools or tuple(f"t{at:02}" for at in range(rows))
    names = criteria or tuple(f"c{at:02}" for at in range(columns))
    return Assessment(
        tools=tools,
        criteria=tuple(
            Criterion(
                id=name,
                direction=(directions or ["max"] * columns)[at],
                scale=Scale(low=scale[0], high=scale[1]) if scale else None,
            )
            for at, name in enumerate(names)
        ),
        assessors=(assessor,),
        scores=tuple(
            Score(
                tool=tool,
                criterion=name,
                assessor=assessor,
                value=None if value in (None, "n/a") else float(value),
                applies=value != "n/a",
            )
            for tool, row in zip(tools, matrix, strict=True)
            for name, value in zip(names, row, strict=True)
        ),
    )


def problem_of(matrix, weights=None, **other):
    about = {name: other.pop(name) for name in ("directions", "scale", "tools", "criteria") if name in other}
    assessment = assessment_of(matrix, **about)
    named = [criterion.id for criterion in assessment.criteria]
    given = np.ones(len(named)) if weights is None else weights
    return RankProblem(
        assessment=assessment,
        weights=Fixed(weights=dict(zip(named, map(float, given), strict=True))),
        **other,
    )


def scores_of(ranking):
    """By tool, in the order of the tools' names."""
    return [one.score for one in sorted(ranking.tools, key=lambda one: one.tool)]


def ranks_by_tool(ranking):
    return {one.tool: one.rank for one in ranking.tools}
