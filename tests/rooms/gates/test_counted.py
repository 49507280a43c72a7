"""What the sources count stands beside what is known, and nothing is called unmet that nothing measures."""

from datetime import date

import pytest

from kopgroep.kernel.dates import PartialDate, Precision
from kopgroep.kernel.texts import Text
from kopgroep.rooms.gates.queries import counted_parties, route_of, state_of
from kopgroep.rooms.programme.models import DealKind
from tests.factories.partners import make_organisation, make_partner
from tests.factories.programme import make_deal, make_norm, make_phase

SIGNING, JOINING = date(2020, 12, 3), date(2021, 6, 3)

pytestmark = pytest.mark.django_db


def signatories(deal, *days):
    for number, day in enumerate(days):
        make_partner(deal, make_organisation(f"Party {number}"), stage="signatory", since_on=day)


def test_of_the_parties_that_a_source_counts_only_those_are_known_that_had_signed_by_then():
    deal = make_deal(kind=DealKind.HISTORICAL)
    signatories(deal, *[SIGNING] * 5, *[JOINING] * 7)
    make_partner(deal, make_organisation("Helper"), relation="initiator", since_on=SIGNING)
    for code, value, on, known_as in (
        ("first", 51, SIGNING, "partners"),
        ("later", 58, JOINING, "partners"),
        ("groups", 14, JOINING, ""),
    ):
        label, day = Text.of(code), PartialDate(on, Precision.DAY)
        deal.counts.create(code=code, label=label, value=value, on=day, known_as=known_as)

    told = counted_parties(deal, list(deal.counts.order_by("pk")))

    assert [(each.count.value, each.known) for each in told] == [(51, 5), (58, 12)]


def test_a_gate_of_which_nothing_is_measured_says_so_instead_of_nought():
    deal = make_deal()
    measured, unmeasured = make_phase(deal, "network"), make_phase(deal, "secure")
    make_norm(measured)
    make_norm(unmeasured, "tools-12", measure="tools_delivered", threshold=12)
    on = date(2026, 3, 2)

    route = route_of(deal, state_of(deal, on), on)

    assert [leg.gate.words for leg in route.legs] == ["0 of 1", "not measured yet"]


def test_who_misses_a_helix_is_led_to_the_list_of_that_helix():
    deal = make_deal()
    make_norm(make_phase(deal), "helix-cover", measure="helix_cover", per="helix", threshold=None)
    for name in ("First School", "Second School"):
        make_partner(deal, make_organisation(name, helix="knowledge"), stage="talk")

    missing = state_of(deal, date(2026, 3, 2)).norms[0].missing

    assert [item.url for item in missing if item.address.startswith("helix:")] == [
        f"/deals/{deal.code}/partners/?helix=knowledge"
    ]
