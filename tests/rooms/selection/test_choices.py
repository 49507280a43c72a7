"""The deal chooses its tools; the norms follow the choices, and go back when one is taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.selection import actions
from kopgroep.rooms.selection.faces import measures, waiting_for
from kopgroep.rooms.selection.models import Choice, Rejection
from kopgroep.rooms.selection.queries import chosen_tools
from kopgroep.rooms.tools.models import Tool, ToolStanding
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.programme import make_deal, make_design_principle
from tests.factories.selection import make_ballot, make_choice, make_rejection, make_round, make_vote
from tests.factories.tools import make_ownership, make_tool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = datetime(2026, 3, 10, 10, tzinfo=UTC)
ON = AT.date()
BEFORE = ON - timedelta(days=1)


@pytest.fixture
def by(alice):
    return Actor.of(alice)


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def readings(deal, on=ON):
    return {each.measure: each.subjects for each in measures(deal, on)}


def status(tool, on=ON):
    return Tool.objects.standing_on(on).get(pk=tool.pk).status


def test_chosen_tools_keep_their_reason_and_their_status_follows(deal, by):
    tools = [make_tool(deal, "A"), make_tool(deal, "B")]

    actions.choose_tools(deal=deal, tools=tools, reason="The best two.", by=by, at=AT)

    assert list(chosen_tools(deal, ON)) == tools
    assert [row.reason for row in Choice.objects.all()] == ["The best two.", "The best two."]
    assert [status(tool) for tool in tools] == ["chosen", "chosen"]
    assert list(chosen_tools(deal, BEFORE)) == []


def test_one_chooses_what_is_on_the_longlist_once_and_says_why(deal, by):
    chosen, idea = make_tool(deal, "A"), make_tool(deal, "B", status="idea")
    make_choice(chosen)

    with pytest.raises(Obstructed) as refusal:
        actions.choose_tools(deal=deal, tools=[chosen, idea], reason=" ", by=by, at=AT)

    assert codes(refusal) == ["no-reason", "not-on-longlist", "chosen"]
    assert Choice.objects.count() == 1


def test_a_choice_that_is_taken_back_stays_on_record(deal, by):
    tool = make_tool(deal)
    (choice,) = actions.choose_tools(deal=deal, tools=[tool], reason="Good.", on=BEFORE, by=by, at=AT)

    actions.revoke_choice(choice=choice, reason="The owner left.", by=by, at=AT)

    assert list(chosen_tools(deal, BEFORE)) == [tool]
    assert list(chosen_tools(deal, ON)) == []
    assert (status(tool, BEFORE), status(tool)) == ("chosen", "longlist")
    with pytest.raises(Obstructed) as refusal:
        actions.revoke_choice(choice=choice, reason="Again.", by=by, at=AT)
    assert codes(refusal) == ["revoked"]


def test_what_is_left_out_keeps_reason_place_and_way_back(deal, by):
    make_rejection(make_tool(deal), reserve=1)
    tools = [make_tool(deal, "B"), make_tool(deal, "A")]

    made = actions.reject_tools(
        deal=deal, tools=tools, reason="Too few votes.", way_back="An owner.", on_reserve=True, by=by, at=AT
    )

    assert [(row.tool.name, row.reserve, row.reason, row.way_back) for row in made] == [
        ("B", 2, "Too few votes.", "An owner."),
        ("A", 3, "Too few votes.", "An owner."),
    ]
    assert status(tools[0]) == "not_chosen"
    with pytest.raises(Obstructed) as refusal:
        actions.reject_tools(deal=deal, tools=tools[:1], reason="Again.", by=by, at=AT)
    assert codes(refusal) == ["left-out"]


def test_a_tool_comes_back_to_the_longlist_and_can_be_chosen(deal, by):
    tool = make_tool(deal)
    (rejection,) = actions.reject_tools(deal=deal, tools=[tool], reason="No owner.", on=BEFORE, by=by, at=AT)

    actions.reconsider_tool(rejection=rejection, reason="It has one now.", by=by, at=AT)
    back = status(tool)
    actions.choose_tools(deal=deal, tools=[tool], reason="Owned.", by=by, at=AT)

    assert (back, status(tool)) == ("longlist", "chosen")
    with pytest.raises(Obstructed) as refusal:
        actions.reconsider_tool(rejection=rejection, reason="Again.", by=by, at=AT)
    assert codes(refusal) == ["reconsidered"]


def test_who_chooses_a_tool_that_was_left_out_brings_it_back(deal, by):
    rejection = make_rejection(make_tool(deal, status="not_chosen"))

    actions.choose_tools(deal=deal, tools=[rejection.tool], reason="A place is free.", by=by, at=AT)

    rejection.refresh_from_db()
    assert rejection.reconsidered_on == ON


def test_a_round_puts_its_best_on_record_and_the_others_on_the_reserve_list(deal, by):
    tools = [make_tool(deal, name) for name in "ABC"]
    within = make_round(deal, tools=tuple(tools), closed_at=AT)
    ballot = make_ballot(within)
    for tool, dots in zip(tools, (1, 3, 2), strict=True):
        make_vote(ballot, tool, dots)

    actions.decide_round(within=within, tools=[tools[1]], reason="Most dots.", by=by, at=AT)

    within.refresh_from_db()
    assert within.decision.text == "Most dots."
    assert [(row.tool.name, row.round) for row in Choice.objects.all()] == [("B", within)]
    reserve = Rejection.objects.order_by("reserve").values_list("tool__name", "reserve")
    assert list(reserve) == [("C", 1), ("A", 2)]


def test_an_open_round_decides_nothing(deal, by):
    tool = make_tool(deal)
    within = make_round(deal, tools=(tool,), quorum=1)

    with pytest.raises(Obstructed) as refusal:
        actions.choose_tools(deal=deal, tools=[tool], reason="Now.", within=within, by=by, at=AT)

    assert codes(refusal) == ["still-open", "no-quorum"]


def test_a_deal_that_is_history_is_not_changed(by):
    deal = make_deal("old", kind="historical")
    tool = make_tool(deal, status="delivered")

    with pytest.raises(Obstructed) as refusal:
        actions.choose_tools(deal=deal, tools=[tool], reason="Late.", by=by, at=AT)

    assert codes(refusal) == ["read-only"]
    assert list(chosen_tools(deal, ON)) == [tool]


# The norms


def test_chosen_tools_are_counted_from_eleven_to_twelve_and_back(deal, by):
    for _number in range(11):
        make_choice(make_tool(deal))
    eleven = readings(deal)["chosen_tools"][0].value

    (choice,) = actions.choose_tools(
        deal=deal, tools=[make_tool(deal)], reason="One more.", on=BEFORE, by=by, at=AT
    )
    twelve = readings(deal)["chosen_tools"][0].value
    actions.revoke_choice(choice=choice, reason="No.", by=by, at=AT)

    assert (eleven, twelve, readings(deal)["chosen_tools"][0].value) == (11, 12, 11)
    assert readings(deal, BEFORE)["chosen_tools"][0].value == 12


def test_each_principle_counts_its_own_tools_and_says_where_to_choose_more(deal, by):
    one, two = make_design_principle(deal, "one"), make_design_principle(deal, "two")
    for number in range(3):
        tool = make_tool(deal)
        tool.principles.set([one, two] if number == 0 else [one])
        make_choice(tool)

    subjects = readings(deal)["chosen_tools_per_principle"]

    assert [(subject.key, subject.value) for subject in subjects] == [(str(one.uid), 3), (str(two.uid), 1)]
    assert subjects[1].open[0].url == f"/deals/{deal.code}/selection/choose/?principle=two"


def test_tools_with_an_owner_are_a_share_and_who_has_none_is_named(deal):
    owned, free = make_tool(deal, "A", owner=make_partner(deal)), make_tool(deal, "B")
    make_choice(owned)
    make_choice(free)
    half = readings(deal)["tools_with_owner"][0]

    make_ownership(free, make_partner(deal), from_on=ON)

    assert half.value == 50
    assert [(item.label, item.url) for item in half.open] == [("B", f"/tools/{free.pk}/owner/")]
    assert readings(deal)["tools_with_owner"][0].value == 100
    assert readings(deal, BEFORE)["tools_with_owner"][0].value == 50


def test_what_was_withdrawn_is_not_made_any_more(deal):
    tool = make_tool(deal)
    make_choice(tool)
    ToolStanding.objects.create(tool=tool, status="withdrawn", since_on=ON, reason="Exists already.")

    assert readings(deal)["chosen_tools"][0].value == 0
    assert readings(deal, BEFORE)["chosen_tools"][0].value == 1


# The desk


def test_a_round_waits_for_who_speaks_for_an_organisation_that_has_not_voted(deal, charlie):
    partner = make_partner(deal)
    make_contact(partner.organisation, make_person("Charlie", user=charlie))
    within = make_round(deal, title="Which tools?")
    waiting = waiting_for(charlie, date(2026, 3, 10))

    make_ballot(within, partner)

    assert [(item.label, item.url) for item in waiting] == [
        ("Choose tools in the round Which tools?", f"/rounds/{within.pk}/vote/{partner.pk}/")
    ]
    assert waiting_for(charlie, date(2026, 3, 10)) == []


def test_a_round_that_is_over_waits_for_the_office_to_be_closed(deal, alice):
    within = make_round(deal, title="Which tools?", closes_on=BEFORE)

    assert [item.url for item in waiting_for(alice, ON)] == [f"/rounds/{within.pk}/close/"]
