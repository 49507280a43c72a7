"""The municipalities as CBS lists them."""

import re
from collections import Counter

import pytest

from kopgroep.facts.municipalities import all_municipalities, by_code, provinces, search


def test_there_are_342_municipalities_in_12_provinces():
    assert (len(all_municipalities()), len(provinces())) == (342, 12)


def test_every_code_is_a_cbs_code_and_is_there_once():
    codes = [each.cbs for each in all_municipalities()]

    assert [code for code in codes if not re.fullmatch(r"GM\d{4}", code)] == []
    assert [code for code, times in Counter(codes).items() if times > 1] == []


def test_the_inhabitants_add_up_to_the_country():
    # CBS counted 17,942,942 on 1 January 2024; each of the 342 is rounded to thousands.
    assert abs(sum(each.inhabitants for each in all_municipalities()) - 17_942_942) < 342 * 500


@pytest.mark.parametrize(
    ("code", "name", "province"),
    [
        ("GM0200", "Apeldoorn", "Gelderland"),
        ("gm0193 ", "Zwolle", "Overijssel"),
        ("GM1900", "Súdwest-Fryslân", "Fryslân"),
    ],
)
def test_a_code_gives_the_municipality(code, name, province):
    found = by_code(code)

    assert found is not None
    assert (found.name, found.province) == (name, province)


def test_an_unknown_code_gives_nothing():
    assert by_code("GM9999") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Apeldoorn", ["Apeldoorn"]),
        ("Gemeente Apeldoorn", ["Apeldoorn"]),
        ("sudwest fryslan", ["Súdwest-Fryslân"]),
        ("den haag", ["'s-Gravenhage"]),
        ("Den Bosch", ["'s-Hertogenbosch"]),
        ("GM0200", ["Apeldoorn"]),
        ("bergen", ["Bergen (L.)", "Bergen (NH.)", "Bergen op Zoom"]),
        ("zoom", ["Bergen op Zoom"]),
        ("nergenshuizen", []),
        ("  ", []),
    ],
)
def test_a_search_forgives_accents_and_knows_everyday_names(text, names):
    assert [each.name for each in search(text)] == names


def test_a_search_gives_at_most_as_many_as_asked():
    assert len(search("h", limit=3)) == 3
