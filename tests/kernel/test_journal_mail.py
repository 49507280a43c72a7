"""Mails are sent after the change that they tell of, tried again, and sent once."""

from datetime import timedelta

import pytest
from django.db import transaction
from huey.contrib.djhuey import HUEY

from kopgroep.kernel.clock import day_of, now
from kopgroep.kernel.journal.mail import look_after_mails, mail_to, send_mail
from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.journal.sending import MOST_ATTEMPTS
from tests.factories.links import make_mail
from tests.factories.programme import make_deal
from tests.kernel.post_office import PostOffice

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings):
    office = PostOffice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield office
    office.close()


def write(language="nl"):
    words = {
        "name": "Bob",
        "organisation": "Gemeente Één",
        "deal": make_deal(),
        "url": "http://127.0.0.1/l/secret/",
        "expires_on": day_of(now()),
    }
    return mail_to(
        email="bob@example.org", language=language, template="partner_motivation", words=words, at=now()
    )


def queue_size():
    return HUEY.pending_count()


def run_queue(monkeypatch):
    # A worker closes its connection after each task; this one is the test's own.
    monkeypatch.setattr(HUEY, "_immediate", True)
    while (task := HUEY.dequeue()) is not None:
        HUEY.execute(task)


def test_a_mail_arrives_with_text_and_html(office, django_capture_on_commit_callbacks, monkeypatch):
    with django_capture_on_commit_callbacks(execute=True):
        mail = write("en")
        assert queue_size() == 0
    run_queue(monkeypatch)

    [arrived] = office.mails
    text, html = arrived.get_body(("plain",)).get_content(), arrived.get_body(("html",)).get_content()
    assert arrived["To"] == "bob@example.org"
    assert " ".join(arrived["Subject"].split()).startswith("Why does Gemeente Één take part")
    assert arrived["Message-ID"].startswith(f"<{mail.uid}@")
    assert "http://127.0.0.1/l/secret/" in text
    assert 'href="http://127.0.0.1/l/secret/"' in html
    assert '<html lang="en">' in html


def test_sent_words_are_not_kept(office):
    mail = make_mail()

    send_mail.func(str(mail.uid))

    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html) == (MailState.SENT, "", "")


def test_nothing_is_sent_of_a_change_that_was_taken_back(
    office, django_capture_on_commit_callbacks, monkeypatch
):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        write()
        transaction.set_rollback(True)
    run_queue(monkeypatch)

    assert (office.mails, Mail.objects.count(), queue_size()) == ([], 0, 0)


def test_a_mail_that_is_twice_in_the_queue_is_sent_once(office):
    mail = make_mail()

    for _ in range(3):
        send_mail.func(str(mail.uid))

    assert len(office.mails) == 1


def test_a_server_that_is_busy_is_asked_again_later(office):
    office.answers = ["451 busy"]
    mail = make_mail()

    send_mail.func(str(mail.uid))
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, office.mails) == (MailState.WAITING, 1, [])
    assert timedelta(seconds=50) < mail.next_at - now() < timedelta(seconds=61)

    send_mail.func(str(mail.uid))
    assert office.mails == []

    Mail.objects.update(next_at=now())
    send_mail.func(str(mail.uid))
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, len(office.mails)) == (MailState.SENT, 2, 1)


def test_an_address_that_does_not_exist_is_not_tried_again(office):
    office.answers = ["550 nobody here"]
    mail = make_mail()

    send_mail.func(str(mail.uid))

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (MailState.FAILED, "SMTPRecipientsRefused: 550 nobody here")


def test_a_server_that_is_gone_is_given_up_in_the_end(office, settings):
    settings.EMAIL_PORT = 1
    mail = make_mail()
    Mail.objects.update(attempts=MOST_ATTEMPTS - 1)

    send_mail.func(str(mail.uid))

    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert mail.error.startswith("ConnectionRefusedError: ")


def test_what_the_queue_lost_is_queued_again(office, monkeypatch):
    make_mail()
    Mail.objects.update(next_at=now() - timedelta(minutes=3))

    look_after_mails(at=now())
    run_queue(monkeypatch)

    assert len(office.mails) == 1


def test_a_mail_that_a_killed_worker_was_sending_is_not_sent_again_by_itself(office, monkeypatch):
    mail = make_mail()
    Mail.objects.update(state=MailState.SENDING, next_at=now() - timedelta(minutes=11))

    look_after_mails(at=now())
    run_queue(monkeypatch)

    mail.refresh_from_db()
    assert (mail.state, office.mails) == (MailState.UNCLEAR, [])
