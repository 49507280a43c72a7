"""Every norm about needs and tools follows from the records, and back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kopgroep.rooms.tools import actions
from kopgroep.rooms.tools.faces import measures, waiting_for
from kopgroep.rooms.tools.models import Admission, Seen, ToolStatus
from tests.factories.programme import make_design_principle
from tests.factories.tools import (
    make_admission_rule,
    make_claim,
    make_existing_tool,
    make_need,
    make_search,
    make_tool,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT, ON = datetime(2026, 4, 10, 9, tzinfo=UTC), date(2026, 4, 10)
BEFORE = date(2026, 4, 9)


def subject(deal, measure, on=ON):
    return next(each for each in measures(deal, on) if each.measure == measure).subjects[0]


def test_needs_count_for_their_principle_from_the_day_they_are_stated(deal, by):
    principle = make_design_principle(deal)
    assert subject(deal, "needs").value == 0

    need = actions.state_need(deal=deal, process_question="How?", principles=[principle], by=by, at=AT)
    make_need(deal)

    assert subject(deal, "needs").value == 1
    assert subject(deal, "needs", BEFORE).value == 0
    actions.merge_needs(need=need, target=make_need(deal), by=by, at=AT)
    assert subject(deal, "needs").value == 0


def test_the_longlist_counts_what_is_on_it_and_not_what_was_withdrawn(deal, by):
    principle = make_design_principle(deal)
    tool = actions.propose_tool(deal=deal, name="Counter", principles=[principle], by=by, at=AT)
    assert subject(deal, "longlist").value == 0

    actions.note_status(tool=tool, status=ToolStatus.LONGLIST, by=by, at=AT)
    assert subject(deal, "longlist").value == 1

    actions.note_status(tool=tool, status=ToolStatus.WITHDRAWN, reason="Double", by=by, at=AT)
    assert subject(deal, "longlist").value == 0


def test_the_evidence_of_a_norm_does_not_name_a_tool_before_its_release(deal):
    tool = make_tool(deal, "Secret counter", visibility=Seen.TEAM)
    tool.principles.add(make_design_principle(deal))

    assert [item.label for item in subject(deal, "longlist").evidence] == ["A tool that is not released yet"]


def test_of_an_open_deal_the_evidence_names_only_what_everybody_sees(deal):
    deal.is_open = True
    deal.save()
    principle = make_design_principle(deal)
    for name, visibility in (("Kept", Seen.DEAL), ("Shown", Seen.PUBLIC)):
        make_tool(deal, name, visibility=visibility).principles.add(principle)

    labels = [item.label for item in subject(deal, "longlist").evidence]

    assert labels == ["A tool that is not released yet", "Shown"]


def test_desk_research_says_for_which_needs_one_still_looks_at_home_or_abroad(deal):
    first, second = make_need(deal), make_need(deal)
    make_search(first, searched_on=ON)
    make_search(second, searched_on=ON)
    make_search(second, searched_on=ON, is_abroad=True)

    read = subject(deal, "desk_research")

    assert (read.value, subject(deal, "desk_research", BEFORE).value) == (3, 0)
    assert [(item.label, item.detail) for item in read.open] == [(first.process_question, "Look abroad too")]
    assert subject(deal, "needs_researched").value == 50
    make_search(first, searched_on=ON, is_abroad=True)
    assert subject(deal, "needs_researched").value == 100


def test_chosen_tools_meet_the_rules_or_say_which_not(deal, helmond, by):
    make_admission_rule(deal, Admission.OWNED)
    ready = make_tool(deal, "Ready", status=ToolStatus.CHOSEN, owner=helmond)
    lacking = make_tool(deal, "Lacking", status=ToolStatus.CHOSEN)
    make_tool(deal, "Not chosen")

    read = subject(deal, "chosen_tools_admitted")

    assert read.value == Decimal(50)
    assert [item.label for item in read.evidence] == [ready.name]
    assert [item.label for item in read.open] == [lacking.name]
    actions.name_owner(tool=lacking, partner=helmond, on=ON, by=by, at=AT)
    assert subject(deal, "chosen_tools_admitted").value == Decimal(100)


def test_the_office_hears_of_ideas_and_of_claims_that_lapse(deal, alice, bob):
    make_tool(deal, status=ToolStatus.IDEA)
    make_claim(make_existing_tool(deal), expires_on=date(2026, 5, 10))
    make_claim(make_existing_tool(deal), expires_on=date(2026, 5, 11))

    assert [item.label for item in waiting_for(alice, ON)] == [
        "1 idea waits for the longlist",
        "1 claim lapses",
    ]
    assert waiting_for(bob, ON) == []


def test_a_maker_is_asked_to_fill_in_the_card_of_an_idea(deal, partner, bob):
    tool = make_tool(deal, "Counter", status=ToolStatus.IDEA)
    tool.makers.add(partner)

    assert [item.label for item in waiting_for(bob, ON)] == ["Fill in the card of Counter"]
    tool.process_question, tool.scaling_route = "How?", "So."
    tool.save()
    assert waiting_for(bob, ON) == []


@pytest.mark.parametrize("number", [1, 3])
def test_measures_cost_as_much_whatever_there_is(deal, django_assert_num_queries, number):
    principle = make_design_principle(deal)
    make_admission_rule(deal)
    for _one in range(number):
        make_tool(deal, status=ToolStatus.CHOSEN).principles.add(principle)
        make_search(make_need(deal))

    with django_assert_num_queries(22):
        list(measures(deal, ON))
