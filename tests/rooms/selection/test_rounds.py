"""Partners choose in a round: one voice each, hidden until it closes, counted without losing or making a vote."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Helix
from kopgroep.rooms.selection import actions
from kopgroep.rooms.selection.models import Ballot, Method, Vote
from kopgroep.rooms.selection.queries import result_of, turnout_of
from kopgroep.rooms.selection.rules import obstacles_to_following, obstacles_to_seeing
from tests.factories.contributions import exploring
from tests.factories.partners import make_organisation, make_partner
from tests.factories.programme import make_phase_entry
from tests.factories.selection import make_round
from tests.factories.tools import make_tool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = datetime(2026, 3, 10, 10, tzinfo=UTC)
ON = AT.date()


@pytest.fixture
def by(alice):
    return Actor.of(alice)


@pytest.fixture
def tools(deal):
    return tuple(make_tool(deal, name) for name in ("A", "B", "C"))


@pytest.fixture
def within(deal, tools):
    return make_round(deal, tools=tools, dots=6)


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def cast(within, partner, by, **dots):
    points = {tool.pk: dots.get(tool.name, 0) for tool in within.tools.all()}
    return actions.cast_vote(within=within, partner=partner, points=points, by=by, at=AT)


def of_helix(deal, helix):
    return make_partner(deal, make_organisation(helix=helix))


def numbers(within):
    return {line.tool.name: line.points for line in result_of(within).lines}


def test_a_round_is_opened_among_tools_on_the_longlist(deal, tools, by):
    made = actions.open_round(deal=deal, title="Which?", tools=tools, by=by, at=AT)

    assert len(made.code) == 6
    assert made.tools.count() == 3
    with pytest.raises(Obstructed) as refusal:
        idea = make_tool(deal, "D", status="idea")
        actions.open_round(deal=deal, title="X", tools=[idea], closes_on=ON - timedelta(days=1), by=by, at=AT)
    assert codes(refusal) == ["nothing-to-choose", "not-on-longlist", "past"]


def test_an_organisation_has_one_voice_that_its_people_change(deal, within, by, bob):
    partner = make_partner(deal)

    cast(within, partner, by, A=6)
    cast(within, partner, Actor.of(bob), B=2, C=4)

    assert Ballot.objects.count() == 1
    assert numbers(within) == {"C": 4, "B": 2, "A": 0}


@pytest.mark.parametrize(
    ("given_dots", "refused"), [({"A": 6}, False), ({"A": 3, "B": 3}, False), ({"A": 4, "B": 3}, True)]
)
def test_no_more_dots_are_given_than_there_are(deal, within, by, given_dots, refused):
    partner = make_partner(deal)

    if refused:
        with pytest.raises(Obstructed) as refusal:
            cast(within, partner, by, **given_dots)
        assert codes(refusal) == ["too-many-dots"]
    else:
        assert sum(vote.points for vote in cast(within, partner, by, **given_dots).votes.all()) == 6


def test_what_is_not_in_the_round_gets_nothing_and_an_empty_ballot_is_no_vote(deal, within, by):
    partner = make_partner(deal)

    with pytest.raises(Obstructed) as other:
        actions.cast_vote(within=within, partner=partner, points={make_tool(deal, "Z").pk: 1}, by=by, at=AT)
    with pytest.raises(Obstructed) as empty:
        cast(within, partner, by)

    assert (codes(other), codes(empty)) == (["other-tool"], ["nothing-given"])
    assert not Ballot.objects.exists()


def test_with_consent_one_objects_with_a_reason_and_who_objects_to_nothing_agrees(deal, tools, by):
    within = make_round(deal, tools=tools, method=Method.CONSENT)
    agrees, objects = make_partner(deal), make_partner(deal)
    cast(within, agrees, by)

    with pytest.raises(Obstructed) as refusal:
        cast(within, objects, by, A=1)
    actions.cast_vote(
        within=within,
        partner=objects,
        points={tools[0].pk: 1},
        reasons={tools[0].pk: "Too dear."},
        by=by,
        at=AT,
    )
    result = result_of(within)

    assert codes(refusal) == ["no-reason"]
    assert [line.tool.name for line in result.lines] == ["B", "C", "A"]
    assert result.lines[2].objections == [(objects.organisation.name, "Too dear.")]
    assert result.ballots == 2


def test_after_closing_no_vote_comes_in(deal, within, by):
    partner = make_partner(deal)
    cast(within, partner, by, A=1)
    actions.close_round(within=within, by=by, at=AT)

    with pytest.raises(Obstructed) as late:
        cast(within, partner, by, B=1)
    with pytest.raises(Obstructed) as twice:
        actions.close_round(within=within, by=by, at=AT)

    assert (codes(late), codes(twice)) == (["closed"], ["closed"])
    assert numbers(within) == {"A": 1, "B": 0, "C": 0}


@pytest.mark.parametrize(("days", "refused"), [(0, False), (-1, True)])
def test_a_round_over_days_takes_votes_until_and_with_its_last_day(deal, tools, by, days, refused):
    within = make_round(deal, tools=tools, closes_on=ON + timedelta(days=days))
    partner = make_partner(deal)

    if refused:
        with pytest.raises(Obstructed) as refusal:
            cast(within, partner, by, A=1)
        assert codes(refusal) == ["closed"]
    else:
        assert cast(within, partner, by, A=1).cast_at == AT


def test_while_exploring_the_count_is_hidden_until_the_round_closes(deal, within, by):
    make_phase_entry(exploring(deal), entered_on=ON)
    hidden = [obstacle.code for obstacle in obstacles_to_seeing(within, ON)]

    actions.close_round(within=within, by=by, at=AT)

    assert hidden == ["locked-in-phase"]
    assert list(obstacles_to_seeing(within, ON)) == []


@pytest.mark.parametrize(("quorum", "found"), [(1, []), (2, ["no-quorum"])])
def test_a_round_binds_when_enough_organisations_voted(deal, tools, by, quorum, found):
    within = make_round(deal, tools=tools, quorum=quorum)
    cast(within, make_partner(deal), by, A=1)
    actions.hand_out_ballot(within=within, partner=make_partner(deal), at=AT)
    actions.close_round(within=within, by=by, at=AT)

    assert [obstacle.code for obstacle in obstacles_to_following(within, deal)] == found
    assert result_of(within).has_quorum == (not found)


def test_a_tie_is_said_and_has_one_place(deal, within, by):
    cast(within, make_partner(deal), by, A=2, B=2, C=1)

    result = result_of(within)

    assert [(line.tool.name, line.place) for line in result.lines] == [("A", 1), ("B", 1), ("C", 3)]
    assert [[line.tool.name for line in group] for group in result.ties] == [["A", "B"]]


def test_the_result_is_there_per_helix(deal, within, by):
    cast(within, of_helix(deal, Helix.KNOWLEDGE), by, A=2)
    cast(within, of_helix(deal, Helix.BUSINESS), by, A=1, B=3)

    first = result_of(within).lines[0]

    assert (first.by_helix[Helix.KNOWLEDGE], first.by_helix[Helix.BUSINESS]) == (2, 1)


def test_who_does_not_take_part_has_no_voice(deal, within, by):
    stranger = make_partner()

    with pytest.raises(Obstructed) as refusal:
        cast(within, stranger, by, A=1)

    assert codes(refusal) == ["other-deal"]
    assert turnout_of(within, ON).voted == 0


votes = st.lists(
    st.tuples(st.integers(0, 2), st.lists(st.integers(0, 4), min_size=3, max_size=3), st.booleans()),
    max_size=8,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes)
def test_no_sequence_of_votes_loses_or_makes_one(deal, tools, by, steps):
    """Each organisation counts for what it said last while the round was open, and for nothing else."""
    within = make_round(deal, tools=tools, dots=6)
    partners = [make_partner(deal) for _number in range(3)]
    said = {}
    for who, dots, closes in steps:
        points = dict(zip([tool.pk for tool in tools], dots, strict=True))
        try:
            actions.cast_vote(within=within, partner=partners[who], points=points, by=by, at=AT)
        except Obstructed:
            assert within.closed_at or not 0 < sum(dots) <= 6
        else:
            said[who] = dots
        if closes and not within.closed_at:
            actions.close_round(within=within, by=by, at=AT)
        within.refresh_from_db()

    result = result_of(within)

    expected = {tool.name: sum(dots[at] for dots in said.values()) for at, tool in enumerate(tools)}
    assert {line.tool.name: line.points for line in result.lines} == expected
    assert {line.tool.name: sum(line.by_helix.values()) for line in result.lines} == expected
    assert result.ballots == len(said)
    assert Vote.objects.filter(ballot__round=within, points=0).count() == 0
