"""Mails are sent after the change that they tell of, tried again, and sent once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from huey.contrib.djhuey import HUEY

from kopgroep.kernel.clock import day_of, now
from kopgroep.kernel.journal.mail import look_after_mails, mail_to, send_mail
from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.journal.sending import MOST_ATTEMPTS
from kopgroep.kernel.mailing.models import MailAddress
from tests.factories.links import make_mail, make_mail_address
from tests.factories.programme import make_deal
from tests.kernel.post_office import PostOffice, make_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings):
    office = PostOffice()
    settings.EMAIL_BACKEND = "kopgroep.kernel.journal.smtp.Backend"
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


def test_words_that_are_refused_say_nothing_of_the_address(office):
    office.refusals = ["554 5.7.1 looks like spam"]
    mail = make_mail()
    make_mail_address()

    send_mail.func(str(mail.uid))

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (MailState.FAILED, "SMTPDataError: 554 5.7.1 looks like spam")
    assert not MailAddress.objects.not_arriving().exists()


def test_an_address_that_is_refused_gets_no_more_mail(office, django_capture_on_commit_callbacks):
    office.answers = ["550 5.1.1 no such user"]
    mail = make_mail()
    make_mail_address()

    send_mail.func(str(mail.uid))
    with django_capture_on_commit_callbacks(execute=True):
        later = write()

    address = MailAddress.objects.get(email="bob@example.org")
    assert address.return_reason == "SMTPRecipientsRefused: 550 5.1.1 no such user"
    assert (later.state, later.error, later.text) == (MailState.SKIPPED, "does not arrive", "")
    assert (queue_size(), office.mails) == (0, [])


def test_a_full_mailbox_may_have_room_tomorrow(office):
    office.answers = ["552 5.2.2 mailbox full"]
    mail = make_mail()
    make_mail_address()

    send_mail.func(str(mail.uid))

    assert Mail.objects.get().state == MailState.FAILED
    assert not MailAddress.objects.not_arriving().exists()


def test_a_slow_server_is_waited_for_and_one_that_never_answers_gets_no_second_mail(office, monkeypatch):
    monkeypatch.setattr("kopgroep.kernel.journal.smtp.ANSWER_SECONDS", 1.0)
    office.dawdles = 0.3
    slow = make_mail()
    send_mail.func(str(slow.uid))

    office.dawdles = 3
    dead = make_mail()
    send_mail.func(str(dead.uid))

    slow.refresh_from_db()
    dead.refresh_from_db()
    assert (slow.state, dead.state) == (MailState.SENT, MailState.UNCLEAR)
    assert queue_size() == 0


def test_a_mail_goes_over_tls_when_the_server_has_it(settings, tmp_path, monkeypatch):
    context, certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    office = PostOffice(tls=context)
    settings.EMAIL_BACKEND = "kopgroep.kernel.journal.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "localhost", office.port, True
    mail = make_mail()

    send_mail.func(str(mail.uid))

    office.close()
    assert [was_tls for _sender, _receivers, was_tls in office.envelopes] == [True]


def test_a_server_with_a_certificate_that_nobody_trusts_gets_nothing(settings, tmp_path):
    context, _certificate = make_certificate(tmp_path)
    office = PostOffice(tls=context)
    settings.EMAIL_BACKEND = "kopgroep.kernel.journal.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "localhost", office.port, True
    mail = make_mail()

    send_mail.func(str(mail.uid))

    office.close()
    mail.refresh_from_db()
    assert (mail.state, office.mails) == (MailState.WAITING, [])
    assert mail.error.startswith("SSLCertVerificationError")


def test_reports_go_to_an_address_of_their_own_and_answers_to_people(office, settings):
    settings.MAIL_BOUNCES_TO, settings.MAIL_REPLY_TO = "bounces@example.org", "bureau@example.org"
    settings.DEFAULT_FROM_EMAIL = "Our deal <deal@example.org>"
    mail = make_mail()

    send_mail.func(str(mail.uid))

    [arrived], [(sender, _receivers, _tls)] = office.mails, office.envelopes
    assert sender == "bounces@example.org"
    assert (arrived["From"], arrived["Reply-To"]) == ("Our deal <deal@example.org>", "bureau@example.org")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_send_one_mail(office):
    mails = [make_mail() for _ in range(5)]
    office.dawdles = 0.1
    together = Barrier(2)

    def work(uid):
        together.wait()
        try:
            send_mail.func(str(uid))
        finally:
            connection.close()

    for mail in mails:
        workers = [Thread(target=work, args=[mail.uid]) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    assert len(office.mails) == 5
    assert {mail.state for mail in Mail.objects.all()} == {MailState.SENT}


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
