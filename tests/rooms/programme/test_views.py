"""Planning and phases in the browser."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from kopgroep.kernel.access import Role
from kopgroep.kernel.actors import Actor
from kopgroep.rooms.programme.actions import plan_phases, set_up_deal
from kopgroep.rooms.programme.charter import shipped_charter
from kopgroep.rooms.programme.forms import read_moment
from kopgroep.rooms.programme.models import EarlyOpening, PhaseEntry
from kopgroep.rooms.programme.queries import Span, spans_of
from tests.factories.accounts import make_grant, make_user
from tests.factories.programme import make_phase_entry

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def school(db):
    return set_up_deal(charter=shipped_charter("two-phase"), by=Actor.system("test"), at=AT)


@pytest.fixture
def manager(school):
    user = make_user("Mara", email="mara@example.org")
    make_grant(user, Role.MANAGER, school)
    return user


@pytest.fixture
def page(client, manager):
    """A client that reads English as the manager."""
    client.force_login(manager)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def url(name, deal, *more):
    return reverse(f"programme:{name}", args=[deal.code, *more])


def typed(**changes):
    answers = {
        "seen": "1",
        "shift": "on",
        "reason": "The councils decide later.",
        "starts-start": "1 October 2026",
        "ends-start": "February 2027",
        "starts-trial": "spring 2027",
        "ends-trial": "winter 2027-2028",
    }
    return {**answers, **changes}


def move(school, version, ends):
    span = Span(read_moment("2026-10-01"), read_moment(ends))
    by = Actor.system("test")
    return plan_phases(deal=school, spans={"start": span}, reason="Later.", seen=version, by=by, at=AT)


def test_new_dates_are_looked_at_before_they_are_saved(page, school):
    preview = page.post(url("plan", school), typed(**{"ends-start": "May 2027"}))

    assert preview.status_code == 200
    assert "What moves" in preview.content.decode()
    assert "summer 2027" in preview.content.decode()
    assert school.plan_versions.count() == 1

    hidden = {bound.html_name: bound.value() for bound in preview.context["form"] if bound.name != "shift"}
    saved = page.post(url("plan", school), {**hidden, "save": "1"}, follow=True)

    assert saved.redirect_chain == [(url("planning", school), 302)]
    version = school.plan_versions.get(number=2)
    assert version.reason == "The councils decide later."
    assert version.planner.email == "mara@example.org"
    assert {code: str(span.starts) for code, span in spans_of(version).items()} == {
        "start": "2026-10-01",
        "trial": "summer 2027",
    }


def test_a_date_that_nobody_can_read_is_named_and_the_rest_stays(page, school):
    answer = page.post(url("plan", school), typed(**{"ends-start": "after the summer"}))

    assert list(answer.context["form"].errors) == ["ends-start"]
    assert "after the summer" in answer.content.decode()
    assert "The councils decide later." in answer.content.decode()


def test_a_refusal_stands_at_the_field_that_mends_it(page, school):
    answer = page.post(url("plan", school), typed(shift="", **{"ends-start": "September 2026"}))

    assert list(answer.context["form"].errors) == ["ends-start"]


def test_the_second_of_two_editors_is_told_and_loses_nothing(page, school):
    move(school, 1, "2027-03")

    answer = page.post(url("plan", school), {**typed(**{"ends-trial": "spring 2028"}), "save": "1"})

    form = answer.context["form"]
    assert answer.status_code == 409
    assert answer.context["newer"].number == 2
    assert form["ends-trial"].value() == "spring 2028"
    assert form["ends-start"].value() == "March 2027"
    assert form["reason"].value() == "The councils decide later."
    assert school.plan_versions.count() == 2

    again = {bound.html_name: bound.value() for bound in form}
    page.post(url("plan", school), {**again, "save": "1"})

    assert spans_of(school.plan_versions.get(number=3))["start"].ends == read_moment("2027-03")


def test_every_version_has_an_address_and_shows_its_own_dates(page, school):
    move(school, 1, "2027-03")
    move(school, 2, "2027-04")

    second = page.get(url("plan-version", school, 2)).content.decode()

    assert "March 2027" in second
    assert "April 2027" not in second
    assert page.get(url("plan-version", school, 9)).status_code == 404


def queries_of(page, address, django_assert_max_num_queries):
    page.get(address)
    with django_assert_max_num_queries(200) as counted:
        assert page.get(address).status_code == 200
    return len(counted)


def test_more_versions_ask_for_no_more_queries(page, school, django_assert_max_num_queries):
    move(school, 1, "2027-03")
    one = queries_of(page, url("plan-version", school, 1), django_assert_max_num_queries)
    current = queries_of(page, url("planning", school), django_assert_max_num_queries)
    move(school, 2, "2027-04")
    move(school, 3, "2027-05")

    assert queries_of(page, url("plan-version", school, 1), django_assert_max_num_queries) == one
    assert queries_of(page, url("planning", school), django_assert_max_num_queries) == current


def test_more_phases_ask_for_no_more_queries(page, school, manager, django_assert_max_num_queries):
    street = set_up_deal(charter=shipped_charter("voorbeeld-deal"), by=Actor.system("test"), at=AT)
    make_grant(manager, Role.MANAGER, street)

    two = queries_of(page, url("phases", school), django_assert_max_num_queries)

    assert queries_of(page, url("phases", street), django_assert_max_num_queries) == two


def test_a_phase_is_entered_from_its_page(page, school):
    answers = {"phase": "start", "on": "2026-10-01", "reason": "We begin."}

    answer = page.post(url("enter-phase", school), answers, follow=True)

    assert answer.redirect_chain == [(url("phases", school), 302)]
    assert PhaseEntry.objects.get().phase.code == "start"
    assert "We begin." in answer.content.decode()


def test_what_is_locked_is_opened_from_its_page(page, school):
    make_phase_entry(school.phases.get(code="trial"))

    page.post(url("open-lock", school, "frozen-text"), {"reason": "A typing error.", "until": ""})

    assert EarlyOpening.objects.get().lock == "frozen-text"


@pytest.mark.parametrize("name", ["plan", "enter-phase"])
def test_a_historical_deal_shows_why_instead_of_a_form(page, school, name):
    school.kind = "historical"
    school.save()

    answer = page.get(url(name, school))

    assert "read-only" in [each.code for each in answer.context["obstacles"]]
    assert "<textarea" not in answer.content.decode()


@pytest.mark.parametrize("name", ["planning", "plan", "phases", "enter-phase"])
def test_a_stranger_sees_nothing_of_a_closed_deal(client, charlie, school, name):
    assert client.get(url(name, school)).status_code == 302
    client.force_login(charlie)
    assert client.get(url(name, school)).status_code == 403


def test_who_is_no_partner_reads_dates_of_an_open_deal_but_no_reasons(client, school):
    school.is_open = True
    school.save()
    move(school, 1, "2027-03")

    text = client.get(url("planning", school)).content.decode()

    assert "Later." not in text
    assert client.get(url("plan", school)).status_code == 302


@pytest.mark.parametrize(
    "text", ["15 maart 2027", "15 March 2027", "15-3-2027", "15/03/2027", "2027-03-15", " 15  MAART 2027 "]
)
def test_a_day_is_read_as_people_write_it(text):
    assert str(read_moment(text)) == "2027-03-15"


@pytest.mark.parametrize(
    ("text", "read"),
    [("maart 2027", "2027-03"), ("voorjaar 2027", "spring 2027"), ("winter 2027-2028", "winter 2028")],
)
def test_a_month_and_a_season_are_read_as_people_write_them(text, read):
    assert str(read_moment(text)) == read


@pytest.mark.parametrize("name", ["planning", "plan", "phases", "enter-phase"])
def test_every_link_leads_somewhere(page, school, name):
    assert 'href=""' not in page.get(url(name, school)).content.decode()
