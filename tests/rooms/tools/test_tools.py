"""Tools: who sees them, who owns them, how far they are, and what they lack."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from kopgroep.kernel.access import Permission, allowed
from kopgroep.kernel.clock import today
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.search.models import Found
from kopgroep.rooms.tools import actions
from kopgroep.rooms.tools.models import Admission, Seen, Tool, ToolStatus
from kopgroep.rooms.tools.queries import alike_in, longlist, owners_on, seen_tools, sight_of
from kopgroep.rooms.tools.rules import obstacles_to_admitting
from tests.factories.accounts import make_user
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.tools import make_admission_rule, make_need, make_search, make_tool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT, ON = datetime(2026, 4, 10, 9, tzinfo=UTC), date(2026, 4, 10)
MAY = date(2026, 5, 1)
YESTERDAY, TOMORROW = today() - timedelta(days=1), today() + timedelta(days=1)


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def reader_of(user, tool):
    """By the list, by the record itself, and by what looks like it."""
    deal, on = tool.deal, today()
    sight = sight_of(user, deal, on)
    return (
        seen_tools(deal, sight, on).filter(pk=tool.pk).exists(),
        allowed(user, Permission.TOOL_VIEW, about=tool),
        bool(alike_in(deal, tool.name, sight, on)),
    )


SEEN, NOT_SEEN = (True, True, True), (False, False, False)


@pytest.fixture
def others(deal):
    """Somebody of another partner of the deal."""
    user = make_user("Other")
    make_contact(make_partner(deal).organisation, make_person("Other", user=user))
    return user


@pytest.mark.parametrize(
    ("visibility", "release_on", "makers", "in_the_deal", "everybody"),
    [
        (Seen.TEAM, None, SEEN, NOT_SEEN, NOT_SEEN),
        (Seen.TEAM, TOMORROW, SEEN, NOT_SEEN, NOT_SEEN),
        (Seen.TEAM, YESTERDAY, SEEN, SEEN, NOT_SEEN),
        (Seen.DEAL, None, SEEN, SEEN, NOT_SEEN),
        (Seen.PUBLIC, TOMORROW, SEEN, SEEN, NOT_SEEN),
        (Seen.PUBLIC, None, SEEN, SEEN, SEEN),
    ],
)
def test_a_tool_is_seen_by_those_whom_it_is_for(
    deal, partner, bob, alice, others, charlie, visibility, release_on, makers, in_the_deal, everybody
):
    deal.is_open = True
    deal.save()
    tool = make_tool(deal, "Secret counter of cyclists", visibility=visibility, release_on=release_on)
    tool.makers.add(partner)

    assert reader_of(alice, tool) == SEEN
    assert reader_of(bob, tool) == makers
    assert reader_of(others, tool) == in_the_deal
    assert reader_of(charlie, tool) == everybody
    assert reader_of(AnonymousUser(), tool) == everybody


def test_the_owner_sees_and_edits_its_tool_and_another_partner_does_not(deal, partner, bob, others):
    tool = make_tool(deal, owner=partner, visibility=Seen.TEAM)

    assert allowed(bob, Permission.TOOL_EDIT, about=tool)
    assert not allowed(bob, Permission.TOOL_KEEP, about=tool)
    assert not allowed(others, Permission.TOOL_EDIT, about=tool)


def test_before_its_release_neither_search_nor_history_names_a_tool(deal, by):
    tool = actions.propose_tool(deal=deal, name="Secret counter", visibility=Seen.TEAM, by=by, at=AT)

    assert not Found.objects.filter(address=tool.address).exists()
    assert "Secret" not in str(Entry.objects.latest("pk").facts)

    actions.change_tool(tool=tool, name="Secret counter", visibility=Seen.DEAL, by=by, at=AT)

    assert Found.objects.filter(address=tool.address).exists()


def test_a_tool_goes_its_way_and_the_past_stays(deal, by):
    tool = actions.propose_tool(deal=deal, name="Counter", by=by, at=AT)
    actions.note_status(tool=tool, status=ToolStatus.LONGLIST, on=MAY, by=by, at=AT)

    assert list(longlist(deal, ON)) == []
    assert list(longlist(deal, MAY)) == [tool]
    actions.note_status(
        tool=tool, status=ToolStatus.NOT_CHOSEN, on=date(2026, 6, 1), reason="No owner", by=by, at=AT
    )
    assert list(longlist(deal, date(2026, 6, 1))) == [tool]
    actions.note_status(
        tool=tool, status=ToolStatus.WITHDRAWN, on=date(2026, 7, 1), reason="Was double", by=by, at=AT
    )
    assert list(longlist(deal, date(2026, 7, 1))) == []
    assert list(longlist(deal, date(2026, 6, 30))) == [tool]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"status": ToolStatus.IDEA}, ["same"]),
        ({"status": ToolStatus.LONGLIST, "on": date(2026, 4, 9)}, ["too-early"]),
        ({"status": ToolStatus.WITHDRAWN}, ["no-reason"]),
    ],
)
def test_a_status_follows_the_one_before_it_and_an_end_says_why(deal, by, said, refused):
    tool = actions.propose_tool(deal=deal, name="Counter", by=by, at=AT)

    with pytest.raises(Obstructed) as refusal:
        actions.note_status(tool=tool, **said, by=by, at=AT)

    assert codes(refusal) == refused


def test_a_tool_passes_from_owner_to_owner(deal, helmond, zwolle, by):
    tool = make_tool(deal)
    actions.name_owner(tool=tool, partner=helmond, on=ON, by=by, at=AT)
    actions.name_owner(tool=tool, partner=zwolle, on=MAY, by=by, at=AT)

    assert owners_on(deal, date(2026, 4, 9)) == {}
    assert owners_on(deal, ON) == {tool.pk: helmond}
    assert owners_on(deal, MAY) == {tool.pk: zwolle}
    with pytest.raises(Obstructed) as refusal:
        actions.name_owner(tool=tool, partner=zwolle, on=MAY, by=by, at=AT)
    assert codes(refusal) == ["same"]
    actions.name_owner(tool=tool, partner=None, on=date(2026, 6, 1), by=by, at=AT)
    assert owners_on(deal, date(2026, 6, 1)) == {}


def test_a_name_that_a_tool_had_is_kept_and_a_name_is_given_once(deal, by):
    tool = make_tool(deal, "Counter")
    make_tool(deal, "Meter")

    actions.change_tool(tool=tool, name="Bicycle counter", by=by, at=AT)
    with pytest.raises(Obstructed) as refusal:
        actions.change_tool(tool=tool, name="METER", by=by, at=AT)

    assert Tool.objects.get(pk=tool.pk).former_names == "Counter"
    assert codes(refusal) == ["name-taken"]


def test_municipalities_wish_to_test_and_a_later_wish_counts(deal, helmond, company, by):
    tool = make_tool(deal)
    actions.wish_to_test(tool=tool, partner=helmond, strength=1, by=by, at=AT)
    wish = actions.wish_to_test(tool=tool, partner=helmond, strength=3, by=by, at=AT)
    with pytest.raises(Obstructed) as refusal:
        actions.wish_to_test(tool=tool, partner=company, by=by, at=AT)

    standing = tool.test_wishes.filter(withdrawn_on=None)
    assert list(standing.values_list("strength", flat=True)) == [3]
    assert codes(refusal) == ["no-municipality"]
    actions.withdraw_wish(wish=wish, by=by, at=AT)
    assert not standing.exists()


def test_each_rule_of_the_charter_says_what_is_missing_until_it_is_there(deal, helmond, zwolle, by):
    for looks_at in Admission:
        make_admission_rule(deal, looks_at, at_least=2 if looks_at == Admission.SHARED else 1)
    tool = make_tool(deal, process_question="How do we count?")
    need = make_need(deal)

    def missing():
        return [each.code for each in obstacles_to_admitting(tool, ON)]

    assert missing() == [
        "not-not-existing",
        "not-owned",
        "not-shared",
        "not-demand",
        "not-process",
        "not-scaling",
    ]
    tool.needs.add(need)
    assert missing() == ["not-not-existing", "not-owned", "not-shared", "not-process", "not-scaling"]
    make_search(need)
    tool.makers.add(helmond)
    assert missing() == ["not-owned", "not-shared", "not-process", "not-scaling"]
    tool.makers.add(zwolle)
    actions.name_owner(tool=tool, partner=zwolle, on=ON, by=by, at=AT)
    assert missing() == ["not-process", "not-scaling"]
    tool.changes, tool.scaling_route = "Issuing permits", "A by-law of VNG"
    tool.save()
    assert missing() == []
    actions.decide_gap(need=need, verdict="adopt", reason="Zwolle has it.", by=by, at=AT)
    assert missing() == ["not-not-existing"]


def test_a_deal_without_rules_admits_every_tool(deal):
    assert list(obstacles_to_admitting(make_tool(deal), ON)) == []
