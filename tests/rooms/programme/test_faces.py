"""What this room shows the house, and what is found of it."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.search.audiences import audiences_of
from kopgroep.kernel.search.find import find
from kopgroep.rooms.programme import faces
from kopgroep.rooms.programme.actions import enter_phase, set_up_deal
from kopgroep.rooms.programme.charter import shipped_charter
from kopgroep.rooms.programme.models import DealKind
from tests.factories.programme import (
    make_four_phases,
    make_phase_entry,
    make_plan_version,
    make_planned_phase,
)

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def labels(user, on=TODAY):
    with override("en"):
        return [str(item.label) for item in faces.waiting_for(user, on)]


def test_a_manager_is_asked_to_start_the_first_phase(alice, deal):
    assert labels(alice) == [f"Start the first phase of {deal}"]


def test_a_manager_is_told_when_a_phase_is_past_its_planned_end(alice, deal):
    phase = make_four_phases(deal)[0]
    make_phase_entry(phase)
    make_planned_phase(phase, make_plan_version(deal))

    assert labels(alice, date(2026, 6, 30)) == []
    assert len(labels(alice, date(2026, 7, 1))) == 1


def test_a_newer_planning_takes_the_place_of_the_older_one(alice, deal):
    phase = make_four_phases(deal)[0]
    make_phase_entry(phase)
    make_planned_phase(phase, make_plan_version(deal))
    later = make_planned_phase(phase, make_plan_version(deal, number=2))
    later.ends = None
    later.save()

    assert labels(alice) == []


@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_nobody_else_is_asked_to_plan(request, who, deal):
    assert labels(request.getfixturevalue(who)) == []


def test_history_waits_for_nobody(alice, deal):
    deal.kind = DealKind.HISTORICAL
    deal.save()

    assert labels(alice) == []


def test_news_tells_what_happened_to_planning_and_phases(deal):
    phase = make_four_phases(deal)[0]
    enter_phase(phase=phase, on=TODAY, reason="We begin.", by=Actor.system("test"), at=AT)

    assert [entry.verb for entry in faces.news(deal, datetime(2026, 11, 1, tzinfo=UTC))] == ["phase.entered"]
    assert faces.news(deal, AT) == []


def found(query, user):
    return [row.title for row in find(query, audiences=audiences_of(user)).rows]


def test_a_deal_and_its_norms_are_found_by_who_is_in_it_and_by_nobody_else(charlie):
    set_up_deal(charter=shipped_charter("two-phase"), by=Actor.system("test"), at=AT)

    assert found("hulpmiddelen opgeleverd", charlie) == []


def test_an_open_deal_is_found_by_everyone(charlie):
    set_up_deal(charter=shipped_charter("slimme-stad"), by=Actor.system("test"), at=AT)

    assert found("twintig partijen", charlie) or found("20 partijen", charlie)
