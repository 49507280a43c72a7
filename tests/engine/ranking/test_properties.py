"""What must hold of every ranking, whatever the assessment."""

from itertools import product

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kopgroep.engine.answers import as_json
from kopgroep.engine.assessment import Criterion, Scale
from kopgroep.engine.ranking.problem import Preference
from kopgroep.engine.ranking.rank import rank
from kopgroep.engine.weights.region import Fixed
from tests.engine.ranking.boards import TEN, assessments, by_tool, ranks, said, weights_for

METHODS = ["weighted_sum", "weighted_product", "topsis", "promethee"]
ON_FIXED_SCALES = ["weighted_sum", "weighted_product"]
PROPERTY = settings(max_examples=15, deadline=None)


@PROPERTY
@given(st.data(), st.sampled_from(METHODS))
def test_order_and_names_change_nothing_but_order_and_names(data, method):
    assessment = data.draw(assessments(missing=True, knock_outs=True))
    weights = data.draw(weights_for(assessment))
    turned = msgspec.structs.replace(
        assessment,
        tools=assessment.tools[::-1],
        criteria=assessment.criteria[::-1],
        assessors=assessment.assessors[::-1],
        scores=assessment.scores[::-1],
    )
    other = {tool: f"z{9 - int(tool[1:])}" for tool in assessment.tools}
    renamed = msgspec.structs.replace(
        assessment,
        tools=tuple(other.values()),
        scores=tuple(msgspec.structs.replace(score, tool=other[score.tool]) for score in assessment.scores),
    )

    plain = rank(assessment, weights, method)

    assert as_json(plain) == as_json(rank(turned, weights, method))
    again = by_tool(rank(renamed, weights, method))
    for tool in plain.tools:
        same = again[other[tool.tool]]
        assert same.score == pytest.approx(tool.score)
        assert (same.rank, same.best_rank, same.worst_rank) == (tool.rank, tool.best_rank, tool.worst_rank)


@PROPERTY
@given(st.data(), st.sampled_from(METHODS))
def test_weights_count_by_their_ratios_and_zero_counts_for_nothing(data, method):
    assessment = data.draw(assessments(missing=True))
    weights = data.draw(weights_for(assessment))
    plain = rank(assessment, weights, method)

    tenfold = Fixed(weights={name: 10 * one for name, one in weights.weights.items()})
    assert {tool.tool: tool.rank for tool in rank(assessment, tenfold, method).tools} == ranks(plain)

    beside = msgspec.structs.replace(
        assessment,
        criteria=(*assessment.criteria, Criterion(id="zero", scale=TEN)),
        scores=(*assessment.scores, *(said(tool, "zero", at) for at, tool in enumerate(assessment.tools))),
        assessors=tuple(sorted({*assessment.assessors, "x"})),
    )
    more = rank(beside, Fixed(weights={**weights.weights, "zero": 0}), method)
    assert {tool.tool: (tool.rank, tool.best_rank, tool.worst_rank) for tool in more.tools} == {
        tool.tool: (tool.rank, tool.best_rank, tool.worst_rank) for tool in plain.tools
    }


@PROPERTY
@given(st.data(), st.sampled_from(ON_FIXED_SCALES), st.sampled_from([2.0, 0.5, 100.0]), st.integers(-50, 50))
def test_another_unit_changes_no_rank_on_a_fixed_scale(data, method, factor, start):
    assessment = data.draw(assessments(missing=True))
    weights = data.draw(weights_for(assessment))
    moved = msgspec.structs.replace(
        assessment,
        criteria=tuple(
            msgspec.structs.replace(one, scale=Scale(low=start, high=start + 10 * factor))
            for one in assessment.criteria
        ),
        scores=tuple(
            score
            if score.value is None
            else msgspec.structs.replace(score, value=start + factor * score.value)
            for score in assessment.scores
        ),
    )

    assert ranks(rank(moved, weights, method)) == ranks(rank(assessment, weights, method))


