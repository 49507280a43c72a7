"""The registry is shared; what of it belongs to another deal is not."""

from datetime import date

import pytest

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.search.audiences import audiences_of
from kopgroep.kernel.search.find import find
from kopgroep.kernel.search.index import rebuild
from kopgroep.rooms.partners.actions import add_contact, merge_organisations
from kopgroep.rooms.partners.models import Contact, Merger, Organisation, Person
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import (
    make_contact,
    make_municipality,
    make_organisation,
    make_partner,
    make_person,
)
from tests.factories.programme import make_deal
from tests.house.rights import token_of
from tests.rooms.partners.conftest import signed_in

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def other(db):
    return make_deal("other-deal")


@pytest.fixture
def mo(other):
    """The manager of the other deal."""
    user = make_user("Mo")
    make_grant(user, "manager", other)
    return user


@pytest.fixture
def ours(deal):
    """Two municipalities that take part in our deal only."""
    return [make_partner(deal, make_municipality()).organisation for _number in range(2)]


def typed(predecessors, **more):
    return {"predecessors": [each.pk for each in predecessors], "on": "2026-01-01", "name": "Samen", **more}


def test_organisations_of_another_deal_are_not_merged(mo, alice, ours):
    answers = [
        signed_in(user).post("/organisations/merge/", typed(ours, do="1")).status_code for user in (mo, alice)
    ]

    assert answers == [403, 302]
    assert Merger.objects.count() == 1


def test_one_of_another_deal_is_not_taken_along_in_a_merger(mo, other, ours):
    own = make_partner(other, make_municipality()).organisation

    answer = signed_in(mo).post("/organisations/merge/", typed([own], successor=ours[0].pk, do="1"))

    assert answer.status_code == 403
    assert not Merger.objects.exists()
    assert Organisation.objects.filter(valid_until=None).count() == 3


def test_a_merger_of_another_deal_is_not_undone(mo, alice, ours):
    merger = merge_organisations(
        predecessors=ours,
        successor=Organisation(name="Gemeente Samen", kind="municipality", helix="government"),
        on=date(2026, 1, 1),
        by=Actor.of(alice),
        at=now(),
    )

    assert signed_in(mo).post(merger.get_absolute_url()).status_code == 403
    assert signed_in(alice).post(merger.get_absolute_url()).status_code == 302


def test_who_speaks_for_an_organisation_in_one_deal_only_is_seen_and_changed_in_that_deal_only(
    client, deal, other, alice, mo
):
    organisation = make_partner(deal).organisation
    there = make_partner(other, organisation)
    contact = Contact.objects.create(
        organisation=organisation, person=make_person("Wilhelmina"), deal=deal, since_on=LONG_AGO
    )
    rebuild()
    page = organisation.get_absolute_url()

    seen = ["Wilhelmina" in signed_in(user).get(page).content.decode() for user in (alice, mo)]
    found = [find("Wilhelmina", audiences=audiences_of(user)).rows.exists() for user in (alice, mo)]
    told = client.get(
        f"/api/v1/partners/{there.uid}/contacts", headers={"authorization": f"Bearer {token_of(mo)}"}
    ).json()

    assert (seen, found, told) == ([True, False], [True, False], [])
    for action in ("edit", "end", "invite"):
        assert signed_in(mo).get(f"/contacts/{contact.pk}/{action}/").status_code == 403
        assert signed_in(alice).get(f"/contacts/{contact.pk}/{action}/").status_code == 200


def test_a_name_is_not_fished_for_with_an_address(deal, other, mo, alice):
    known = make_contact(make_partner(deal).organisation, make_person("Wilhelmina")).person
    mine, theirs = make_partner(other).organisation, make_partner(deal).organisation

    with pytest.raises(Obstructed) as stranger:
        add_contact(
            organisation=mine, name="Anna", email=known.email, since_on=LONG_AGO, by=Actor.of(mo), at=now()
        )
    with pytest.raises(Obstructed) as colleague:
        add_contact(
            organisation=theirs,
            name="Anna",
            email=known.email,
            since_on=LONG_AGO,
            by=Actor.of(alice),
            at=now(),
        )

    assert "Wilhelmina" not in str(stranger.value)
    assert "Wilhelmina" in str(colleague.value)


def test_the_office_of_another_deal_does_not_look_somebody_up(deal, mo, alice):
    person = make_contact(make_partner(deal).organisation, make_person("Wilhelmina")).person

    mine, theirs = (signed_in(user).post("/privacy/people/", {"email": person.email}) for user in (alice, mo))

    assert (mine.status_code, theirs.status_code) == (302, 200)
    assert theirs.context["found"] == []
    assert "Wilhelmina" not in theirs.content.decode()
    assert (Person.objects.filter(pk=person.pk).exists(), User.objects.count()) == (True, 2)


def test_who_speaks_for_one_deal_is_found_in_that_deal_alone_before_the_organisation_takes_part(
    deal, alice, mo
):
    early = make_contact(make_organisation(), make_person("Wilhelmina"))
    Contact.objects.filter(pk=early.pk).update(deal=deal)
    anyone = make_contact(make_organisation(), make_person("Wilhelm"))
    rebuild()

    found = [
        [find(name, audiences=audiences_of(user)).rows.exists() for user in (alice, mo)]
        for name in ("Wilhelmina", anyone.person.name)
    ]

    assert found == [[True, False], [True, True]]
