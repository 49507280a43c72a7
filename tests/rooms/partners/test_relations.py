"""The office keeps in touch: who does so, what was agreed, when to come back to it; and nobody else reads it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kopgroep.kernel.access import Permission, Role, allowed
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.journal.history import history_of, lately
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.privacy.erase import erase_person
from kopgroep.kernel.privacy.subjects import subject_of
from kopgroep.kernel.search.audiences import audiences_of
from kopgroep.kernel.search.find import find
from kopgroep.kernel.search.index import refresh_all
from kopgroep.rooms.partners.actions.relations import (
    change_contact_moment,
    follow_up,
    log_contact,
    name_relation_manager,
)
from kopgroep.rooms.partners.faces import waiting_for
from kopgroep.rooms.partners.models import ContactMoment, RelationManager
from kopgroep.rooms.partners.queries.relations import manager_of
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import make_contact_moment, make_partner, make_person, make_relation_manager

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SECRET = "Ze twijfelen over de bijdrage."


@pytest.fixture
def by(alice):
    return Actor.of(alice)


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def days(number):
    return today() + timedelta(days=number)


# Who keeps in touch


def test_a_partner_has_one_relation_manager_and_the_one_before_is_kept_with_its_days(alice, by, partner):
    office = make_user("Olga")
    make_grant(office, Role.OFFICE, partner.deal)
    make_relation_manager(partner, alice)

    name_relation_manager(partner=partner, user=office, by=by, at=now())

    assert manager_of(partner, on=today()).user == office
    assert list(RelationManager.objects.order_by("pk").values_list("user", "until_on")) == [
        (alice.pk, today()),
        (office.pk, None),
    ]


def test_only_who_runs_the_deal_can_be_relation_manager(bob, by, partner):
    with pytest.raises(Obstructed) as refusal:
        name_relation_manager(partner=partner, user=bob, by=by, at=now())

    assert codes(refusal) == ["not-of-the-office"]


def test_a_partner_can_be_without_again(alice, by, partner):
    make_relation_manager(partner, alice)

    assert name_relation_manager(partner=partner, user=None, by=by, at=now()) is None
    assert manager_of(partner, on=today()) is None


# The log


def test_three_fields_on_the_partners_page_are_enough(as_alice, alice, partner):
    page = as_alice.get(partner.get_absolute_url())
    form = page.context["relation"]["form"]

    answer = as_alice.post(
        reverse("partners:log", args=[partner.pk]),
        {"way": "phone", "agreed": SECRET, "follow_up_on": days(7).isoformat()},
    )

    moment = ContactMoment.objects.get()
    assert len(form.visible_fields()) == 3
    assert answer.url == f"{partner.get_absolute_url()}#relation"
    assert (moment.held_on, moment.made_by, moment.follow_up_on) == (today(), alice, days(7))
    assert SECRET in as_alice.get(partner.get_absolute_url()).content.decode()


def test_a_quick_line_without_words_comes_back_with_what_was_typed(as_alice, partner):
    page = as_alice.post(reverse("partners:log", args=[partner.pk]), {"way": "visit", "agreed": " "})

    assert page.status_code == 200
    assert not ContactMoment.objects.exists()
    assert page.context["form"]["way"].value() == "visit"


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"held_on": days(1)}, "in-the-future"), ({"follow_up_on": days(-1)}, "before-the-contact")],
)
def test_days_that_cannot_be_are_refused(by, partner, fields, code):
    with pytest.raises(Obstructed) as refusal:
        log_contact(partner=partner, way="phone", agreed="x", by=by, at=now(), **fields)

    assert codes(refusal) == [code]


def test_another_day_to_come_back_to_it_opens_it_again(by, partner):
    moment = make_contact_moment(partner, follow_up_on=today())
    follow_up(moment=moment, by=by, at=now())
    with pytest.raises(Obstructed) as twice:
        follow_up(moment=moment, by=by, at=now())

    change_contact_moment(
        moment=moment,
        way="mail",
        agreed="x",
        held_on=moment.held_on,
        follow_up_on=days(3),
        contact=None,
        by=by,
        at=now(),
    )

    assert codes(twice) == ["not-open"]
    assert moment.is_open


def test_a_line_that_should_not_stand_there_is_removed(as_alice, partner):
    moment = make_contact_moment(partner)

    as_alice.post(reverse("partners:moment-edit", args=[moment.pk]), {"remove": "yes"})

    assert not ContactMoment.objects.exists()


# For the office alone


@pytest.mark.parametrize("role", list(Role))
def test_only_manager_and_office_hold_the_permission(partner, role):
    user = make_user("Rob")
    make_grant(user, role, partner.deal)

    assert allowed(user, Permission.CONTACT_LOG, about=partner) == (role in {Role.MANAGER, Role.OFFICE})


def test_the_partner_itself_meets_it_nowhere(as_bob, bob, alice, by, partner):
    refresh_all([partner, partner.organisation])
    name_relation_manager(partner=partner, user=alice, by=by, at=now())
    moment = log_contact(partner=partner, way="phone", agreed=SECRET, by=by, at=now())
    told = [each.sentence for each in history_of(partner)] + [
        each.sentence for each in lately([partner.deal.journal_chain], since=now() - timedelta(days=1))
    ]
    pages = {
        "log": reverse("partners:log", args=[partner.pk]),
        "manager": reverse("partners:relation-manager", args=[partner.pk]),
        "relations": reverse("partners:relations", args=[partner.deal.code]),
        "edit": reverse("partners:moment-edit", args=[moment.pk]),
    }

    assert {name: as_bob.get(url).status_code for name, url in pages.items()} == dict.fromkeys(pages, 403)
    assert {name: as_bob.post(url, {"agreed": "x"}).status_code for name, url in pages.items()} == (
        dict.fromkeys(pages, 403)
    )
    assert as_bob.post(reverse("partners:moment-done", args=[moment.pk])).status_code == 403
    assert as_bob.post(reverse("comment-make", args=[moment.address]), {"text": "x"}).status_code in (
        403,
        404,
    )
    seen = as_bob.get(partner.get_absolute_url()).content.decode()
    assert SECRET not in seen
    assert "contact log" not in seen.lower()
    assert not [sentence for sentence in told if "contact log" in sentence or "relation manager" in sentence]
    assert not find("twijfelen", audiences=audiences_of(alice)).rows
    assert SECRET not in as_bob.get(f"/api/v1/partners/{partner.uid}").content.decode()


# The desk of the relation manager


def labels(user):
    return [item.label for item in waiting_for(user, today())]


def test_what_is_due_stands_on_the_desk_of_the_relation_manager_and_of_nobody_else(alice, partner):
    office = make_user("Olga")
    make_grant(office, Role.OFFICE, partner.deal)
    make_relation_manager(partner, alice)
    make_contact_moment(partner, follow_up_on=today(), made_by=office)
    make_contact_moment(partner, follow_up_on=days(1), made_by=office)
    wanted = f"Come back to {partner.organisation.name}"

    assert labels(alice).count(wanted) == 1
    assert wanted not in labels(office)


def test_where_nobody_is_relation_manager_who_wrote_it_down_comes_back_to_it(alice, partner):
    make_contact_moment(partner, follow_up_on=today(), made_by=alice)

    assert f"Come back to {partner.organisation.name}" in labels(alice)


def test_a_partner_with_whom_nobody_spoke_for_long_is_named_and_more_are_one_line(as_alice, alice, deal):
    partners = [make_partner(deal) for _number in range(3)]
    for each in partners:
        make_relation_manager(each, alice)
    make_contact_moment(partners[0], held_on=days(-90))
    many = [item for item in waiting_for(alice, today()) if "did not speak" in item.label]
    for each in partners[1:2]:
        make_contact_moment(each, held_on=days(-3))

    one = [item for item in waiting_for(alice, today()) if "did not speak" in item.detail]

    assert [item.label for item in many] == ["2 of your partners with whom you did not speak for long"]
    assert [item.label for item in one] == [partners[2].organisation.name]
    listed = as_alice.get(many[0].url)
    assert [row.pk for row in listed.context["list"].page.object_list] == [partners[2].pk]


@pytest.mark.parametrize("number", [2, 30])
def test_the_list_takes_as_many_queries_for_few_as_for_many(
    as_alice, alice, deal, django_assert_max_num_queries, number
):
    for _number in range(number):
        partner = make_partner(deal)
        make_relation_manager(partner, alice)
        make_contact_moment(partner, follow_up_on=today())
    as_alice.get(reverse("partners:relations", args=[deal.code]))

    with django_assert_max_num_queries(18):
        page = as_alice.get(reverse("partners:relations", args=[deal.code]))

    assert page.status_code == 200


def test_a_person_named_in_the_log_is_erased_from_it(alice, partner):
    person = make_person("Petronella Zandvoort")
    moment = make_contact_moment(partner, agreed="Petronella Zandvoort belt terug.")

    erase_person(subject=subject_of(person), by=Actor.system("test"), at=now())

    moment.refresh_from_db()
    assert "Petronella" not in moment.agreed
    assert "belt terug" in moment.agreed
