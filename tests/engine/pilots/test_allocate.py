"""The plan keeps every rule, is the best there is, and does not depend on order, names or luck."""

import json
import subprocess
import sys
from random import Random

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kopgroep.engine.answers import as_json
from kopgroep.engine.child import in_child
from kopgroep.engine.patience import Patience
from kopgroep.engine.pilots import price_and_probe
from kopgroep.engine.pilots.allocate import allocate_pilots
from kopgroep.engine.pilots.check import broken, value
from kopgroep.engine.pilots.model import grid_of, programme_of
from kopgroep.engine.pilots.problem import Municipality
from kopgroep.engine.pilots.search import whole
from kopgroep.engine.solver import solve
from tests.engine.pilots.small import best_value, cells, changed, deal, deals
from tools.bench_engine.generator import VARIANTS, pilots

FEW = settings(max_examples=60, deadline=None)


@FEW
@given(deals())
def test_the_plan_is_the_best_of_all_plans_and_keeps_every_rule(problem):
    plan = allocate_pilots(problem)

    best = best_value(problem)
    if best is None:
        assert plan.outcome.status == "infeasible"
        assert plan.infeasibility is not None
    else:
        assert plan.outcome.status == "optimal"
        assert plan.outcome.objective == plan.outcome.bound == value(problem, cells(plan)) == best
        assert broken(problem, cells(plan)) == []
        assert all(one.because for one in (*plan.pilots, *plan.close))


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("seed", range(3))
def test_a_deal_of_this_size_comes_out_as_all_of_it_in_whole_numbers_does(variant, seed):
    problem = pilots(16, 12, variant, seed)

    plan = allocate_pilots(problem)

    assert plan.outcome.objective == whole(grid_of(problem.in_order()), Patience()).value
    assert plan.outcome.status == "optimal"


def test_a_large_grid_is_sifted_to_the_same_relaxation():
    """More pairs than are solved at once: the relaxation of few equals that of all."""
    grid = grid_of(pilots(60, 80, "C").in_order())

    all_of_it = solve(programme_of(grid).programme, relaxed=True)

    assert grid.pairs > 4_000
    assert price_and_probe.relax(grid, Patience()).bound == pytest.approx(all_of_it.objective, abs=1e-3)


