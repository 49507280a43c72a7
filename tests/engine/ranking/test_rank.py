"""What every ranking keeps to, whatever the scores: the families of properties that the engine is held to."""

import itertools

import msgspec
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kopgroep.engine.answers import as_json
from kopgroep.engine.assessment import Assessment, Criterion, KnockOut, Scale, Score
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.givens import read
from kopgroep.engine.ranking.problem import Linear, RankProblem, Usual, VShape
from kopgroep.engine.ranking.rank import METHODS, rank
from kopgroep.engine.weights.region import Fixed, Ranked
from tests.engine.ranking.tables import assessment_of, problem_of, ranks_by_tool, scores_of

FEW = settings(max_examples=40, deadline=None)
FIVE = (1, 5)
marks = st.integers(1, 5)
every_method = pytest.mark.parametrize("method", METHODS)


@st.composite
def matrices(draw, cells=marks, least=2):
    rows, columns = draw(st.integers(least, 5)), draw(st.integers(1, 4))
    return draw(st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=rows, max_size=rows))


weights_for = st.lists(st.integers(1, 9), min_size=4, max_size=4)


@every_method
@FEW
@given(matrix=matrices(), weights=weights_for)
def test_order_and_names_change_nothing_but_order_and_names(method, matrix, weights):
    weights = weights[: len(matrix[0])]
    plain = problem_of(matrix, weights, scale=FIVE, method=method)
    assessment = plain.assessment
    turned = msgspec.structs.replace(
        plain,
        assessment=msgspec.structs.replace(
            assessment,
            tools=assessment.tools[::-1],
            criteria=assessment.criteria[::-1],
            scores=assessment.scores[::-1],
        ),
    )
    renamed = problem_of(
        matrix, weights, scale=FIVE, method=method, tools=tuple(f"u{at}" for at in range(len(matrix)))
    )

    assert as_json(rank(plain)) == as_json(rank(turned))
    assert [one.tool[-1] for one in rank(renamed).tools] == [one.tool[-1] for one in rank(plain).tools]


@every_method
@FEW
@given(matrix=matrices(), weights=weights_for)
def test_weights_count_by_their_ratio_and_weightless_criteria_not_at_all(method, matrix, weights):
    weights = weights[: len(matrix[0])]
    plain = rank(problem_of(matrix, weights, scale=FIVE, method=method))
    larger = rank(problem_of(matrix, [7 * one for one in weights], scale=FIVE, method=method))
    beside = [[*row, 1 + at % 5] for at, row in enumerate(matrix)]
    weightless = rank(problem_of(beside, [*weights, 0], scale=FIVE, method=method))

    assert scores_of(larger) == pytest.approx(scores_of(plain))
    assert scores_of(weightless) == pytest.approx(scores_of(plain))


@pytest.mark.parametrize("method", ["weighted_sum", "promethee"])
@FEW
@given(matrix=matrices(), factor=st.sampled_from([0.5, 3, 20]), more=st.integers(-9, 9))
def test_another_unit_of_a_fixed_scale_changes_nothing(method, matrix, factor, more):
    plain = rank(problem_of(matrix, scale=FIVE, method=method))
    other = [[factor * cell + more for cell in row] for row in matrix]
    scale = (factor * 1 + more, factor * 5 + more)

    assert scores_of(rank(problem_of(other, scale=scale, method=method))) == pytest.approx(scores_of(plain))


@pytest.mark.parametrize("method", ["weighted_sum", "weighted_product", "promethee"])
@FEW
@given(matrix=matrices(), at=st.integers(0, 4), which=st.integers(0, 3))
def test_a_better_score_never_makes_a_rank_worse(method, matrix, at, which):
    at, which = at % len(matrix), which % len(matrix[0])
    assume(matrix[at][which] < 5)
    better = [list(row) for row in matrix]
    better[at][which] += 1
    before, after = (
        ranks_by_tool(rank(problem_of(one, scale=FIVE, method=method))) for one in (matrix, better)
    )

    assert after[f"t0{at}"] <= before[f"t0{at}"]


def test_topsis_can_turn_two_tools_round_when_a_third_comes_and_says_so():
    """Found by trying small tables: with a third tool the ideal moves, and the two others change places."""
    found = None
    for cells in itertools.product(range(1, 6), repeat=4):
        two = [list(cells[:2]), list(cells[2:])]
        before = ranks_by_tool(rank(problem_of(two, scale=FIVE, method="topsis")))
        if before["t00"] == before["t01"]:
            continue
        for third in itertools.product((1, 5), repeat=2):
            after = ranks_by_tool(rank(problem_of([*two, list(third)], scale=FIVE, method="topsis")))
            if (after["t00"] < after["t01"]) != (before["t00"] < before["t01"]) and after["t00"] != after[
                "t01"
            ]:
                found = (two, third)
                break
        if found:
            break

    assert found
    warned = rank(problem_of(found[0], scale=FIVE, method="topsis")).warnings
    assert [one.code for one in warned] == ["ranking.topsis_can_reverse"]


