"""`kopgroep deal`: what it prints and how it ends."""

import json

import pytest
from click.testing import CliRunner

from kopgroep.cli.deal import deal as command
from kopgroep.rooms.programme.charter import read_charter, shipped_text
from kopgroep.rooms.programme.models import Deal


@pytest.fixture
def run(db):
    def run(*arguments, answer=None):
        return CliRunner().invoke(command, list(arguments), input=answer)

    return run


def test_a_shipped_charter_is_loaded_by_name_and_a_second_time_changes_nothing(run):
    first = run("load", "two-phase", "--yes")
    second = run("load", "two-phase")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "set up" in first.output
    assert "nothing changes" in second.output
    assert Deal.objects.count() == 1


def test_it_asks_before_it_loads_and_no_is_no(run):
    answer = run("load", "two-phase", answer="n\n")

    assert answer.exit_code == 1
    assert "Nothing was changed." in answer.output
    assert not Deal.objects.exists()


def test_it_shows_the_difference_first(run, tmp_path):
    run("load", "two-phase", "--yes")
    changed = tmp_path / "changed.yaml"
    changed.write_text(shipped_text("two-phase").replace("threshold: 5", "threshold: 6"))

    answer = run("load", str(changed), answer="y\n")

    assert answer.exit_code == 0
    assert "partners-5" in answer.output
    assert "5 → 6" in answer.output


def test_machines_get_json_and_must_say_yes(run):
    refused = run("load", "two-phase", "--json")
    loaded = run("load", "two-phase", "--json", "--yes")

    assert refused.exit_code == 1
    assert json.loads(loaded.stdout) == {"deal": "fietsen-naar-school", "result": "set up", "changes": []}


def test_a_wrong_charter_names_file_line_and_field(run, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(shipped_text("two-phase").replace("kind: develop", "kind: deploy"))

    for name in ("check", "load"):
        answer = run(name, str(wrong))

        assert answer.exit_code == 1
        assert "wrong.yaml" in answer.output
        assert "phases[2].kind" in answer.output
        assert " 31," in answer.output


@pytest.mark.parametrize("file", ["nowhere.yaml", "."])
def test_a_file_that_cannot_be_read_is_named(run, file):
    answer = run("load", file)

    assert answer.exit_code == 1
    assert f"{file} cannot be read" in answer.output


def test_what_is_exported_can_be_loaded(run, tmp_path):
    run("load", "slimme-stad", "--yes")
    file = tmp_path / "out.yaml"

    assert run("export", "slimme-stad", str(file)).exit_code == 0
    assert read_charter(run("export", "slimme-stad").stdout, name="stdout") == read_charter(
        file.read_text(), name="file"
    )
    assert "nothing changes" in run("load", str(file)).output


def test_a_file_that_cannot_be_written_is_named(run, tmp_path):
    run("load", "two-phase", "--yes")

    answer = run("export", "fietsen-naar-school", str(tmp_path / "no" / "such" / "folder.yaml"))

    assert answer.exit_code == 3
    assert "cannot be written" in answer.output


def test_a_deal_that_is_not_there_is_answered_with_those_that_are(run):
    run("load", "two-phase", "--yes")

    for arguments in (("show", "nope"), ("export", "nope"), ("clone", "nope", "new", "--name", "New")):
        answer = run(*arguments)

        assert answer.exit_code == 1
        assert "fietsen-naar-school" in answer.output


def test_deals_are_listed_and_shown_for_people_and_for_machines(run):
    run("load", "two-phase", "--yes")

    assert "fietsen-naar-school" in run("list").output
    assert [row["code"] for row in json.loads(run("list", "--json").stdout)] == ["fietsen-naar-school"]
    shown = json.loads(run("show", "fietsen-naar-school", "--json").stdout)
    assert [phase["code"] for phase in shown["phases"]] == ["start", "trial"]
    assert "partners-5" in run("show", "fietsen-naar-school").output


def test_a_clone_is_a_living_deal_of_its_own(run):
    run("load", "slimme-stad", "--yes")

    answer = run("clone", "slimme-stad", "nieuw", "--name", "Nieuw", "--starts-on", "2027-01-15")

    assert answer.exit_code == 0
    assert Deal.objects.get(code="nieuw").kind == "living"
