"""Everybody chooses which mails they get; what comes back is noted; one click stops a kind of mail."""

import mailbox
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as post
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kopgroep.formats.delivery_reports import NoReport, read_report
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import now
from kopgroep.kernel.comments.actions import make_comment
from kopgroep.kernel.journal.mail import mail_to
from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.mailing.daily import bundle_mails, last_round
from kopgroep.kernel.mailing.kinds import Kind, Pace
from kopgroep.kernel.mailing.models import MailAddress
from kopgroep.kernel.mailing.reports import read_reports, take_report
from kopgroep.web.news import write_news
from tests.factories.links import make_mail, make_mail_address
from tests.kernel.post_office import deliver

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Europe/Amsterdam")
REPORT = """\
From: MAILER-DAEMON@mx.example.org
To: kopgroep@kopgroep.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I am sorry.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Tue, 24 Nov 2026 10:00:00 +0100

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such
    user here

--cut
Content-Type: text/rfc822-headers

Message-ID: <{uid}@localhost>
Subject: Hello

--cut--
"""


def report(mail, *, to="", action="failed", status="5.1.1", uid=""):
    text = REPORT.format(to=to or mail.to_email, action=action, status=status, uid=uid or mail.uid)
    return text.replace("\n", "\r\n").encode()


def write(kind, *, email="bob@example.org", at=None):
    with transaction.atomic():
        words = {"title": f"About {kind}", "said": "Words with https://deal.example.org/x"}
        return mail_to(email=email, language="en", template="account", words=words, at=at or now(), kind=kind)


def test_a_report_is_read_as_it_is_written(db):
    mail = make_mail()

    [said] = read_report(report(mail))

    assert (said.message_id, said.recipient, said.action) == (
        f"<{mail.uid}@localhost>",
        mail.to_email,
        "failed",
    )
    assert (said.status, said.diagnostic) == ("5.1.1", "550 5.1.1 no such user here")


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff", b"Subject: hello\n\nhello", b"x" * 1_000_001, REPORT.encode()[:200]]
)
def test_what_is_no_report_is_refused_with_a_reason(raw):
    with pytest.raises(NoReport):
        read_report(raw)


def test_a_mail_that_came_back_is_noted_and_its_address_gets_no_more():
    mail = make_mail()
    make_mail_address()
    Mail.objects.update(state=MailState.SENT)

    taken = take_report(report(mail), at=now())

    mail.refresh_from_db()
    address = MailAddress.objects.get()
    assert (taken.mails, taken.addresses, mail.state) == (1, 1, MailState.RETURNED)
    assert address.return_reason == "5.1.1 550 5.1.1 no such user here"
    assert write(Kind.ASK).state == MailState.SKIPPED
    assert write(Kind.ACCOUNT).state == MailState.WAITING


@pytest.mark.parametrize(
    ("changed", "mails"),
    [
        ({"status": "5.2.2"}, 1),
        ({"to": "somebody@else.example"}, 1),
        ({"action": "delayed", "status": "4.4.1"}, 0),
        ({"uid": "00000000-0000-4000-8000-000000000000"}, 0),
        ({"uid": "nothing-of-ours"}, 0),
    ],
)
def test_a_report_that_says_nothing_of_the_address_marks_nothing(changed, mails):
    mail = make_mail()
    make_mail_address()

    taken = take_report(report(mail, **changed), at=now())

    assert (taken.mails, taken.addresses) == (mails, 0)
    assert not MailAddress.objects.not_arriving().exists()


def test_reports_in_a_maildir_are_read_once(tmp_path):
    box = mailbox.Maildir(tmp_path / "bounces")
    mail = make_mail()
    make_mail_address()
    box.add(report(mail))
    box.add(b"Subject: holiday\n\nI am away.")

    first = read_reports(f"maildir://{tmp_path}/bounces", at=now())
    again = read_reports(f"maildir://{tmp_path}/bounces", at=now())

    assert (first.mails, first.addresses, again.mails) == (1, 1, 0)
    assert len(box) == 2


def test_who_wants_no_such_mail_gets_none_and_what_is_needed_always_comes():
    make_mail_address(paces={"ask": "never", "account": "never"})

    unwanted, needed = write(Kind.ASK), write(Kind.ACCOUNT)

    assert (unwanted.state, unwanted.error, unwanted.text) == (MailState.SKIPPED, "unwanted", "")
    assert needed.state == MailState.WAITING


def test_one_click_stops_one_kind_of_mail_and_a_scanner_stops_nothing():
    make_mail_address()
    write(Kind.ASK)
    deliver()
    [sent] = post.outbox
    url = sent.extra_headers["List-Unsubscribe"].strip("<>")
    path = "/" + url.split("/", 3)[3]
    program = Client(enforce_csrf_checks=True)

    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert program.get(path).status_code == 200
    assert MailAddress.objects.get().pace_of(Kind.ASK) == Pace.AT_ONCE
    answer = program.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )

    address = MailAddress.objects.get()
    assert answer.status_code == 200
    assert (address.pace_of(Kind.ASK), address.pace_of(Kind.REMINDER)) == (Pace.NEVER, Pace.AT_ONCE)


def test_mail_that_is_needed_has_no_way_to_unsubscribe():
    write(Kind.ACCOUNT)

    deliver()

    assert "List-Unsubscribe" not in post.outbox[0].extra_headers


