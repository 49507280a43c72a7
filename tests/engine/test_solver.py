"""The optimiser proves what it says, can be stopped, and agrees with enumeration."""

import itertools
import math

import numpy as np
import pytest

from kopgroep.engine.solver import Programme, Standing, solve


def chosen_by_hand(cost, weights, limit):
    plans = itertools.product((0, 1), repeat=len(cost))
    return max(np.dot(cost, plan) for plan in plans if np.dot(weights, plan) <= limit)


def knapsack(cost, weights, limit):
    programme = Programme()
    things = programme.columns(cost, whole=True)
    programme.row(things, weights, upper=limit)
    return programme


@pytest.mark.parametrize("seed", range(10))
def test_a_choice_within_a_limit_is_the_best_of_all_choices(seed):
    numbers = np.random.default_rng(seed)
    cost, weights = numbers.integers(1, 30, 10), numbers.integers(1, 20, 10)
    limit = int(weights.sum() // 2)

    found = solve(knapsack(cost, weights, limit), step=1)

    assert found.status == "optimal"
    assert found.objective == found.bound == chosen_by_hand(cost, weights, limit)
    assert weights @ found.x <= limit


def test_a_linear_programme_says_what_its_limits_are_worth():
    programme = knapsack([10, 6], [5, 4], 7)

    found = solve(programme, relaxed=True)

    assert found.x.tolist() == pytest.approx([1, 0.5])
    assert found.prices.tolist() == pytest.approx([1.5])
    assert found.objective == found.bound == pytest.approx(13)


def test_rules_that_exclude_each_other_are_infeasible():
    programme = knapsack([1, 1], [1, 1], 1)
    programme.row([0, 1], lower=2)

    found = solve(programme)

    assert (found.status, found.found) == ("infeasible", False)
    assert math.isnan(found.objective)


def test_a_standing_programme_takes_new_costs_limits_and_rows():
    standing = Standing(knapsack([3, 2, 1], [2, 2, 1], 3))
    assert standing.solve(step=1).x.tolist() == [1, 0, 1]

    standing.costs(np.array([3.0, 5.0, 1.0]))
    assert standing.solve(step=1).x.tolist() == [0, 1, 1]

    standing.limits([1], 0, 0)
    assert standing.solve(step=1).x.tolist() == [1, 0, 1]

    standing.add_row([0], 1, lower=-math.inf, upper=0)
    assert standing.solve(step=1).x.tolist() == [0, 0, 1]


class Impatient:
    def __init__(self):
        self.heard = []

    def told(self, **progress):
        self.heard.append(progress)

    def stopped(self):
        return bool(self.heard)


def hard(size=45, rows=22):
    numbers = np.random.default_rng(1)
    programme = Programme()
    things = programme.columns(numbers.integers(1, 100, size), whole=True)
    for _ in range(rows):
        weights = (numbers.random(size) < 0.3) * numbers.integers(1, 40, size)
        programme.row(things, weights, upper=float(weights.sum() * 0.4))
    return programme


def test_a_stopped_solve_hands_back_its_best_and_a_bound_that_holds():
    watch = Impatient()

    stopped = solve(hard(), step=1, watch=watch)
    best = solve(hard(), step=1)

    assert (stopped.status, best.status) == ("stopped", "optimal")
    assert stopped.found
    assert stopped.objective <= best.objective <= stopped.bound
    assert watch.heard[0]["objective"] is not None


def test_time_that_is_up_stops_a_solve():
    assert solve(hard(400, 200), step=1, seconds=0.05).status == "stopped"


def test_what_presolve_gets_wrong_is_solved_without_it():
    """Three choices out of 4, 4 and 6, that exclude each other: HiGHS 1.15.1 reduces this to nothing, and errs."""
    programme = Programme()
    programme.columns(np.zeros(14), whole=True)
    choices = (range(4), range(4, 8), range(8, 14))
    for columns in choices:
        programme.row(list(columns), lower=1, upper=1)
    exclude = [(0, 1, 4, 5), (2, 3, 6, 7)]
    exclude += [(2, 3, at, at + 1) for at in (8, 10, 12)] + [(6, 7, at, at + 1) for at in (8, 10, 12)]
    for columns in exclude:
        programme.row(columns, upper=1)
    for first in (0, 1):
        programme.row(range(first, 14, 2), lower=1, upper=2)

    assert solve(programme, step=1).status == "infeasible"
