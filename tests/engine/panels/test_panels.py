"""Panels are proven best, checked in whole numbers, as even as can be, and nobody assesses what is their own."""

from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kopgroep.engine.answers import as_json
from kopgroep.engine.child import in_child
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.givens import read
from kopgroep.engine.panels.assign import assign_panels
from kopgroep.engine.panels.check import broken_rules
from kopgroep.engine.panels.explain import explain_panels
from kopgroep.engine.panels.problem import Assessor, Fit, PanelProblem, PanelRules, Seat, Tool
from kopgroep.engine.panels.room import cut_of
from kopgroep.engine.panels.rows import Board
from tests.engine.portfolio.small import second_opinion
from tools.bench_engine.choices import panels

few = settings(max_examples=25, deadline=None)
NAMES, TOOLS = ("a", "b", "c", "d"), ("x", "y", "z")


@st.composite
def problems(draw):
    names, tools = NAMES[: draw(st.integers(2, 4))], TOOLS[: draw(st.integers(1, 3))]
    pairs = list(product(names, tools))
    seats = st.lists(st.sampled_from(pairs), unique=True, max_size=2)
    least = draw(st.integers(0, 2))
    return PanelProblem(
        assessors=tuple(
            Assessor(
                id=one,
                organisation=draw(st.sampled_from(["o", "p", None])),
                helix=draw(st.sampled_from(["government", "market", None])),
            )
            for one in names
        ),
        tools=tuple(Tool(id=one, organisations=draw(st.sampled_from([(), ("o",), ("p",)]))) for one in tools),
        fits=tuple(Fit(assessor=one, tool=tool, fit=draw(st.integers(0, 5))) for one, tool in pairs),
        conflicts=tuple(Seat(assessor=one, tool=tool) for one, tool in draw(seats)),
        rules=PanelRules(
            assessors=least,
            assessors_maximum=draw(st.sampled_from([None, least + 1])),
            minimum=draw(st.integers(0, 1)),
            maximum=draw(st.integers(1, 3)),
            helix=draw(st.sampled_from([{}, {"government": 1}])),
            roles=draw(st.integers(0, 2)),
            even=draw(st.sampled_from(["after_fit", "before_fit"])),
        ),
    )


def every(problem):
    pairs = Board(problem.in_order()).pairs
    plans = chain.from_iterable(combinations(pairs, count) for count in range(len(pairs) + 1))
    return [plan for plan in plans if not broken_rules(problem, plan)]


def chosen(answer):
    return [(one, panel.tool) for panel in answer.panels for one in panel.assessors]


def fit(problem, plan):
    return sum(one.fit for one in problem.fits if (one.assessor, one.tool) in set(plan))


def squares(problem, plan):
    return sum(sum(1 for who, _ in plan if who == one.id) ** 2 for one in problem.assessors)


@few
@given(problems())
def test_every_plan_keeps_the_rules_and_none_is_better_in_turn(problem):
    answer = assign_panels(problem)
    plans = every(problem)

    assert (answer.outcome.status == "infeasible") == (not plans)
    if not plans:
        return
    plan = chosen(answer)
    assert broken_rules(problem, plan) == []

    def worth(one):
        keys = (fit(problem, one), -squares(problem, one))
        return keys if problem.rules.even == "after_fit" else keys[::-1]

    assert worth(plan) == max(worth(one) for one in plans)
    assert answer.outcome.objective == fit(problem, plan)
    assert answer.outcome.objective <= answer.outcome.bound
    assert answer.even


@few
@given(problems(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(problem, chance):
    mixed = replace(
        problem,
        **{
            name: tuple(chance.sample(getattr(problem, name), len(getattr(problem, name))))
            for name in ("assessors", "tools", "fits", "conflicts")
        },
    )

    assert as_json(assign_panels(mixed)) == as_json(assign_panels(problem))


@few
@given(problems(), st.data())
def test_fewest_agreed_pairs_change(problem, data):
    pairs = [(one.id, tool.id) for one in problem.assessors for tool in problem.tools]
    agreed = data.draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1))
    asked = replace(problem, agreed=tuple(Seat(assessor=one, tool=tool) for one, tool in agreed))
    answer, plans = assign_panels(asked), every(problem)
    if plans:
        fewest = min(len(set(plan) ^ set(agreed)) for plan in plans)
        assert len(answer.added) + len(answer.dropped) == fewest
        same = [plan for plan in plans if len(set(plan) ^ set(agreed)) == fewest]
        if problem.rules.even == "after_fit":
            assert fit(problem, chosen(answer)) == max(fit(problem, plan) for plan in same)


