"""Gigabytes are refused by the running site before they are read, with an answer that one can read."""

import re
import socket
import time
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.browser.sites import LIVING

pytestmark = pytest.mark.browser
GIGABYTES = 2_000_000_000
PAGE = f"/deals/{LIVING}/imports/"
WITHIN = 20


@pytest.fixture(scope="module")
def office(site):
    """Headers and form token of somebody who may import."""
    session = site.session_of("office")
    cookie = f"{session['name']}={session['value']}"
    with closing(HTTPConnection(site.address.removeprefix("http://"))) as connection:
        connection.request("GET", PAGE, headers={"Cookie": cookie})
        answer = connection.getresponse()
        page = answer.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    secret = re.search(r"\w*csrf\w*=\w+", " ".join(answer.headers.get_all("Set-Cookie", [])), re.IGNORECASE)[
        0
    ]
    return f"{cookie}; {secret}", token


def answered(site, headers, start):
    """Status and body of the answer to a request of which only the start is ever sent."""
    host, port = site.address.removeprefix("http://").split(":")
    begun = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=WITHIN) as line:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        line.sendall(f"POST {PAGE} HTTP/1.1\r\nHost: {host}:{port}\r\n{head}\r\n".encode() + start)
        said = b""
        # A page is read to its end; of plain words, which may come after their head, what stands in the first piece.
        while b"</html>" not in said and not (b"text/plain" in said and said.partition(b"\r\n\r\n")[2]):
            if not (more := line.recv(65_536)):
                break
            said += more
    assert time.monotonic() - begun < WITHIN
    return int(said.split()[1]), said.decode(errors="replace")


def parts(token):
    field = f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    file = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    return (field + file).encode() + b"a;b\n" * 100_000


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", "Het bestand is groter dan 20 MB"), ("en", "The file is larger than 20 MB")],
)
def test_two_gigabytes_are_refused_on_their_announcement(site, office, language, words):
    cookie, token = office
    headers = {
        "Cookie": cookie,
        "Accept-Language": language,
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": GIGABYTES,
    }

    status, page = answered(site, headers, parts(token))

    assert (status, words in page) == (413, True)


def test_a_body_without_an_end_is_refused(site, office):
    cookie, token = office
    start = parts(token)
    headers = {
        "Cookie": cookie,
        "Content-Type": "multipart/form-data; boundary=x",
        "Transfer-Encoding": "chunked",
    }

    status, words = answered(site, headers, f"{len(start):x}\r\n".encode() + start)

    assert (status, "Content-Length" in words) == (411, True)


def test_a_browser_shows_why_a_file_is_too_large(visit, tmp_path):
    large = tmp_path / "large.csv"
    large.write_bytes(b"a;b\n" * 6_000_000)
    person = visit("manager", language="en")
    person.go(PAGE)

    person.page.locator("input[type=file]").set_input_files(large, timeout=60_000)
    person.page.locator("main form button[type=submit]").first.click()

    person.page.get_by_text("The file is larger than 20 MB").first.wait_for()