@PROPERTY
@given(st.data(), st.sampled_from(["weighted_sum", "weighted_product", "promethee"]))
def test_a_better_score_never_worsens_a_rank(data, method):
    assessment = data.draw(assessments(applies=False, assessors=1))
    weights = data.draw(weights_for(assessment))
    at = data.draw(st.integers(0, len(assessment.scores) - 1))
    score = assessment.scores[at]
    rising = {one.id: one.direction == "max" for one in assessment.criteria}[score.criterion]
    assume(score.value != (10 if rising else 0))
    better = msgspec.structs.replace(score, value=score.value + (1 if rising else -1))
    scores = (*assessment.scores[:at], better, *assessment.scores[at + 1 :])
    kind = data.draw(st.sampled_from([Preference(), Preference(kind="linear", indifference=1, preference=4)]))
    felt = {one.id: kind for one in assessment.criteria}

    before = ranks(rank(assessment, weights, method, preferences=felt))
    after = ranks(rank(msgspec.structs.replace(assessment, scores=scores), weights, method, preferences=felt))

    assert after[score.tool] <= before[score.tool]


@PROPERTY
@given(st.data(), st.sampled_from(METHODS))
def test_a_dominated_tool_is_never_ahead(data, method):
    assessment = data.draw(assessments(applies=False, assessors=1))
    weights = data.draw(weights_for(assessment))
    told = ranks(rank(assessment, weights, method))
    value = {(one.tool, one.criterion): one.value for one in assessment.scores}
    for one, other in product(assessment.tools, repeat=2):
        as_good = all(
            value[one, criterion.id] >= value[other, criterion.id]
            if criterion.direction == "max"
            else value[one, criterion.id] <= value[other, criterion.id]
            for criterion in assessment.criteria
        )
        if as_good:
            assert told[one] <= told[other]


@PROPERTY
@given(st.data(), st.sampled_from(ON_FIXED_SCALES))
def test_a_tool_that_goes_never_swaps_two_others_on_fixed_scales(data, method):
    assessment = data.draw(assessments(missing=True))
    weights = data.draw(weights_for(assessment))
    gone = data.draw(st.sampled_from(assessment.tools))
    kept = tuple(score for score in assessment.scores if score.tool != gone)
    fewer = msgspec.structs.replace(
        assessment, tools=tuple(tool for tool in assessment.tools if tool != gone), scores=kept
    )

    before, after = ranks(rank(assessment, weights, method)), ranks(rank(fewer, weights, method))

    for one, other in product(after, repeat=2):
        assert (before[one] < before[other]) == (after[one] < after[other])


@settings(max_examples=30, deadline=None)
@given(st.data(), st.sampled_from(METHODS))
def test_filling_in_what_is_missing_never_leaves_the_interval(data, method):
    assessment = data.draw(assessments(missing=True, fixed=False, knock_outs=True))
    weights = data.draw(weights_for(assessment))
    before = by_tool(rank(assessment, weights, method))
    kept_out = {one.tool for one in rank(assessment, weights, method).out if not one.may_return}

    filled = msgspec.structs.replace(
        assessment,
        scores=tuple(
            msgspec.structs.replace(score, value=float(data.draw(st.integers(0, 10))))
            if score.value is None and score.applies and data.draw(st.booleans())
            else score
            for score in assessment.scores
        ),
    )
    after = rank(filled, weights, method)

    for tool in after.tools:
        assert tool.tool not in kept_out
        if tool.tool in before:
            assert before[tool.tool].best_rank <= tool.rank <= before[tool.tool].worst_rank
            assert tool.best_rank >= 1
    for out in after.out:
        assert (
            out.tool not in before
            or before[out.tool].may_be_out
            or out.reason.code == "ranking.nothing_applies"
        )


@settings(max_examples=15, deadline=None)
@given(st.data(), st.sampled_from(ON_FIXED_SCALES))
def test_an_exact_interval_can_be_reached_at_both_ends(data, method):
    assessment = data.draw(assessments(missing=True, assessors=1, applies=False))
    weights = data.draw(weights_for(assessment))
    ranking = rank(assessment, weights, method)
    assert ranking.interval == "exact"
    rising = {one.id: one.direction == "max" for one in assessment.criteria}

    def filled(good):
        return msgspec.structs.replace(
            assessment,
            scores=tuple(
                msgspec.structs.replace(
                    score, value=10.0 if (score.tool in good) == rising[score.criterion] else 0.0
                )
                if score.value is None
                else score
                for score in assessment.scores
            ),
        )

    for tool in ranking.tools:
        others = set(assessment.tools) - {tool.tool}
        assert ranks(rank(filled({tool.tool}), weights, method))[tool.tool] == tool.best_rank
        assert ranks(rank(filled(others), weights, method))[tool.tool] == tool.worst_rank
