"""An installation from an empty folder: set up, served, stopped; a second time nothing is lost."""

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.cli.running import environment, kopgroep


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("installation")
    ended = kopgroep(folder, "setup")
    assert ended.returncode == 0, ended.stderr
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    def __init__(self, folder, port, **settings):
        self.address = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kopgroep.cli.__main__", "serve", "--port", str(port)],
            env=environment(folder, **settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.lines = []
        while (line := self.process.stdout.readline()) and not line.startswith("Kopgroep is at"):
            self.lines.append(line)
        self.lines.append(line)

    def get(self, path):
        with urllib.request.urlopen(self.address + path, timeout=20) as answer:
            return answer.status, answer.read().decode()

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=40)
        return self.process.returncode


@pytest.fixture
def served(folder):
    served = Served(folder, free_port())
    yield served
    if served.process.poll() is None:
        served.stop()


def deals(folder):
    with sqlite3.connect(folder / "kopgroep.sqlite3") as database:
        return database.execute("SELECT code FROM programme_deal ORDER BY code").fetchall()


def test_an_empty_installation_gets_the_example_deals_and_keeps_them(folder):
    assert [code for (code,) in deals(folder)] == ["leefbare-straat", "slim-maatwerk", "slimme-stad"]

    ended = kopgroep(folder, "setup")

    assert (ended.returncode, "stay as they are" in ended.stdout, len(deals(folder))) == (0, True, 3)
    assert kopgroep(folder, "journal", "verify").returncode == 0


def test_it_is_served_with_its_worker_until_ctrl_c(served):
    status, page = served.get("/health/live")
    assert (status, json.loads(page)) == (200, {"status": "ok"})
    sign_in = served.get("/account/login/")[1]
    assert "Mieke Straatman" in sign_in
    children = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(served.process.pid)], capture_output=True, text=True
    ).stdout
    assert len(re.findall("gunicorn|worker", children)) >= 2

    assert served.stop() == 0

    with pytest.raises(OSError, match="refused"):
        served.get("/health/live")


def test_a_taken_port_is_told_at_once(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        ended = kopgroep(folder, "serve", "--port", str(port))

    assert ended.returncode == 3
    assert f"Port {port} is taken by another program." in ended.stderr
    assert f"--port {port + 1}" in ended.stderr


def test_without_a_database_it_is_not_served(tmp_path):
    ended = kopgroep(tmp_path, "serve", "--port", str(free_port()))

    assert ended.returncode == 3
    assert "kopgroep setup" in ended.stderr


def test_nobody_signs_in_by_a_button_when_the_setting_says_no(folder):
    served = Served(folder, free_port(), DEMO="false")
    try:
        assert "Mieke Straatman" not in served.get("/account/login/")[1]
    finally:
        served.stop()


def test_behind_https_it_says_where_it_is_as_soon_as_it_answers(folder):
    started = time.monotonic()
    served = Served(folder, free_port(), HTTPS="true", DEMO="false")
    try:
        assert served.lines[-1].startswith("Kopgroep is at")
        # It gives up after a minute, and used to: every answer was a redirect to https.
        assert time.monotonic() - started < 55
    finally:
        served.stop()
