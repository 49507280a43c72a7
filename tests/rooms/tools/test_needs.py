"""Needs are stated, supported with one voice per organisation, taken together and parted again."""

from datetime import UTC, date, datetime

import pytest

from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.search.models import Found
from kopgroep.rooms.tools import actions
from kopgroep.rooms.tools.models import Need, Trust, Verdict
from kopgroep.rooms.tools.queries import alike_in, gap_of, needs_with_counts, twins_of_need, voices_of
from kopgroep.rooms.tools.queries.tools import Sight
from tests.factories.partners import make_partner
from tests.factories.tools import make_existing_tool, make_need, make_search, make_tool

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT, ON = datetime(2026, 4, 10, 9, tzinfo=UTC), date(2026, 4, 10)
INSIDE = Sight(inside=True)


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def names(voices):
    return [voice.partner.organisation.name for voice in voices]


def test_who_asks_for_something_has_the_first_voice(deal, helmond, by):
    need = actions.state_need(
        deal=deal, process_question="How do we count cyclists? ", asked_by_partner=helmond, by=by, at=AT
    )

    assert need.process_question == "How do we count cyclists?"
    assert names(voices_of(need)) == ["Gemeente Helmond"]
    assert Found.objects.filter(kind="need").count() == 1


def test_an_organisation_has_one_voice_for_a_need(deal, helmond, zwolle, by):
    need = make_need(deal)
    first = actions.support_need(need=need, partner=helmond, by=by, at=AT)
    actions.support_need(need=need, partner=zwolle, by=by, at=AT)

    with pytest.raises(Obstructed) as refusal:
        actions.support_need(need=need, partner=helmond, by=by, at=AT)

    assert codes(refusal) == ["supported"]
    actions.withdraw_support(support=first, by=by, at=AT)
    assert names(voices_of(need)) == ["Gemeente Zwolle"]
    actions.support_need(need=need, partner=helmond, by=by, at=AT)
    assert names(voices_of(need)) == ["Gemeente Zwolle", "Gemeente Helmond"]


def test_a_partner_of_another_deal_has_no_voice_here(deal, by):
    with pytest.raises(Obstructed) as refusal:
        actions.support_need(need=make_need(deal), partner=make_partner(), by=by, at=AT)

    assert codes(refusal) == ["other-deal"]


def test_needs_taken_together_keep_everybody_and_come_apart_as_they_were(deal, helmond, zwolle, company, by):
    one, other = make_need(deal), make_need(deal)
    for partner in (helmond, zwolle):
        actions.support_need(need=one, partner=partner, by=by, at=AT)
    for partner in (zwolle, company):
        actions.support_need(need=other, partner=partner, by=by, at=AT)

    actions.merge_needs(need=one, target=other, by=by, at=AT)

    other.refresh_from_db()
    assert sorted(names(voices_of(other))) == ["Gemeente Helmond", "Gemeente Zwolle", "Sensor BV"]
    assert [(need.pk, need.voices) for need in needs_with_counts(deal, ON)] == [(other.pk, 3)]
    one.refresh_from_db()
    actions.part_needs(need=one, by=by, at=AT)
    assert sorted(names(voices_of(one))) == ["Gemeente Helmond", "Gemeente Zwolle"]
    assert sorted(names(voices_of(other))) == ["Gemeente Zwolle", "Sensor BV"]
    assert {need.voices for need in needs_with_counts(deal, ON)} == {2}


def test_on_the_days_before_two_needs_were_one_they_are_counted_apart(deal, by):
    one, other = make_need(deal), make_need(deal)
    actions.merge_needs(need=one, target=other, by=by, at=AT)

    assert Need.objects.standing_on(date(2026, 4, 9)).count() == 2
    assert Need.objects.standing_on(ON).count() == 1


