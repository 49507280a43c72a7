"""A charter that changed, and the deal that follows it."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.actions import change_deal, set_up_deal
from kopgroep.rooms.programme.charter import shipped_charter
from kopgroep.rooms.programme.charter.differences import differences
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.queries import charter_of, spans_of, word
from tests.factories.partners import make_participation
from tests.factories.programme import make_phase_entry

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
OFFICE = Actor.system("test")


@pytest.fixture
def charter():
    return shipped_charter("two-phase")


@pytest.fixture
def school(db, charter):
    return set_up_deal(charter=charter, by=OFFICE, at=AT)


def change(deal, charter):
    with override("en"):
        return [str(each) for each in change_deal(deal=deal, charter=charter, by=OFFICE, at=AT)]


def test_a_charter_that_says_the_same_changes_nothing(school, charter):
    assert change(school, charter) == []
    assert not Entry.objects.filter(verb=Verb.DEAL_CHANGED).exists()


def test_what_a_charter_changes_is_told_in_words_and_kept_in_both_languages(school, charter):
    changed = replace(
        charter,
        deal=replace(charter.deal, hours_per_day=Decimal(8)),
        roles=charter.roles[:1],
        heavier_forms=(),
    )

    said = change(school, changed)

    assert said == [
        "Deal: hours in a day 7.5 → 8",
        "Deal: heavier forms approvals → (nothing)",
        "Role tester: removed",
    ]
    entry = Entry.objects.get(verb=Verb.DEAL_CHANGED)
    assert entry.facts["changes"]["en"] == "; ".join(said)
    assert charter_of(Deal.objects.get()) == replace(changed, partners=())


def test_new_dates_in_a_charter_are_a_new_version_of_the_planning(school, charter):
    first, second = charter.phases
    moved = replace(charter, phases=(first, replace(second, ends=first.ends and second.starts)))
    baseline = spans_of(school.plan_versions.get())

    change(school, moved)

    assert list(school.plan_versions.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert spans_of(school.plan_versions.get(number=1)) == baseline


def test_other_changes_leave_the_planning_alone(school, charter):
    change(school, replace(charter, words={}))

    assert school.plan_versions.count() == 1


def test_phases_can_change_places(school, charter):
    undated = replace(charter, phases=tuple(replace(each, starts=None, ends=None) for each in charter.phases))
    change(school, undated)

    said = change(school, replace(undated, phases=tuple(reversed(undated.phases))))

    assert said == ["Phase: now in the order trial, start"]
    assert list(school.phases.order_by("order").values_list("code", "order")) == [("trial", 1), ("start", 2)]


def test_a_phase_can_be_added_and_removed_again(school, charter):
    third = replace(charter.phases[1], code="after", name=Text.of("Daarna"), starts=None, ends=None)

    change(school, replace(charter, phases=(*charter.phases, third)))
    assert school.phases.count() == 3

    change(school, charter)
    assert list(school.phases.order_by("order").values_list("code", flat=True)) == ["start", "trial"]


def test_a_role_that_a_partner_took_cannot_be_removed(school, charter):
    make_participation(role=school.participation_roles.get(code="maker"))

    with pytest.raises(Obstructed) as refusal:
        change(school, replace(charter, roles=charter.roles[1:]))

    assert [each.code for each in refusal.value.obstacles] == ["in-use"]
    assert "Maker" in str(refusal.value.obstacles[0])
    assert school.participation_roles.count() == 2


def test_a_phase_that_the_deal_went_into_cannot_be_removed(school, charter):
    make_phase_entry(school.phases.get(code="start"))
    without = replace(
        charter,
        phases=(replace(charter.phases[1]), replace(charter.phases[1], code="after", starts=None, ends=None)),
        norms=charter.norms[1:],
    )

    with pytest.raises(Obstructed) as refusal:
        change(school, without)

    assert [each.code for each in refusal.value.obstacles] == ["in-use"]
    assert school.phases.count() == 2


def test_a_charter_of_another_deal_is_refused(school):
    with pytest.raises(Obstructed) as refusal:
        change(school, shipped_charter("blank"))

    assert "other-deal" in [each.code for each in refusal.value.obstacles]


def test_a_deal_is_set_up_once(school, charter):
    with pytest.raises(Obstructed) as refusal:
        set_up_deal(charter=charter, by=OFFICE, at=AT)

    assert [each.code for each in refusal.value.obstacles] == ["code-taken"]


def test_a_deal_without_principles_has_none(school):
    assert not school.principles.exists()


def test_a_deal_says_its_own_words_and_else_those_of_the_product(school):
    with override("nl"):
        assert word(school, "design_team") == "werkgroep"
    with override("en"):
        assert word(school, "design_team") == "working group"
        assert word(school, "partner") == "partner"


def test_two_equal_charters_do_not_differ(charter):
    assert differences(charter, shipped_charter("two-phase")) == []
