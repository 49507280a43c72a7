"""What can happen to organisations, partners and people, and what is refused."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kopgroep.kernel.journal.history import history_of
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.partners.actions import (
    add_contact,
    add_organisation,
    add_partner,
    change_contact,
    change_organisation,
    change_partner,
    change_relation,
    end_contact,
    give_motivation,
    move_partner,
    take_role,
)
from kopgroep.rooms.partners.models import Contact, Organisation, Partner, Person, Relation, Stage
from tests.factories.accounts import make_user
from tests.factories.partners import make_organisation, make_partner
from tests.factories.programme import make_deal, make_participation_role

MUNICIPALITY = {"kind": "municipality", "helix": "government"}
COMPANY = {"kind": "company", "helix": "business"}


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def standing(partner, on):
    found = Partner.objects.standing_on(on).get(pk=partner.pk)
    return found.stage, found.relation


def test_an_organisation_is_added_with_its_other_names_and_told(by, at):
    made = add_organisation(name=" Saxion ", kind="knowledge_institution", helix="knowledge",
                            aliases=["Hogeschool Saxion", "Saxion", ""], by=by, at=at)  # fmt: skip

    assert made.name == "Saxion"
    assert list(made.aliases.values_list("name", flat=True)) == ["Hogeschool Saxion"]
    assert history_of(made)[0].sentence.startswith("Alice")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (COMPANY | {"kvk": "1234567"}, "kvk-wrong"),
        (COMPANY | {"kvk": "١٢٣٤٥٦٧٨"}, "kvk-wrong"),
        (COMPANY | {"oin": "1" * 19}, "oin-wrong"),
        (MUNICIPALITY | {"cbs_code": "GM20"}, "cbs-wrong"),
        (MUNICIPALITY | {"cbs_code": "PV20"}, "cbs-of-another-kind"),
        (COMPANY | {"cbs_code": "GM0200"}, "cbs-of-another-kind"),
        ({"kind": "municipality", "helix": "business"}, "municipality-not-government"),
        (
            COMPANY | {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 1, 1)},
            "ends-before-it-begins",
        ),
    ],
)
def test_facts_that_cannot_be_are_refused(by, at, facts, code):
    with pytest.raises(Obstructed) as refusal:
        add_organisation(name="Iets", **facts, by=by, at=at)

    assert codes(refusal) == [code]
    assert not Organisation.objects.filter(name="Iets").exists()


def test_a_code_belongs_to_one_organisation(by, at):
    first = add_organisation(name="Een", **COMPANY, kvk="12345678", by=by, at=at)

    with pytest.raises(Obstructed) as refusal:
        add_organisation(name="Twee", **COMPANY, kvk="12345678", by=by, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation("Drie", kvk="12345678")

    assert codes(refusal) == ["kvk-taken"]
    assert refusal.value.obstacles[0].mend_url == first.get_absolute_url()


def test_two_editors_of_an_organisation_do_not_undo_each_other(by, at, deal):
    organisation = make_organisation("Oud")
    seen = organisation.revision

    change_organisation(organisation=organisation, seen_revision=seen, name="Nieuw", by=by, at=at)
    with pytest.raises(EditedMeanwhile) as told:
        change_organisation(organisation=organisation, seen_revision=seen, name="Anders", by=by, at=at)

    assert told.value.current.name == "Nieuw"
    assert Organisation.objects.get(pk=organisation.pk).name == "Nieuw"


def test_a_partner_moves_through_its_stages_and_every_day_is_known(by, at, deal):
    organisation = make_organisation()
    partner = add_partner(deal=deal, organisation=organisation, since_on=date(2026, 1, 1), by=by, at=at)
    for stage, day in ((Stage.TALK, 5), (Stage.INTENTION, 9), (Stage.PARTNER, 20)):
        move_partner(partner=partner, stage=stage, since_on=date(2026, 1, day), by=by, at=at)

    known = [standing(partner, date(2026, 1, day))[0] for day in (1, 4, 5, 9, 19, 20)]

    assert known == ["approached", "approached", "talk", "intention", "intention", "partner"]
    assert Entry.objects.filter(verb="partner.moved").count() == 3


def test_an_organisation_is_in_a_deal_once(by, at, deal, partner):
    with pytest.raises(Obstructed) as refusal:
        add_partner(deal=deal, organisation=partner.organisation, by=by, at=at)

    assert codes(refusal) == ["already-partner"]
    assert refusal.value.obstacles[0].mend_url == partner.get_absolute_url()


def test_who_does_not_exist_any_more_does_not_join(by, at, deal):
    gone = make_organisation(valid_until=date(2026, 1, 2))

    with pytest.raises(Obstructed) as refusal:
        add_partner(deal=deal, organisation=gone, since_on=date(2026, 1, 2), by=by, at=at)

    assert codes(refusal) == ["does-not-exist"]


def test_leaving_needs_a_reason_and_coming_back_keeps_what_was(by, at, partner):
    with pytest.raises(Obstructed) as refusal:
        move_partner(partner=partner, stage=Stage.LEFT, since_on=date(2026, 2, 1), by=by, at=at)
    move_partner(partner=partner, stage=Stage.LEFT, since_on=date(2026, 2, 1), note="Geen tijd", by=by, at=at)
    move_partner(
        partner=partner, stage=Stage.PARTNER, since_on=date(2026, 3, 1), note="Weer tijd", by=by, at=at
    )
    with pytest.raises(Obstructed):
        move_partner(partner=partner, stage=Stage.PARTNER, since_on=date(2026, 3, 2), by=by, at=at)

    assert codes(refusal) == ["no-reason"]
    assert [standing(partner, date(2026, month, 1))[0] for month in (1, 2, 3)] == [
        "partner",
        "left",
        "partner",
    ]


def test_who_left_does_not_leave_twice(by, at, partner):
    move_partner(partner=partner, stage=Stage.LEFT, since_on=date(2026, 2, 1), note="Geen tijd", by=by, at=at)

    with pytest.raises(Obstructed) as refusal:
        move_partner(
            partner=partner, stage=Stage.LEFT, since_on=date(2026, 2, 9), note="Echt niet", by=by, at=at
        )

    assert codes(refusal) == ["already-there"]
    assert partner.standings.count() == 2


def test_a_step_in_the_past_comes_in_between_only_when_that_is_said(by, at, deal):
    partner = make_partner(deal, stage=Stage.APPROACHED, since_on=date(2026, 1, 1))
    move_partner(partner=partner, stage=Stage.PARTNER, since_on=date(2026, 3, 1), by=by, at=at)
    step = {"partner": partner, "stage": Stage.TALK, "since_on": date(2026, 2, 1), "by": by, "at": at}

    with pytest.raises(Obstructed) as refusal:
        move_partner(**step)
    move_partner(**step, insert=True)

    assert codes(refusal) == ["before-last-standing"]
    assert [standing(partner, date(2026, month, 1))[0] for month in (1, 2, 3)] == [
        "approached",
        "talk",
        "partner",
    ]


def test_a_second_click_on_the_same_button_changes_nothing(by, at, deal):
    partner = make_partner(deal, stage=Stage.TALK)
    click = {"partner": partner, "stage": Stage.INTENTION, "since_on": date(2026, 1, 2), "by": by, "at": at}
    seen = partner.revision
    move_partner(**click, seen_revision=seen)

    with pytest.raises(EditedMeanwhile):
        move_partner(**click, seen_revision=seen)
    with pytest.raises(Obstructed):
        move_partner(**click)

    assert partner.standings.count() == 2


def test_a_relation_changes_from_a_day_and_the_stage_stays(by, at, partner):
    change_relation(partner=partner, relation=Relation.INITIATOR, since_on=date(2026, 2, 1), by=by, at=at)

    assert standing(partner, date(2026, 1, 31)) == ("partner", "partner")
    assert standing(partner, date(2026, 2, 1)) == ("partner", "initiator")
    with pytest.raises(Obstructed):
        change_relation(partner=partner, relation=Relation.INITIATOR, since_on=date(2026, 3, 1), by=by, at=at)


def test_a_motivation_is_kept_beside_the_one_before_and_not_twice(by, at, partner):
    give_motivation(partner=partner, text="Leren", given_on=date(2026, 1, 1), by=by, at=at)
    give_motivation(partner=partner, text="Delen", given_on=date(2026, 2, 1), by=by, at=at)

    with pytest.raises(Obstructed) as refusal:
        give_motivation(partner=partner, text=" Delen ", given_on=date(2026, 2, 1), by=by, at=at)

    assert codes(refusal) == ["already-given"]
    assert partner.motivations.count() == 2


def test_a_new_role_ends_the_period_before(by, at, partner):
    tester = make_participation_role(partner.deal, "tester")
    lead = make_participation_role(partner.deal, "lead")
    take_role(partner=partner, role=tester, from_on=date(2026, 1, 1), by=by, at=at)
    take_role(partner=partner, role=lead, days_per_month=4, from_on=date(2026, 3, 1), by=by, at=at)

    with pytest.raises(Obstructed) as refusal:
        take_role(partner=partner, role=tester, from_on=date(2026, 3, 1), by=by, at=at)

    periods = partner.participations.order_by("from_on").values_list(
        "role__code", "days_per_month", "until_on"
    )
    assert list(periods) == [("tester", 2, date(2026, 3, 1)), ("lead", 4, None)]
    assert codes(refusal) == ["before-last-role"]


def test_a_role_of_another_deal_is_refused(by, at, partner):
    with pytest.raises(Obstructed) as refusal:
        take_role(partner=partner, role=make_participation_role(), from_on=date(2026, 1, 1), by=by, at=at)

    assert codes(refusal) == ["role-of-another-deal"]


def test_joining_is_the_intention_to_go_on_unless_said_otherwise(by, at, partner):
    before = partner.intends_next_phases

    change_partner(partner=partner, intends_next_phases=False, by=by, at=at)

    assert before is True
    assert Partner.objects.get(pk=partner.pk).intends_next_phases is False
    assert Entry.objects.filter(verb="partner.intention_withdrawn").count() == 1


@pytest.mark.parametrize("act", ["add", "move", "motivation", "role", "relation", "change"])
def test_a_deal_that_is_history_does_not_change(by, at, act):
    partner = make_partner(make_deal(kind="historical"))
    role = make_participation_role(partner.deal)
    day = {"by": by, "at": at}
    acts = {
        "add": lambda: add_partner(deal=partner.deal, organisation=make_organisation(), **day),
        "move": lambda: move_partner(partner=partner, stage="signatory", since_on=date(2026, 1, 1), **day),
        "motivation": lambda: give_motivation(partner=partner, text="x", given_on=date(2026, 1, 1), **day),
        "role": lambda: take_role(partner=partner, role=role, from_on=date(2026, 1, 1), **day),
        "relation": lambda: change_relation(
            partner=partner, relation="initiator", since_on=date(2026, 1, 1), **day
        ),
        "change": lambda: change_partner(partner=partner, intends_next_phases=False, **day),
    }

    with pytest.raises(Obstructed) as refusal:
        acts[act]()

    assert "read-only" in codes(refusal)


def test_one_person_speaks_for_three_organisations(by, at):
    for number in range(3):
        add_contact(organisation=make_organisation(), name="Bo", email="Bo@Example.org",
                    capacity="deputy" if number else "contact", since_on=date(2026, 1, 1), by=by, at=at)  # fmt: skip

    assert Person.objects.count() == 1
    assert Contact.objects.filter(person__email="bo@example.org").count() == 3


def test_an_account_with_the_same_address_is_the_same_person(by, at):
    user = make_user("Bo", email="bo@example.org")

    contact = add_contact(
        organisation=make_organisation(),
        name="Bo",
        email="bo@example.org",
        since_on=date(2026, 1, 1),
        by=by,
        at=at,
    )

    assert contact.person.user == user


def test_an_address_of_somebody_else_is_refused_and_a_second_click_too(by, at):
    organisation = make_organisation()
    facts = {
        "organisation": organisation,
        "email": "bo@example.org",
        "since_on": date(2026, 1, 1),
        "by": by,
        "at": at,
    }
    add_contact(name="Bo", **facts)

    refused = []
    for name in ("Chris", "Bo"):
        with pytest.raises(Obstructed) as refusal:
            add_contact(name=name, **facts)
        refused += codes(refusal)

    assert refused == ["email-of-another", "already-contact"]


def test_a_contact_ends_once_and_stays_on_record(by, at):
    organisation = make_organisation()
    contact = add_contact(organisation=organisation, name="Bo", since_on=date(2026, 1, 1), by=by, at=at)
    change_contact(contact=contact, name="Bo B.", capacity="secretariat", by=by, at=at)

    end_contact(contact=contact, until_on=date(2026, 2, 1), by=by, at=at)
    with pytest.raises(Obstructed) as refusal:
        end_contact(contact=contact, until_on=date(2026, 3, 1), by=by, at=at)

    assert codes(refusal) == ["already-ended"]
    assert not organisation.contacts.current(date(2026, 2, 1)).exists()
    assert organisation.contacts.current(date(2026, 1, 31)).get().person.name == "Bo B."


def test_names_of_people_stand_only_in_what_can_be_erased(by, at):
    add_contact(organisation=make_organisation(), name="Bo Geheim", since_on=date(2026, 1, 1), by=by, at=at)

    entry = Entry.objects.get(verb="contact.added")

    assert "Bo Geheim" not in str(entry.facts)
    assert entry.private_text.text == {"person": "Bo Geheim"}
