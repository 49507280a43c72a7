"""Who has which place in a deal because of an organisation, and what they find."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from kopgroep.kernel.access import Permission, Role, allowed, roles_on
from kopgroep.kernel.clock import today
from kopgroep.kernel.search.audiences import audiences_of
from kopgroep.rooms.partners.actions import add_contact, add_partner
from kopgroep.rooms.partners.models import Contact
from kopgroep.rooms.partners.queries.organisations import name_key, sight_of, similar_organisations
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import make_alias, make_contact, make_organisation, make_partner, make_person
from tests.factories.programme import make_deal


@pytest.mark.parametrize(("capacity", "is_in"), [("contact", True), ("deputy", True), ("member", True),
                                                  ("secretariat", False), ("administrator", False)])  # fmt: skip
def test_who_speaks_or_works_for_a_partner_takes_part_in_the_deal(partner, capacity, is_in):
    user = make_user("Eva")
    make_contact(partner.organisation, make_person("Eva", user=user), capacity=capacity)

    assert (Role.PARTICIPANT in roles_on(user, partner.deal)) is is_in


def test_who_left_is_in_the_deal_no_more(deal):
    user = make_user("Eva")
    gone = make_partner(deal, stage="left")
    make_contact(gone.organisation, make_person("Eva", user=user))

    assert roles_on(user, deal) == frozenset()


def test_a_contact_that_ended_is_in_the_deal_no_more(bob, deal):
    Contact.objects.update(until_on=today())

    assert roles_on(bob, deal) == frozenset()


def test_a_contact_for_one_deal_is_not_in_the_other(partner):
    user = make_user("Eva")
    contact = make_contact(partner.organisation, make_person("Eva", user=user))
    other = make_partner(make_deal(), partner.organisation)
    contact.deal = other.deal
    contact.save()

    assert roles_on(user, partner.deal) == frozenset()
    assert Role.PARTICIPANT in roles_on(user, other.deal)
    assert Role.CONTACT not in roles_on(user, partner)
    assert Role.CONTACT in roles_on(user, other)


def test_staff_of_one_deal_see_no_people_of_another(alice):
    elsewhere = make_partner(make_deal())

    assert allowed(alice, Permission.NETWORK_VIEW, about=elsewhere.organisation)
    assert not allowed(alice, Permission.CONTACTS_VIEW, about=elsewhere.organisation)
    assert not allowed(alice, Permission.NETWORK_VIEW, about=elsewhere)


def test_staff_of_any_deal_keep_an_organisation_that_is_in_none(alice):
    assert allowed(alice, Permission.ORGANISATION_EDIT, about=make_organisation())


def test_the_public_sees_organisations_of_open_deals_past_the_talks(db):
    deal = make_deal(is_open=True)
    public, talking, closed = make_partner(deal), make_partner(deal, stage="talk"), make_partner()

    seen = [
        allowed(AnonymousUser(), Permission.NETWORK_VIEW, about=each.organisation)
        for each in (public, talking, closed)
    ]

    assert seen == [True, False, False]


def test_an_initiator_sees_the_whole_deal_and_no_other(deal):
    user = make_user("Ina")
    make_grant(user, Role.INITIATOR, deal)
    make_deal()

    sight = sight_of(user)

    assert (sight.everything, sight.inside, sight.outside) == (False, {deal.pk}, frozenset())


def test_people_are_found_only_by_who_is_in_their_deal(deal, by, at, bob, charlie, alice):
    organisation = make_organisation()
    contact = add_contact(organisation=organisation, name="Dina", since_on=today(), by=by, at=at)
    before = contact.person.search_row().audience

    add_partner(deal=deal, organisation=organisation, by=by, at=at)

    after = contact.person.search_row().audience
    assert before == {"staff"}
    assert after == {deal.contacts_audience}
    assert after & audiences_of(bob)
    assert after & audiences_of(alice)
    assert not after & audiences_of(charlie)


def test_a_person_who_stopped_is_found_no_more(partner):
    contact = make_contact(partner.organisation)
    contact.until_on = today() - timedelta(days=1)
    contact.save()

    assert contact.person.search_row() is None


def test_a_partner_of_an_open_deal_is_public_only_past_the_talks(db):
    deal = make_deal("open", is_open=True)

    audiences = [make_partner(deal, stage=stage).search_row().audience for stage in ("talk", "partner")]
    everyone = audiences_of(AnonymousUser())

    assert [bool(audience & everyone) for audience in audiences] == [False, True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gemeente Den Haag", "den haag"),
        ("Stichting Waag", "Waag"),
        ("Café Créatif B.V.", "cafe creatif"),
        ("Ministerie van Justitie", "Justitie"),
    ],
)
def test_names_are_alike_without_accents_and_legal_form(one, other):
    assert name_key(one) == name_key(other)


def test_other_names_are_looked_at_too(db, django_assert_num_queries):
    known = make_organisation("Vereniging van Nederlandse Gemeenten")
    alias = make_alias(known)
    alias.name = "VNG"
    alias.save()
    make_organisation("Iets heel anders")

    with django_assert_num_queries(3):
        assert similar_organisations("vng") == [known]
