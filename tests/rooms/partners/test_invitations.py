"""People come in by a mail: one button, once, for who was meant; and those who invite stay within their own."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from kopgroep.kernel.access import Permission, Role, allowed
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.journal.models import Entry, Mail
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions.invitations import (
    accept_invitation,
    invite_contact,
    invite_to_role,
    resend_invitation,
    withdraw_invitation,
)
from kopgroep.rooms.partners.actions.people import follow_account
from kopgroep.rooms.partners.models import Capacity, Invitation
from tests.factories.accounts import make_user
from tests.factories.partners import make_contact, make_invitation, make_partner, make_person

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def contact(partner):
    return make_contact(partner.organisation, make_person("Nel"), capacity=Capacity.DEPUTY)


@pytest.fixture
def invited(contact):
    return invite_contact(contact=contact, by=BY, at=now())


def link_to(person):
    """The link in the last mail to somebody, as a path."""
    text = Mail.objects.filter(to_email=person.email).order_by("pk").last().text
    return re.search(r"/invitations/[\w-]{43}/", text)[0]


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def is_in(client, user):
    return client.session.get("_auth_user_id") == str(user.pk)


def test_an_invitation_is_mailed_with_a_link_of_which_only_the_digest_is_kept(contact, invited):
    token = link_to(contact.person).split("/")[2]

    assert len(token) == 43
    assert token not in str(list(Invitation.objects.values())) + str(list(Entry.objects.values()))
    assert (invited.email, invited.expires_on) == (contact.person.email, today() + timedelta(days=30))


def test_opening_the_link_changes_nothing(client, contact, invited):
    page = client.get(link_to(contact.person))
    client.head(link_to(contact.person))

    assert page.status_code == 200
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert not User.objects.filter(email=contact.person.email).exists()
    assert "_auth_user_id" not in client.session


def test_the_button_makes_the_account_signs_in_and_leads_to_the_own_page(client, deal, contact, invited):
    answer = client.post(link_to(contact.person))

    user = User.objects.get(email=contact.person.email)
    assert (answer.status_code, answer.url) == (302, reverse("desk"))
    assert is_in(client, user)
    assert (user.name, user.has_usable_password()) == ("Nel", False)
    assert allowed(user, Permission.PARTNER_EDIT, about=deal.partners.get())
    verbs = (
        Entry.objects.filter(mentions__address=invited.address).order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["invitation.sent", "invitation.accepted"]


def test_it_works_once(client, contact, invited):
    link = link_to(contact.person)
    client.post(link)
    client.logout()

    again = client.post(link)

    assert again.status_code == 410
    assert "_auth_user_id" not in client.session
    assert User.objects.filter(email=contact.person.email).count() == 1


def test_it_works_until_its_last_day(client, contact):
    invitation = make_invitation(contact, expires_on=today())
    accept_invitation(invitation=invitation, at=now())

    late = make_invitation(expires_on=today() - timedelta(days=1))
    with pytest.raises(Obstructed) as refusal:
        accept_invitation(invitation=late, at=now())
    assert codes(refusal) == ["expired"]


def test_a_second_mail_ends_the_first(client, contact, invited):
    first = link_to(contact.person)
    resend_invitation(invitation=invited, by=BY, at=now())

    assert client.get(first).status_code == 410
    assert client.post(link_to(contact.person)).status_code == 302


def test_what_is_withdrawn_lets_nobody_in(client, contact, invited):
    withdraw_invitation(invitation=invited, by=BY, at=now())

    assert client.post(link_to(contact.person)).status_code == 410
    with pytest.raises(Obstructed):
        withdraw_invitation(invitation=invited, by=BY, at=now())


def test_who_is_contact_no_more_does_not_come_in(client, contact, invited):
    contact.until_on = today()
    contact.save()

    assert client.post(link_to(contact.person)).status_code == 410


def test_an_account_in_use_is_not_opened_by_an_old_mail(client, contact, invited):
    user = make_user("Nel", email=contact.person.email)
    user.last_login = now()
    user.save()
    link = link_to(contact.person)

    page = client.post(link)

    assert page.status_code == 200
    assert page.context["sign_in_url"] == f"/account/login/?next={link.replace('/', '%2F')}"
    assert "_auth_user_id" not in client.session
    client.force_login(user)
    assert client.post(link).url == reverse("desk")
    contact.person.refresh_from_db()
    assert contact.person.user == user


def test_who_is_signed_in_as_somebody_else_accepts_nothing(client, contact, invited, charlie):
    client.force_login(charlie)

    page = client.post(link_to(contact.person))

    assert page.context["somebody_else"] == "Charlie"
    invited.refresh_from_db()
    assert invited.accepted_at is None
    assert is_in(client, charlie)


def test_an_account_of_another_person_is_not_taken_over(client, contact, invited):
    make_person("Somebody", user=make_user("Somebody", email=contact.person.email))

    assert client.post(link_to(contact.person)).status_code == 410


def test_a_closed_account_stays_closed(client, contact, invited):
    user = make_user("Nel", email=contact.person.email)
    user.is_active = False
    user.save()

    assert client.post(link_to(contact.person)).status_code == 410


def test_an_unknown_link_says_so_and_guessing_is_slowed_down(client):
    statuses = [client.get(f"/invitations/{number:043}/").status_code for number in range(31)]

    assert (statuses[0], statuses[-1]) == (404, 429)


@pytest.mark.parametrize("capacity", [Capacity.SECRETARIAT, Capacity.ADMINISTRATOR])
def test_who_does_not_sign_in_is_not_invited(partner, capacity):
    somebody = make_contact(partner.organisation, make_person("Sec"), capacity=capacity)

    with pytest.raises(Obstructed) as refusal:
        invite_contact(contact=somebody, by=BY, at=now())

    assert codes(refusal) == ["does-not-sign-in"]


def test_who_was_invited_is_not_invited_again(contact, invited):
    with pytest.raises(Obstructed) as refusal:
        invite_contact(contact=contact, by=BY, at=now())

    assert codes(refusal) == ["invited"]


def test_a_role_on_the_deal_begins_when_it_is_accepted(client, deal, alice):
    invite_to_role(
        deal=deal, role=Role.OFFICE, name="Olga", email="Olga@example.org", by=Actor.of(alice), at=now()
    )
    assert not Grant.objects.filter(role="office").exists()

    client.post(link_to(Invitation.objects.get()))

    grant = Grant.objects.get(role="office")
    assert (grant.user.email, grant.on) == ("olga@example.org", deal.address)


def test_no_role_of_an_organisation_is_invited_for_by_name(deal):
    with pytest.raises(Obstructed) as refusal:
        invite_to_role(deal=deal, role=Role.CONTACT, name="x", email="x@example.org", by=BY, at=now())

    assert codes(refusal) == ["not-grantable"]


NEW = {"name": "Mo", "email": "mo@example.org", "capacity": "member"}


def test_a_partners_contact_invites_for_the_own_organisation_only(client, bob, deal, partner):
    other = make_partner(deal).organisation
    client.force_login(bob)

    assert client.post(reverse("partners:invite", args=[partner.organisation_id]), NEW).status_code == 302
    assert client.post(reverse("partners:invite", args=[other.pk]), NEW).status_code == 403
    assert [row.contact.organisation for row in Invitation.objects.all()] == [partner.organisation]


def test_a_partners_contact_invites_nobody_for_a_role_on_the_deal(client, bob, deal):
    client.force_login(bob)

    answer = client.post(reverse("partners:invite-role", args=[deal.code]), {**NEW, "role": "manager"})

    assert answer.status_code == 403
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("name", ["invitation-resend", "invitation-withdraw"])
def test_nobody_touches_the_invitations_of_another_organisation(client, bob, deal, name):
    theirs = make_invitation(make_contact(make_partner(deal).organisation, make_person("Zoë")))
    of_deal = make_invitation(deal=deal, role="office")
    client.force_login(bob)

    for invitation in (theirs, of_deal):
        assert client.post(reverse(f"partners:{name}", args=[invitation.uid])).status_code == 403
    assert Invitation.objects.open().count() == 2


def test_a_member_invites_nobody(client, partner):
    member = make_user("Member")
    make_contact(partner.organisation, make_person("Member", user=member), capacity=Capacity.MEMBER)
    client.force_login(member)

    assert client.get(reverse("partners:invite", args=[partner.organisation_id])).status_code == 403


def test_the_office_invites_everybody_of_the_deal_at_once(client, alice, deal, partner):
    people = [make_contact(partner.organisation, make_person(name)) for name in ("Ad", "Bea", "Cas")]
    make_contact(make_partner(deal).organisation, make_person("Eva", user=make_user("Eva")))
    client.force_login(alice)
    page = client.get(reverse("partners:invitations", args=[deal.code]))
    assert page.context["count"] == 3

    client.post(reverse("partners:invitations", args=[deal.code]), {"people": [people[0].pk, people[2].pk]})

    assert sorted(Invitation.objects.values_list("name", flat=True)) == ["Ad", "Cas"]
    shown = client.get(reverse("partners:invitations", args=[deal.code]))
    assert sorted(row.invitation.name for row in shown.context["invited"]) == ["Ad", "Cas"]
    assert shown.context["count"] == 1


def test_nobody_of_another_deal_is_invited_through_the_form(client, alice, deal):
    elsewhere = make_contact(make_partner().organisation, make_person("Far"))
    client.force_login(alice)

    client.post(reverse("partners:invitations", args=[deal.code]), {"people": [elsewhere.pk]})

    assert not Invitation.objects.exists()


def test_the_mail_can_be_read_before_it_goes(client, alice, contact):
    client.force_login(alice)

    page = client.get(reverse("partners:contact-invite", args=[contact.pk]))

    _subject, text = page.context["mail"]
    assert "Nel" in text
    assert not Mail.objects.filter(to_email=contact.person.email).exists()


def test_the_own_page_shows_a_newcomer_one_peer_and_one_thing_to_do(client, deal, contact, invited):
    peer = make_contact(make_partner(deal).organisation, make_person("Vera"))
    client.post(link_to(contact.person))

    welcome = client.get(reverse("desk")).context["welcome"]

    assert welcome.peer.contact == peer
    assert welcome.step is not None
    assert "/start/" in welcome.story_url


def test_who_is_not_new_gets_no_welcome(client, bob):
    client.force_login(bob)

    assert client.get(reverse("desk")).context["welcome"] is None


def test_a_confirmed_address_is_followed_in_the_network(contact):
    user = make_user("Nel", email="new@example.org")
    contact.person.user = user
    contact.person.save()

    follow_account(user, now())

    contact.person.refresh_from_db()
    assert contact.person.email == "new@example.org"
    assert Entry.objects.filter(verb="contact.changed").count() == 1


def test_the_list_costs_the_same_for_one_and_for_three(client, alice, deal, django_assert_max_num_queries):
    client.force_login(alice)
    numbers = []
    for _ in range(2):
        make_invitation(make_contact(make_partner(deal).organisation, make_person("P")))
        make_contact(make_partner(deal).organisation, make_person("Q"))
        with django_assert_max_num_queries(60) as seen:
            client.get(reverse("partners:invitations", args=[deal.code]))
        numbers.append(len(seen))

    assert numbers[0] == numbers[1]


def test_who_stands_for_two_organisations_is_invited_once_and_comes_in_for_both(client, deal, alice, partner):
    person = make_person("Ewout")
    first = make_contact(partner.organisation, person)
    second = make_contact(make_partner(deal).organisation, person)
    client.force_login(alice)
    assert client.get(reverse("partners:invitations", args=[deal.code])).context["count"] == 1

    invite_contact(contact=first, by=BY, at=now())
    with pytest.raises(Obstructed) as refusal:
        invite_contact(contact=second, by=BY, at=now())
    client.logout()
    client.post(link_to(person))

    assert codes(refusal) == ["invited"]
    user = User.objects.get(email=person.email)
    for contact in (first, second):
        assert allowed(user, Permission.CONTACT_EDIT, about=contact.organisation)


def test_nobody_takes_over_somebody_of_another_organisation_by_another_address(client, bob, deal, partner):
    """The address of a person is the key to the roles at every organisation of that person."""
    person = make_person("Ewout")
    here = make_contact(partner.organisation, person)
    make_contact(make_partner(deal).organisation, person)
    client.force_login(bob)
    typed = {"name": "Ewout", "email": bob.email, "capacity": "contact", "seen_revision": here.revision}

    answer = client.post(reverse("partners:contact-edit", args=[here.pk]), typed)

    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.email != bob.email
    assert person.user is None