def test_needs_are_taken_together_one_level_deep(deal, by):
    first, second, third = make_need(deal), make_need(deal), make_need(deal)
    actions.merge_needs(need=first, target=second, by=by, at=AT)

    with pytest.raises(Obstructed) as into_merged:
        actions.merge_needs(need=third, target=first, by=by, at=AT)
    with pytest.raises(Obstructed) as with_merged:
        actions.merge_needs(need=second, target=third, by=by, at=AT)
    with pytest.raises(Obstructed) as itself:
        actions.merge_needs(need=third, target=third, by=by, at=AT)

    assert [codes(each) for each in (into_merged, with_merged, itself)] == [
        ["target-merged"],
        ["has-merged"],
        ["itself"],
    ]


@pytest.mark.parametrize(
    ("statuses", "follows"),
    [
        ([], Verdict.DEVELOP),
        ([Trust.DEVELOPING], Verdict.DEVELOP),
        ([Trust.IDEA, Trust.EXISTS], Verdict.DEVELOP_FURTHER),
        ([Trust.EXISTS, Trust.TESTED], Verdict.ADOPT),
    ],
)
def test_what_a_need_asks_for_follows_from_what_was_found(deal, statuses, follows):
    need = make_need(deal)
    make_search(need)
    for status in statuses:
        make_existing_tool(deal, status=status).needs.add(need)

    assert gap_of(need, ON).follows == follows


def test_nothing_follows_while_nobody_looked(deal):
    assert gap_of(make_need(deal), ON).verdict is None


def test_a_person_decides_otherwise_with_a_reason_and_takes_it_back(deal, by):
    need = make_need(deal)
    make_search(need)
    with pytest.raises(Obstructed) as refusal:
        actions.decide_gap(need=need, verdict=Verdict.ADOPT, reason=" ", by=by, at=AT)

    decided = actions.decide_gap(need=need, verdict=Verdict.ADOPT, reason="It is bought.", by=by, at=AT)

    assert codes(refusal) == ["no-reason"]
    assert (gap_of(need, ON).follows, gap_of(need, ON).verdict) == (Verdict.DEVELOP, Verdict.ADOPT)
    actions.reopen_gap(verdict=decided, by=by, at=AT)
    assert gap_of(need, ON).verdict == Verdict.DEVELOP


def test_what_looks_like_it_is_found_whatever_the_order_and_ending_of_the_words(deal):
    counting = make_need(deal, process_question="Hoe tellen we fietsers op een drukke kruising?")
    make_need(deal, process_question="Hoe regelen we sensoren in de openbare ruimte met een verordening?")
    tool = make_tool(deal, "Fietsteller", process_question="Fietsers tellen op een kruising")
    existing = make_existing_tool(deal, name="Telslang", summary="Telt fietsers op elke kruising")

    found = alike_in(deal, "fietsers tellen bij kruisingen", INSIDE, ON)

    assert {(each.kind, each.record.pk) for each in found} == {
        ("need", counting.pk),
        ("tool", tool.pk),
        ("existing_tool", existing.pk),
    }
    assert alike_in(deal, "ab", INSIDE, ON) == []
    assert alike_in(deal, "Een training voor wethouders", INSIDE, ON) == []


def test_a_need_names_its_twins_but_not_itself_or_what_was_taken_into_it(deal, by):
    one = make_need(deal, process_question="Hoe meten we geluid in de stad?")
    two = make_need(deal, process_question="Hoe kunnen we het geluid in de stad meten?")
    gone = make_need(deal, process_question="Geluid meten in de stad, hoe?")
    actions.merge_needs(need=gone, target=one, by=by, at=AT)

    assert [each.record.pk for each in twins_of_need(one, INSIDE, ON)] == [two.pk]


def test_looking_for_what_looks_like_it_costs_as_much_whatever_there_is(deal, django_assert_num_queries):
    for number in range(3):
        make_need(deal, process_question=f"Hoe meten we geluid op plek {number}?")
        make_tool(deal, f"Geluidmeter {number}")

    with django_assert_num_queries(4):
        alike_in(deal, "geluid meten", INSIDE, ON)
