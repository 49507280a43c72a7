"""What the network answers when a gate, the desk or a charter asks."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.models import Entry
from kopgroep.rooms.partners.actions import move_partner, take_role
from kopgroep.rooms.partners.faces import measures, news, take_charter, waiting_for
from kopgroep.rooms.partners.models import Organisation, Partner, Standing
from kopgroep.rooms.programme.actions import set_up_deal
from kopgroep.rooms.programme.charter import shipped_charter
from tests.factories.partners import (
    make_alias,
    make_motivation,
    make_municipality,
    make_organisation,
    make_participation,
    make_partner,
)
from tests.factories.programme import make_participation_role

DAY = date(2026, 1, 2)


def reading(deal, measure, on=DAY):
    return next(each for each in measures(deal, on) if each.measure == measure)


def value(deal, measure, on=DAY):
    return sum(subject.value for subject in reading(deal, measure, on).subjects)


def test_nineteen_and_twenty_partners_are_told_apart(deal, by, at):
    for number in range(20):
        make_partner(deal, stage="signatory" if number % 2 else "partner")
    one = Partner.objects.first()
    with_all = value(deal, "partners")

    move_partner(partner=one, stage="left", since_on=DAY, note="Geen tijd", by=by, at=at)

    assert (with_all, value(deal, "partners"), value(deal, "partners", DAY - timedelta(days=1))) == (
        20,
        19,
        20,
    )


def test_initiators_count_and_associates_and_who_is_spoken_with_do_not(deal):
    for stage, relation in (("partner", "initiator"), ("signatory", "partner"), ("partner", "associate"),
                            ("intention", "partner"), ("left", "partner")):  # fmt: skip
        make_partner(deal, stage=stage, relation=relation)

    assert value(deal, "partners") == 2
    assert value(deal, "initiators") == 1


def test_who_may_come_is_named_the_furthest_first_then_who_left_and_a_newcomer(deal):
    left = make_partner(deal, stage="left")
    approached = make_partner(deal, stage="approached")
    intends = make_partner(deal, stage="intention")

    (subject,) = reading(deal, "partners").subjects

    assert [item.url for item in subject.open] == [
        *(reverse("partners:move", args=[each.pk]) for each in (intends, approached, left)),
        reverse("partners:add", args=[deal.code]),
    ]
    assert subject.open[0].label == intends.organisation.name


def test_every_helix_is_there_also_the_one_with_nobody(deal):
    make_partner(deal, make_municipality())

    found = {subject.key: subject.value for subject in reading(deal, "helix_cover").subjects}

    assert found == {"government": 1, "business": 0, "knowledge": 0, "society": 0}


def test_a_motivation_counts_from_the_day_that_it_was_given(deal, partner):
    make_motivation(partner, given_on=DAY)

    assert value(deal, "partners_with_motivation", DAY - timedelta(days=1)) == 0
    assert value(deal, "partners_with_motivation") == 1


def test_a_partner_without_motivation_is_named_with_the_page_to_write_it(deal, partner):
    (subject,) = reading(deal, "partners_with_motivation").subjects

    assert subject.value == 0
    assert subject.open[0].url == reverse("partners:motivation", args=[partner.pk])


def test_a_role_counts_while_it_lasts_and_with_its_days(deal, partner, by, at):
    role = make_participation_role(deal)
    make_participation(partner, role, from_on=date(2025, 1, 1))
    later = make_participation_role(deal, "later")
    take_role(partner=partner, role=later, from_on=DAY, by=by, at=at)

    told = [
        reading(deal, "partners_with_role", day).subjects[0]
        for day in (date(2024, 12, 31), date(2025, 6, 1), DAY)
    ]

    assert [subject.value for subject in told] == [0, 1, 1]
    assert "tester" in str(told[1].evidence[0].detail)
    assert "later" in str(told[2].evidence[0].detail)


@pytest.mark.parametrize("number", [10, 200])
def test_measuring_takes_three_queries_whatever_the_number_of_partners(
    deal, django_assert_num_queries, number
):
    role = make_participation_role(deal)
    for _number in range(number):
        partner = make_partner(deal)
        make_motivation(partner)
        make_participation(partner, role)

    with django_assert_num_queries(3):
        told = list(measures(deal, DAY))

    assert len(told[2].subjects) == number


def test_a_contact_is_asked_for_what_the_own_organisation_has_not_said(bob, partner):
    make_partner(partner.deal)

    waiting = waiting_for(bob, DAY)

    assert [item.url for item in waiting] == [
        reverse("partners:motivation", args=[partner.pk]),
        reverse("partners:role", args=[partner.pk]),
    ]


def test_nothing_waits_for_who_answered_or_is_a_stranger(bob, charlie, partner):
    make_motivation(partner)
    make_participation(partner)

    assert waiting_for(bob, DAY) == []
    assert waiting_for(charlie, DAY) == []


def test_staff_hear_of_silent_talks_and_of_partners_without_a_contact(alice, deal, bob, partner):
    silent = make_partner(deal, stage="talk", since_on=DAY - timedelta(days=60))
    make_partner(deal, stage="talk", since_on=DAY - timedelta(days=10))
    alone = make_partner(deal)

    waiting = waiting_for(alice, DAY, deal)

    assert [item.url for item in waiting] == [
        reverse("partners:move", args=[silent.pk]),
        reverse("partners:contact-add", args=[alone.organisation_id]),
    ]


def test_many_silent_talks_are_one_line_with_the_list_that_holds_them(alice, deal):
    old = [make_partner(deal, stage="talk", since_on=DAY - timedelta(days=days)) for days in (60, 50, 43)]
    make_partner(deal, stage="talk", since_on=DAY)

    (item,) = waiting_for(alice, DAY, deal)

    query = parse_qs(urlsplit(item.url).query)
    assert "3 organisati" in item.label
    assert urlsplit(item.url).path == f"/deals/{deal.code}/partners/"
    assert query["until"] == [(DAY - timedelta(days=42)).isoformat()]
    assert str(old[0].organisation) in item.detail


def test_what_waits_takes_as_many_queries_for_one_as_for_many(alice, deal, django_assert_num_queries):
    for _number in range(12):
        make_partner(deal)

    with django_assert_num_queries(11):
        waiting_for(alice, DAY)


def test_news_is_what_happened_to_partners_since_a_moment(deal, partner, by, at):
    move_partner(partner=partner, stage="signatory", since_on=DAY, by=by, at=at)

    assert [entry.verb for entry in news(deal, at - timedelta(hours=1))] == ["partner.moved"]
    assert news(deal, at) == []


def load(code, at):
    charter = shipped_charter(code)
    system = Actor.system("deal load")
    deal = set_up_deal(charter=charter, by=system, at=at)
    take_charter(deal, charter, system, at)
    return deal, charter, system


def test_a_charter_brings_its_partners_and_a_second_time_changes_nothing(db, at):
    deal, charter, system = load("slim-maatwerk", at)
    before = (
        Organisation.objects.count(),
        Partner.objects.count(),
        Standing.objects.count(),
        Entry.objects.count(),
    )

    take_charter(deal, charter, system, at)

    after = (
        Organisation.objects.count(),
        Partner.objects.count(),
        Standing.objects.count(),
        Entry.objects.count(),
    )
    assert after == before
    assert deal.partners.count() == 29
    assert value(deal, "partners", date(2022, 6, 27)) == 26
    assert value(deal, "partners", date(2022, 9, 29)) == 29


def test_a_charter_knows_organisations_by_code_name_and_other_name(db, at):
    by_code = make_municipality("De Haagse gemeente", cbs_code="GM0518")
    by_alias = make_organisation("Het stedennetwerk")
    alias = make_alias(by_alias)
    alias.name = "Stedennetwerk G40"
    alias.save()

    deal, _charter, _system = load("slimme-stad", at)

    assert deal.partners.filter(organisation__in=[by_code, by_alias]).count() == 2
    assert value(deal, "initiators", date(2022, 1, 1)) == 3


def test_what_no_source_dates_says_so(db, at):
    deal, _charter, _system = load("slimme-stad", at)

    undated = Standing.objects.filter(partner__deal=deal, precision="unknown").first()

    assert undated.since in {"date not known", "datum niet bekend"}


def test_two_deals_share_one_registry(db, at):
    load("slimme-stad", at)
    load("slim-maatwerk", at)

    names = list(Organisation.objects.values_list("name", flat=True))
    assert len(names) == len({name.casefold() for name in names})
    assert Organisation.objects.filter(cbs_code="GM0518").count() == 1
