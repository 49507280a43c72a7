"""Municipalities merge on 1 January: old figures stay the same to the digit, and it can be undone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions import (
    add_contact,
    give_motivation,
    merge_organisations,
    move_partner,
    rehearse_merger,
    take_role,
    undo_merger,
)
from kopgroep.rooms.partners.faces import measures
from kopgroep.rooms.partners.models import Contact, Merger, Organisation, Partner, Standing
from kopgroep.rooms.partners.queries.merging import what_hangs_on
from tests.factories.accounts import make_user
from tests.factories.partners import (
    make_contact,
    make_municipality,
    make_organisation,
    make_partner,
    make_person,
)
from tests.factories.programme import make_deal, make_participation_role

NEW_YEAR = date(2026, 1, 1)
OLD_YEAR = date(2025, 12, 31)


@pytest.fixture
def two(deal, by, at):
    """Hier signed and leads four days; Daar is an initiator in talks; each with a contact, one the same person."""
    hier, daar = make_municipality("Gemeente Hier"), make_municipality("Gemeente Daar")
    one = make_partner(deal, hier, stage="signatory", since_on=date(2021, 1, 1))
    two = make_partner(deal, daar, relation="initiator", since_on=date(2022, 1, 1))
    for number in range(18):
        make_partner(deal, make_organisation(f"Ander {number}"))
    give_motivation(partner=one, text="Leren van elkaar", given_on=date(2021, 2, 1), by=by, at=at)
    lead, reader = make_participation_role(deal, "lead"), make_participation_role(deal, "reader")
    take_role(partner=one, role=lead, days_per_month=Decimal(4), from_on=date(2021, 3, 1), by=by, at=at)
    take_role(partner=two, role=reader, days_per_month=Decimal("0.5"), from_on=date(2022, 3, 1), by=by, at=at)
    bo = make_person("Bo")
    make_contact(hier, bo)
    make_contact(daar, bo)
    make_contact(daar, make_person("Chris"), capacity="deputy")
    return [hier, daar]


def new():
    return Organisation(name="Gemeente Nieuw", kind="municipality", helix="government")


def plain(deal, on):
    """Everything that was measured on a day, as values that can be compared to the digit."""
    return [
        (
            reading.measure,
            subject.key,
            subject.value,
            [(item.label, item.detail) for item in subject.evidence],
        )
        for reading in measures(deal, on)
        for subject in reading.subjects
    ]


def values(deal, on):
    return {
        reading.measure: sum(subject.value for subject in reading.subjects) for reading in measures(deal, on)
    }


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def test_old_figures_are_the_same_to_the_digit(deal, two, by, at):
    days = [OLD_YEAR - timedelta(days=number) for number in (0, 1, 30, 365, 1461, 2000)]
    before = [plain(deal, day) for day in days]

    merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    assert [plain(deal, day) for day in days] == before
    assert values(deal, OLD_YEAR)["partners"] == 20


def test_on_the_day_the_successor_stands_where_the_furthest_stood(deal, two, by, at):
    merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    heir = (
        Partner.objects.standing_on(NEW_YEAR).with_promises(NEW_YEAR).get(organisation__name="Gemeente Nieuw")
    )
    left = Partner.objects.standing_on(NEW_YEAR).filter(organisation__in=two)
    assert (heir.stage, heir.relation) == ("signatory", "initiator")
    assert (heir.role_code, heir.days_per_month, heir.is_motivated) == ("lead", 4, True)
    assert {each.stage for each in left} == {"left"}
    assert values(deal, NEW_YEAR)["partners"] == 19


def test_who_went_on_as_another_is_not_asked_to_come_back(deal, two, by, at):
    merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    partners = next(iter(measures(deal, NEW_YEAR)))

    assert [item.label for item in partners.subjects[0].open if "Gemeente" in str(item.label)] == []


def test_predecessors_end_and_say_what_they_went_on_as(deal, two, by, at):
    merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    ended = Organisation.objects.filter(succession__successor__name="Gemeente Nieuw")
    assert {each.valid_until for each in ended} == {NEW_YEAR}
    assert ended.count() == 2


def test_people_go_along_and_nobody_twice(deal, two, by, at):
    merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    now = Contact.objects.current(NEW_YEAR).filter(organisation__name="Gemeente Nieuw")
    assert sorted(now.values_list("person__name", "capacity")) == [("Bo", "contact"), ("Chris", "deputy")]
    assert Contact.objects.current(OLD_YEAR).filter(organisation__in=two).count() == 3


def test_one_may_go_on_under_its_own_name(deal, two, by, at):
    hier, daar = two

    merge_organisations(predecessors=two, successor=hier, on=NEW_YEAR, by=by, at=at)

    heir = Partner.objects.standing_on(NEW_YEAR).with_promises(NEW_YEAR).get(organisation=hier)
    assert (heir.stage, heir.relation, heir.role_code) == ("signatory", "initiator", "lead")
    assert Organisation.objects.get(pk=hier.pk).valid_until is None
    assert Organisation.objects.get(pk=daar.pk).valid_until == NEW_YEAR
    assert values(deal, NEW_YEAR)["partners"] == 19


def test_a_rehearsal_counts_as_the_merger_will_and_changes_nothing(deal, two, by, at):
    before = (plain(deal, NEW_YEAR), Entry.objects.count(), Organisation.objects.count())

    shown = rehearse_merger(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    counted = shown.deals[0]
    assert (counted.day_before, counted.day_before_after_merging) == (20, 20)
    assert (counted.without, counted.with_it) == (20, 19)
    assert counted.part.loses == 1
    assert (plain(deal, NEW_YEAR), Entry.objects.count(), Organisation.objects.count()) == before


def test_undoing_brings_everything_back(deal, two, by, at):
    def fresh():
        return Organisation.objects.filter(pk__in=[each.pk for each in two])

    def everything():
        return sorted((row.address, *sorted(row_facts(row).items())) for row in what_hangs_on(fresh()))

    before, figures = everything(), [plain(deal, day) for day in (OLD_YEAR, NEW_YEAR)]

    merger = merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)
    undo_merger(merger=merger, by=by, at=at)

    assert everything() == before
    assert [plain(deal, day) for day in (OLD_YEAR, NEW_YEAR)] == figures
    assert not Organisation.objects.filter(name="Gemeente Nieuw").exists()
    assert Entry.objects.filter(verb="organisation.merger_undone").count() == 1


def row_facts(row):
    return {
        field.attname: str(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname != "revision"
    }


def test_undoing_is_refused_when_something_new_hangs_on_the_successor(deal, two, by, at):
    merger = merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)
    add_contact(organisation=merger.successor, name="Nieuw", since_on=NEW_YEAR, by=by, at=at)

    with pytest.raises(Obstructed) as refusal:
        undo_merger(merger=merger, by=by, at=at)

    assert "something-new" in codes(refusal)
    assert any("Gemeente Nieuw" in str(obstacle) for obstacle in refusal.value.obstacles)
    assert Organisation.objects.filter(name="Gemeente Nieuw").exists()


def test_undoing_is_refused_when_the_successor_moved_on(deal, two, by, at):
    merger = merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)
    heir = Partner.objects.get(organisation=merger.successor)
    move_partner(partner=heir, stage="left", since_on=date(2026, 2, 1), note="Geen tijd", by=by, at=at)

    with pytest.raises(Obstructed):
        undo_merger(merger=merger, by=by, at=at)


def test_a_merger_is_undone_once(deal, two, by, at):
    merger = merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)
    undo_merger(merger=merger, by=by, at=at)

    with pytest.raises(Obstructed) as refusal:
        undo_merger(merger=merger, by=by, at=at)

    assert codes(refusal) == ["undone-already"]


def test_after_undoing_they_can_merge_again(deal, two, by, at):
    undo_merger(
        merger=merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at), by=by, at=at
    )

    merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    assert Merger.objects.filter(undone_at=None).count() == 1


def test_a_second_click_does_not_merge_twice(deal, two, by, at):
    merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    with pytest.raises(Obstructed) as refusal:
        merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    assert set(codes(refusal)) == {"ended-already", "later-facts"}
    assert Organisation.objects.filter(name="Gemeente Nieuw").count() == 1


def test_one_alone_does_not_merge(deal, two, by, at):
    with pytest.raises(Obstructed) as refusal:
        merge_organisations(predecessors=two[:1], successor=two[0], on=NEW_YEAR, by=by, at=at)

    assert codes(refusal) == ["too-few"]


def test_what_is_known_of_later_days_stands_in_the_way(deal, two, by, at):
    partner = Partner.objects.get(organisation=two[0])
    move_partner(partner=partner, stage="left", since_on=date(2026, 3, 1), note="Geen tijd", by=by, at=at)

    with pytest.raises(Obstructed) as refusal:
        merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    assert codes(refusal) == ["later-facts"]
    assert refusal.value.obstacles[0].mend_url == partner.get_absolute_url()


def test_a_deal_that_is_history_stays_as_it_was(two, by, at):
    old = make_deal(kind="historical")
    partner = make_partner(old, two[0], stage="signatory")

    merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    assert Standing.objects.filter(partner=partner).count() == 1
    assert not Partner.objects.filter(deal=old, organisation__name="Gemeente Nieuw").exists()


def test_the_people_of_a_predecessor_keep_their_place_in_the_deal(deal, two, by, at):
    user = make_user("Bo")
    make_contact(two[0], make_person("Bo B.", user=user))

    merger = merge_organisations(predecessors=two, successor=new(), on=NEW_YEAR, by=by, at=at)

    assert merger.successor.roles_of(user) == {"contact"}
