"""The tutorial's own commands, on an installation of their own, print what it says they print."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kopgroep.cli.engine import QUESTIONS

# A dozen commands, each a process of its own: too slow for the suite.
pytestmark = pytest.mark.proof

TUTORIALS = Path(__file__).resolve().parents[2] / "docs" / "tutorial"
FIRST, ENGINE = TUTORIALS / "a-city-deal-in-an-hour.md", TUTORIALS / "choose-with-the-engine.md"
KOPGROEP = str(Path(sys.executable).parent / "kopgroep")


def blocks(tutorial, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", tutorial.read_text(), re.MULTILINE | re.DOTALL)


def steps(tutorial):
    """Each command of a tutorial with the lines that it is said to print."""
    found = []
    for line in "".join(blocks(tutorial, "console")).splitlines():
        if line.startswith("$ "):
            found.append((shlex.split(line)[1:], []))
        else:
            found[-1][1].append(line.strip())
    return found


def test_the_commands_of_the_tutorial_print_what_it_says(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPGROEP_")}
    environment = kept | {"KOPGROEP_DATA": str(tmp_path / "data"), "LANG": "C.UTF-8"}

    def run(words):
        return subprocess.run(
            [KOPGROEP, *words], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    (tmp_path / "streets.yaml").write_text(blocks(FIRST, "yaml")[0])
    assert run(["setup", "--no-examples"]).returncode == 0
    wrong = []

    for command, lines in steps(FIRST):
        assert command[0] == "kopgroep"
        done = run(command[1:])
        said = done.stdout + done.stderr
        wrong += [(command, line, said) for line in lines if line not in said]

    assert wrong == []
    assert len(steps(FIRST)) >= 6


def test_the_engine_says_what_its_tutorial_says():
    wrong, asked = [], set()
    for command, lines in steps(ENGINE):
        done = subprocess.run(
            [KOPGROEP, *command[1:]], cwd=TUTORIALS / "engine", capture_output=True, text=True, check=False
        )
        asked.add(command[2])
        said = [" ".join(line.split()) for line in done.stdout.splitlines()]
        wrong += [(command, line) for line in lines if not any(" ".join(line.split()) in one for one in said)]
        assert done.returncode == (1 if command[2] == "explain" else 0)

    assert wrong == []
    assert asked == set(QUESTIONS)
