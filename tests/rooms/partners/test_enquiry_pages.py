"""The pages on which the office deals with enquiries, and the page that tells how to join."""

from datetime import timedelta

import pytest

from kopgroep.kernel.clock import now, today
from kopgroep.kernel.journal.models import Mail
from kopgroep.rooms.partners.actions import answer_enquiry
from kopgroep.rooms.partners.models import Enquiry, Partner
from kopgroep.rooms.programme.models import Deal
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import make_enquiry
from tests.rooms.partners.conftest import signed_in


@pytest.fixture
def office(deal):
    user = make_user("Olaf")
    make_grant(user, "office", deal)
    return signed_in(user)


def test_a_call_is_noted_in_four_fields_and_the_information_is_mailed(deal, office):
    page = office.get(f"/deals/{deal.code}/enquiries/call/")
    typed = {
        "organisation_name": "apeldoorn",
        "name": "Ria",
        "reach": "Ria@apeldoorn.nl",
        "message": "Mag ik mee?",
    }

    response = office.post(f"/deals/{deal.code}/enquiries/call/", typed)

    enquiry = Enquiry.objects.get()
    assert len(page.context["form"].visible_fields()) == 4
    assert response.headers["Location"] == enquiry.get_absolute_url()
    assert (enquiry.organisation_name, enquiry.helix, enquiry.channel) == (
        "Gemeente Apeldoorn",
        "government",
        "phone",
    )
    assert Mail.objects.get().to_email == "ria@apeldoorn.nl"


def test_who_leaves_a_telephone_number_is_called_back(deal, office):
    typed = {"organisation_name": "Waag", "name": "Wies", "reach": "06-12345678", "message": ""}

    office.post(f"/deals/{deal.code}/enquiries/call/", typed)

    enquiry = Enquiry.objects.get()
    assert (enquiry.phone, enquiry.email, Mail.objects.count()) == ("06-12345678", "", 0)


def test_the_list_filters_what_is_too_late_and_leaves_as_a_file(deal, office):
    late = make_enquiry(deal, due_on=today() - timedelta(days=2))
    make_enquiry(deal)
    done = make_enquiry(deal, state="answered", closed_at=now())

    every = office.get(f"/deals/{deal.code}/enquiries/").content.decode()
    only = office.get(f"/deals/{deal.code}/enquiries/?overdue=yes").content.decode()
    file = office.get(f"/deals/{deal.code}/enquiries/?export=csv")

    assert "too late" in every
    assert done.organisation_name in every
    assert late.organisation_name in only
    assert done.organisation_name not in only
    assert file.headers["Content-Type"].startswith("text/csv")
    assert late.organisation_name in file.content.decode()


def test_each_way_to_deal_with_it_works_from_its_page(deal, office):
    first, second, third = (make_enquiry(deal) for _number in range(3))

    office.post(f"/enquiries/{first.pk}/answer/", {"text": "Hallo", "send": "on"})
    office.post(f"/enquiries/{second.pk}/decline/", {"text": "Helaas", "send": "on"})
    office.post(f"/enquiries/{third.pk}/later/", {"until_on": (today() + timedelta(days=9)).isoformat()})
    office.post(f"/enquiries/{second.pk}/reopen/")

    assert list(Enquiry.objects.order_by("pk").values_list("state", flat=True)) == [
        "answered",
        "open",
        "later",
    ]


def test_the_form_that_makes_a_partner_is_filled_in_already(deal, office):
    enquiry = make_enquiry(
        deal,
        organisation_name="Apeldoorn",
        wish="join",
        message="Wij willen mee.",
        name="Ria",
        kind="municipality",
    )
    form = office.get(f"/enquiries/{enquiry.pk}/accept/").context["form"]
    typed = {name: form.initial.get(name, "") for name in form.fields if form.initial.get(name)}

    response = office.post(f"/enquiries/{enquiry.pk}/accept/", typed)

    partner = Partner.objects.get()
    assert response.headers["Location"] == partner.get_absolute_url()
    assert (partner.organisation.name, partner.organisation.cbs_code) == ("Gemeente Apeldoorn", "GM0200")
    assert partner.motivations.get().text == "Wij willen mee."
    assert enquiry.get_absolute_url() in office.get(partner.get_absolute_url()).content.decode()
    assert partner.get_absolute_url() in office.get(enquiry.get_absolute_url()).content.decode()


def test_who_comes_second_is_told_that_somebody_else_dealt_with_it(deal, office, by):
    enquiry = make_enquiry(deal)
    seen = enquiry.revision
    answer_enquiry(enquiry=enquiry, text="Ja", send=False, by=by, at=now())

    response = office.post(
        f"/enquiries/{enquiry.pk}/decline/", {"text": "Nee", "seen_revision": seen}, follow=True
    )

    assert "Somebody else dealt with this enquiry just now" in response.content.decode()
    assert Enquiry.objects.get().state == "answered"


@pytest.mark.parametrize("page", ["", "accept/", "answer/", "decline/", "later/"])
def test_only_the_office_sees_an_enquiry(deal, as_bob, as_charlie, page):
    enquiry = make_enquiry(deal)

    assert as_bob.get(f"/enquiries/{enquiry.pk}/{page}").status_code == 403
    assert as_charlie.get(f"/enquiries/{enquiry.pk}/{page}").status_code == 403
    assert as_bob.get(f"/deals/{deal.code}/enquiries/").status_code == 403


def test_the_join_page_says_what_the_charter_says(open_deal, visitor):
    Deal.objects.filter(pk=open_deal.pk).update(
        joining={
            "gives": [{"nl": "Een netwerk", "en": "A network"}],
            "contact": "Bureau",
            "email": "b@example.org",
        }
    )

    page = visitor.get("/deals/open-deal/join/").content.decode()

    assert "A network" in page
    assert 'href="mailto:b@example.org"' in page
    assert "/deals/open-deal/join/enquire/" in page
    assert "/deals/open-deal/join/" in visitor.get("/deals/open-deal/about/").content.decode()
