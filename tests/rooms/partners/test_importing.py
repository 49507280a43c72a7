"""A table comes into the network: verdicts, all or nothing, the way back, and nothing lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.imports import actions, files
from kopgroep.kernel.imports.models import Import, Step
from kopgroep.kernel.imports.work import import_job, remove_uploads
from kopgroep.kernel.journal.models import Entry
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.search.models import Found
from kopgroep.rooms.partners.actions import change_organisation
from kopgroep.rooms.partners.models import Contact, Organisation, Partner, Person
from tests.factories.partners import make_organisation, make_partner, make_person

MESSY = """Deelnemers van dit voorjaar;;;
;;;
Organisatie;Contactpersoon;Mail;Soort
Gemeente Zwolle;Jan de Vries;jan@zwolle.example;
gemeente zwolle;Piet Bos;piet@zwolle.example;
Bakker B.V.;Els;els@bakker.example;bedrijf
Iets Onbekends;;;
Kapper De Knip;Kees;kees@;bedrijf
"""


@pytest.fixture
def bring(deal, alice, settings, tmp_path):
    """bring(text) -> an import that was looked at; bring(text, write=True) -> one that came in."""
    settings.DATA_DIR = tmp_path

    def make(text, *, kind="partners", write=False, name="table.csv", choices=None):
        by, data = Actor.of(alice), text if isinstance(text, bytes) else text.encode()
        of = actions.upload_table(
            kind=kind, about=deal, upload=SimpleUploadedFile(name, data), by=by, at=now()
        )
        actions.choose_columns(of=of, columns=of.columns, options=of.options, at=now())
        actions.judge_rows(of=of, at=now())
        if choices:
            actions.decide(of=of, choices=choices)
            actions.judge_rows(of=of, at=now())
        return actions.import_table(of=of, by=by, at=now()) if write else of

    return make


def judged(of):
    return {verdict.number: str(verdict.judged) for verdict in files.verdicts_of(of)}


def test_every_row_of_a_messy_table_gets_a_verdict_with_its_number_in_the_file(bring):
    of = bring(MESSY)

    assert judged(of) == {4: "new", 5: "changed", 6: "new", 7: "refused", 8: "refused"}
    assert not Organisation.objects.exists()


def test_what_came_in_is_one_entry_in_the_journal_and_can_be_found(bring, deal):
    before = Entry.objects.count()

    bring(MESSY, write=True)

    assert Entry.objects.count() == before + 1
    assert sorted(Partner.objects.filter(deal=deal).values_list("organisation__name", flat=True)) == [
        "Bakker B.V.",
        "Gemeente Zwolle",
    ]
    assert sorted(Person.objects.values_list("email", flat=True)) == [
        "els@bakker.example",
        "jan@zwolle.example",
        "piet@zwolle.example",
    ]
    assert {"organisation", "person", "partner"} <= set(Found.objects.values_list("kind", flat=True))


def test_the_same_table_again_says_the_same_of_every_row(bring):
    bring(MESSY, write=True)

    assert judged(bring(MESSY)) == {4: "same", 5: "same", 6: "same", 7: "refused", 8: "refused"}


def test_a_name_that_looks_like_one_that_is_known_waits_for_a_choice(bring):
    known = make_organisation("Stichting Warme Wijken")
    table = "Organisatie;Soort\nStichting Warme Wijkenn;stichting\n"

    assert judged(bring(table)) == {2: "doubt"}
    assert judged(bring(table, choices={"2": f"org:{known.pk}"})) == {2: "changed"}
    assert judged(bring(table, choices={"2": "new"})) == {2: "new"}
    assert judged(bring(table, choices={"2": "out"})) == {2: "refused"}


def test_the_same_name_with_another_legal_form_waits_for_a_choice(bring):
    make_organisation("Stichting Zonnestroom")
    make_organisation("Bakker B.V.")

    of = bring(
        "Organisatie;Soort\nCoöperatie Zonnestroom;stichting\nZonnestroom;stichting\nBAKKER BV;bedrijf\n"
    )

    assert judged(of) == {2: "doubt", 3: "changed", 4: "changed"}


def test_a_line_with_a_total_is_no_organisation(bring):
    assert judged(bring("Organisatie;Soort\nBakker;bedrijf\nTotaal: 1;\n")) == {2: "new", 3: "refused"}


def test_what_is_undone_is_not_found_any_more(bring, alice):
    of = bring(MESSY, write=True)

    actions.undo_import(of=of, by=Actor.of(alice), at=now())

    assert not Found.objects.filter(kind__in=("organisation", "person", "partner")).exists()


def test_what_was_written_is_found_after_all_when_the_worker_was_ended_before_it_was_indexed(bring):
    of = bring(MESSY, write=True)
    Found.objects.all().delete()

    import_job(progress=actions.quiet, uid=str(of.uid), by=None)

    assert {"organisation", "person", "partner"} <= set(Found.objects.values_list("kind", flat=True))
    assert Partner.objects.count() == 2


def test_a_code_goes_before_a_name(bring):
    make_organisation("Bakker Holding", kvk="12345678")

    of = bring("Organisatie;KvK\nBakker;12345678\n")

    assert next(files.verdicts_of(of)).title == "Bakker Holding"


def test_a_municipality_is_known_by_its_other_name(bring):
    of = bring("Gemeente;Contactpersoon\n's-Gravenhage;Els\nDen Haag;Kees\n", write=True)

    assert judged(of) == {2: "new", 3: "changed"}
    assert Organisation.objects.get().name == "Gemeente 's-Gravenhage"
    assert "andere naam" in str(list(files.verdicts_of(of))[1].reasons[0])


def test_an_address_of_somebody_else_refuses_the_row(bring):
    person = make_person("Anna Groot")

    of = bring(f"Organisatie;Soort;Contactpersoon;Mail\nBakker;bedrijf;Bert Klein;{person.email}\n")

    assert judged(of) == {2: "refused"}


def test_an_import_is_undone_to_the_last_row(bring, alice):
    make_organisation("Bakker B.V.")
    of = bring(MESSY, write=True)

    actions.undo_import(of=of, by=Actor.of(alice), at=now())

    assert list(Organisation.objects.values_list("name", flat=True)) == ["Bakker B.V."]
    assert not Partner.objects.exists()
    assert not Person.objects.exists()
    assert not Contact.objects.exists()


def test_an_import_is_not_undone_after_somebody_changed_what_it_made(bring, alice):
    of = bring(MESSY, write=True)
    bakker = Organisation.objects.get(name="Bakker B.V.")
    change_organisation(organisation=bakker, seen_revision=None, note="x", by=Actor.of(alice), at=now())

    with pytest.raises(Obstructed) as refusal:
        actions.undo_import(of=of, by=Actor.of(alice), at=now())

    assert [obstacle.code for obstacle in refusal.value.obstacles] == ["changed-since"]
    assert Import.objects.get(pk=of.pk).step == Step.DONE


def test_nothing_comes_in_when_what_is_known_changed_since_the_rows_were_shown(bring, alice):
    of = bring(MESSY)
    make_organisation("Bakker B.V.")

    with pytest.raises(Obstructed):
        actions.import_table(of=of, by=Actor.of(alice), at=now())

    assert not Partner.objects.exists()


def test_an_import_that_is_stopped_leaves_nothing(bring, alice):
    of = bring(MESSY)

    def stop(_done, _total, _words):
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        actions.import_table(of=of, by=Actor.of(alice), at=now(), progress=stop)

    assert not Organisation.objects.exists()


def test_what_is_exported_edited_and_imported_shows_the_cells_that_differ(bring, deal, alice, client):
    make_partner(deal, make_organisation("Bakker B.V.", website="https://oud.example"))
    make_partner(deal, make_organisation("Slager B.V."))
    client.force_login(alice)
    file = client.get(reverse("imports-known", args=[deal.code, "partners", "csv"])).content.decode()

    of = bring(file.replace("https://oud.example", "https://nieuw.example"))

    shown = {each.title: each for each in files.verdicts_of(of)}
    assert (shown["Slager B.V."].judged, shown["Bakker B.V."].judged) == ("same", "changed")
    assert [(c.old, c.new) for c in shown["Bakker B.V."].changes] == [
        ("https://oud.example", "https://nieuw.example")
    ]


def test_a_manager_imports_on_the_pages_and_a_stranger_does_not(
    deal, alice, charlie, client, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    client.force_login(alice)
    page = reverse("imports", args=[deal.code])
    sent = client.post(page, {"kind": "partners", "file": SimpleUploadedFile("t.csv", MESSY.encode())})
    of = Import.objects.get()
    columns = {f"column_{number}": code for number, code in of.columns.items()}

    client.post(sent.url, columns)
    shown = client.get(of.get_absolute_url())

    assert "Iets Onbekends" in shown.content.decode()
    client.force_login(charlie)
    assert [client.get(url).status_code for url in (page, of.get_absolute_url())] == [403, 403]


def test_uploads_are_removed_after_their_days(bring, settings):
    of = bring(MESSY)
    Import.objects.update(asked_at=now() - timedelta(days=settings.IMPORT_KEEP_DAYS + 1))

    remove_uploads(progress=actions.quiet)

    assert not (files.folder() / of.kept_as).exists()
