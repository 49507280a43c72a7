"""Who watches over an installation is told whether it is well, and nothing secret."""

import json
from datetime import timedelta

import pytest
from django.conf import settings as real_settings
from huey.contrib.djhuey import HUEY

from kopgroep.kernel import health
from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Mail, MailState
from tests.factories.links import make_mail

pytestmark = pytest.mark.django_db


def test_alive_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_ready_means_database_migrations_and_queue(client):
    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert {name: check["ok"] for name, check in answer.json()["checks"].items()} == {
        "database": True,
        "migrations": True,
        "queue": True,
    }


def test_a_queue_that_cannot_be_reached_is_told_without_its_address(client, monkeypatch):
    def broken():
        raise ConnectionError("postgresql://me:hush@host")

    monkeypatch.setattr(HUEY.storage, "queue_size", broken)

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["checks"]["queue"]) == (
        503,
        {"ok": False, "detail": "cannot be reached"},
    )
    assert "hush" not in answer.content.decode()


def test_a_worker_that_is_silent_is_told(client):
    assert client.get("/health/").json()["checks"]["worker"] == {"ok": False, "detail": "never seen"}

    health.beat(now())
    assert client.get("/health/").status_code == 200

    health.beat(now() - timedelta(minutes=4))
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["checks"]["worker"]["ok"]) == (503, False)


def test_mails_that_stay_behind_are_told(client):
    health.beat(now())
    make_mail()
    assert client.get("/health/").status_code == 200

    Mail.objects.update(state=MailState.FAILED)
    assert client.get("/health/").json()["checks"]["mail"] == {"ok": False, "detail": "0 late, 1 not sent"}


def test_nothing_secret_is_told(client):
    text = json.dumps(client.get("/health/").json())

    for secret in (real_settings.SECRET_KEY, real_settings.JOURNAL_KEY.decode(), str(real_settings.DATA_DIR)):
        assert secret not in text
