"""What a new plan changes, told for whom."""

import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.engine.answers import Reason
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.renew import replan
from kopgroep.engine.replan import Agreed, Changed, Link, agreed_of, compare
from kopgroep.engine.teams.compose import compose_teams
from kopgroep.engine.teams.problem import Partner, Seat, Team, TeamProblem

LINKS = st.sets(st.sampled_from(list(itertools.product("abc", "xyz"))))


def plan(*links, locked=()):
    return Agreed(
        links=tuple(Link(whom=one, what=other) for one, other in links),
        locked=tuple(Link(whom=one, what=other) for one, other in locked),
    )


def test_one_out_and_one_in_is_a_move():
    diff = compare(plan("ax", "bx", "cx", locked=["cx"]), plan("ay", "bx", "by"))

    assert diff.changed == (
        Changed(whom="a", added=("y",), removed=("x",), moved=True),
        Changed(whom="b", added=("y",), removed=(), moved=False),
        Changed(whom="c", added=(), removed=("x",), moved=False),
    )
    assert (diff.added, diff.removed, diff.moved, diff.same) == (2, 2, 1, 1)
    assert diff.loosed == (Link(whom="c", what="x"),)


def test_teams_that_lose_a_partner_tell_who_moved():
    problem = TeamProblem(
        partners=(Partner(id="ada"), Partner(id="bo"), Partner(id="cy")),
        teams=(Team(id="north", maximum=2), Team(id="south", maximum=2)),
        agreed=(
            Seat(partner="ada", team="north"),
            Seat(partner="bo", team="south"),
            Seat(partner="cy", team="south"),
        ),
    )
    before = compose_teams(problem)

    after = compose_teams(msgspec.structs.replace(problem, conflicts=(Seat(partner="ada", team="north"),)))
    diff = compare(before, after)

    assert before.changes == 0
    assert diff.added + diff.removed == after.changes
    assert "ada" in {one.whom for one in diff.changed}


@settings(max_examples=60, deadline=None)
@given(LINKS, LINKS)
def test_the_way_back_undoes_the_way_there(one, other):
    there, back = compare(plan(*one), plan(*other)), compare(plan(*other), plan(*one))

    assert (there.added, there.removed, there.same) == (len(other - one), len(one - other), len(one & other))
    assert [(x.whom, x.added, x.removed) for x in there.changed] == [
        (x.whom, x.removed, x.added) for x in back.changed
    ]


def test_what_is_no_plan_has_no_links():
    with pytest.raises(TypeError, match="Reason is no plan"):
        agreed_of(Reason(code="x"))


def test_a_new_plan_comes_with_what_it_changes():
    problem = TeamProblem(
        partners=(Partner(id="ada"), Partner(id="bo")),
        teams=(Team(id="north", maximum=1),),
        agreed=(Seat(partner="ada", team="north"),),
        conflicts=(Seat(partner="ada", team="north"),),
    )

    new = replan(problem)

    assert [(one.whom, one.added, one.removed) for one in new.diff.changed] == [
        ("ada", (), ("north",)),
        ("bo", ("north",), ()),
    ]
    with pytest.raises(InputWrong, match="agreed"):
        replan(msgspec.structs.replace(problem, agreed=()))