@settings(max_examples=40, deadline=None)
@given(problems())
def test_why_not_is_a_minimal_conflict_and_the_fewest_seats(problem):
    why, plans = explain_panels(problem), every(problem)

    assert (why is None) == bool(plans)
    if why is None:
        return
    board = Board(problem.in_order())
    (conflict,) = why.conflicts
    assert conflict.minimal
    assert not possible(board, conflict.refs)
    for one in conflict.refs:
        assert possible(board, [ref for ref in conflict.refs if ref != one])
    for way in (("tool", "helix", "roles", "least"), ("most",)):
        loosened = {one.ref: int(one.by) for one in why.relaxations if one.ref.split(":")[0] in way}
        if loosened:
            refs = [row.ref for row in board.rows]
            assert possible(board, refs, loosened)
            for ref in loosened:
                assert not possible(board, refs, {**loosened, ref: loosened[ref] - 1})


def possible(board, refs, loosened=None):
    """Whether some set of pairs keeps these rules, by trying them all."""
    loosened = loosened or {}
    rows = [row for row in board.rows if row.ref in refs]
    numbers = range(len(board.pairs))
    for plan in chain.from_iterable(combinations(numbers, count) for count in range(len(numbers) + 1)):
        if all(kept(row, set(plan), loosened.get(row.ref, 0)) for row in rows):
            return True
    return False


def kept(row, plan, by):
    groups = getattr(row, "groups", None)
    have = len(plan & set(row.pairs)) if groups is None else sum(1 for group in groups if plan & set(group))
    most = getattr(row, "maximum", None)
    return (row.minimum is None or have >= row.minimum - by) and (most is None or have <= most + by)


@few
@given(problems())
def test_a_cut_names_more_seats_than_room(problem):
    cut = cut_of(Board(problem.in_order()))
    if cut is None:
        return
    assert cut.needed > cut.room
    assert every(problem) == []
    least = {tool.id: problem.panel(tool)[0] for tool in problem.tools}
    mix = sum(problem.rules.helix.values())
    assert cut.needed <= sum(max(least[tool], mix) for tool in cut.tools)
    most = {one.id: problem.load(one)[1] for one in problem.assessors}
    assert cut.room == cut.pairs + sum(most[one] for one in cut.assessors)


def test_nobody_assesses_a_tool_of_the_own_organisation():
    answer = assign_panels(panels(12, 16, 2, roles=3))
    home = {one.id: one.organisation for one in panels(12, 16, 2).assessors}
    own = {tool.id: tool.organisations for tool in panels(12, 16, 2).tools}

    assert answer.outcome.status == "optimal"
    assert all(home[one] not in own[tool] for one, tool in chosen(answer))
    assert all(len(panel.helix) >= 3 and len(panel.assessors) == 3 for panel in answer.panels)
    assert answer.barred == 24


def test_an_even_load_before_the_best_fit_leaves_one_tool_between_most_and_least():
    loose, even = (assign_panels(panels(12, 16, even=way)) for way in ("after_fit", "before_fit"))

    assert even.spread <= 1
    assert even.spread <= loose.spread
    assert even.outcome.objective <= loose.outcome.objective


@few
@given(problems())
def test_more_room_never_lowers_the_best_fit(problem):
    problem = replace(problem, rules=replace(problem.rules, even="after_fit"))
    wider = replace(problem, rules=replace(problem.rules, maximum=problem.rules.maximum + 1, roles=0))
    found = [assign_panels(one) for one in (problem, wider)]
    values = [-1 if one.infeasibility else one.outcome.objective for one in found]

    assert values == sorted(values)


def test_ortools_in_a_process_of_its_own_finds_the_same_fit():
    asked = [
        panels(15, 20, 1),
        panels(15, 20, 2, minimum=2, roles=3),
        panels(15, 20, 3, helix={"government": 1, "society": 1}, assessors_maximum=4),
    ]

    found = second_opinion(panels=asked)["panels"]

    assert [assign_panels(one).outcome.objective for one in asked] == [one["value"] for one in found]


def test_the_same_bytes_come_out_of_a_process_of_its_own():
    assert as_json(in_child(assign_panels, panels(8, 10))) == as_json(assign_panels(panels(8, 10)))


