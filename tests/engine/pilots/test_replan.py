"""A plan that people agreed on changes as little as can be, and what is locked never."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kopgroep.engine.pilots.allocate import allocate_pilots
from kopgroep.engine.pilots.check import value
from kopgroep.engine.pilots.problem import Agreed
from tests.engine.pilots.small import as_cells, cells, changed, deal, deals, every_plan, moved
from tools.bench_engine.generator import VARIANTS, pilots

SOME = settings(max_examples=50, deadline=None)


@SOME
@given(deals(easy=True), st.data())
def test_no_plan_changes_less_and_none_that_changes_as_little_is_worth_more(problem, data):
    pairs = [(one.municipality, one.tool) for one in problem.pairs]
    assume(pairs)
    before = data.draw(st.lists(st.sampled_from([*pairs, ("gone", "t0")]), unique=True, min_size=1))
    agreed = Agreed(pairs=as_cells(before), locked=() if problem.agreed is None else problem.agreed.locked)

    plan = allocate_pilots(problem, agreed=agreed)

    plans = list(every_plan(problem))
    if not plans:
        assert plan.outcome.status == "infeasible"
        return
    fewest = min(moved(agreed, one) for one in plans)
    worth = max(value(problem, one) for one in plans if moved(agreed, one) == fewest)
    assert plan.fewest_changes == len(plan.changes) == moved(agreed, cells(plan)) == fewest
    assert plan.outcome.objective == plan.outcome.bound == worth
    assert {(one.municipality, one.tool) for one in agreed.locked} <= set(cells(plan))


def test_with_nothing_changed_the_agreed_plan_comes_back():
    for variant in VARIANTS:
        problem = pilots(16, 12, variant)
        before = allocate_pilots(problem)

        after = allocate_pilots(problem, agreed=Agreed(pairs=as_cells(cells(before))))

        assert cells(after) == cells(before)
        assert (after.changes, after.fewest_changes, after.kept) == ((), 0, len(before.pilots))


def test_a_municipality_that_leaves_takes_only_its_own_tests_with_it():
    problem = pilots(16, 12, "D")
    before = cells(allocate_pilots(problem))
    left = replace(
        problem,
        municipalities=problem.municipalities[1:],
        pairs=tuple(one for one in problem.pairs if one.municipality != "m0000"),
    )

    after = allocate_pilots(left, agreed=Agreed(pairs=as_cells(before)))

    gone = [one for one in after.changes if one.municipality == "m0000"]
    assert {one.kind for one in gone} == {"dropped"}
    assert {reason.code for one in gone for reason in one.because} == {"pilots.not_possible_any_more"}
    assert len(gone) == sum(municipality == "m0000" for municipality, _ in before)
    anew = set(cells(allocate_pilots(left)))
    assert after.fewest_changes <= len(anew ^ set(before))


def test_a_locked_pair_stays_although_another_fits_better():
    problem = changed(deal(1, 2, sites=0), "municipalities", 0, maximum=1)
    problem = changed(problem, "pairs", 1, fit=50)

    free = allocate_pilots(problem)
    locked = allocate_pilots(problem, agreed=Agreed(locked=as_cells([("m0", "t0")])))

    assert cells(free) == [("m0", "t1")]
    assert cells(locked) == [("m0", "t0")]
    assert locked.pilots[0].because[0].code == "pilots.locked"


def test_what_was_agreed_may_stand_in_the_problem_itself():
    problem = replace(deal(), agreed=Agreed(pairs=as_cells([("m0", "t0")])))

    plan = allocate_pilots(problem)

    assert plan.kept == 1
    assert [reason.code for one in plan.pilots for reason in one.because].count("pilots.agreed") == 1
