"""The pages of a gate."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kopgroep.kernel.clock import today
from kopgroep.rooms.gates.models import Review
from kopgroep.rooms.gates.queries import gate
from kopgroep.rooms.gates.queries.evidence import fingerprint
from tests.factories.gates import make_review
from tests.factories.partners import make_partner, make_standing
from tests.rooms.gates.conftest import signed_in


@pytest.fixture
def page(deal, network):
    return reverse("gates:gate", args=[deal.code, network.code])


@pytest.fixture
def review_page(deal, network):
    return reverse("gates:review", args=[deal.code, network.code])


def typed(deal, network, **fields):
    seen = fingerprint(gate(deal, network, today()))
    return {
        "decision": "pass",
        "reason": "Ready.",
        "uid": "7d3f4f7e-56de-4e0b-9cf0-4f2b7b1d0b11",
        "seen": seen,
        **fields,
    }


def test_a_stranger_sees_no_gate_and_a_visitor_signs_in_first(client, as_charlie, page):
    assert as_charlie.get(page).status_code == 403
    assert client.get(page).status_code == 302


def test_a_participant_sees_the_gate_and_no_button_to_decide(as_bob, page, review_page):
    response = as_bob.get(page)

    assert response.status_code == 200
    assert review_page not in response.content.decode()
    assert as_bob.get(review_page).status_code == 403


def test_the_gate_shows_the_state_on_a_past_day(as_alice, page, twenty):
    day = today() - timedelta(days=7)
    make_standing(twenty[0], stage="left", since_on=today())

    then, now = as_alice.get(f"{page}?on={day}"), as_alice.get(page)

    assert [response.context["gate"].musts[1].value for response in (then, now)] == [20, 19]
    assert "This is the state on" in then.content.decode()


@pytest.mark.parametrize("on", ["2999-01-01", "yesterday", "0001-01-01", "2026-02-30"])
def test_a_day_that_cannot_be_shown_says_why_and_shows_today(as_alice, page, on):
    response = as_alice.get(f"{page}?on={on}")

    assert response.status_code == 200
    assert response.context["on"] == today()
    assert response.context["day_form"].errors


def test_the_manager_decides_and_sees_the_evidence(as_alice, deal, network, twenty, review_page):
    response = as_alice.post(review_page, typed(deal, network), follow=True)

    assert response.redirect_chain[0][0] == reverse("gates:decision", args=[Review.objects.get().pk])
    assert "Party 00" in response.content.decode()


def test_a_missing_exception_stands_at_its_own_field(as_alice, deal, network, review_page):
    response = as_alice.post(review_page, typed(deal, network))

    assert set(response.context["form"].errors) == {"exception-helix-cover", "exception-partners-20"}
    assert not Review.objects.exists()


def test_the_words_of_a_decision_are_for_who_takes_part(client, deal, network):
    deal.is_open = True
    deal.save()
    review = make_review(network)

    response = client.get(reverse("gates:decision", args=[review.pk]))

    assert response.status_code == 200
    assert "Everything was there." not in response.content.decode()


def test_a_manager_of_another_deal_decides_nothing_here(review_page, charlie):
    assert signed_in(charlie).post(review_page, {}).status_code == 403


def test_a_long_list_of_records_is_cut_and_can_be_shown_whole(as_alice, deal, page):
    for _ in range(41):
        make_partner(deal)
    norm = as_alice.get(page).context["gate"].musts[1]

    cut, whole = as_alice.get(page).content.decode(), as_alice.get(norm.all_url).content.decode()

    last = norm.evidence[-1].url
    assert "Show all 41" in cut
    assert whole.count(f'href="{last}"') > cut.count(f'href="{last}"')


def test_who_cannot_mend_a_gate_sees_what_is_missing_without_a_form_that_would_refuse(
    client, alice, bob, deal, network
):
    address = reverse("gates:gate", args=[deal.code, network.code])
    form = reverse("partners:add", args=[deal.code])
    client.force_login(alice)
    by_manager = client.get(address).content.decode()
    client.force_login(bob)
    by_partner = client.get(address).content.decode()

    assert form in by_manager
    assert form not in by_partner
