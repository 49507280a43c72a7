"""The same problem gives the same bytes: on one core and two, in a forked process, and with every Python we support."""

import multiprocessing
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from kopgroep.engine.answers import as_json
from kopgroep.engine.givens import read
from tests.engine.ask_all import ASKED, named

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "tutorial" / "engine"
NEEDED = ("click", "highspy", "msgspec", "numpy", "scipy")


def asked_by(python, *, threads):
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(threads)}
    environment |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), str(threads))
    done = subprocess.run(
        [python, str(ROOT / "tests" / "engine" / "ask_all.py"), str(FOLDER)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def here():
    return asked_by(sys.executable, threads=1)


def test_every_problem_of_the_tutorial_is_asked(here):
    assert len(here) == len(ASKED) >= 10


def test_two_cores_say_what_one_says(here):
    assert asked_by(sys.executable, threads=2) == here


def answer_into(pipe, name):
    kind, answerer = ASKED[name]
    problem = read(named(kind), (FOLDER / f"{name}.json").read_bytes())
    pipe.send(as_json(named(answerer)(problem)).decode())


@pytest.mark.parametrize("name", ["pilots", "robust"])
def test_a_forked_process_says_the_same(here, name):
    # After a solve in this process: that is when a fork can go wrong.
    ours, theirs = multiprocessing.Pipe()
    answer_into(theirs, name)
    first = ours.recv()
    child = multiprocessing.get_context("fork").Process(target=answer_into, args=(theirs, name))
    child.start()
    assert ours.poll(60)
    forked = ours.recv()
    child.join(10)

    assert forked == first == next(line for line in here if line.startswith(f"{name} ")).split(" ", 1)[1]


@pytest.mark.proof
@pytest.mark.parametrize("wanted", ["3.12", "3.13"])
def test_another_python_says_the_same(here, tmp_path, wanted):
    uv = next(
        (str(one) for one in (ROOT / ".tools/uv/bin/uv", shutil.which("uv")) if one and Path(one).exists()),
        None,
    )
    if uv is None:
        pytest.skip("uv is not here; make brings it")
    found = subprocess.run(
        [uv, "python", "find", "--no-python-downloads", wanted], capture_output=True, text=True
    )
    if found.returncode:
        pytest.skip(f"Python {wanted} is not on this machine")
    python = tmp_path / "bin" / "python"
    subprocess.run(
        [uv, "venv", "-q", "--python", found.stdout.strip(), str(tmp_path), "--allow-existing"], check=True
    )
    exact = [f"{name}=={version(name)}" for name in NEEDED]
    done = subprocess.run(
        [uv, "pip", "install", "-q", "--python", str(python), *exact], capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"the registry has not what Python {wanted} needs: {done.stderr[-200:]}")
    subprocess.run([uv, "pip", "install", "-q", "--python", str(python), "--no-deps", str(ROOT)], check=True)

    assert asked_by(str(python), threads=1) == here