def test_the_steps_of_the_ladder():
    base = panels(8, 10)
    everyone = tuple(f"o{number:03}" for number in range(5))
    alone = replace(base, fits=(), tools=(replace(base.tools[0], organisations=everyone),))
    cases = {
        "items": replace(alone, rules=replace(base.rules, assessors=1)),
        "totals": panels(8, 10, maximum=2),
        "flow": panels(8, 10, maximum=3, helix={"government": 2}),
    }
    for rung, problem in cases.items():
        assert assign_panels(problem).infeasibility.rung == rung


def test_locked_pairs_stay_and_a_locked_pair_that_is_barred_is_named():
    base = panels(8, 10)
    home = base.tools[0].organisations[0]
    own = next(one.id for one in base.assessors if one.organisation == home)
    others = {one.id for one in base.assessors if one.organisation != home}
    poorest = min(
        (one for one in base.fits if one.tool == "t000" and one.assessor in others), key=lambda one: one.fit
    )
    held = Seat(assessor=poorest.assessor, tool="t000")

    answer = assign_panels(replace(base, locked=(held,)))
    barred = assign_panels(replace(base, locked=(Seat(assessor=own, tool="t000"),)))

    assert (held.assessor, held.tool) in chosen(answer)
    assert barred.infeasibility.rung == "items"
    assert barred.infeasibility.reasons[0].code == "panels.locked_but_barred"


def test_without_time_it_says_stopped():
    assert assign_panels(panels(40, 60), seconds=0.0).outcome.status == "stopped"


def test_the_panels_that_were_agreed_come_back_when_nothing_changed():
    problem = panels(10, 12, 4)
    first = assign_panels(problem)
    agreed = tuple(Seat(assessor=one, tool=tool) for one, tool in chosen(first))

    again = assign_panels(replace(problem, agreed=agreed))

    assert chosen(again) == chosen(first)
    assert (again.added, again.dropped) == ((), ())


def text(assessors='[{"id": "a"}]', tools='[{"id": "x"}]', rest=""):
    return f'{{"assessors": {assessors}, "tools": {tools}{rest}}}'


@pytest.mark.parametrize(
    ("given_text", "code", "field"),
    [
        (text("[]"), "empty", "assessors"),
        (text(tools="[]"), "empty", "tools"),
        (text('[{"id": "a"}, {"id": "a"}]'), "twice", "assessors"),
        (text('[{"id": ""}]'), "blank_id", "assessors"),
        (text('[{"id": "a", "minimum": 2, "maximum": 1}]'), "minimum_above_maximum", "assessors[0].minimum"),
        (text('[{"id": "a", "maximum": -1}]'), "too_small", "assessors[0].maximum"),
        (text('[{"id": "a", "maximum": 1e308}]'), "wrong_shape", "assessors[0].maximum"),
        (text(tools='[{"id": "x", "organisations": ["o", "o"]}]'), "twice", "tools[0].organisations"),
        (text(rest=', "fits": [{"assessor": "b", "tool": "x", "fit": 1}]'), "unknown", "fits[0].assessor"),
        (text(rest=', "fits": [{"assessor": "a", "tool": "x", "fit": -1}]'), "too_small", "fits[0].fit"),
        (text(rest=', "fits": [{"assessor": "a", "tool": "x", "fit": NaN}]'), "wrong_shape", "file"),
        (text(rest=', "locked": [{"assessor": "a", "tool": "y"}]'), "unknown", "locked[0].tool"),
        (
            text(rest=', "agreed": [{"assessor": "a", "tool": "x"}, {"assessor": "a", "tool": "x"}]'),
            "twice",
            "agreed[1]",
        ),
        (text(rest=', "rules": {"minimum": 3, "maximum": 2}'), "minimum_above_maximum", "rules.minimum"),
        (text(rest=', "rules": {"helix": {"market": -1}}'), "too_small", "rules.helix.market"),
        (text(rest=', "rules": {"minimum": 3}'), "minimum_above_maximum", "assessors[0].minimum"),
    ],
)
def test_a_problem_that_cannot_be_is_refused(given_text, code, field):
    with pytest.raises(InputWrong) as refused:
        read(PanelProblem, given_text)

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e308, 2.5, -1])
def test_a_caller_in_python_is_refused_as_well(value):
    with pytest.raises(InputWrong):
        Assessor(id="a", maximum=value)
