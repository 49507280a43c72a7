"""A declared list: what the address asks for is what is shown, and what is in the file."""

import csv
import io
import json
import zipfile
from datetime import date

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.test import RequestFactory

from kopgroep.kernel.accounts.models import SavedView
from kopgroep.kernel.lists import Choice, Column, ListOf, Search, Since, Until, YesNo
from kopgroep.kernel.lists.saved import save_view
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.models import Helix, Organisation
from tests.factories.accounts import make_saved_view, make_user
from tests.factories.partners import make_alias, make_organisation

ORGANISATIONS = ListOf(
    noun="organisations",
    columns=(
        Column("name", "Name", sort=("name",), url=lambda row: f"/organisations/{row.pk}/"),
        Column("helix", "Helix", value="helix", sort=("helix",), phone=True),
        Column("from", "From", value="valid_from", sort=("valid_from",)),
        Column("note", "Note"),
    ),
    filters=(
        Search("q", "Name", ("name", "aliases__name")),
        Choice("helix", "Helix", Helix.choices),
        YesNo("known", "Has a website", ~Q(website="")),
        YesNo("alias", "Has an alias", Q(aliases__isnull=False)),
        Since("since", "From", lookup="valid_from"),
        Until("until", "From", lookup="valid_from"),
    ),
    order="name",
    page_size=3,
)


def show(address: str = "", user=None):
    request = RequestFactory().get(f"/organisations/{address}")
    request.user = user or AnonymousUser()
    return ORGANISATIONS.show(request, Organisation.objects.all(), title="Organisations")


def names(address: str = "") -> list[str]:
    return [row.name for row in show(address).rows]


@pytest.mark.django_db
def test_a_list_is_sorted_as_declared_unless_a_head_was_clicked():
    for name in ["B", "A", "C"]:
        make_organisation(name)

    assert names() == ["A", "B", "C"]
    assert names("?sort=-name") == ["C", "B", "A"]
    assert [head["sorted"] for head in show("?sort=-name").heads] == ["descending", "", "", ""]
    assert [head["sort_url"] for head in show("?q=a&page=2").heads][:2] == [
        "?q=a&sort=-name",
        "?q=a&sort=helix",
    ]
    assert show().heads[3]["sort_url"] == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    "?sort=nothing ?sort=note ?sort=--name ?page=x ?page=-1 ?helix=moon ?known=perhaps ?export=exe ?x=1 ?q=".split(),
)  # fmt: skip
def test_what_means_nothing_is_left_out(address):
    make_organisation("A")

    shown = show(address)

    assert [row.name for row in shown.rows] == ["A"]
    assert shown.active == []
    assert shown.download is None


@pytest.mark.django_db
def test_a_date_that_cannot_be_read_gets_a_sentence(settings):
    settings.LANGUAGE_CODE = "en"
    make_organisation("A")

    shown = show("?since=yesterday&until=2026-02-30")

    assert shown.count == 1
    assert len(shown.problems) == 2
    assert "yesterday" in shown.problems[0]


@pytest.mark.django_db
def test_every_typed_word_must_be_found_and_two_aliases_give_one_row():
    arnhem = make_organisation("Gemeente Arnhem")
    make_organisation("Gemeente Ede")
    make_alias(arnhem)
    make_alias(arnhem)

    assert names("?q=gemeente+arn") == ["Gemeente Arnhem"]
    assert names("?q=alias") == ["Gemeente Arnhem"]
    assert names("?alias=yes") == ["Gemeente Arnhem"]
    assert names("?alias=no") == ["Gemeente Ede"]


@pytest.mark.django_db
def test_filters_are_words_that_can_be_taken_away():
    make_organisation("A", helix=Helix.BUSINESS)
    make_organisation("B", helix=Helix.SOCIETY)
    make_organisation("C", helix=Helix.KNOWLEDGE)

    shown = show("?helix=business&helix=society&q=a&sort=-name")

    assert [row.name for row in shown.rows] == ["A"]
    assert [word["remove_url"] for word in shown.active] == [
        "?helix=business&helix=society&sort=-name",
        "?helix=society&q=a&sort=-name",
        "?helix=business&q=a&sort=-name",
    ]
    assert shown.clear_url == "?sort=-name"
    assert names("?helix=business&helix=society") == ["A", "B"]


@pytest.mark.django_db
def test_dates_hold_on_the_day_itself():
    make_organisation("A", valid_from=date(2026, 3, 14))
    make_organisation("B", valid_from=date(2026, 3, 15))

    assert names("?since=2026-03-15") == ["B"]
    assert names("?until=2026-03-14") == ["A"]


