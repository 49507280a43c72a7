"""No cent and no minute is lost or made."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kopgroep.kernel.money import AmountUnclear, Euro, Hours

cents = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(cents, weights)
def test_the_parts_of_an_amount_add_up_to_it(amount, parts):
    whole = Euro(amount)

    split = whole.split(parts)

    assert sum(split, Euro()) == whole
    assert [part.units for part, weight in zip(split, parts, strict=True) if not weight and part] == []


@given(cents, st.sampled_from(["nl", "en"]))
def test_what_is_shown_reads_back_the_same(amount, language):
    with translation.override(language):
        shown = str(Euro(amount))

    assert Euro.parse(shown) == Euro(amount)


@given(st.integers(-(10**6), 10**6), st.sampled_from(["nl", "en"]))
def test_hours_that_are_shown_read_back_the_same(minutes, language):
    with translation.override(language):
        shown = str(Hours(minutes))

    assert Hours.parse(shown) == Hours(minutes)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("€ 6.000", 600_000),
        ("6000,00", 600_000),
        ("EUR 6,000.50", 600_050),
        ("6.000,50", 600_050),
        ("12,5", 1_250),
        ("0", 0),
        ("-7", -700),
    ],
)
def test_amounts_are_read_as_people_write_them(text, amount):
    assert Euro.parse(text) == Euro(amount)


@pytest.mark.parametrize("text", ["", "zes", "1,2,3", "6.00.0", "1e5", "€", "12,345,6", "½"])
def test_what_is_no_amount_is_refused_with_an_example(text):
    with pytest.raises(AmountUnclear, match="1250"):
        Euro.parse(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("1,5 uur", 90), ("1:30", 90), ("90 min", 90), ("2", 120), ("0.25h", 15)]
)
def test_hours_are_read_as_people_write_them(text, minutes):
    assert Hours.parse(text) == Hours(minutes)


def test_two_days_are_shown_in_days_where_the_deal_counts_in_days():
    two_days = Hours.of_days(2, hours_per_day=Decimal(8))

    with translation.override("nl"):
        assert (two_days.shown(Decimal(8)), two_days.shown(None)) == ("2 dagen", "16 uur")
        assert Hours(240).shown(Decimal(8)) == "0,5 dagen"


def test_parts_of_a_cent_are_refused():
    with pytest.raises(AmountUnclear, match="cent"):
        Euro.of("0.005")
