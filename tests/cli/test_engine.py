"""`kopgroep engine` on files: every command answers the tutorial's files, and refuses what cannot be by name."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import msgspec
import pytest
from click.testing import CliRunner

from kopgroep.cli.engine import LARGEST_FILE, QUESTIONS, engine
from tests.cli.running import environment
from tools.bench_engine.generator import pilots

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "engine"
# What each command is asked in the tutorial.
FILES = {name: name for name in QUESTIONS} | {"explain": "too-much", "replan": "new-holiday"}


def asked(*arguments, given=None):
    return CliRunner().invoke(engine, [str(one) for one in arguments], input=given)


def file_of(name):
    return FOLDER / f"{FILES[name]}.json"


def places(value, place=()):
    """Every place in a JSON value; of long lists the first only."""
    yield place, value
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*place, name))
    elif isinstance(value, list):
        for at, inner in enumerate(value[:1]):
            yield from places(inner, (*place, at))


def changed(problem, place, value):
    """The problem with another value in one place, as text."""
    copy = json.loads(json.dumps(problem))
    inside = copy
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    return json.dumps(copy)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_command_answers_its_file_of_the_tutorial_as_json(name):
    answer = asked(name, file_of(name), "--json")

    told = json.loads(answer.stdout)
    assert answer.exit_code == (1 if told["outcome"]["status"] == "infeasible" else 0)
    assert len(told["outcome"]["digest"]) == 64


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_schema_holds_for_the_file_of_the_tutorial(name):
    schema = json.loads(asked("schema", name).stdout)

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(file_of(name).read_text()), schema)


def test_there_is_no_schema_of_an_unknown_problem():
    answer = asked("schema", "dice")

    assert answer.exit_code == 2
    assert "'dice'" in answer.stderr


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{", "\0", "[" * 100_000, '{"a":' * 100_000, '{"problem": "dice"}', '{"nobody": NaN}'],
    ids=["empty", "list", "null", "half", "zero", "deep lists", "deep objects", "dice", "not a number"],
)
def test_a_file_that_is_no_problem_is_refused(name, text):
    answer = asked(name, "-", given=text)

    assert answer.exit_code == 1, answer.exception
    assert answer.stderr.startswith("standard input: ")
    assert not answer.stdout


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_no_number_is_refused_wherever_a_number_stands(name):
    problem = json.loads(file_of(name).read_text())
    numbers = [place for place, value in places(problem) if type(value) in (int, float)]

    for place in numbers:
        for value in (float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 10**40):
            answer = asked(name, "-", given=changed(problem, place, value))
            assert (answer.exit_code, answer.stdout) == (1, ""), (place, value, answer.output)
            assert answer.stderr.startswith("standard input: ")


@pytest.mark.parametrize(
    ("name", "place", "value", "field"),
    [
        ("rank", ("assessment", "tools"), [], "assessment.tools"),
        (
            "rank",
            ("weights",),
            {"kind": "fixed", "weights": {"democratic": -1}},
            "weights.weights.democratic",
        ),
        ("rank", ("assessment", "scores", 0, "tool"), "nobody", "assessment.scores[0].tool"),
        (
            "rank",
            ("assessment", "criteria", 0, "scale"),
            {"low": 5, "high": 1},
            "assessment.criteria[0].scale.low",
        ),
        ("agreement", ("confidence",), 2, "confidence"),
    ],
)
def test_a_refusal_names_the_field(name, place, value, field):
    answer = asked(name, "-", given=changed(json.loads(file_of(name).read_text()), place, value))

    assert answer.exit_code == 1
    assert answer.stderr.startswith(f"standard input: {field}: ")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path):
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)

    answer = asked("rank", large)

    assert answer.exit_code == 1
    assert answer.stderr == "large.json: more than 64 MB.\n"


def test_a_file_that_is_not_there_is_wrong_use(tmp_path):
    assert asked("rank", tmp_path / "none.json").exit_code == 2


def test_tables_or_json_but_not_both():
    answer = asked("rank", file_of("rank"), "--json", "--table")

    assert answer.exit_code == 2
    assert "not both" in answer.stderr


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf"])
def test_a_time_that_is_no_time_is_wrong_use(seconds):
    assert asked("weights", file_of("weights"), "--seconds", seconds).exit_code == 2


def test_standard_input_gives_what_the_file_gives():
    given = file_of("rank").read_text()

    assert asked("rank", "-", "--json", given=given).stdout == asked("rank", file_of("rank"), "--json").stdout


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """Pilots of a whole country with hours and spread: much longer than a test may take."""
    file = tmp_path_factory.mktemp("long") / "pilots.json"
    file.write_bytes(msgspec.json.encode(pilots(342, 250, "D")))
    return file


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux tells when the search has begun")
def test_ctrl_c_hands_back_the_best_so_far(long, tmp_path):
    command = [sys.executable, "-m", "kopgroep.cli.__main__", "engine", "pilots", str(long), "--json"]
    running = subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    # Who is asked in a process of its own is asked by a command that listens.
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    while running.poll() is None and not children.read_text():
        time.sleep(0.05)
    time.sleep(1)
    running.send_signal(signal.SIGINT)
    said, wrong = running.communicate(timeout=30)

    assert running.returncode == 0, wrong
    outcome = json.loads(said)["outcome"]
    assert outcome["status"] == "stopped"
    assert (
        outcome["bound"] is None or outcome["objective"] is None or outcome["objective"] <= outcome["bound"]
    )


def test_a_time_limit_hands_back_the_best_so_far(long):
    begun = time.monotonic()

    answer = asked("pilots", long, "--json", "--seconds", "2")

    assert time.monotonic() - begun < 20
    assert answer.exit_code == 0, answer.stderr
    assert json.loads(answer.stdout)["outcome"]["status"] == "stopped"