@pytest.mark.django_db
def test_a_file_holds_all_pages_of_the_filtered_rows_in_the_same_order():
    for number in range(5):
        make_organisation(f"Found {number}")
    make_organisation("Other")

    download = show("?q=found&sort=-name&page=2&export=csv").download

    rows = list(csv.reader(io.StringIO(download.content.decode())))
    assert rows[0] == ["Name", "Helix", "From", "Note"]
    assert [row[0] for row in rows[1:]] == [f"Found {number}" for number in (4, 3, 2, 1, 0)]
    assert download["Content-Disposition"] == 'attachment; filename="organisations.csv"'


DANGEROUS = ["=1+1", "+31", "-1", "@SUM(A1)", "\tx", "\r=1"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_a_formula(text):
    make_organisation(f"{text}", note="a\x0bb", valid_from=date(2026, 3, 15))

    cells = openpyxl.load_workbook(io.BytesIO(show("?export=xlsx").download.content)).active
    assert cells["A2"].value.startswith("'")
    assert cells["A2"].data_type == "s"
    assert cells["C2"].value.date() == date(2026, 3, 15)
    assert cells["D2"].value == "ab"
    rows = list(csv.reader(io.StringIO(show("?export=csv").download.content.decode(), newline="")))
    assert rows[1][0] == f"'{text}"


@pytest.mark.django_db
@pytest.mark.parametrize("text", DANGEROUS[:4])
def test_no_text_becomes_a_formula_in_an_open_document(text):
    make_organisation(text)

    with zipfile.ZipFile(io.BytesIO(show("?export=ods").download.content)) as book:
        content = book.read("content.xml").decode()

    assert "table:formula" not in content
    assert f"'{text}" in content.replace("&#x27;", "'")


@pytest.mark.django_db
def test_a_json_file_holds_the_values_as_they_are():
    make_organisation("=A", valid_from=date(2026, 3, 15))

    assert json.loads(show("?export=json").download.content) == [
        {"name": "=A", "helix": "business", "from": "2026-03-15", "note": ""}
    ]


@pytest.mark.django_db
def test_an_ods_file_is_one():
    make_organisation("A")

    assert show("?export=ods").download.content[:2] == b"PK"


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_three_queries_with_any_number_of_rows(rows, django_assert_num_queries):
    user = make_user()
    for _number in range(rows):
        make_organisation()

    with django_assert_num_queries(3):
        shown = show("?helix=business", user)
        assert (len(shown.cells), shown.count, shown.views) == (rows, rows, [])


@pytest.mark.django_db
def test_a_kept_view_leads_back_to_the_list_as_it_was(client, alice):
    client.force_login(alice)
    page = "/lists/views/"  # any page of ours

    client.post("/lists/views/", {"page": page, "name": " My  view ", "query": "helix=business&sort=-name"})

    view = SavedView.objects.get()
    assert (view.name, view.user, view.page) == ("My view", alice, page)
    assert client.get(f"/lists/views/{view.uid}/")["Location"] == f"{page}?helix=business&sort=-name"


@pytest.mark.django_db
def test_nobody_opens_or_removes_the_view_of_another(client, charlie):
    view = make_saved_view()

    assert client.get(f"/lists/views/{view.uid}/").status_code == 302  # to the sign-in page
    assert "/account/" in client.get(f"/lists/views/{view.uid}/")["Location"]
    client.force_login(charlie)
    assert client.get(f"/lists/views/{view.uid}/").status_code == 404
    assert client.post(f"/lists/views/{view.uid}/remove/").status_code == 404
    assert SavedView.objects.count() == 1


@pytest.mark.django_db
def test_a_view_is_removed_by_its_owner_only_with_a_post(client):
    view = save_view(user=make_user(), page="/lists/views/", name="Mine", query="q=a")
    client.force_login(view.user)

    assert client.get(f"/lists/views/{view.uid}/remove/").status_code == 405
    client.post(f"/lists/views/{view.uid}/remove/")

    assert not SavedView.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example/", "/no-such-page/", ""])
def test_a_view_leads_to_no_other_site(page):
    with pytest.raises(Obstructed) as refusal:
        save_view(user=make_user(), page=page, name="x", query="")

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["no-list"]


@pytest.mark.django_db
def test_the_same_name_is_kept_anew_and_shown_as_the_current_view():
    user = make_user()
    for query in ["q=a", "q=b"]:
        save_view(user=user, page="/lists/views/", name="Mine", query=query)

    assert [view.query for view in SavedView.objects.all()] == ["q=b"]
