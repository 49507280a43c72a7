"""Without a plan people hear why, what excludes what, and the smallest change that would be enough."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from msgspec.structs import replace

from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots.allocate import allocate_pilots
from kopgroep.engine.pilots.best import best
from kopgroep.engine.pilots.conflicts import without
from kopgroep.engine.pilots.explain import explain_pilots, loosened
from kopgroep.engine.pilots.flow import room_of, too_few_sites, too_few_tests
from kopgroep.engine.pilots.model import GROUPS, grid_of
from kopgroep.engine.pilots.pair import explain_pair
from kopgroep.engine.pilots.problem import Agreed
from tests.engine.pilots.small import as_cells, best_value, cells, changed, deal, deals
from tools.bench_engine.generator import pilots

SOME = settings(max_examples=40, deadline=None)


def possible(problem):
    return allocate_pilots(problem).outcome.status == "optimal"


@SOME
@given(deals(places=3))
def test_every_way_out_is_enough_and_one_unit_less_is_not(problem):
    problem = problem.in_order()
    told = explain_pilots(problem)
    if best_value(problem) is not None:
        assert (told.outcome.status, told.infeasibility, told.ways) == ("optimal", None, ())
        return
    assert told.outcome.status == "infeasible"
    for way in told.ways:
        assert way.total == way.least == sum(one.by for one in way.relaxations) > 0
        assert possible(loosened(problem, way.relaxations))
        for number, one in enumerate(way.relaxations):
            less = [*way.relaxations]
            less[number] = replace(one, by=one.by - 1)
            assert not possible(loosened(problem, tuple(rest for rest in less if rest.by)))


@SOME
@given(deals(places=3))
def test_rules_in_conflict_exclude_each_other_and_any_one_less_does_not(problem):
    problem = problem.in_order()
    told = explain_pilots(problem)
    assume(told.infeasibility is not None and not _locked_out(told))
    grid = grid_of(problem)
    assert told.infeasibility.conflicts
    for conflict in told.infeasibility.conflicts:
        assert conflict.minimal
        asked = frozenset(conflict.refs)
        assert kept(grid, asked).status == "infeasible"
        for one in asked:
            assert kept(grid, asked - {one}).chosen is not None


def _locked_out(told):
    return any(reason.code == "pilots.locked_not_possible" for reason in told.infeasibility.reasons)


def kept(grid, groups):
    return best(without(grid, frozenset(GROUPS) - groups), Patience())


@settings(max_examples=60, deadline=None)
@given(deals(places=5, tools=4, most_pairs=20))
def test_a_cut_names_who_needs_more_than_there_is_room_for_by_just_the_shortfall(problem):
    grid = grid_of(replace(problem, agreed=None).in_order())
    for cut, asker, giver, need, room in (
        (too_few_sites(grid), grid.tool, grid.place, grid.least_sites, room_of(grid)),
        (
            too_few_tests(grid),
            grid.place,
            grid.tool,
            grid.least_tools,
            np.minimum(grid.most_sites, grid.places),
        ),
    ):
        if cut is None:
            continue
        pairs = np.bincount(giver[cut.asking[asker]], minlength=len(room))
        assert cut.need == need[cut.asking].sum()
        assert cut.room == np.minimum(room, pairs).sum()
        assert cut.shortfall == cut.lacking.sum() > 0
        assert set(np.flatnonzero(pairs)) == set(np.flatnonzero(cut.giving))


def test_tools_that_only_one_full_municipality_may_test_are_named_with_it():
    problem = changed(deal(3, 3, least=0), "municipalities", 0, maximum=1)
    problem = replace(
        problem, pairs=tuple(one for one in problem.pairs if one.tool == "t2" or one.municipality == "m0")
    )

    plan = allocate_pilots(problem)

    assert plan.infeasibility.rung == "flow"
    (reason,) = plan.infeasibility.reasons
    assert (reason.code, reason.refs) == ("pilots.sites_short", ("t0", "t1", "m0"))
    assert dict(reason.params) == {"needed": 2, "possible": 1, "short": 1, "askers": 2}
    (relaxation,) = plan.infeasibility.relaxations
    assert (relaxation.by, relaxation.proven_smallest) == (1, True)
    assert possible(loosened(problem, plan.infeasibility.relaxations))


def test_the_sum_that_is_too_large_is_told_before_the_flow():
    problem = deal(2, 3, least=0, sites=2)
    problem = replace(
        problem, municipalities=tuple(replace(one, maximum=2) for one in problem.municipalities)
    )

    infeasibility = allocate_pilots(problem).infeasibility

    assert infeasibility.rung == "totals"
    assert infeasibility.reasons[0].params == {"needed": 6, "possible": 4}


@pytest.mark.parametrize(
    ("problem", "code", "refs"),
    [
        (deal(2, 2, least=3), "too_few_tools_possible", ("m0",)),
        (deal(2, 2, sites=3), "too_few_sites_possible", ("t0",)),
        (deal(2, 2, regions=1), "too_few_regions_possible", ("t0",)),
        (deal(2, 2, ends=(("small",),)), "no_municipality_of_end", ("t0", "small")),
        (
            replace(deal(2, 2, hours=5), tools=tuple(replace(one, hours=6) for one in deal(2, 2).tools)),
            "too_few_tests_fit",
            ("m0",),
        ),
        (
            replace(
                changed(deal(1, 2, every_principle=True, sites=0), "tools", 1, principle="open"),
                pairs=deal(1, 2).pairs[:1],
            ),
            "no_tool_of_principle",
            ("m0", "open"),
        ),
        (
            replace(deal(1, 1), agreed=Agreed(locked=as_cells([("m0", "gone")]))),
            "locked_not_possible",
            ("m0", "gone"),
        ),
        (
            replace(
                changed(deal(1, 2, sites=0), "municipalities", 0, maximum=1),
                agreed=Agreed(locked=as_cells([("m0", "t0"), ("m0", "t1")])),
            ),
            "too_many_locked_tests",
            ("m0",),
        ),
    ],
)
def test_what_one_item_cannot_have_is_told_at_once(problem, code, refs):
    infeasibility = allocate_pilots(problem).infeasibility

    assert infeasibility.rung == "items"
    assert (f"pilots.{code}", refs) in [(one.code, one.refs) for one in infeasibility.reasons]


def in_regions(tools, north, *, hours):
    """Every tool takes 6 hours and must be tested in two regions; the north has few hours, the south has enough."""
    problem = deal(north + 1, tools, least=0, regions=2)
    return replace(
        problem,
        municipalities=tuple(
            replace(one, region="north" if number < north else "south", hours=hours if number < north else 60)
            for number, one in enumerate(problem.municipalities)
        ),
        tools=tuple(replace(one, hours=6) for one in problem.tools),
    )


@pytest.mark.parametrize(
    ("problem", "rung", "short"),
    [
        (in_regions(2, 1, hours=10), "linear", 2),
        # Two times ten hours are three tests and a bit, but two in whole tests.
        (in_regions(3, 2, hours=10), "integer", 2),
    ],
)
def test_hours_and_spread_that_exclude_each_other_are_found_above_the_flow(problem, rung, short):
    plan = allocate_pilots(problem)
    told = explain_pilots(problem)

    assert plan.infeasibility.rung == told.infeasibility.rung == rung
    assert Counter(one.refs for one in told.infeasibility.conflicts) == {("hours", "regions"): 1}
    assert [(way.group, way.total) for way in told.ways] == [("regions", 1), ("hours", short)]
    assert possible(loosened(problem, plan.infeasibility.relaxations))


@SOME
@given(deals(places=3, easy=True))
def test_what_the_other_choice_costs_is_as_trying_all_plans_says(problem):
    problem = problem.in_order()
    top = best_value(problem)
    assume(top is not None and problem.pairs)
    locked = () if problem.agreed is None else problem.agreed.locked
    for one in problem.pairs[:4]:
        cell = as_cells([(one.municipality, one.tool)])
        told = explain_pair(problem, municipality=one.municipality, tool=one.tool)
        exact = explain_pair(problem, municipality=one.municipality, tool=one.tool, exact=True)
        without_it = replace(problem, pairs=tuple(pair for pair in problem.pairs if pair != one))
        with_it = replace(problem, agreed=Agreed(locked=(*(c for c in locked if c != cell[0]), *cell)))
        other = best_value(without_it if told.chosen else with_it)
        assert exact.exact
        assert exact.loss == (None if other is None else top - other)
        assert other is None or told.loss <= exact.loss
        assert (exact.infeasibility is None) == (other is not None)


def test_a_pair_that_is_not_possible_is_told_so():
    problem = replace(deal(), pairs=deal().pairs[1:])

    told = explain_pair(problem, municipality="m0", tool="t0")

    assert (told.chosen, told.loss, told.because[0].code) == (False, None, "pilots.not_possible")


def test_a_large_deal_is_explained_by_its_flow():
    """More tools with a need than all municipalities have room for; no solver is asked."""
    problem = pilots(40, 60, "D")
    problem = replace(problem, tools=tuple(replace(one, minimum=9, maximum=12) for one in problem.tools))

    plan = allocate_pilots(problem)

    assert (plan.outcome.status, plan.infeasibility.rung) == ("infeasible", "totals")
    assert cells(plan) == []
