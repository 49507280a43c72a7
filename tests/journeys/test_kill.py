"""Processes may die at any moment: what was acknowledged is there, whole, and in the journal."""

from __future__ import annotations

import http.cookiejar
import os
import random
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import psycopg
import pytest

from tests.cli.running import environment, kopgroep
from tools.postgres import PostgresMissing, throwaway_postgres

pytestmark = pytest.mark.proof

WRITES = 200
CLIENTS = 5
KILLS = 2
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MANAGER = re.compile(r'name="person" value="([^"]+)">Mieke Straatman')


class Visitor:
    """A browser without screen, signed in as the programme manager."""

    def __init__(self, address):
        self.address = address
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), NoRedirects())
        page = self.get("/account/login/")
        self.token = TOKEN.search(page)[1]
        assert self.post("/account/demo/", person=MANAGER.search(page)[1]) == 302
        self.token = TOKEN.search(self.get("/account/"))[1]

    def get(self, path):
        with self.opener.open(self.address + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path, **typed):
        data = urllib.parse.urlencode({**typed, "csrfmiddlewaretoken": self.token}).encode()
        try:
            with self.opener.open(self.address + path, data, timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments):
        return None


class Installation:
    """Served as in production, and killed without mercy."""

    def __init__(self, folder, **settings):
        self.folder, self.settings = folder, settings
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        command = [sys.executable, "-m", "kopgroep.cli.__main__", "serve", "--port", str(self.port)]
        self.log = (self.folder / "serve.log").open("ab")
        self.process = subprocess.Popen(
            command, env=environment(self.folder, **self.settings), stdout=self.log, stderr=self.log
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.address + "/health/ready", timeout=5).close()
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError((self.folder / "serve.log").read_text())

    def kill(self):
        """SIGKILL to every process at once: nobody can tidy up."""
        pids = [self.process.pid, *children_of(self.process.pid)]
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()
        self.log.close()


def children_of(pid):
    shown = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    direct = [int(word) for word in shown.split()]
    return direct + [grandchild for child in direct for grandchild in children_of(child)]


def write_all(installation, partners):
    """200 writes by five visitors at once, two kills meanwhile; a write without an answer is tried again."""
    todo = [f"Reden nummer {number}." for number in range(WRITES)]
    acknowledged, lock, unanswered = [], threading.Lock(), []

    def work(number):
        visitor, chance = None, random.Random(number)
        while True:
            with lock:
                if not todo:
                    return
                text = todo.pop()
            try:
                visitor = visitor or Visitor(installation.address)
                path = f"/partners/{chance.choice(partners)}/motivation/"
                status = visitor.post(path, text=text, given_on="2026-11-24")
                assert status == 302, status
                with lock:
                    acknowledged.append(text)
            except OSError:
                # Not answered: it may have been written or not. It is tried again under another name.
                with lock:
                    unanswered.append(text)
                    todo.append(text + "!")
                visitor = None
                time.sleep(0.3)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for part in range(1, KILLS + 1):
        wanted = part * WRITES // (KILLS + 1)
        while len(acknowledged) < wanted and any(thread.is_alive() for thread in threads):
            time.sleep(0.01)
        installation.kill()
        installation.start()
    for thread in threads:
        thread.join(timeout=120)
    return acknowledged, unanswered


def texts_and_partners(url, folder):
    connect = psycopg.connect(url) if url else sqlite3.connect(folder / "kopgroep.sqlite3")
    with connect as database:
        cursor = database.cursor()
        cursor.execute("SELECT text FROM partners_motivation WHERE text LIKE 'Reden nummer%'")
        texts = [text for (text,) in cursor.fetchall()]
        cursor.execute(
            "SELECT partners_partner.id FROM partners_partner JOIN programme_deal ON deal_id = programme_deal.id"
            " WHERE code = 'leefbare-straat' ORDER BY 1 LIMIT 12"
        )
        partners = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM journal_entry WHERE verb = 'partner.motivation_given'")
        [told] = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM partners_motivation")
        [written] = cursor.fetchone()
    connect.close()
    return texts, partners, told, written


def every_acknowledged_write_is_there(folder, url=""):
    settings = {"DATABASE_URL": url} if url else {}
    made = kopgroep(folder, "setup", **settings)
    assert made.returncode == 0, made.stderr
    _, partners, _, _ = texts_and_partners(url, folder)
    installation = Installation(folder, **settings)
    installation.start()
    try:
        acknowledged, unanswered = write_all(installation, partners)
    finally:
        installation.kill()

    texts, _, told, written = texts_and_partners(url, folder)
    assert len(acknowledged) == WRITES
    assert set(acknowledged) - set(texts) == set()
    assert set(texts) - set(acknowledged) <= set(unanswered)
    assert len(texts) == len(set(texts))
    # Nothing half-way: as many entries as motivations, and every chain as it was written.
    assert told == written
    verified = kopgroep(folder, "journal", "verify", **settings)
    assert (verified.returncode, verified.stderr) == (0, ""), verified.stdout


def test_every_acknowledged_write_survives_sigkill_on_sqlite(tmp_path):
    every_acknowledged_write_is_there(tmp_path)


def test_every_acknowledged_write_survives_sigkill_on_postgresql(tmp_path):
    try:
        with throwaway_postgres() as url:
            every_acknowledged_write_is_there(tmp_path, url)
    except PostgresMissing as reason:
        pytest.skip(str(reason))