def test_the_link_in_a_mail_opens_the_choices_of_that_address_only(client):
    mine, other = make_mail_address(), make_mail_address("other@example.org")
    page = reverse("mail-preferences", args=[mine.token])
    chosen = {"ask": "daily", "reminder": "never", "comment": "at_once", "news": "daily"}

    assert client.get(page).status_code == 200
    assert MailAddress.objects.get(pk=mine.pk).paces == {}
    assert client.post(page, chosen).status_code == 302

    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.paces == chosen
    assert other.paces == {}
    forged = mine.token.replace(str(mine.uid), str(other.uid))
    assert client.get(reverse("mail-preferences", args=[forged])).status_code == 404


def test_one_chooses_under_the_account(client, bob):
    client.force_login(bob)

    client.post(
        reverse("my-mails"), {"ask": "never", "reminder": "daily", "comment": "daily", "news": "never"}
    )

    assert MailAddress.objects.get(email=bob.email).pace_of(Kind.ASK) == Pace.NEVER


def test_the_mails_of_a_day_come_as_one_at_seven_in_the_morning():
    make_mail_address(paces={"ask": "daily", "comment": "daily"})
    evening = datetime(2026, 11, 24, 20, tzinfo=HERE)
    for kind in (Kind.ASK, Kind.COMMENT):
        assert write(kind, at=evening).state == MailState.HELD
    write(Kind.REMINDER, at=evening)

    assert bundle_mails(at=datetime(2026, 11, 25, 6, 59, tzinfo=HERE)) == 0
    assert bundle_mails(at=datetime(2026, 11, 25, 7, 0, tzinfo=HERE)) == 1
    assert bundle_mails(at=datetime(2026, 11, 25, 7, 1, tzinfo=HERE)) == 0

    bundle = Mail.objects.get(kind=Kind.DAILY)
    assert bundle.subject == "2 messages of today"
    assert "== About ask ==" in bundle.text
    assert '<a href="https://deal.example.org/x"' in bundle.html
    assert bundle.text.count("Choose which mails you get") == 1
    assert Mail.objects.filter(state=MailState.BUNDLED, text="").count() == 2


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (datetime(2026, 3, 29, 8, tzinfo=HERE), datetime(2026, 3, 29, 7, tzinfo=HERE)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=HERE), datetime(2026, 3, 28, 7, tzinfo=HERE)),
        (datetime(2026, 10, 25, 6, 59, tzinfo=HERE), datetime(2026, 10, 24, 7, tzinfo=HERE)),
    ],
)
def test_the_last_round_is_the_last_seven_in_the_morning(at, until):
    assert last_round(at) == until


def test_who_wants_news_hears_each_morning_what_happened_in_the_own_deals(alice, bob, charlie, deal):
    for person in (alice, charlie):
        make_mail_address(person.email, paces={"news": "daily"}, language="en")
    make_mail_address(bob.email)
    early = datetime(2026, 11, 25, 6, 55, tzinfo=HERE)
    record(
        Verb.PARTNER_ADDED,
        about=deal,
        by=Actor.of(alice),
        at=early - timedelta(hours=9),
        facts={"partner": "Gemeente Één", "relation": "partner"},
    )

    assert write_news(at=early - timedelta(hours=1)) == 0
    assert write_news(at=early) == 1
    assert write_news(at=early + timedelta(minutes=1)) == 0
    bundle_mails(at=early + timedelta(minutes=6))

    bundle = Mail.objects.get(kind=Kind.DAILY)
    assert bundle.to_email == alice.email
    assert "Gemeente Één" in bundle.text


def test_who_commented_before_hears_of_a_comment(alice, bob, partner):
    make_comment(about=partner, text="First.", by=Actor.of(bob), at=now())
    assert not Mail.objects.exists()

    make_comment(about=partner, text="Second.", by=Actor.of(alice), at=now())

    [mail] = Mail.objects.all()
    assert (mail.to_email, mail.kind) == (bob.email, Kind.COMMENT)
    assert "Second." in mail.text


def test_a_manager_sees_the_mails_of_the_own_deals_and_a_failed_one_is_sent_again(client, alice, deal):
    failed = make_mail()
    Mail.objects.update(
        state=MailState.FAILED, chain=deal.journal_chain, attempts=8, error="OSError: no route"
    )
    elsewhere = make_mail("other@example.org")
    client.force_login(alice)

    page = client.get(reverse("outbox")).content.decode()
    assert "bob@example.org" in page
    assert "OSError: no route" in page
    assert "other@example.org" not in page
    assert client.get(reverse("mail", args=[elsewhere.uid])).status_code == 404
    client.post(reverse("mail-again", args=[failed.uid]))
    deliver()

    failed.refresh_from_db()
    assert failed.state == MailState.SENT
    client.post(reverse("mail-again", args=[failed.uid]))
    failed.refresh_from_db()
    assert (failed.state, len(post.outbox)) == (MailState.SENT, 1 + 1)


def test_the_outbox_is_not_for_others(client, bob, charlie, deal):
    mail = make_mail()
    for person in (bob, charlie):
        client.force_login(person)
        assert client.get(reverse("outbox")).status_code == 403
        assert client.post(reverse("mail-again", args=[mail.uid])).status_code == 403


def test_an_address_that_somebody_looked_into_gets_mail_again(client, alice, deal):
    mail = make_mail()
    Mail.objects.update(chain=deal.journal_chain)
    make_mail_address(returned_at=now(), return_reason="550 no")
    client.force_login(alice)

    client.post(reverse("mail-trust", args=[mail.uid]))

    assert write(Kind.ASK).state == MailState.WAITING
