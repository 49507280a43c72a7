"""Export, retention and the pages: what is kept is told, handed over, and goes when its time is past."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from kopgroep.cli.__main__ import commands
from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now, today
from kopgroep.kernel.comments.actions import make_comment
from kopgroep.kernel.journal.models import Entry, Mail, PrivateText
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.journal.verify import verify
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.privacy.declared import every_model, personal_of, privacy_of
from kopgroep.kernel.privacy.export import export_person
from kopgroep.kernel.privacy.models import RetentionRun
from kopgroep.kernel.privacy.retention import keep_no_longer, remove_what_is_past, what_is_past
from kopgroep.kernel.privacy.subjects import subject_of
from kopgroep.kernel.privacy.told import MOMENTS, kinds_of_data
from kopgroep.rooms.partners.actions import add_contact, end_contact
from kopgroep.rooms.partners.models import Person
from tests.factories.accounts import make_grant, make_user
from tests.factories.partners import make_partner
from tests.factories.programme import make_deal

SYSTEM = Actor.system("test")
LATER = timedelta(days=800)


@pytest.fixture
def wanda(deal, partner, alice):
    contact = add_contact(
        organisation=partner.organisation, name="Wanda Wit", email="wanda@voorbeeld.example", phone="0612345678",
        since_on=today() - timedelta(days=9), by=Actor.of(alice), at=now(),
    )  # fmt: skip
    return contact.person


def unzipped(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_the_file_tells_in_words_all_that_is_kept_about_a_person(wanda, partner, alice):
    handed = export_person(subject=subject_of(wanda), by=Actor.of(alice), at=now())

    files = unzipped(handed.content)
    assert set(files) == {"mijn-gegevens.html", "data.json"}
    page, data = files["mijn-gegevens.html"], json.loads(files["data.json"])
    for words in ("Wanda Wit", "telefoonnummer", "0612345678", partner.organisation.name, "Bewaard om"):
        assert words in page
    assert data["records"]["partners.Person"][0]["email"] == "wanda@voorbeeld.example"
    assert len(data["history"]) == 1


def test_no_secret_leaves_with_the_file(alice):
    handed = export_person(subject=subject_of(alice), by=Actor.of(alice), at=now())

    assert alice.password not in "".join(unzipped(handed.content).values())


def test_the_journal_keeps_that_a_file_was_made_and_not_of_what(wanda, alice):
    export_person(subject=subject_of(wanda), by=Actor.of(alice), at=now())

    entry = Entry.objects.get(verb=Verb.PERSON_EXPORTED)
    assert (entry.actor_reference, entry.facts, entry.about) == (str(alice.uid), {}, [wanda.address])


def test_the_office_does_not_hand_over_what_is_also_of_another_deal(wanda, alice):
    other = make_partner(make_deal("other-deal")).organisation
    add_contact(organisation=other, name=wanda.name, email=wanda.email, since_on=today(), by=SYSTEM, at=now())

    with pytest.raises(Obstructed):
        export_person(subject=subject_of(wanda), by=Actor.of(alice), at=now())


def test_a_contact_is_kept_as_long_as_the_task_lasts(wanda):
    remove_what_is_past(by=SYSTEM, at=now() + 10 * LATER)

    assert Person.objects.get(pk=wanda.pk).name == "Wanda Wit"


@pytest.mark.parametrize(
    ("days", "name", "email"),
    [
        (364, "Wanda Wit", "wanda@voorbeeld.example"),
        (367, "Wanda Wit", ""),
        (729, "Wanda Wit", ""),
        (732, "Gewist persoon", ""),
    ],
)
def test_address_and_name_go_after_the_days_that_the_model_says(wanda, days, name, email):
    end_contact(contact=wanda.contacts.get(), until_on=today(), by=SYSTEM, at=now())

    remove_what_is_past(by=SYSTEM, at=now() + timedelta(days=days))

    wanda.refresh_from_db()
    assert (wanda.name, wanda.email) == (name, email)


def test_mails_are_removed_after_90_days_and_a_dry_run_removes_nothing(db):
    Mail.objects.create(to_email="a@voorbeeld.example", subject="Hello", made_at=now(), next_at=now())
    later = now() + timedelta(days=91)

    assert what_is_past(at=later) == {"journal.Mail": 1}
    assert Mail.objects.count() == 1

    assert remove_what_is_past(by=SYSTEM, at=later).counts == {"journal.Mail": 1}
    assert not Mail.objects.exists()


def test_words_in_the_journal_go_after_five_years_and_the_chain_still_holds(wanda):
    assert PrivateText.objects.exists()

    remove_what_is_past(by=SYSTEM, at=now() + timedelta(days=1830))

    assert not PrivateText.objects.exists()
    assert list(verify()) == []


def test_an_account_that_nobody_used_for_two_years_is_closed_but_not_that_of_the_last_manager(alice, charlie):
    remove_what_is_past(by=SYSTEM, at=now() + LATER)

    assert User.objects.get(pk=alice.pk).name == "Alice"
    assert (User.objects.get(pk=charlie.pk).name, User.objects.get(pk=charlie.pk).is_active) == (
        "Gewist persoon",
        False,
    )


def test_a_second_run_finds_nothing_left(charlie, wanda, alice, partner):
    make_comment(about=partner, text="A word.", by=Actor.of(charlie), at=now())
    end_contact(contact=wanda.contacts.get(), until_on=today(), by=SYSTEM, at=now())
    much_later = now() + timedelta(days=4000)
    remove_what_is_past(by=SYSTEM, at=much_later)

    assert what_is_past(at=much_later) == {}


def test_the_nightly_job_reports_what_it_removed(db):
    Mail.objects.create(
        to_email="a@voorbeeld.example", subject="x", made_at=now() - LATER, next_at=now() - LATER
    )

    assert keep_no_longer(progress=lambda *_: None) == {"journal.Mail": 1}

    assert RetentionRun.objects.get().total == 1
    assert Entry.objects.filter(verb=Verb.RETENTION_RAN).get().facts == {"rows": 1}


def test_every_model_with_personal_fields_says_what_for():
    silent = [m._meta.label for m in every_model() if personal_of(m) and privacy_of(m) is None]

    assert silent == []
    assert all(str(privacy_of(m).what) and str(privacy_of(m).why) for m in apps.get_models() if privacy_of(m))


def test_every_period_is_in_words(client, db):
    page = client.get(reverse("privacy")).content.decode()

    unsaid = {
        keep.after.rsplit("__", 1)[-1] for m in every_model() for keep in personal_of(m).values()
    } - set(MOMENTS)
    assert unsaid == set()
    assert "5 jaar na het gesprek" in page
    assert "2 jaar nadat je het laatst inlogde" in page
    assert client.get("/privacy/", headers={"accept-language": "en"}).status_code == 200


def test_of_every_kind_of_data_it_is_said_how_long_it_is_kept(db):
    assert [str(kind.what) for kind in kinds_of_data() if not kind.kept] == []


def test_the_privacy_page_names_who_answers_for_the_deals_that_one_may_see(client, settings, bob, deal):
    settings.CONTACT_MAIL = "beheer@example.org"
    # Bob takes part in this one; the second is public, the third is neither.
    for each in (deal, make_deal("public-deal"), make_deal("hidden-deal")):
        each.joining = {"contact": "Els", "email": f"bureau@{each.code}.example"}
        each.is_open = each.code == "public-deal"
        each.save()

    visitor = client.get("/privacy/").content.decode()
    client.force_login(bob)
    mine = client.get("/privacy/").content.decode()

    offices = [f"mailto:bureau@{code}.example" for code in ("our-deal", "public-deal", "hidden-deal")]
    assert [office in visitor for office in offices] == [False, True, False]
    assert [office in mine for office in offices] == [True, True, False]
    assert "mailto:beheer@example.org" in visitor


def test_somebody_downloads_their_own_data_from_the_account(client, bob):
    client.force_login(bob)

    assert client.get(reverse("my-data")).status_code == 200
    response = client.post(reverse("my-data-download"))

    assert "Bob" in "".join(unzipped(response.content).values())


def test_somebody_is_erased_only_after_typing_the_own_address(client, bob):
    client.force_login(bob)
    client.post(reverse("my-data-erase"), {"confirm": "yes"})
    assert User.objects.get(pk=bob.pk).name == "Bob"

    client.post(reverse("my-data-erase"), {"confirm": bob.email})

    assert User.objects.get(pk=bob.pk).name == "Gewist persoon"
    assert client.get(reverse("my-data")).status_code == 302


def test_the_office_hands_over_and_only_the_manager_erases(client, deal, wanda, alice):
    olga = make_user("Olga")
    make_grant(olga, Role.OFFICE, deal)
    client.force_login(olga)
    assert client.post(reverse("person-download", args=[wanda.address])).status_code == 200
    assert (
        client.post(reverse("person-erase", args=[wanda.address]), {"confirm": wanda.name}).status_code == 403
    )

    client.force_login(alice)
    client.post(reverse("person-erase", args=[wanda.address]), {"confirm": wanda.name})

    assert Person.objects.get(pk=wanda.pk).name == "Gewist persoon"


@pytest.mark.parametrize("name", ["person-data", "person-erase"])
def test_strangers_and_contacts_see_nobody(client, wanda, bob, charlie, name):
    for user in (bob, charlie):
        client.force_login(user)
        assert client.get(reverse(name, args=[wanda.address])).status_code == 403


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit) as end:
        commands.main(["privacy", *arguments], prog_name="kopgroep")
    assert end.value.code == 0


def test_the_command_line_does_all_three(wanda, tmp_path, capsys):
    run("export", wanda.email, str(tmp_path / "wanda.zip"))
    assert "Wanda Wit" in "".join(unzipped((tmp_path / "wanda.zip").read_bytes()).values())

    run("erase", wanda.email, "--dry-run")
    assert Person.objects.get(pk=wanda.pk).name == "Wanda Wit"

    run("erase", wanda.email, "--yes")
    assert Person.objects.get(pk=wanda.pk).email == ""

    capsys.readouterr()
    run("retention", "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out)["rows"] == {}


def test_who_was_erased_is_erased_again_after_an_older_backup_is_put_back(wanda, settings, tmp_path, capsys):
    settings.DATA_DIR = tmp_path
    (tmp_path / "erased.jsonl").write_text(json.dumps({"erased": wanda.address}) + "\n")

    run("erase", "--again")

    assert Person.objects.get(pk=wanda.pk).email == ""
