"""The pages about several rooms: front page, state of a deal, its public page, the desk."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.rooms.gates.actions import review_gate
from tests.factories.partners import make_organisation, make_partner
from tests.factories.programme import make_deal, make_four_phases, make_norm, make_phase_entry


@pytest.fixture
def phases(deal):
    found = make_four_phases(deal)
    make_phase_entry(found[0], entered_on=date(2026, 1, 1))
    make_norm(found[0], "partners-20", threshold=20)
    make_norm(found[0], "helix-cover", measure="helix_cover", per="helix", threshold=1)
    make_norm(found[0], "motivation", measure="partners_with_motivation", per="partner", threshold=100)
    return found


def words_of(response):
    return response.content.decode()


def test_the_front_page_shows_a_visitor_the_public_deals_only(visitor, deal):
    make_deal("public-deal", is_open=True)

    page = words_of(visitor.get("/"))

    assert "Deal public-deal" in page
    assert "Deal our-deal" not in page


def test_the_front_page_of_a_new_installation_says_what_will_be_here(visitor, db):
    assert "Here come the deals of this installation" in words_of(visitor.get("/"))


def test_who_takes_part_finds_the_own_deal_on_the_front_page(as_bob, deal):
    assert "Deal our-deal" in words_of(as_bob.get("/"))


@pytest.mark.parametrize("name", ["deal", "deal-about"])
def test_a_closed_deal_is_for_who_takes_part(visitor, as_charlie, as_bob, deal, phases, name):
    url = reverse(name, args=[deal.code])

    assert [client.get(url).status_code for client in (visitor, as_charlie, as_bob)] == [302, 403, 200]


def test_the_manager_sees_the_three_largest_gaps_each_with_the_page_that_mends_it(
    as_alice, deal, phases, partner
):
    page = as_alice.get(reverse("deal", args=[deal.code]))

    gaps = page.context["state"].largest_gaps
    assert len(gaps) == 3
    assert all(gap.mend and f'href="{gap.mend.url}"' in words_of(page) for gap in gaps)


def test_every_figure_opens_the_records_it_was_counted_from(as_alice, deal, phases, partner):
    assert f'href="/partners/{partner.pk}/"' in words_of(as_alice.get(reverse("deal", args=[deal.code])))


def test_the_state_of_a_past_day_says_which_day(as_alice, deal, phases):
    page = as_alice.get(reverse("deal", args=[deal.code]) + "?on=2026-01-05")

    assert "This is the state on 5 January 2026" in words_of(page)


@pytest.mark.parametrize("number", [10, 200])
def test_the_state_of_a_deal_asks_as_often_for_200_partners_as_for_10(
    as_alice, deal, phases, number, django_assert_max_num_queries
):
    for _ in range(number):
        make_partner(deal)
    url = reverse("deal", args=[deal.code])
    as_alice.get(url)

    with django_assert_max_num_queries(17):
        as_alice.get(url)


def test_the_public_page_tells_phases_norms_and_partners(visitor, deal, phases, partner):
    deal.is_open = True
    deal.save()

    page = words_of(visitor.get(reverse("deal-about", args=[deal.code])))

    assert "partners-20" in page
    assert "takes part" in page


def test_the_desk_asks_to_sign_in(visitor, db):
    assert visitor.get("/desk/").status_code == 302


def test_the_desk_of_a_newcomer_says_how_to_take_part(as_charlie):
    page = words_of(as_charlie.get("/desk/"))

    assert "Nothing waits for you" in page
    assert "You do not take part in a deal yet" in page


def test_the_desk_shows_the_manager_what_is_in_the_way(as_alice, deal, phases):
    assert "partners-20: now 0 of 20" in words_of(as_alice.get("/desk/"))


def test_the_desk_tells_what_changed_since_the_last_visit_the_whole_session_long(
    as_alice, alice, deal, phases
):
    alice.seen_at = now() - timedelta(days=1)
    alice.save()
    review_gate(
        deal=deal,
        phase=phases[0],
        decision="hold",
        reason="Too early.",
        state_on=today(),
        by=Actor.of(alice),
        at=now(),
    )

    for _ in range(2):
        page = words_of(as_alice.get("/desk/"))
        assert "Alice decided about the gate of Network: on hold. Reason: Too early." in page
    alice.refresh_from_db()
    assert alice.seen_at.astimezone(get_current_timezone()).date() == today()


def test_a_deal_without_norms_does_not_boast_that_it_has_no_gaps(visitor, db):
    deal = make_deal("old-deal", is_open=True, kind="historical")
    make_four_phases(deal)

    assert "gaps" not in words_of(visitor.get("/deals/old-deal/")).split("<main")[1].replace("kg-gaps", "")


def test_a_deal_that_takes_no_enquiries_does_not_send_people_to_a_form(visitor, db):
    make_deal("old-deal", is_open=True, kind="historical")

    assert "by the form" not in words_of(visitor.get("/deals/old-deal/join/"))


def test_a_desk_on_which_nothing_changed_says_so_and_not_that_nothing_ever_happened(as_alice, alice, deal):
    alice.seen_at = now() - timedelta(days=1)
    alice.save()

    page = words_of(as_alice.get("/desk/"))

    assert "Nothing has changed since then." in page
    assert "Nothing has happened here yet." not in page


def test_the_desk_shows_the_own_organisations(as_bob, partner):
    assert partner.organisation.name in words_of(as_bob.get("/desk/"))


def test_a_gate_that_can_be_passed_waits_for_the_manager(as_alice, deal):
    phase = make_four_phases(deal)[0]
    make_norm(phase, threshold=1)
    make_partner(deal, make_organisation("Only One"))

    assert "Decide about the gate of Network" in words_of(as_alice.get("/desk/"))
