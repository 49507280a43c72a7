"""What is found, in which order, and by whom; on SQLite and PostgreSQL alike."""

import pytest

from kopgroep.kernel.search.find import find
from kopgroep.kernel.search.models import Found
from kopgroep.kernel.search.synonyms import add_synonym, remove_synonym
from kopgroep.kernel.search.words import excerpt, pieces, terms, words
from tests.factories.search import make_found, make_synonym

PUBLIC = frozenset({"public"})

# Everyday words, and words of the field; each must find the other.
PAIRS = [
    ("boek", "boeken"), ("tafel", "tafels"), ("huis", "huizen"), ("brief", "brieven"), ("man", "mannen"),
    ("vrouw", "vrouwen"), ("kind", "kinderen"), ("straat", "straten"), ("boom", "bomen"), ("auto", "auto's"),
    ("agenda", "agendas"), ("foto", "foto's"),
    ("dag", "dagen"), ("weg", "wegen"), ("schip", "schepen"), ("stad", "steden"),
    ("lid", "leden"), ("dorp", "dorpen"), ("school", "scholen"), ("vraag", "vragen"), ("bedrijf", "bedrijven"),
    ("ei", "eieren"), ("museum", "musea"), ("idee", "ideeën"),
    ("gemeente", "gemeenten"), ("sensor", "sensoren"), ("partner", "partners"), ("pilot", "pilots"),
    ("provincie", "provincies"), ("ministerie", "ministeries"), ("inwoner", "inwoners"), ("burger", "burgers"),
    ("bewoner", "bewoners"), ("wijk", "wijken"), ("beleid", "beleids"), ("overheid", "overheden"),
    ("toets", "toetsing"), ("slim", "slimme"), ("deelnemer", "deelnemers"), ("ontwerp", "ontwerpen"),
    ("kennisinstelling", "kennisinstellingen"), ("vergadering", "vergaderingen"), ("begroting", "begrotingen"),
]  # fmt: skip


def titles(query: str, *, audiences=PUBLIC, kind: str = "") -> list[str]:
    return [str(row.title) for row in find(query, audiences=audiences, kind=kind).rows]


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "many"), PAIRS)
def test_singular_and_plural_find_each_other(one, many):
    make_found(f"Over {one}")
    make_found(f"Over {many}")
    make_found("Iets anders")

    assert sorted(titles(one)) == sorted(titles(many)) == sorted([f"Over {one}", f"Over {many}"])


@pytest.mark.django_db
def test_the_beginning_of_a_word_finds_it():
    make_found("Datawallet voor inwoners")

    assert titles("datawal") == ["Datawallet voor inwoners"]
    assert titles("inw dat") == ["Datawallet voor inwoners"]


@pytest.mark.django_db
def test_a_beginning_is_never_taken_for_a_stem():
    make_found("Optocht")

    assert titles("kop") == []
    assert titles("po") == []


@pytest.mark.django_db
def test_a_part_of_a_compound_finds_it():
    make_found("Burgerparticipatie in de wijk")
    make_found("Kopgroepgemeente")

    assert titles("participatie") == ["Burgerparticipatie in de wijk"]
    assert titles("gemeenten") == ["Kopgroepgemeente"]


@pytest.mark.django_db
def test_a_short_word_is_not_looked_for_inside_other_words():
    make_found("Solidariteit")

    assert titles("lid") == []


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["Fryslân", "fryslan", "FRYSLÂN", "Frysla\u0302n"])
def test_accents_and_capitals_make_no_difference(query):
    make_found("Provincie Fryslân")

    assert titles(query) == ["Provincie Fryslân"]


@pytest.mark.django_db
def test_letters_of_other_alphabets_are_found():
    make_found("Київ и Đorđe Łódź")

    assert titles("київ") == titles("dorde") == titles("lodz") == ["Київ и Đorđe Łódź"]


@pytest.mark.django_db
def test_every_word_of_the_query_must_be_found():
    make_found("Sensoren in de stad")
    make_found("Sensoren op het platteland")

    assert titles("sensoren stad") == ["Sensoren in de stad"]


@pytest.mark.django_db
def test_small_words_count_only_when_there_is_nothing_else():
    make_found("Stad")
    make_found("De Bilt")

    assert titles("de stad") == ["Stad"]
    assert titles("de") == ["De Bilt"]