@every_method
@FEW
@given(matrix=matrices(), weights=weights_for)
def test_what_is_nowhere_better_never_stands_higher(method, matrix, weights):
    ranks = ranks_by_tool(rank(problem_of(matrix, weights[: len(matrix[0])], scale=FIVE, method=method)))

    for one, other in itertools.permutations(range(len(matrix)), 2):
        if all(a >= b for a, b in zip(matrix[one], matrix[other], strict=True)):
            assert ranks[f"t0{one}"] <= ranks[f"t0{other}"]


@FEW
@given(matrix=matrices(least=3), weights=weights_for)
def test_a_tool_that_comes_or_goes_never_turns_two_others_round_in_a_weighted_sum(matrix, weights):
    weights = weights[: len(matrix[0])]
    all_ranks = ranks_by_tool(rank(problem_of(matrix, weights, scale=FIVE)))
    fewer = ranks_by_tool(rank(problem_of(matrix[:-1], weights, scale=FIVE)))

    for one, other in itertools.combinations(fewer, 2):
        assert (fewer[one] < fewer[other]) == (all_ranks[one] < all_ranks[other])


gaps = st.one_of(marks, st.none())


@every_method
@settings(max_examples=30, deadline=None)
@given(matrix=matrices(gaps), weights=weights_for, data=st.data())
def test_a_missing_score_that_comes_in_never_leaves_the_interval(method, matrix, weights, data):
    weights = weights[: len(matrix[0])]
    with_gaps = rank(problem_of(matrix, weights, scale=FIVE, method=method))
    filled = [[data.draw(marks) if cell is None else cell for cell in row] for row in matrix]
    ranks = ranks_by_tool(rank(problem_of(filled, weights, scale=FIVE, method=method)))

    for tool in with_gaps.tools:
        assert tool.best_rank <= ranks[tool.tool] <= tool.worst_rank
        assert tool.best_rank <= tool.rank <= tool.worst_rank


@pytest.mark.parametrize("method", ["weighted_sum", "weighted_product"])
@settings(max_examples=25, deadline=None)
@given(matrix=matrices(gaps), weights=weights_for)
def test_both_ends_of_an_exact_interval_can_be_reached(method, matrix, weights):
    weights = weights[: len(matrix[0])]
    ranking = rank(problem_of(matrix, weights, scale=FIVE, method=method))
    assert ranking.interval_exact

    for at, tool in enumerate(sorted(ranking.tools, key=lambda one: one.tool)):
        for own, others, wanted in ((5, 1, tool.best_rank), (1, 5, tool.worst_rank)):
            filled = [
                [(own if row == at else others) if cell is None else cell for cell in cells]
                for row, cells in enumerate(matrix)
            ]
            ranks = ranks_by_tool(rank(problem_of(filled, weights, scale=FIVE, method=method)))
            assert ranks[tool.tool] == wanted


def test_missing_is_not_zero_and_stands_in_the_middle_until_it_is_known():
    ranking = rank(problem_of([[None], [2], [4]], scale=FIVE))

    assert [one.tool for one in ranking.tools] == ["t02", "t00", "t01"]
    missing = ranking.tools[1]
    assert (missing.score, missing.best_rank, missing.worst_rank, missing.missing) == (0.5, 1, 3, ("c00",))


def test_missing_scores_without_a_scale_leave_every_rank_open_and_say_so():
    ranking = rank(problem_of([[None, 3], [2, 3], [4, 1]]))

    assert {(one.best_rank, one.worst_rank) for one in ranking.tools} == {(1, 3)}
    assert not ranking.interval_exact
    warned = {one.code: one.refs for one in ranking.warnings}
    assert warned == {
        "ranking.scale_from_scores": ("c00", "c01"),
        "ranking.missing_without_scale": ("c00",),
    }


def test_what_does_not_apply_gives_its_weight_to_the_rest():
    ranking = rank(problem_of([["n/a", 4], [5, 3]], [9, 1], scale=FIVE))

    by_tool = {one.tool: one for one in ranking.tools}
    assert by_tool["t00"].score == pytest.approx(0.75)
    assert by_tool["t00"].contributions == pytest.approx({"c00": 0, "c01": 0.75})
    assert by_tool["t00"].not_applicable == ("c00",)
    assert by_tool["t00"].missing == ()


@every_method
def test_a_tool_to_which_nothing_applies_is_not_ranked(method):
    ranking = rank(problem_of([["n/a", "n/a"], [5, 3], [2, 2]], scale=FIVE, method=method))

    assert [one.tool for one in ranking.tools] == ["t01", "t02"]
    assert [(one.tool, one.reason.code) for one in ranking.out] == [("t00", "ranking.nothing_applies")]


