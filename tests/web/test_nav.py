"""The menu: the parts of a deal in its own order."""

from datetime import date

import pytest
from django.urls import reverse

from kopgroep.web.nav import stages_of
from tests.factories.programme import make_four_phases, make_phase, make_phase_entry


def menu(client, deal, name="deal", *args):
    return client.get(reverse(name, args=args or [deal.code])).context["menu"]


@pytest.fixture
def phases(deal):
    found = make_four_phases(deal)
    make_phase_entry(found[1], entered_on=date(2026, 1, 1))
    return found


def test_the_menu_stands_in_the_order_of_the_deal(as_alice, deal, phases):
    assert [item.label for item in menu(as_alice, deal)] == [
        *(
            "Today",
            "State of the deal",
            "Network",
            "Exploring",
            "Design teams",
            "Signing",
            "Testing",
            "Securing",
        ),
        *("Meetings", "Contributions", "Toolbox"),
    ]


def test_what_is_to_be_built_is_visible_and_no_link(as_alice, deal, phases):
    exploring = next(item for item in menu(as_alice, deal) if item.label == "Exploring")

    assert (exploring.url, exploring.hint, exploring.phase_state) == (None, "comes later", "later")


def test_the_page_one_is_on_is_marked(as_alice, deal, phases):
    on_gate = menu(as_alice, deal, "gates:gate", deal.code, "explore")

    assert [item.label for item in on_gate if item.current] == ["State of the deal"]


def test_a_phase_is_done_open_or_later(deal, phases):
    stages = stages_of(deal, date(2026, 2, 1))

    assert {kind: stage.state for kind, stage in stages.items()} == {
        "network": "done",
        "explore": "open",
        "develop": "later",
        "secure": "later",
    }


def test_a_deal_without_a_kind_of_phase_has_no_part_for_it(as_alice, deal):
    make_phase(deal)

    labels = [item.label for item in menu(as_alice, deal)]

    assert "Network" in labels
    assert "Testing" not in labels


def test_the_stages_cost_one_query(deal, phases, django_assert_num_queries):
    with django_assert_num_queries(1):
        stages_of(deal, date(2026, 2, 1))


def test_the_menu_of_history_promises_nothing_for_later(as_alice, deal, phases):
    deal.kind = "historical"
    deal.save()

    assert [item.label for item in menu(as_alice, deal)] == ["Today", "State of the deal", "Network"]
