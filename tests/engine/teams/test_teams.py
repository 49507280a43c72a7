"""Teams that keep their rules, are the fairest of all that do, and change no more than they must."""

import itertools
import json
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.engine.answers import as_json
from kopgroep.engine.child import in_child
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.teams import compose
from kopgroep.engine.teams.bundles import bundles_of
from kopgroep.engine.teams.check import broken_rules
from kopgroep.engine.teams.compose import compose_teams
from kopgroep.engine.teams.problem import Partner, Seat, Team, TeamProblem, Wish
from tools.bench_engine.teams import generated

FEW = settings(max_examples=40, deadline=None)


def seats_of(plan):
    return {(member.partner, team.team) for team in plan.teams for member in team.members}


def satisfaction(problem, seats):
    wishes = {(one.partner, one.team): one.wish for one in problem.wishes}
    return sorted(sum(wishes.get(seat, 0) for seat in seats if seat[0] == one.id) for one in problem.partners)


def changes(problem, seats):
    agreed = {(one.partner, one.team) for one in problem.agreed}
    return len(agreed ^ set(seats)) if agreed else 0


def every_plan(problem):
    pairs = list(itertools.product([one.id for one in problem.partners], [one.id for one in problem.teams]))
    for chosen in itertools.product((False, True), repeat=len(pairs)):
        seats = {pair for pair, yes in zip(pairs, chosen, strict=True) if yes}
        if not broken_rules(problem, seats):
            yield seats


def test_the_worst_off_comes_before_the_total():
    problem = TeamProblem(
        partners=(Partner(id="ada"), Partner(id="bo")),
        teams=(Team(id="north", maximum=1), Team(id="south", maximum=1)),
        wishes=(
            Wish(partner="ada", team="north", wish=9),
            Wish(partner="ada", team="south", wish=4),
            Wish(partner="bo", team="north", wish=3),
            Wish(partner="bo", team="south", wish=1),
        ),
    )

    plan = compose_teams(problem)

    # 9 + 1 is the larger total, but 3 is more than 1 for who is worst off.
    assert [(one.partner, one.wish) for one in plan.partners] == [("bo", 3), ("ada", 4)]
    assert (plan.outcome.status, plan.outcome.objective, plan.fair_below) == ("optimal", 7, None)


def test_after_the_worst_off_comes_the_next():
    # Cy gets nothing whatever happens; max-min alone would then leave the others to chance.
    problem = TeamProblem(
        partners=(Partner(id="ada"), Partner(id="bo"), Partner(id="cy")),
        teams=(Team(id="north", maximum=1), Team(id="south", maximum=1)),
        wishes=(Wish(partner="ada", team="north", wish=5), Wish(partner="bo", team="south", wish=5)),
    )

    assert [one.wish for one in compose_teams(problem).partners] == [0, 5, 5]


def test_a_team_has_every_role_and_a_chair():
    problem = TeamProblem(
        partners=(
            Partner(id="firm", helix="business"),
            Partner(id="town", helix="government"),
            Partner(id="village", helix="government", chair=True),
        ),
        teams=(Team(id="north", maximum=2, chair=True),),
        helix={"business": 1, "government": 1},
        wishes=(Wish(partner="town", team="north", wish=9),),
    )

    (team,) = compose_teams(problem).teams

    assert [one.partner for one in team.members] == ["firm", "village"]
    assert (team.by_helix, team.chair) == ({"business": 1, "government": 1}, "village")


def test_a_role_that_nobody_can_fill_is_named():
    problem = TeamProblem(
        partners=(Partner(id="firm", helix="business"),),
        teams=(Team(id="north", maximum=2), Team(id="south", minimum=0, maximum=2)),
        helix={"business": 1},
    )

    plan = compose_teams(problem)

    # There is one firm, and both teams need one.
    assert plan.outcome.status == "infeasible"
    assert sum(one.short for one in plan.uncovered) == 1
    assert plan.infeasibility.rung == "integer"
    assert plan.infeasibility.conflicts[0].refs == ("helix", "maximum")

    nobody = compose_teams(msgspec.structs.replace(problem, helix={"citizens": 1}))
    assert nobody.infeasibility.rung == "items"
    assert {one.code for one in nobody.infeasibility.reasons} == {"teams.role_uncovered"}


def test_a_partner_has_as_many_teams_as_its_hours_allow():
    problem = TeamProblem(
        partners=(Partner(id="ada", hours=20, maximum=3), Partner(id="bo")),
        teams=tuple(Team(id=f"t{at}", minimum=0, maximum=2, hours=8) for at in range(3)),
        wishes=tuple(Wish(partner="ada", team=f"t{at}", wish=at) for at in range(3)),
    )

    ada = next(one for one in compose_teams(problem).partners if one.partner == "ada")

    assert (ada.teams[-2:], ada.hours, ada.wish, ada.most) == (("t1", "t2"), 16, 3, 3)


