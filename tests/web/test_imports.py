"""The pages of an import: a round trip with its differences, what to do after trouble, and odd files."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.imports import actions, work
from kopgroep.kernel.imports.models import Import, Step
from kopgroep.kernel.imports.words import WHY
from kopgroep.kernel.jobs.models import State
from kopgroep.rooms.partners.models import Organisation
from tests.factories.imports import make_import
from tests.factories.partners import make_contact, make_organisation, make_partner, make_person

TABLE = b"Organisatie;Soort\nBakker B.V.;bedrijf\nSlager B.V.;bedrijf\n"


@pytest.fixture
def office(client, alice, settings, tmp_path):
    """Alice with a browser, and uploads in a folder of this test."""
    settings.DATA_DIR = tmp_path
    client.force_login(alice)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def sent(office, deal, data, name="table.csv"):
    page = reverse("imports", args=[deal.code])
    return office.post(page, {"kind": "partners", "file": SimpleUploadedFile(name, data)})


def looked_at(office, deal, data=TABLE):
    """An import of which the rows were looked at, as the pages do it."""
    columns = sent(office, deal, data)
    of = Import.objects.latest("pk")
    office.post(columns.url, {f"column_{number}": code for number, code in of.columns.items()})
    of.refresh_from_db()
    return of


def ended(of, work_of, state, error=""):
    """Its last job ended like this."""
    job = work._start(of, work_of, Actor.of(of.asked_by))
    job.state, job.error, job.ended_at = state, error, now()
    job.save()


def words_of(office, of):
    return office.get(of.get_absolute_url()).content.decode()


@pytest.mark.parametrize("form", ["xlsx", "ods", "csv"])
def test_what_is_downloaded_and_imported_again_changes_nothing(office, deal, form):
    bakker = make_organisation("Bakker B.V.", website="https://oud.example", note="=1+1")
    make_partner(deal, bakker)
    make_contact(bakker, make_person("Els Bakker"))
    file = office.get(reverse("imports-known", args=[deal.code, "partners", form]))

    of = looked_at(office, deal, b"".join(file) if file.streaming else file.content)

    assert of.counts == {"same": 1}, words_of(office, of)


def test_an_edited_download_shows_old_and_new_comes_in_and_is_undone(office, deal):
    bakker = make_organisation("Bakker B.V.", website="https://oud.example")
    make_partner(deal, bakker)
    make_partner(deal, make_organisation("Slager B.V."))
    file = office.get(reverse("imports-known", args=[deal.code, "partners", "csv"])).content.decode()

    of = looked_at(office, deal, file.replace("https://oud.example", "https://nieuw.example").encode())
    preview = words_of(office, of)
    office.post(reverse("import-go-on", args=[of.uid]), {"do": "import"})
    work.import_job(progress=actions.quiet, uid=str(of.uid), by=of.asked_by_id)
    bakker.refresh_from_db()
    came_in = bakker.website
    Import.objects.update(job=None)
    office.post(reverse("import-undo", args=[of.uid]))
    bakker.refresh_from_db()

    assert of.counts == {"changed": 1, "same": 1}
    assert "<del>https://oud.example</del>" in preview
    assert "<ins>https://nieuw.example</ins>" in preview
    assert (came_in, bakker.website) == ("https://nieuw.example", "https://oud.example")


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [(State.STOPPED, "", "It was stopped."), (State.FAILED, "Too large.", "Too large.")],
)
def test_after_trouble_with_the_rows_the_page_says_so_and_how_to_go_on(office, deal, state, error, words):
    of = looked_at(office, deal)
    Import.objects.update(step=Step.COLUMNS)
    of.refresh_from_db()
    ended(of, work.check_job, state, error)

    page = words_of(office, of)
    office.post(reverse("import-go-on", args=[of.uid]), {"do": "check"})
    of.refresh_from_db()

    assert words in page
    assert reverse("import-columns", args=[of.uid]) in page
    assert 'value="check"' in page
    assert of.is_busy


def test_after_an_import_that_was_stopped_one_can_import_again(office, deal):
    of = looked_at(office, deal)
    ended(of, work.import_job, State.STOPPED)

    page = words_of(office, of)

    assert "Nothing came in" in page
    assert 'value="import"' in page
    assert not Organisation.objects.exists()


def test_an_undo_that_failed_does_not_say_that_nothing_came_in(office, deal):
    of = looked_at(office, deal)
    actions.import_table(of=of, by=Actor.of(of.asked_by), at=now())
    ended(of, work.undo_job, State.FAILED, "Somebody was faster.")

    page = words_of(office, of)

    assert "The import is not undone" in page
    assert "Somebody was faster." in page
    assert "Nothing came in" not in page


def test_stopping_leads_back_to_the_import_and_nowhere_else(office, deal):
    of = looked_at(office, deal)
    job = work.start_import(of, by=Actor.of(of.asked_by))
    stop = reverse("job-stop", args=[job.uid])

    assert office.post(stop, {"next": of.get_absolute_url()}).url == of.get_absolute_url()
    assert office.post(stop, {"next": "https://elsewhere.example/"}).url == reverse("job", args=[job.uid])


def test_nothing_is_half_in_when_writing_fails_half_way(office, deal, monkeypatch):
    of = looked_at(office, deal)
    make_partner(deal, make_organisation("Elders"))
    monkeypatch.setattr(actions, "record", broken_off)

    with pytest.raises(RuntimeError):
        actions.import_table(of=of, by=Actor.of(of.asked_by), at=now())

    assert list(Organisation.objects.values_list("name", flat=True)) == ["Elders"]
    assert Import.objects.get(pk=of.pk).step == Step.CHECKED


def broken_off(*_words, **_facts):
    raise RuntimeError("the disk is full")


HOSTILE = {
    "empty": b"",
    "only-heads": b"Organisatie;Soort\n",
    "no-table": b"\x89PNG\r\n\x1a\n rest",
    "broken": b"PK\x03\x04 rest",
    "null-bytes": b"a;b\n\x00;c\n",
    "password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40,
    "too-many-columns": b";".join([b"a"] * 1_000) + b"\n",
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", HOSTILE)
def test_an_odd_file_gets_a_clear_answer_in_both_languages(office, deal, code, language):
    office.defaults["HTTP_ACCEPT_LANGUAGE"] = language

    page = sent(office, deal, HOSTILE[code], "partners.csv").content.decode()

    with override(language):
        start = str(WHY[code]).split("%")[0]
    assert len(start) > 10
    assert start in page
    assert not Import.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_imports_asks_as_often_for_three_as_for_one(
    office, deal, number, django_assert_max_num_queries
):
    for _ in range(number):
        make_import(deal)
    url = reverse("imports", args=[deal.code])
    office.get(url)

    with django_assert_max_num_queries(14):
        office.get(url)


@pytest.mark.django_db
def test_who_chose_no_file_is_asked_to_choose_one(office, deal):
    page = office.post(reverse("imports", args=[deal.code]), {"kind": "partners"}).content.decode()

    assert "Choose a file." in page
    assert "This field is required." not in page
