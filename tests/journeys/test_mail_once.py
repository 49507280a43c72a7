"""Real workers, a real mail server, and a kill at the worst moment: every mail goes once, or a person is asked."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.cli.running import environment, kopgroep
from tests.kernel.post_office import PostOffice

pytestmark = pytest.mark.proof

WRITE = """
import django; django.setup()
from django.db import transaction
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.mail import mail_to
for number in range({count}):
    with transaction.atomic():
        words = {{"title": f"Mail {{number}}", "said": "Words."}}
        mail_to(email=f"reader{{number}}@example.org", language="nl", template="account", words=words, at=now())
"""
LATER = """
import django; django.setup()
from datetime import timedelta
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.mail import look_after_mails
look_after_mails(at=now() + timedelta(minutes=11))
"""
STATES = """
import django; django.setup()
from kopgroep.kernel.journal.models import Mail
print(*Mail.objects.order_by("pk").values_list("state", flat=True))
"""


@pytest.fixture
def office():
    office = PostOffice()
    yield office
    office.close()


@pytest.fixture
def settings_of(tmp_path, office):
    settings = {"MAIL_URL": f"smtp://127.0.0.1:{office.port}", "BASE_URL": "https://deal.example.org"}
    assert kopgroep(tmp_path, "setup", "--no-examples", **settings).returncode == 0
    return settings


def run(folder, settings, script):
    env = {**environment(folder, **settings), "DJANGO_SETTINGS_MODULE": "kopgroep.config.settings"}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    return done.stdout.split()


def start_worker(folder, settings):
    command = [sys.executable, "-m", "kopgroep.cli.__main__", "worker"]
    with (folder / "worker.log").open("ab") as log:
        return subprocess.Popen(command, env=environment(folder, **settings), stdout=log, stderr=log)


def wait_for(happened, *, seconds=180):
    # A worker that starts on a busy machine takes its time; nothing is concluded from how long it took.
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happened():
            return
        time.sleep(0.2)
    raise AssertionError("it did not happen in time")


def test_a_worker_killed_after_the_server_took_the_mail_makes_no_second_one(tmp_path, office, settings_of):
    office.dawdles = 600
    run(tmp_path, settings_of, WRITE.format(count=1))
    first = start_worker(tmp_path, settings_of)
    assert office.took_one.wait(180)

    first.kill()
    first.wait()
    office.dawdles = 0
    second = start_worker(tmp_path, settings_of)
    run(tmp_path, settings_of, LATER)
    # Another mail shows that the second worker is at work, and had the first one before it in the queue.
    run(tmp_path, settings_of, WRITE.format(count=1))
    wait_for(lambda: len(office.mails) >= 2)
    wait_for(lambda: "sent" in run(tmp_path, settings_of, STATES))
    second.terminate()
    second.wait(40)

    assert run(tmp_path, settings_of, STATES) == ["unclear", "sent"]
    assert len({mail["Message-ID"] for mail in office.mails}) == len(office.mails) == 2


def test_two_workers_send_each_mail_once(tmp_path, office, settings_of):
    run(tmp_path, settings_of, WRITE.format(count=40))
    # What the queue holds twice is sent once as well.
    run(tmp_path, settings_of, LATER)
    workers = [start_worker(tmp_path, settings_of) for _ in range(2)]

    wait_for(lambda: len(office.mails) >= 40)
    # Those that stand in the queue twice are still to be taken out of it.
    time.sleep(3)
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.wait(40)

    assert Counter(run(tmp_path, settings_of, STATES)) == {"sent": 40}
    assert set(Counter(mail["Message-ID"] for mail in office.mails).values()) == {1}