@st.composite
def problems(draw):
    partners = tuple(
        Partner(
            id=f"p{at}",
            helix=draw(st.sampled_from(("business", "government"))),
            hours=draw(st.none() | st.integers(0, 8)),
            maximum=draw(st.integers(1, 2)),
            chair=draw(st.booleans()),
        )
        for at in range(draw(st.integers(1, 4)))
    )
    teams = tuple(
        Team(
            id=f"t{at}",
            minimum=draw(st.integers(0, 1)),
            maximum=draw(st.integers(1, 3)),
            hours=draw(st.integers(0, 5)),
            chair=draw(st.booleans()),
        )
        for at in range(draw(st.integers(1, 3)))
    )
    pairs = list(itertools.product([one.id for one in partners], [one.id for one in teams]))
    some = st.sets(st.sampled_from(pairs), max_size=3)
    seats = {
        name: tuple(Seat(partner=one, team=other) for one, other in sorted(draw(some)))
        for name in ("conflicts", "agreed")
    }
    return TeamProblem(
        partners=partners,
        teams=teams,
        wishes=tuple(Wish(partner=one, team=other, wish=draw(st.integers(0, 4))) for one, other in pairs),
        helix=draw(st.sampled_from(({}, {"business": 1}, {"government": 1}))),
        **seats,
    )


@FEW
@given(problems())
def test_no_teams_have_fewer_changes_or_with_as_few_a_fairer_division(problem):
    plan = compose_teams(problem)
    keys = [(-changes(problem, seats), satisfaction(problem, seats)) for seats in every_plan(problem)]

    if not keys:
        assert plan.outcome.status == "infeasible"
        assert plan.infeasibility.reasons
        return
    assert plan.outcome.status == "optimal"
    assert broken_rules(problem, seats_of(plan)) == []
    assert (-plan.changes, satisfaction(problem, seats_of(plan))) == max(keys)
    assert plan.changes == changes(problem, seats_of(plan))
    assert plan.outcome.objective == sum(satisfaction(problem, seats_of(plan)))


@FEW
@given(problems())
def test_agreed_teams_that_still_hold_are_not_changed(problem):
    first = compose_teams(msgspec.structs.replace(problem, agreed=()))
    if first.outcome.status != "optimal":
        return
    agreed = tuple(Seat(partner=one, team=other) for one, other in sorted(seats_of(first)))

    again = compose_teams(msgspec.structs.replace(problem, agreed=agreed, locked=agreed[:1]))

    assert (again.changes, seats_of(again)) == (0, seats_of(first))


def test_an_agreed_seat_that_cannot_stay_brings_no_other_changes():
    """Nothing is left of what was agreed, and still every seat more is a change."""
    asked = TeamProblem(
        partners=(Partner(id="ada"), Partner(id="bo")),
        teams=(Team(id="square", minimum=0, maximum=2),),
        wishes=(Wish(partner="bo", team="square", wish=9),),
        conflicts=(Seat(partner="ada", team="square"),),
        agreed=(Seat(partner="ada", team="square"),),
    )

    plan = compose_teams(asked)

    assert plan.changes == 1
    assert not seats_of(plan)


@FEW
@given(problems())
def test_giving_up_what_is_short_makes_teams_possible_and_one_less_does_not(problem):
    plan = compose_teams(problem)
    if plan.infeasibility is None or not plan.infeasibility.relaxations:
        return
    by = {one.ref: int(one.by) for one in plan.infeasibility.relaxations}

    def loosened(by):
        return msgspec.structs.replace(
            problem,
            helix={},
            teams=tuple(
                msgspec.structs.replace(
                    team,
                    minimum=team.minimum - by.get(f"{team.id}.minimum", 0),
                    helix={
                        role: count - by.get(f"{team.id}.helix.{role}", 0)
                        for role, count in problem.roles(team).items()
                    },
                )
                for team in problem.teams
            ),
        )

    assert compose_teams(loosened(by)).outcome.status == "optimal"
    for ref in by:
        assert compose_teams(loosened(by | {ref: by[ref] - 1})).outcome.status == "infeasible"


@FEW
@given(problems())
def test_the_order_of_the_input_changes_nothing(problem):
    turned = msgspec.structs.replace(
        problem,
        partners=problem.partners[::-1],
        teams=problem.teams[::-1],
        wishes=problem.wishes[::-1],
        agreed=problem.agreed[::-1],
    )

    assert as_json(compose_teams(problem)) == as_json(compose_teams(turned))


