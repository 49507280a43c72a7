"""The pages of the exploration: a need in a minute, an existing one supported in three taps at most."""

import pytest
from django.test import Client

from kopgroep.kernel.clock import today
from kopgroep.rooms.programme.models import DealKind
from kopgroep.rooms.tools.models import Need, NeedSupport, Seen, Tool, ToolStatus
from tests.factories.partners import make_contact, make_partner, make_person
from tests.factories.programme import make_design_principle
from tests.factories.tools import (
    make_admission_rule,
    make_claim,
    make_existing_tool,
    make_need,
    make_search,
    make_search_hit,
    make_test_wish,
    make_tool,
)

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def text(response):
    return response.content.decode()


def test_one_question_is_enough_for_a_need(deal, partner, bob):
    client = signed_in(bob)
    page = f"/deals/{deal.code}/needs/add/"

    assert f'value="{partner.pk}" selected' in text(client.get(page))
    response = client.post(page, {"process_question": "How do we count?", "asked_by_partner": partner.pk})

    assert response.status_code == 302
    need = Need.objects.get()
    assert [voice.partner for voice in need.supports.all()] == [partner]


def test_what_looks_like_it_is_asked_about_once_and_then_kept(deal, bob):
    client = signed_in(bob)
    known = make_need(deal, process_question="How do we count cyclists?")
    said = {"process_question": "How to count cyclists"}

    first = client.post(f"/deals/{deal.code}/needs/add/", said)
    again = client.post(f"/deals/{deal.code}/needs/add/", {**said, "seen_alike": "yes"})

    assert f"/needs/{known.pk}/" in text(first)
    assert 'name="seen_alike"' in text(first)
    assert again.status_code == 302
    assert Need.objects.count() == 2


def test_an_existing_need_is_supported_with_one_tap_from_what_is_shown_while_typing(deal, partner, bob):
    client = signed_in(bob)
    need = make_need(deal, process_question="How do we count cyclists?")

    shown = text(client.get(f"/deals/{deal.code}/exploring/alike/", {"process_question": "count cyclists"}))
    assert f'formaction="/needs/{need.pk}/support/" name="partner" value="{partner.pk}"' in shown
    response = client.post(f"/needs/{need.pk}/support/", {"partner": partner.pk})

    assert response.status_code == 302
    assert NeedSupport.objects.get().partner == partner


def test_nobody_speaks_for_an_organisation_that_is_not_theirs(deal, bob):
    need, other = make_need(deal), make_partner(deal)

    response = signed_in(bob).post(f"/needs/{need.pk}/support/", {"partner": other.pk})

    assert response.status_code == 200
    assert not NeedSupport.objects.exists()


def test_a_tool_that_is_kept_to_its_makers_is_nowhere_for_others(deal, partner, bob):
    stranger = make_partner(deal)
    user = bob
    hidden = make_tool(deal, "Secret counter", visibility=Seen.TEAM)
    hidden.makers.add(stranger)
    need = make_need(deal)
    hidden.needs.add(need)
    client = signed_in(user)

    pages = [
        f"/deals/{deal.code}/tools/",
        f"/deals/{deal.code}/tools/?export=csv",
        f"/deals/{deal.code}/exploring/alike/?q=secret counter",
        f"/needs/{need.pk}/",
        "/search/?q=secret",
    ]
    for page in pages:
        assert "Secret counter" not in text(client.get(page, follow=True)), page
    assert client.get(f"/tools/{hidden.pk}/").status_code == 403
    hidden.makers.add(partner)
    assert "Secret counter" in text(client.get(f"/deals/{deal.code}/tools/"))
    assert client.get(f"/tools/{hidden.pk}/").status_code == 200


def test_the_office_takes_an_idea_to_the_longlist(deal, alice):
    tool = make_tool(deal, status=ToolStatus.IDEA)

    response = signed_in(alice).post(
        f"/tools/{tool.pk}/status/", {"status": "longlist", "on": today().isoformat()}
    )

    assert response.status_code == 302
    assert Tool.objects.standing_on(today()).get().status == ToolStatus.LONGLIST


def test_who_edits_a_card_after_somebody_else_is_told(deal, alice):
    tool = make_tool(deal, "Counter")
    client, page = signed_in(alice), f"/tools/{tool.pk}/edit/"
    said = {"name": "Counter", "visibility": "deal", "seen_revision": tool.revision}

    first = client.post(page, {**said, "theme": "Data"})
    second = client.post(page, {**said, "theme": "Traffic"})

    assert (first.status_code, second.status_code) == (302, 200)
    assert Tool.objects.get().theme == "Data"


@pytest.fixture
def full(deal, partner, alice):
    """Something of everything, with one row of each or three."""
    principle = make_design_principle(deal)
    make_admission_rule(deal)

    def fill(number):
        need = make_need(deal, process_question="How do we count cyclists?", asked_by_partner=partner)
        for _one in range(number):
            twin = make_need(deal, process_question="How do we count cyclists well?")
            twin.principles.add(principle)
            tool = make_tool(deal, owner=partner)
            tool.principles.add(principle)
            tool.needs.add(need)
            make_test_wish(tool)
            existing = make_existing_tool(deal)
            existing.needs.add(need)
            make_claim(existing)
            make_search_hit(make_search(need))
        return need

    return fill


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"),
    [
        ("deals/{deal}/exploring/", 16),
        ("deals/{deal}/exploring/gaps/", 12),
        ("deals/{deal}/needs/", 11),
        ("deals/{deal}/existing-tools/", 9),
        ("deals/{deal}/tools/", 13),
        ("needs/{need}/", 30),
    ],
)
def test_a_page_costs_as_much_whatever_there_is(
    deal, alice, full, django_assert_num_queries, number, page, queries
):
    need = full(number)
    client = signed_in(alice)
    address = "/" + page.format(deal=deal.code, need=need.pk)
    client.get(address)

    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_a_deal_of_the_past_shows_its_tools_and_changes_nothing(deal, alice):
    tool = make_tool(deal)
    deal.kind = DealKind.HISTORICAL
    deal.save()
    client = signed_in(alice)

    assert client.get(f"/tools/{tool.pk}/").status_code == 200
    response = client.post(f"/tools/{tool.pk}/status/", {"status": "chosen", "on": today().isoformat()})

    assert response.status_code == 200
    assert Tool.objects.standing_on(today()).get().status == ToolStatus.LONGLIST


def test_who_speaks_for_two_organisations_says_for_which(deal, partner, bob):
    other = make_partner(deal)
    make_contact(other.organisation, make_person("Bob too", user=None))
    make_contact(other.organisation, bob.person if hasattr(bob, "person") else bob.people.get())
    need = make_need(deal, process_question="How do we count cyclists?")
    client = signed_in(bob)

    shown = text(client.get(f"/deals/{deal.code}/exploring/alike/", {"q": "count cyclists"}))

    assert "formaction" not in shown
    assert f'href="/needs/{need.pk}/support/"' in shown
    assert client.post(f"/needs/{need.pk}/support/", {"partner": other.pk}).status_code == 302
