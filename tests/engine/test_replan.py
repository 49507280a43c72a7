"""What a new plan changes, told for whom."""

import importlib
import itertools
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopgroep.cli.engine import QUESTIONS
from kopgroep.engine.answers import Reason
from kopgroep.engine.faults import InputWrong
from kopgroep.engine.givens import read
from kopgroep.engine.renew import replan
from kopgroep.engine.replan import Agreed, Changed, Link, agreed_of, compare
from kopgroep.engine.teams.compose import compose_teams
from kopgroep.engine.teams.problem import Partner, Seat, Team, TeamProblem

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "engine"
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


def cell(link, one, other):
    return {one: link.whom, other: link.what}


def meeting(link):
    day, principle = link.what.split(" ", 1)
    return {"meeting": link.whom, "date": day, "principle": principle}


# How a file says what was agreed.
SAYS = {
    "teams": lambda links: [cell(link, "partner", "team") for link in links],
    "panels": lambda links: [cell(link, "assessor", "tool") for link in links],
    "pilots": lambda links: {"pairs": [cell(link, "municipality", "tool") for link in links]},
    "portfolio": lambda links: {"tools": [link.whom for link in links]},
    "meetings": lambda links: [meeting(link) for link in links],
}


@pytest.fixture(scope="module", params=SAYS)
def kept(request):
    """A file of each kind with its own best plan agreed: what was agreed, and the file."""
    problem = json.loads((FOLDER / f"{request.param}.json").read_text())
    question = QUESTIONS[request.param]
    module, name = question.answerer.split(":")
    answerer = getattr(importlib.import_module(f"kopgroep.engine.{module}"), name)
    first = answerer(read(question.kind(), json.dumps(problem)))
    agreed = agreed_of(first)
    return agreed, problem | {"problem": request.param, "agreed": SAYS[request.param](agreed.links)}


def test_nothing_changes_when_what_was_agreed_still_holds(kept):
    agreed, problem = kept

    new = replan(read(QUESTIONS["replan"].kind(), json.dumps(problem)))

    assert agreed.links
    assert new.diff.changed == ()
    assert (new.diff.added, new.diff.removed, new.diff.same) == (0, 0, len(agreed.links))


def test_a_plan_beside_itself_and_beside_nothing(kept):
    agreed, _ = kept

    assert compare(agreed, agreed).changed == ()
    gone = compare(agreed, plan())
    assert (gone.added, gone.removed, gone.same) == (0, len(agreed.links), 0)
    assert {one.whom for one in gone.changed} == {link.whom for link in agreed.links}
