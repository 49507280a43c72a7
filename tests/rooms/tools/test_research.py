"""The log of the desk research, and its flow."""

from datetime import UTC, date, datetime

import pytest

from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.tools import actions
from kopgroep.rooms.tools.queries import flow_of
from kopgroep.rooms.tools.queries.research import searches_of
from tests.factories.tools import make_existing_tool, make_need, make_search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = datetime(2026, 4, 10, 9, tzinfo=UTC)


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_the_flow_adds_up_from_found_to_taken_along(deal, by):
    need = make_need(deal)
    first = actions.record_search(
        need=need, place="A catalogue", words="street", hits=12, duplicates=2, by=by, at=AT
    )
    actions.record_search(need=need, place="Abroad", words="street", hits=3, is_abroad=True, by=by, at=AT)
    tool = make_existing_tool(deal)
    actions.note_hit(search=first, title="Good", is_included=True, existing_tool=tool, by=by, at=AT)
    for title in ("Old", "Older"):
        actions.note_hit(
            search=first, title=title, is_included=False, is_read_whole=True, reason="too old", by=by, at=AT
        )
    actions.note_hit(search=first, title="Other", is_included=False, reason="off topic", by=by, at=AT)

    flow = flow_of(searches_of(need))

    assert (flow.searches, flow.found, flow.duplicates, flow.looked_at) == (2, 15, 2, 13)
    assert (flow.left_out_at_once, flow.read_whole, flow.left_out, flow.taken) == (10, 3, 2, 1)
    assert flow.reasons == (("too old", 2),)
    assert list(tool.needs.all()) == [need]


def test_the_research_of_a_need_that_was_taken_into_another_goes_along(deal, by):
    one, other = make_need(deal), make_need(deal)
    make_search(one, hits=7)

    actions.merge_needs(need=one, target=other, by=by, at=AT)

    assert flow_of(searches_of(other)).found == 7


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"hits": 2, "duplicates": 3}, ["more-duplicates"]),
        ({"hits": 2, "searched_on": date(2026, 4, 11)}, ["to-come"]),
        ({"hits": 0}, []),
    ],
)
def test_a_search_may_find_nothing_but_not_less_than_nothing(deal, by, said, refused):
    def act():
        return actions.record_search(need=make_need(deal), place="There", words="this", **said, by=by, at=AT)

    if not refused:
        assert act().hits == 0
        return
    with pytest.raises(Obstructed) as refusal:
        act()
    assert codes(refusal) == refused


def test_what_is_left_out_says_why_and_no_more_is_noted_than_was_found(deal, by):
    search = make_search(make_need(deal), hits=2, duplicates=1)
    with pytest.raises(Obstructed) as no_reason:
        actions.note_hit(search=search, title="This", is_included=False, by=by, at=AT)
    actions.note_hit(search=search, title="This", is_included=True, by=by, at=AT)
    with pytest.raises(Obstructed) as too_many:
        actions.note_hit(search=search, title="That", is_included=True, by=by, at=AT)

    assert codes(no_reason) == ["no-reason"]
    assert codes(too_many) == ["all-noted"]


def test_an_existing_tool_is_written_down_once_and_a_claim_does_not_end_before_it_begins(deal, by):
    tool = actions.note_existing_tool(
        deal=deal, name="Counter", source="A catalogue", country="nl", by=by, at=AT
    )
    with pytest.raises(Obstructed) as twice:
        actions.note_existing_tool(deal=deal, name="Counter", source="Elsewhere", by=by, at=AT)
    with pytest.raises(Obstructed) as backwards:
        actions.note_claim(
            existing_tool=tool,
            statement="In use in Helmond",
            source="Its site",
            claimed_on=date(2026, 4, 10),
            expires_on=date(2026, 4, 9),
            by=by,
            at=AT,
        )

    assert tool.country == "NL"
    assert codes(twice) == ["name-taken"]
    assert codes(backwards) == ["ends-before"]