@every_method
def test_a_tool_that_is_knocked_out_is_not_ranked_and_the_reason_is_told(method):
    criteria = (
        Criterion(id="legal", scale=Scale(low=1, high=5), knock_out=KnockOut(least=3)),
        Criterion(id="useful", scale=Scale(low=1, high=5)),
    )
    scores = {"good": (3, 3), "best-but-illegal": (2.5, 5)}
    assessment = Assessment(
        tools=tuple(scores),
        criteria=criteria,
        assessors=("x",),
        scores=tuple(
            Score(tool=tool, criterion=criterion.id, assessor="x", value=value)
            for tool, row in scores.items()
            for criterion, value in zip(criteria, row, strict=True)
        ),
    )

    ranking = rank(
        RankProblem(assessment=assessment, weights=Fixed(weights={"legal": 1, "useful": 9}), method=method)
    )

    assert [one.tool for one in ranking.tools] == ["good"]
    (out,) = ranking.out
    assert (out.tool, out.reason.code, out.reason.refs) == (
        "best-but-illegal",
        "ranking.below_least",
        ("legal",),
    )


@every_method
def test_nothing_is_left_when_all_are_out(method):
    problem = problem_of([["n/a"], ["n/a"]], scale=FIVE, method=method)

    assert (rank(problem).tools, len(rank(problem).out)) == ((), 2)


def test_equal_tools_share_a_rank():
    ranking = rank(problem_of([[3, 2], [2, 3], [1, 1]], scale=FIVE))

    assert ranks_by_tool(ranking) == {"t00": 1, "t01": 1, "t02": 3}


def test_several_assessors_count_alike():
    both = tuple(
        Score(tool=tool, criterion="c", assessor=who, value=value)
        for who, row in (("x", (1, 5)), ("y", (5, 3)))
        for tool, value in zip("ab", row, strict=True)
    )
    assessment = Assessment(
        tools=("a", "b"),
        criteria=(Criterion(id="c", scale=Scale(low=1, high=5)),),
        assessors=("x", "y"),
        scores=both,
    )

    assert scores_of(rank(RankProblem(assessment=assessment, weights=Fixed(weights={"c": 1})))) == [0.5, 0.75]


@every_method
def test_contributions_add_up_to_the_score(method):
    matrix = np.random.default_rng(5).integers(1, 6, (6, 4)).tolist()

    for tool in rank(problem_of(matrix, [4, 3, 2, 1], scale=FIVE, method=method)).tools:
        total = sum(tool.contributions.values())
        assert total == pytest.approx(np.log(tool.score) if method == "weighted_product" else tool.score)


def test_the_other_methods_say_whether_they_choose_the_same_tools():
    # The first is good at one thing and bad at the other: a sum forgives that, a product does not.
    ranking = rank(problem_of([[5, 1], [2.9, 2.9], [1, 1]], scale=(0, 5), top=1))

    opinions = {one.method: one for one in ranking.opinions}
    assert set(opinions) == {"weighted_product", "topsis", "promethee"}
    product = opinions["weighted_product"]
    assert (product.same_choice, product.instead, product.not_chosen) == (False, ("t01",), ("t00",))
    assert opinions["promethee"].same_choice
    assert opinions["topsis"].scaling == "vector"
    assert product.order[0] == "t01"
    assert -1 <= product.agreement < 1


def test_a_method_that_cannot_be_used_is_no_second_opinion_and_says_why():
    matrix = [[0, 3], [2, 4]]
    product = next(
        one for one in rank(problem_of(matrix, scale=(0, 5))).opinions if one.method == "weighted_product"
    )

    assert product.unusable.code == "ranking.method_unusable"
    assert product.same_choice is None
    with pytest.raises(InputWrong, match="zero or less"):
        rank(problem_of(matrix, scale=(0, 5), method="weighted_product"))


def test_an_order_of_criteria_is_enough_to_rank():
    assessment = assessment_of([[5, 1], [1, 4]], scale=FIVE)
    ranking = rank(RankProblem(assessment=assessment, weights=Ranked(order=("c01", "c00"))))

    assert ranking.weights == pytest.approx({"c00": 0.25, "c01": 0.75})
    assert ranking.tools[0].tool == "t01"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"weights": Fixed(weights={"c00": 1})}, "unknown", "weights"),
        ({"weights": Fixed(weights={"c00": 1, "c01": 1, "q": 1})}, "unknown", "weights"),
        ({"preferences": {"q": Usual()}}, "unknown", "preferences"),
        ({"top": 0}, "too_small", "top"),
        ({"top": 9}, "too_large", "top"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change, code, field):
    parts = {"assessment": assessment_of([[1, 2], [3, 4]]), "weights": Fixed(weights={"c00": 1, "c01": 1})}
    with pytest.raises(InputWrong) as refused:
        RankProblem(**(parts | change))

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("preference", "code"),
    [
        (lambda: VShape(preference=0), "too_small"),
        (lambda: VShape(preference=float("nan")), "not_finite"),
        (lambda: Linear(indifference=3, preference=2), "minimum_above_maximum"),
        (lambda: Linear(indifference=-1, preference=2), "too_small"),
    ],
)
def test_a_preference_that_cannot_be_is_refused(preference, code):
    with pytest.raises(InputWrong) as refused:
        preference()

    assert refused.value.code == code


def test_a_ranking_is_read_from_a_file():
    problem = problem_of([[1, 2], [3, 4]], scale=FIVE, preferences={"c00": Usual()})

    assert read(RankProblem, msgspec.json.encode(problem)) == problem
