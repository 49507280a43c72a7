"""The search page: what people see of what is found, and that nobody sees more than that."""

import re

import pytest

from kopgroep.kernel.access import Role
from kopgroep.kernel.search.audiences import audiences_of
from kopgroep.kernel.search.index import rebuild
from kopgroep.rooms.programme.models import Deal
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import make_contact, make_organisation, make_partner, make_person
from tests.factories.programme import make_deal
from tests.factories.search import make_found
from tests.web.conftest import signed_in


def found(client, query: str) -> list[str]:
    page = client.get("/search/", {"q": query}).content.decode()
    titles = re.findall(r'<h2 class="kg-result__title"><a [^>]*>(.*?)</a>', page)
    return [re.sub("<.*?>", "", title) for title in titles]


@pytest.fixture
def world(deal):
    """Our closed deal and an open one, each with a partner and its contact."""
    other = make_deal("other-deal", is_open=True)
    for where, name in ((deal, "Zwamborn"), (other, "Zwaluwen")):
        organisation = make_organisation(f"{name} BV")
        make_partner(where, organisation)
        make_contact(organisation, make_person(f"Piet {name}"))
    rebuild()


@pytest.mark.django_db
def test_a_visitor_finds_what_is_open_and_no_people(world, visitor):
    assert found(visitor, "zwa") == ["Zwaluwen BV", "Zwaluwen BV"]
    assert found(visitor, "zwamborn") == found(visitor, "piet") == []


@pytest.mark.django_db
def test_who_is_in_a_deal_finds_its_partners_and_people(world, as_alice, as_bob):
    for client in (as_alice, as_bob):
        assert "Piet Zwamborn" in found(client, "piet")
        assert "Piet Zwaluwen" not in found(client, "piet")
        assert "Zwamborn BV" in found(client, "zwamborn")


@pytest.mark.django_db
def test_a_reader_of_a_deal_finds_its_partners_but_no_people(world, deal):
    reader = make_user("Reader")
    make_grant(reader, Role.READER, deal)

    assert "Zwamborn BV" in found(signed_in(reader), "zwamborn")
    assert found(signed_in(reader), "piet") == []


@pytest.mark.django_db
def test_a_stranger_finds_no_more_than_a_visitor(world, as_charlie, visitor):
    for query in ("zwa", "piet", "zwamborn", "bv"):
        assert found(as_charlie, query) == found(visitor, query)


@pytest.mark.django_db
def test_a_deal_that_closes_is_no_longer_found_and_one_that_opens_is(world, visitor, deal):
    Deal.objects.filter(code="other-deal").update(is_open=False)
    assert found(visitor, "zwa") == []

    Deal.objects.filter(pk=deal.pk).update(is_open=True)

    assert found(visitor, "zwa") == ["Zwamborn BV", "Zwamborn BV"]


@pytest.mark.django_db
@pytest.mark.parametrize("deals", [1, 3])
def test_whose_reader_someone_is_costs_the_same_for_any_number_of_deals(deals, django_assert_num_queries):
    user = make_user()
    for _number in range(deals):
        make_grant(user, Role.MANAGER, make_deal())

    with django_assert_num_queries(5):
        assert len(audiences_of(user)) == 2 + 2 * deals


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_costs_the_same_for_any_number_of_rows(rows, visitor, django_assert_num_queries):
    for number in range(rows):
        make_found(f"Stad {number}", "Een stad")

    with django_assert_num_queries(4):
        visitor.get("/search/?q=stad")


@pytest.mark.django_db
def test_what_was_found_is_marked_and_its_html_is_text(visitor):
    make_found("<script>alert(1)</script> stad")

    page = visitor.get("/search/", {"q": "stad"}).content.decode()

    assert "<mark>stad</mark>" in page
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.django_db
def test_kinds_narrow_the_answer_and_keep_their_numbers(visitor):
    make_found("Stad A", kind="partner")
    make_found("Stad B", kind="deal")

    page = visitor.get("/search/?q=stad&kind=partner").content.decode()

    assert found(visitor, "stad") == ["Stad A", "Stad B"]
    assert "Everything (2)" in page
    assert "Partners (1)" in page
    assert "Stad B" not in page


@pytest.mark.django_db
def test_pages_follow_each_other_without_a_gap(visitor):
    for number in range(45):
        make_found(f"Stad {number:02}")

    pages = [
        re.findall(r"Stad</mark> (\d\d)", visitor.get(f"/search/?q=stad&page={n}").content.decode())
        for n in (1, 2, 3)
    ]

    assert [int(number) for page in pages for number in page] == list(range(45))


@pytest.mark.django_db
def test_nothing_found_leads_on(visitor):
    page = visitor.get("/search/?q=xyz+abc").content.decode()

    assert "Nothing was found for" in page
    assert 'href="?q=xyz"' in page
    assert "signing in" in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "?q=", "?q=%22&kind=nothing&page=x", "?page=99&q=a", "?kind=deal"])
def test_no_address_makes_the_page_fail(visitor, address):
    assert visitor.get(f"/search/{address}").status_code == 200


@pytest.mark.django_db
def test_the_line_under_a_partner_says_each_word_once(world, visitor):
    page = visitor.get("/search/", {"q": "zwa", "kind": "partner"}).content.decode()

    assert "Partner</p>" in page
    assert "partner. partner" not in page.lower()