@FEW
@given(problems())
def test_other_ids_change_only_names(problem):
    def renamed(one):
        return {name: f"z-{getattr(one, name)}" for name in ("id", "partner", "team") if hasattr(one, name)}

    again = msgspec.structs.replace(
        problem,
        **{
            name: tuple(msgspec.structs.replace(one, **renamed(one)) for one in getattr(problem, name))
            for name in ("partners", "teams", "wishes", "conflicts", "agreed")
        },
    )

    seats = {(f"z-{one}", f"z-{other}") for one, other in seats_of(compose_teams(problem))}
    assert seats_of(compose_teams(again)) == seats


@FEW
@given(problems(), st.sampled_from(("conflicts", "helix", "hours", "seats")))
def test_a_looser_rule_never_makes_the_division_less_fair(problem, rule):
    problem = msgspec.structs.replace(problem, agreed=())
    each = msgspec.structs.replace
    looser = {
        "conflicts": {"conflicts": ()},
        "helix": {"helix": {}},
        "hours": {"partners": tuple(each(one, hours=None) for one in problem.partners)},
        "seats": {"teams": tuple(each(one, maximum=one.maximum + 1) for one in problem.teams)},
    }
    plan, wider = compose_teams(problem), compose_teams(each(problem, **looser[rule]))
    if plan.outcome.status == "optimal":
        assert [one.wish for one in wider.partners] >= [one.wish for one in plan.partners]


@FEW
@given(problems())
def test_too_many_bundles_to_list_gives_as_fair_a_division(problem):
    listed = compose_teams(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compose, "bundles_of", lambda problem, places: bundles_of(problem, places, most=0))
        counted = compose_teams(problem)

    assert [one.wish for one in counted.partners] == [one.wish for one in listed.partners]
    assert counted.outcome.status == listed.outcome.status


def middling(partners=24, teams=4):
    return TeamProblem(
        partners=tuple(
            Partner(id=f"p{at:02}", helix="abcd"[at % 4], hours=30, maximum=1 + at % 2)
            for at in range(partners)
        ),
        teams=tuple(Team(id=f"t{at}", minimum=4, maximum=8, hours=12) for at in range(teams)),
        wishes=tuple(
            Wish(partner=f"p{one:02}", team=f"t{other}", wish=(7 * one + 5 * other) % 11)
            for one in range(partners)
            for other in range(teams)
        ),
        helix=dict.fromkeys("abcd", 1),
    )


def test_ortools_in_a_process_of_its_own_finds_as_fair_a_division():
    asked = [middling(), middling(partners=18, teams=3), generated(20, 4)]
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench_engine.cp_sat_teams"],
        input=json.dumps([msgspec.to_builtins(one) for one in asked]),
        capture_output=True,
        text=True,
        check=True,
    )

    found = [[one.wish for one in compose_teams(problem).partners] for problem in asked]
    assert found == json.loads(done.stdout)


def test_it_gives_the_same_bytes_in_a_process_of_its_own():
    assert as_json(in_child(compose_teams, middling())) == as_json(compose_teams(middling()))


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"partners": ()}, "empty", "partners"),
        ({"teams": ()}, "empty", "teams"),
        ({"partners": (Partner(id="a"), Partner(id="a"))}, "twice", "partners"),
        ({"partners": (Partner(id=" "),)}, "blank_id", "partners"),
        ({"wishes": (Wish(partner="z", team="t", wish=1),)}, "unknown", "wishes[0].partner"),
        ({"agreed": (Seat(partner="a", team="z"),)}, "unknown", "agreed[0].team"),
        ({"conflicts": (Seat(partner="a", team="t"),) * 2}, "twice", "conflicts[1]"),
        ({"helix": {"business": -1}}, "too_small", "helix.business"),
    ],
)
def test_what_cannot_be_is_refused_by_name(change, code, field):
    parts = {"partners": (Partner(id="a"),), "teams": (Team(id="t", maximum=1),)}

    with pytest.raises(InputWrong) as refused:
        TeamProblem(**(parts | change))

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"minimum": 2, "maximum": 1}, "minimum_above_maximum"),
        ({"maximum": float("nan")}, "not_finite"),
        ({"maximum": float("inf")}, "not_finite"),
        ({"maximum": 1e308}, "too_large"),
        ({"maximum": 1.5}, "not_whole"),
        ({"maximum": 1, "hours": -1}, "too_small"),
    ],
)
def test_a_team_has_whole_seats_and_hours(wrong, code):
    with pytest.raises(InputWrong) as refused:
        Team(id="t", **wrong)

    assert refused.value.code == code