@FEW
@given(deals(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(problem, random: Random):
    mixed = {
        name: tuple(random.sample(getattr(problem, name), len(getattr(problem, name))))
        for name in ("municipalities", "tools", "pairs")
    }

    assert as_json(allocate_pilots(replace(problem, **mixed))) == as_json(allocate_pilots(problem))


@FEW
@given(deals(easy=True))
def test_other_names_in_the_same_order_give_the_same_plan(problem):
    def named(cell):
        return replace(cell, municipality="x" + cell.municipality, tool="y" + cell.tool)

    agreed = problem.agreed and replace(problem.agreed, locked=tuple(map(named, problem.agreed.locked)))
    renamed = replace(
        problem,
        municipalities=tuple(replace(one, id="x" + one.id) for one in problem.municipalities),
        tools=tuple(replace(one, id="y" + one.id) for one in problem.tools),
        pairs=tuple(map(named, problem.pairs)),
        agreed=agreed,
    )

    plan, other = allocate_pilots(problem), allocate_pilots(renamed)

    assert [("x" + municipality, "y" + tool) for municipality, tool in cells(plan)] == cells(other)


def looser(problem, draw):
    """The same deal with one rule less strict."""
    rules = problem.rules
    ways = [
        replace(problem, rules=replace(rules, regions=max(0, rules.regions - 1))),
        replace(problem, rules=replace(rules, ends=())),
        replace(problem, rules=replace(rules, every_principle=False)),
        replace(problem, rules=replace(rules, tools=max(0, rules.tools - 1))),
        replace(problem, rules=replace(rules, sites=max(0, rules.sites - 1))),
        changed(problem, "municipalities", 0, hours=None),
        changed(problem, "municipalities", 0, maximum=None),
        changed(problem, "tools", 0, maximum=None),
        replace(problem, agreed=None),
        replace(
            problem,
            municipalities=(
                *problem.municipalities,
                Municipality(id="new", minimum=0, size="small", principles=False),
            ),
        ),
    ]
    return draw(st.sampled_from(ways))


@FEW
@given(deals(easy=True), st.data())
def test_a_looser_rule_and_a_municipality_without_duty_never_lower_the_best(problem, data):
    plan = allocate_pilots(problem)
    assume(plan.outcome.status == "optimal")

    other = allocate_pilots(looser(problem, data.draw))

    assert other.outcome.status == "optimal"
    assert other.outcome.objective >= plan.outcome.objective


def test_the_same_input_gives_the_same_bytes_here_and_in_a_process_of_its_own(tmp_path):
    problem = pilots(16, 12, "D")
    here = as_json(allocate_pilots(problem))

    assert as_json(allocate_pilots(problem)) == here
    assert as_json(in_child(allocate_pilots, problem)) == here
    assert here == _forked(tmp_path / "forked.json")


FORKED = """
import os, sys
from kopgroep.engine.answers import as_json
from kopgroep.engine.pilots.allocate import allocate_pilots
from tools.bench_engine.generator import pilots

problem = pilots(16, 12, "D")
allocate_pilots(problem)
child = os.fork()
if child == 0:
    with open(sys.argv[1], "wb") as file:
        file.write(as_json(allocate_pilots(problem)))
    os._exit(0)
os.waitpid(child, 0)
"""


def _forked(told):
    """By a process that was forked after another one had solved."""
    subprocess.run([sys.executable, "-c", FORKED, str(told)], check=True)
    return told.read_bytes()


class Impatient:
    def told(self, **progress):
        return None

    def stopped(self):
        return True


def test_stopped_it_hands_back_what_it_has_and_a_bound_that_holds():
    problem = pilots(59, 40, "D")

    stopped = allocate_pilots(problem, watch=Impatient())

    assert stopped.outcome.status == "stopped"
    assert allocate_pilots(problem, seconds=0).outcome.status == "stopped"
    if stopped.pilots:
        assert broken(problem, cells(stopped)) == []


def test_a_pair_with_a_project_comes_before_one_that_fits_as_well():
    problem = deal(1, 2, hours=8, least=1, sites=0, project_points=5)
    problem = replace(problem, tools=tuple(replace(one, hours=8) for one in problem.tools))
    problem = changed(problem, "pairs", 1, project=True)

    plan = allocate_pilots(problem)

    assert cells(plan) == [("m0", "t1")]
    assert {reason.code for reason in plan.pilots[0].because} >= {"pilots.project", "pilots.fit"}
    (other,) = plan.close
    assert other.tool == "t0"
    assert {reason.code for reason in other.because} == {"pilots.hours_short", "pilots.fits_less"}


def test_of_plans_that_are_worth_the_same_the_lowest_ids_are_taken():
    problem = deal(2, 4, least=1, sites=0)
    one_each = tuple(replace(one, maximum=1) for one in problem.municipalities)
    problem = replace(problem, municipalities=one_each)

    assert cells(allocate_pilots(problem)) == [("m0", "t0"), ("m1", "t0")]
    assert cells(allocate_pilots(changed(problem, "tools", 0, maximum=1))) in (
        [("m0", "t0"), ("m1", "t1")],
        [("m0", "t1"), ("m1", "t0")],
    )


def test_ortools_in_a_process_of_its_own_finds_the_same_value():
    problems = [pilots(8, 6, variant, seed) for variant in VARIANTS for seed in range(2)]

    found = cp_sat(problems)

    assert [allocate_pilots(problem).outcome.objective for problem in problems] == found


def cp_sat(problems):
    """CP-SAT and HiGHS cannot live in one process."""
    asked = [msgspec.to_builtins(problem) for problem in problems]
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench_engine.cp_sat"],
        input=json.dumps({"problems": asked, "seconds": 30}),
        capture_output=True,
        text=True,
        check=True,
    )
    return [one["value"] for one in json.loads(done.stdout)]
