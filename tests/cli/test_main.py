"""One way for everything that goes wrong: a sentence, an exit code, never a traceback."""

import json

import pytest

from kopgroep.cli.__main__ import COMMANDS, commands, main
from kopgroep.cli.out import EXIT_CODES
from tests.cli.running import kopgroep


def run(*arguments, capsys):
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    shown = capsys.readouterr()
    return end.value.code, shown.out, shown.err


def walk(group, path=()):
    """Every command with the words that lead to it."""
    yield path, group
    for name in getattr(group, "list_commands", lambda ctx: [])(None):
        yield from walk(group.get_command(None, name), (*path, name))


def test_every_command_explains_itself_and_its_exit_codes(capsys):
    for path, command in walk(commands):
        code, out, _ = run(*path, "--help", capsys=capsys)
        assert (code, "Exit codes:" in out) == (0, True), path
        assert command.help, path


def test_the_list_names_every_command(capsys):
    _, out, _ = run("--help", capsys=capsys)

    assert all(f"  {name} " in out for name in COMMANDS)
    assert "3  a setting or the environment is wrong" in EXIT_CODES


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["serve", "--port", "99999"], ["user", "add"], ["--nonsense"]]
)
def test_wrong_use_ends_with_2(arguments, capsys):
    code, _, err = run(*arguments, capsys=capsys)

    assert code == 2
    assert "Usage:" in err


def test_a_wrong_setting_ends_with_3_and_names_every_mistake(tmp_path):
    ended = kopgroep(tmp_path, "user", "list", DEMOO="yes", WORKERS="many")

    assert ended.returncode == 3
    assert "KOPGROEP_DEMOO is not a setting. Did you mean KOPGROEP_DEMO?" in ended.stderr
    assert "KOPGROEP_WORKERS is 'many'" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_secret_is_not_shown_when_it_is_wrong_or_listed(tmp_path):
    wrong = kopgroep(tmp_path, "user", "list", DATABASE_URL="mysql://me:hush@host/db")
    listed = kopgroep(tmp_path, "settings", "--json", DATABASE_URL="postgresql://me:hush@host/db")

    assert "hush" not in wrong.stderr + wrong.stdout + listed.stdout + listed.stderr
    assert (wrong.returncode, listed.returncode) == (3, 0)


def test_help_and_settings_work_with_a_wrong_setting(tmp_path):
    assert kopgroep(tmp_path, "--help", DEMOO="yes").returncode == 0
    listed = kopgroep(tmp_path, "settings", "--json", DEMOO="yes")
    assert {"KOPGROEP_DATA", "KOPGROEP_WORKERS"} <= {row["variable"] for row in json.loads(listed.stdout)}


def test_a_database_that_is_not_there_ends_with_3_and_says_what_to_do(tmp_path):
    ended = kopgroep(tmp_path, "user", "list")

    assert ended.returncode == 3
    assert "kopgroep setup" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_unforeseen_error_ends_with_4_and_leaves_its_details_in_the_log(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("KOPGROEP_DATA", str(tmp_path))
    monkeypatch.setitem(COMMANDS, "settings", ("settings:no_such_thing", ""))

    code, _, err = run("settings", capsys=capsys)

    assert code == 4
    assert "AttributeError" in err
    assert "Traceback" not in err
    assert "Traceback" in (tmp_path / "log" / "commands.log").read_text()

    _, _, err = run("--debug", "settings", capsys=capsys)
    assert "Traceback" in err


@pytest.mark.django_db
def test_a_refusal_ends_with_1_and_says_why(deal, alice, capsys):
    code, _, err = run("user", "grant", alice.email, "manager", "our-deal", "--end", capsys=capsys)

    assert code == 1
    assert "only programme manager" in err
