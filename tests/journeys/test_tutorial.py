"""The tutorial's own commands, on an installation of their own, print what it says they print."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

# A dozen commands, each a process of its own: too slow for the suite.
pytestmark = pytest.mark.proof

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "a-city-deal-in-an-hour.md"
KOPGROEP = str(Path(sys.executable).parent / "kopgroep")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", TUTORIAL.read_text(), re.MULTILINE | re.DOTALL)


def steps():
    """Each command of the tutorial with the lines that it is said to print."""
    found = []
    for line in "".join(blocks("console")).splitlines():
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

    (tmp_path / "streets.yaml").write_text(blocks("yaml")[0])
    assert run(["setup", "--no-examples"]).returncode == 0
    wrong = []

    for command, lines in steps():
        assert command[0] == "kopgroep"
        done = run(command[1:])
        said = done.stdout + done.stderr
        wrong += [(command, line, said) for line in lines if line not in said]

    assert wrong == []
    assert len(steps()) >= 6
