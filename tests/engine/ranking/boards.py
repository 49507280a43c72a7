"""Assessments to rank: small ones by hand, and strategies that make all kinds."""

from hypothesis import strategies as st

from kopgroep.engine.assessment import Assessment, Criterion, KnockOut, Scale, Score
from kopgroep.engine.weights.region import Fixed

TEN = Scale(low=0, high=10)


def assessed(rows, *, directions=None, scales=None, knock_outs=None, tools=None):
    """One assessor. A number, None (missing) or "n/a" per tool and criterion."""
    size = len(rows[0])
    names = tools or [f"t{at}" for at in range(len(rows))]
    return Assessment(
        tools=tuple(names),
        criteria=tuple(
            Criterion(
                id=f"c{at}",
                direction=(directions or ["max"] * size)[at],
                scale=(scales or [None] * size)[at],
                knock_out=(knock_outs or {}).get(at),
            )
            for at in range(size)
        ),
        assessors=("x",),
        scores=tuple(
            said(tool, f"c{at}", value)
            for tool, row in zip(names, rows, strict=True)
            for at, value in enumerate(row)
        ),
    )


def said(tool, criterion, value, assessor="x"):
    if value == "n/a":
        return Score(tool=tool, criterion=criterion, assessor=assessor, applies=False)
    return Score(tool=tool, criterion=criterion, assessor=assessor, value=value)


def weighing(*weights):
    return Fixed(weights={f"c{at}": float(weight) for at, weight in enumerate(weights)})


def by_tool(ranking):
    return {tool.tool: tool for tool in ranking.tools}


def ranks(ranking):
    return {tool.tool: tool.rank for tool in ranking.tools}


@st.composite
def assessments(draw, *, missing=False, fixed=True, knock_outs=False, applies=True, assessors=2):
    """Whole scores from 0 to 10, so that means are often the same; at least one score is given."""
    tools = [f"t{at}" for at in range(draw(st.integers(2, 5)))]
    criteria = []
    for at in range(draw(st.integers(1, 3))):
        own = fixed or draw(st.booleans())
        least = draw(st.integers(1, 5)) if knock_outs and draw(st.booleans()) else None
        criteria.append(
            Criterion(
                id=f"c{at}",
                direction=draw(st.sampled_from(["max", "min"])),
                scale=TEN if own else None,
                knock_out=None if least is None else KnockOut(least=least),
            )
        )
    who = [f"p{at}" for at in range(draw(st.integers(1, assessors)))]
    values = st.integers(0, 10).map(float)
    kinds = [values, values, values]
    kinds += [st.none()] if missing else []
    kinds += [st.just("n/a")] if applies else []
    scores = [
        said(tool, criterion.id, draw(st.one_of(kinds)), assessor)
        for tool in tools
        for criterion in criteria
        for assessor in who
    ]
    return Assessment(
        tools=tuple(tools), criteria=tuple(criteria), assessors=tuple(who), scores=tuple(scores)
    )


@st.composite
def weights_for(draw, assessment, *, zero=True):
    least = 0 if zero else 1
    given = {one.id: draw(st.integers(least, 9)) for one in assessment.criteria}
    if not any(given.values()):
        given[assessment.criteria[0].id] = 1
    return Fixed(weights=given)
