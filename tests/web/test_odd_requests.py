"""What no browser of a user sends: null bytes, other methods, gigabytes, another host."""

import io
import logging  # noqa: TID251 -- what the administrator reads is looked at

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from kopgroep.kernel.accounts.models import SavedView
from kopgroep.kernel.comments.models import Comment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "a\0b", "page": "/organisations/", "query": "q=1"},
        {"name": "mine", "page": "/organisations/", "query": "q=\0"},
        {"name": "mine", "page": "/organisations/\0", "query": ""},
        {"name": "mine", "page": "/organisations/", "query": "", "more\0": "1"},
    ],
)
def test_a_null_byte_in_a_form_is_refused_and_nothing_is_kept(client, alice, typed):
    client.force_login(alice)

    assert client.post(reverse("saved-views"), typed).status_code == 400
    assert not SavedView.objects.exists()


def test_a_null_byte_in_a_comment_is_refused(client, alice, deal):
    client.force_login(alice)
    address = reverse("comment-make", args=[deal.address])

    assert client.post(address, {"text": "a\0b"}).status_code == 400
    assert (
        client.post(address, "text=a%00b", content_type="application/x-www-form-urlencoded").status_code
        == 400
    )
    assert not Comment.objects.exists()


def test_a_null_byte_in_a_cookie_is_refused(client):
    client.cookies.load({"sessionid": "a\0b"})

    assert client.get("/").status_code == 400


def test_a_null_byte_in_the_name_of_an_upload_does_no_harm(client, alice, deal):
    client.force_login(alice)
    upload = SimpleUploadedFile("a\0.yaml", b"kopgroep: 1\n")

    assert client.post(reverse("archive:load", args=[deal.code]), {"file": upload}).status_code in (200, 400)


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "BREW"])
@pytest.mark.parametrize(
    "address", ["/", "/desk/", "/account/login/", "/search/", "/health/live", "/nowhere/"]
)
def test_a_method_that_no_page_has_is_refused_with_those_that_there_are(client, method, address):
    answer = client.generic(method, address)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("name", ["home", "search", "gallery"])
def test_a_page_that_is_only_read_takes_no_post(client, name):
    assert client.post(reverse(name)).status_code == 405


def test_an_upload_of_gigabytes_is_not_read_to_its_end(client):
    class Endless(io.BytesIO):
        given = 0
        start = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.yaml"\r\n\r\n'

        def read(self, size=-1):
            part = (b"" if self.given else self.start).ljust(max(size, 1024), b"a")
            self.given += len(part)
            return part

    body = Endless()

    client.generic(
        "POST",
        "/account/login/",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(10**10), "wsgi.input": body},
    )

    assert 0 < body.given < 1_000_000


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1@evil.example", "evil.example\r\nX: y", "[::1", "a" * 5000]
)
def test_a_wrong_host_is_one_line_in_the_log(client, host):
    stream = io.StringIO()
    [handler] = [
        each for each in logging.getLogger().handlers if isinstance(each.formatter, ProcessorFormatter)
    ]
    before = handler.setStream(stream)
    try:
        answer = client.get("/", HTTP_HOST=host)
    finally:
        handler.setStream(before)

    lines = [line for line in stream.getvalue().splitlines() if "DisallowedHost" in line]
    assert answer.status_code == 400
    assert len(lines) == 1
    assert "Traceback" not in stream.getvalue()


def test_what_a_user_saw_is_kept_by_no_browser_and_what_a_visitor_saw_by_nobody_else(client, alice, deal):
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"
    client.force_login(alice)
    for address in (
        "/",
        "/desk/",
        "/organisations/",
        "/search/?q=deal",
        f"/deals/{deal.code}/",
        "/no/such/page/",
    ):
        assert client.get(address).headers["Cache-Control"] == "private, no-store", address


def test_every_page_says_what_a_browser_may_do_with_it(client, alice, deal):
    client.force_login(alice)
    for address in (
        "/",
        "/desk/",
        f"/deals/{deal.code}/",
        "/account/login/",
        "/no/such/page/",
        "/search/?q=%00",
    ):
        headers = client.get(address).headers
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address
        policy = headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy, address
        assert "unsafe" not in policy, address
