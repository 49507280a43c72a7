"""The pages of the contributions, who may see them, and the mail that asks."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from kopgroep.kernel.clock import now, today
from kopgroep.kernel.links.actions import make_link
from kopgroep.kernel.money import Hours
from kopgroep.rooms.contributions.faces import waiting_for
from kopgroep.rooms.contributions.models import HoursEntry
from kopgroep.rooms.contributions.queries import sheet_of
from kopgroep.rooms.contributions.views.asking import MonthHours, month_before
from tests.factories.accounts import make_user
from tests.factories.contributions import (
    make_commitment,
    make_hours_suggestion,
    make_invoice,
)
from tests.factories.partners import make_contact, make_organisation, make_partner, make_person
from tests.house.rights import token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ON = date(2026, 4, 10)
AT = datetime(2026, 4, 10, 9, tzinfo=UTC)
MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)


# Pages, rights and the mail


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_a_contact_answers_for_the_own_organisation_and_not_for_another(bob, charlie, partner, phase):
    url = reverse("contributions:give", args=[partner.pk])
    other = make_partner(partner.deal)
    typed = {"month_from": month_before(today()).isoformat(), "amount": "2"}

    assert signed_in(bob).post(url, typed).status_code == 302
    assert sheet_of(partner, today()).given == Hours.of(16)
    assert signed_in(bob).get(reverse("contributions:partner", args=[other.pk])).status_code == 403
    assert signed_in(charlie).post(url, typed).status_code == 403


def test_the_months_question_is_answered_from_the_mail_and_opening_it_changes_nothing(partner, phase, by):
    person = make_person("Bea")
    make_contact(partner.organisation, person)
    _link, token = make_link(
        purpose=MonthHours(), about=partner, name="Bea", email=person.email, by=by, at=now()
    )
    client, url = Client(), reverse("link", args=[token])
    opened = client.get(url)
    typed = {"month_from": month_before(today()).isoformat(), "amount": "2"}

    assert (opened.status_code, HoursEntry.objects.count()) == (200, 0)
    assert client.post(url, typed).status_code == 200
    assert HoursEntry.objects.get().minutes == 960
    assert "2 dagen" in client.get(url).content.decode()


def test_the_desk_asks_a_contact_for_last_months_days_and_the_office_about_what_is_overdue(
    bob, alice, partner, phase
):
    make_invoice(partner)
    make_hours_suggestion(partner)
    asked = [str(item.label) for item in waiting_for(bob, ON)]

    assert asked == [
        f"How much did {partner.organisation.name} give in March 2026?",
        "1 suggestion for hours",
    ]
    assert [str(item.label) for item in waiting_for(alice, ON)] == ["1 invoice is overdue"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_all_takes_as_many_queries_for_few_as_for_many(
    alice, deal, phase, number, django_assert_max_num_queries
):
    for _number in range(number):
        one = make_partner(deal)
        make_commitment(one, phase)
        make_invoice(one)
    client = signed_in(alice)
    url = reverse("contributions:contributions", args=[deal.code])
    client.get(url)

    with django_assert_max_num_queries(30):
        assert client.get(url).status_code == 200


def test_pages_and_files_open_for_who_keeps_the_contributions(alice, partner, phase):
    make_commitment(partner, phase)
    make_invoice(partner)
    client, deal, key = signed_in(alice), partner.deal.code, partner.pk
    pages = [
        reverse("contributions:invoices", args=[deal]),
        reverse("contributions:invoices", args=[deal]) + "?export=xlsx",
        reverse("contributions:activities", args=[deal]),
        reverse("contributions:activity-add", args=[deal]),
        reverse("contributions:scheme", args=[deal]),
        reverse("contributions:ask", args=[deal]),
        reverse("contributions:partner", args=[key]),
        reverse("contributions:commit", args=[key]),
        reverse("contributions:log", args=[key]),
        reverse("contributions:invoice", args=[key]),
        reverse("contributions:statement", args=[key]),
        reverse("contributions:statement", args=[key]) + "?as=xlsx",
    ]

    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert client.get(reverse("contributions:statement", args=[key]) + "?as=pdf").content[:5] == b"%PDF-"


def test_somebody_of_the_deal_sees_all_together_and_no_other_partner(deal, phase):
    make_partner(deal, make_organisation("Elsewhere Ltd"))
    member = make_user("Mia")
    make_contact(make_partner(deal).organisation, make_person("Mia", user=member), capacity="member")

    page = signed_in(member).get(reverse("contributions:contributions", args=[deal.code]))

    assert page.status_code == 200
    assert "Elsewhere Ltd" not in page.content.decode()


def test_a_program_promises_gives_and_reads_the_sheet(alice, partner, phase):
    client = Client(headers={"authorization": f"Bearer {token_of(alice)}"})
    base = f"/api/v1/partners/{partner.uid}"

    made = client.post(
        f"{base}/commitments",
        {"phase": phase.code, "daysPerMonth": "2", "euros": "6000"},
        content_type="application/json",
    )
    given_ = client.post(
        f"{base}/hours", {"monthFrom": MARCH.isoformat(), "minutes": 960}, content_type="application/json"
    )
    sheet = client.get(f"{base}/contributions").json()

    assert (made.status_code, given_.status_code) == (201, 201)
    assert (sheet["givenMinutes"], sheet["commitments"][0]["phase"]) == (960, phase.code)