NASTY = [
    '"', "'", "''", "a'b", '"open', "a AND b", "OR", "NOT x", "NEAR(a b)", "a*", "*", "^a", "a:b", "title:x", "(", ")",
    "a | b", "a & !b", "a <-> b", "\\", "%", "_", "%_%", "--", ";", "{a}", "[x]", "+a -b", "<script>", "a\tb\nc", "🚲",
    "é" * 300, "x " * 500, "$1", "::", "?",
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("query", NASTY)
def test_no_sign_in_a_query_makes_it_fail(query):
    make_found("Iets", "a b c")

    list(find(query, audiences=PUBLIC).rows)


@pytest.mark.django_db
def test_an_empty_query_finds_nothing():
    make_found("Iets")

    assert titles("") == titles("  !? ") == []


@pytest.mark.django_db
def test_titles_come_before_texts_and_whole_words_before_beginnings():
    make_found("Zomaar", "een kaart met tekst")
    make_found("Kaarten maken")
    make_found("Een kaart")
    make_found("Landkaart")
    make_found("Kaart")

    assert titles("kaart") == ["Kaart", "Een kaart", "Kaarten maken", "Zomaar", "Landkaart"]


@pytest.mark.django_db
def test_equals_stand_in_the_order_of_their_titles():
    for title in ["Proef Ede", "Proef Almere", "Proef Zwolle", "Proef ’t Harde", "Proef Élan"]:
        make_found(title)

    assert titles("proef") == ["Proef Almere", "Proef Ede", "Proef Élan", "Proef ’t Harde", "Proef Zwolle"]


@pytest.mark.django_db
def test_both_languages_of_a_title_are_found():
    deal = make_found("Gereedschap")
    assert titles("toolkit") == []

    add_synonym(word="toolkit", means="gereedschap")

    assert titles("toolkit") == [str(deal.title)]


@pytest.mark.django_db
def test_a_synonym_works_both_ways_and_ends_when_it_is_removed():
    make_found("Rijwiel")
    make_found("Fiets")
    make_synonym("fiets", "rijwiel")

    assert titles("fiets") == ["Fiets", "Rijwiel"]
    assert titles("rijwiel") == ["Rijwiel", "Fiets"]

    remove_synonym(word="fiets")

    assert titles("fiets") == ["Fiets"]


@pytest.mark.django_db
def test_kinds_are_counted_and_narrow_the_answer():
    make_found("Stad Ede", kind="partner")
    make_found("Stad Zwolle", kind="partner")
    make_found("Stad en land", kind="deal")

    answer = find("stad", audiences=PUBLIC, kind="deal")

    assert dict(answer.kinds) == {"deal": 1, "partner": 2}
    assert [str(row.title) for row in answer.rows] == ["Stad en land"]


@pytest.mark.django_db
def test_nobody_finds_a_row_of_which_one_has_no_token():
    make_found("Geheim overleg", audience=("deal:ours:contacts",))
    make_found("Geheim van de deal", audience=("deal:ours",))
    make_found("Geheim van velen", audience=("deal:theirs", "deal:ours"))

    assert titles("geheim", audiences=PUBLIC) == []
    assert titles("geheim", audiences=PUBLIC | {"deal:theirs"}) == ["Geheim van velen"]
    assert titles("geheim", audiences=PUBLIC | {"deal:ours"}) == ["Geheim van de deal", "Geheim van velen"]
    assert dict(find("geheim", audiences=PUBLIC).kinds) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 30])
def test_a_question_costs_three_queries(rows, django_assert_num_queries):
    for number in range(rows):
        make_found(f"Slimme stad {number}")

    with django_assert_num_queries(3):
        list(find("slimme stad", audiences=PUBLIC).rows)


@pytest.mark.django_db
def test_a_changed_and_a_removed_row_are_no_longer_found_by_their_old_words():
    row = make_found("Oudenaam")
    row.title_words = row.index_words = " nieuwenaam "
    row.parts = "nieuwenaam"
    row.save()
    assert titles("oudenaam") == []
    assert len(titles("nieuwenaam")) == 1

    Found.objects.all().delete()

    assert titles("nieuwenaam") == []


def test_what_was_found_is_marked_without_html():
    marked = pieces("Slimme <b>steden</b> & stadswerk", terms("stad", {"stad": ("steden",)}))

    assert [(piece.text, piece.found) for piece in marked] == [
        ("Slimme <b>", False),
        ("steden", True),
        ("</b> & ", False),
        ("stadswerk", True),
    ]


def test_an_excerpt_shows_the_words_around_the_first_that_was_found():
    text = "woord " * 100 + "participatie " + "slot " * 100

    shown = "".join(piece.text for piece in excerpt(text, terms("participatie", {})))

    assert "participatie" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 240


def test_words_are_plain_ascii():
    assert words("Café Zuid-Holland: 's-Gravenhage, foto’s ﬁets ǅ") == [
        "cafe", "zuid", "holland", "s", "gravenhage", "fotos", "fiets", "dz",
    ]  # fmt: skip
