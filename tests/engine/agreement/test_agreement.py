"""Agreement as its books print it, undefined where there is nothing to agree about, and who drives it apart."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from kopgroep.engine.agreement.agree import measure_agreement
from kopgroep.engine.agreement.kendall import concordance
from kopgroep.engine.agreement.krippendorff import alpha
from kopgroep.engine.agreement.problem import AgreementProblem
from kopgroep.engine.answers import as_json
from kopgroep.engine.assessment import Assessment, Criterion, Score
from kopgroep.engine.child import in_child
from kopgroep.engine.faults import InputWrong

FEW = settings(max_examples=50, deadline=None)
NOT = np.nan

# Krippendorff 2011: four observers, twelve units, eleven values missing.
FOUR_OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NOT, NOT, NOT],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NOT, 3],
        [NOT, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NOT],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NOT],
    ]
).T


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_on_the_four_observers_of_krippendorff_2011(level, printed):
    assert round(alpha(FOUR_OBSERVERS, level), 3) == printed


def test_w_on_the_three_executives_of_siegel_and_castellan_1988():
    executives = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]]).T

    assert round(concordance(executives.astype(float)).w, 2) == 0.16


def by_pairs(scores, level):
    """Alpha by its words: all pairs of scores of one tool against all pairs there are."""
    kept = [[one for one in row if not np.isnan(one)] for row in scores]
    kept = [row for row in kept if len(row) > 1]
    every = sorted(one for row in kept for one in row)

    def delta(c, k):
        match level:
            case "nominal":
                return float(c != k)
            case "interval":
                return (c - k) ** 2
            case "ratio":
                return ((c - k) / (c + k)) ** 2
        low, high = sorted((c, k))
        between = sum(low < one < high for one in every)
        return 0.0 if c == k else (every.count(low) / 2 + between + every.count(high) / 2) ** 2

    observed = sum(sum(delta(c, k) for c in row for k in row) / (len(row) - 1) for row in kept) / len(every)
    expected = sum(delta(c, k) for c in every for k in every) / (len(every) * (len(every) - 1))
    return None if expected == 0 else 1 - observed / expected


cells = st.one_of(st.integers(1, 5).map(float), st.just(NOT))
tables = st.integers(2, 4).flatmap(
    lambda wide: st.lists(st.lists(cells, min_size=wide, max_size=wide), min_size=2, max_size=6).map(np.array)
)
levels = st.sampled_from(["nominal", "ordinal", "interval", "ratio"])


@FEW
@given(tables, levels)
def test_counting_values_gives_what_comparing_all_pairs_gives(scores, level):
    assume((~np.isnan(scores)).sum(axis=1).max() > 1)

    assert alpha(scores, level) == pytest.approx(by_pairs(scores, level), abs=1e-12)


@FEW
@given(tables, levels)
def test_an_assessor_without_scores_changes_nothing(scores, level):
    beside = np.hstack([scores, np.full((len(scores), 1), NOT)])

    assert alpha(beside, level) == alpha(scores, level)


@FEW
@given(tables, st.permutations([1.0, 2.0, 3.0, 4.0, 5.0]))
def test_other_names_for_categories_change_nothing(scores, names):
    renamed = np.array([[NOT if np.isnan(one) else names[int(one) - 1] for one in row] for row in scores])

    assert alpha(renamed, "nominal") == pytest.approx(alpha(scores, "nominal"))


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_full_agreement_is_one_and_sameness_is_undefined(level):
    assert alpha(np.array([[1.0, 1.0], [4.0, 4.0], [2.0, 2.0]]), level) == 1
    assert alpha(np.array([[3.0, 3.0], [3.0, 3.0]]), level) is None
    assert alpha(np.array([[3.0, NOT], [NOT, 2.0]]), level) is None


complete = st.tuples(st.integers(3, 6), st.integers(2, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(1, 4).map(float), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    ).map(np.array)
)


@FEW
@given(complete)
def test_w_lies_between_none_and_all_and_is_friedmans_statistic(scores):
    found = concordance(scores)
    tools, assessors = scores.shape
    if found.w is None:
        assert (scores == scores[0]).all()
        return
    assert 0 <= found.w <= 1
    if assessors > 2:
        friedman = stats.friedmanchisquare(*scores)
        assert found.w == pytest.approx(friedman.statistic / (assessors * (tools - 1)))
        assert found.chance == pytest.approx(friedman.pvalue)


def test_one_order_is_one_and_an_order_and_its_reverse_is_none():
    order = np.array([1.0, 2.0, 3.0, 4.0])

    assert concordance(np.column_stack([order, order * 10])).w == 1
    assert concordance(np.column_stack([order, -order])).w == 0


def assessment_of(scores, criteria=1):
    """`scores`: tools x criteria x assessors."""
    scores = np.asarray(scores, dtype=float).reshape(len(scores), criteria, -1)
    tools, _, assessors = scores.shape
    return Assessment(
        tools=tuple(f"t{at:02}" for at in range(tools)),
        criteria=tuple(Criterion(id=f"c{at}") for at in range(criteria)),
        assessors=tuple(f"a{at}" for at in range(assessors)),
        scores=tuple(
            Score(tool=f"t{tool:02}", criterion=f"c{which}", assessor=f"a{who}", value=float(value))
            for (tool, which, who), value in np.ndenumerate(scores)
            if not np.isnan(value)
        ),
    )


def test_agreement_is_told_per_criterion_and_over_all():
    agreed = FOUR_OBSERVERS[:, 1:3]
    problem = AgreementProblem(assessment=assessment_of(np.stack([agreed, agreed], axis=1), criteria=2))

    told = measure_agreement(problem, samples=500, seed=1)

    assert [one.criterion for one in told.criteria] == ["c0", "c1"]
    assert told.criteria[0].alpha == told.criteria[1].alpha
    assert told.overall.criterion is None
    for one in (told.overall, *told.criteria):
        assert one.low <= one.alpha <= one.high <= 1
    # Nine tools were scored by both.
    assert (told.criteria[0].w_tools, told.criteria[0].w_assessors) == (9, 2)
    assert as_json(told) == as_json(measure_agreement(problem, samples=500, seed=1))


def test_the_interval_is_narrow_when_much_is_known():
    numbers = np.random.default_rng(3)

    def width(tools):
        truth = numbers.integers(1, 6, tools)
        scores = np.clip(truth[:, None] + numbers.integers(-1, 2, (tools, 3)), 1, 5)
        overall = measure_agreement(AgreementProblem(assessment=assessment_of(scores))).overall
        return overall.high - overall.low

    assert width(200) < width(12)


def test_who_scores_apart_is_named_first():
    truth = np.array([1, 2, 3, 4, 5, 5, 4, 3])
    scores = np.column_stack([truth, truth, truth, 6 - truth])

    overall = measure_agreement(AgreementProblem(assessment=assessment_of(scores))).overall

    assert (overall.drivers[0].kind, overall.drivers[0].ref) == ("assessor", "a3")
    assert overall.drivers[0].alpha == 1


def test_the_tool_on_which_they_differ_is_named_first():
    truth = np.array([1, 2, 3, 4, 5, 2])
    scores = np.column_stack([truth, truth, truth])
    scores[5] = (1, 3, 5)

    overall = measure_agreement(AgreementProblem(assessment=assessment_of(scores))).overall

    assert (overall.drivers[0].kind, overall.drivers[0].ref) == ("tool", "t05")


@pytest.mark.parametrize(
    ("scores", "code"),
    [([[3, 3], [3, 3]], "agreement.no_variation"), ([[3, NOT], [NOT, 2]], "agreement.nothing_scored_twice")],
)
def test_undefined_has_a_reason_and_no_number(scores, code):
    overall = measure_agreement(AgreementProblem(assessment=assessment_of(scores))).overall

    assert (overall.alpha, overall.low, overall.high, overall.undefined.code) == (None, None, None, code)
    assert overall.w is None
    assert overall.drivers == ()


def test_it_gives_the_same_bytes_in_a_process_of_its_own():
    problem = AgreementProblem(assessment=assessment_of(FOUR_OBSERVERS))

    assert as_json(in_child(answer, problem)) == as_json(measure_agreement(problem, samples=300, seed=4))


def answer(problem, *, watch):
    return measure_agreement(problem, samples=300, seed=4)


def test_order_and_names_of_the_input_change_nothing():
    problem = AgreementProblem(assessment=assessment_of(FOUR_OBSERVERS))
    assessment = problem.assessment
    turned = AgreementProblem(
        assessment=Assessment(
            tools=assessment.tools[::-1],
            criteria=assessment.criteria,
            assessors=assessment.assessors[::-1],
            scores=assessment.scores[::-1],
        )
    )

    assert as_json(measure_agreement(problem)) == as_json(measure_agreement(turned))


@pytest.mark.parametrize(
    ("change", "field"), [({"confidence": 1.0}, "confidence"), ({"confidence": float("nan")}, "confidence")]
)
def test_what_cannot_be_is_refused(change, field):
    with pytest.raises(InputWrong) as refused:
        AgreementProblem(assessment=assessment_of([[1, 2]]), **change)

    assert refused.value.field == field


def test_ratios_of_scores_below_zero_are_refused():
    with pytest.raises(InputWrong, match="less than 0"):
        measure_agreement(AgreementProblem(assessment=assessment_of([[-1, 2], [1, 2]]), level="ratio"))
    with pytest.raises(InputWrong, match="samples"):
        measure_agreement(AgreementProblem(assessment=assessment_of([[1, 2], [1, 2]])), samples=0)
