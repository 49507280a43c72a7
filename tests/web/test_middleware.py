"""Every request passes here: odd input is refused, and the log gets one line without who or from where."""

import pytest
import structlog

pytestmark = pytest.mark.django_db


def test_a_request_is_one_line_without_who_or_from_where(client, alice):
    client.force_login(alice)
    with structlog.testing.capture_logs() as lines:
        client.get("/l/a-secret-token/?q=secret", REMOTE_ADDR="203.0.113.9")

    [line] = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["view"], line["status"]) == ("GET", "link", 404)
    assert line["milliseconds"] >= 0
    told = str(line)
    assert not any(secret in told for secret in ("secret", "203.0.113.9", alice.email, alice.name))


def test_a_page_that_does_not_exist_is_told_too(client):
    with structlog.testing.capture_logs() as lines:
        client.get("/no/such/page/")

    assert [(line["view"], line["status"]) for line in lines if line["event"] == "request"] == [(None, 404)]


@pytest.mark.parametrize("path", ["/desk/%00", "/search/?q=%00", "/search/?%00=1"])
def test_null_bytes_are_refused(client, path):
    assert client.get(path).status_code == 400


def test_who_must_sign_in_comes_back_afterwards(client, deal):
    answer = client.get("/deals/our-deal/people/")

    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/deals/our-deal/people/")
