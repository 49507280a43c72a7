"""Behind https the cookies and redirects are strict; static files carry what pages carry."""

import subprocess
import sys

import pytest

from tests.cli.running import environment

ASK = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from django.test import Client
from kopgroep.kernel.accounts.models import User
user = User.objects.create_user("alice@example.org", "a long and good password", name="Alice")
client = Client(headers={"host": "deal.example.org"})
plain = client.get("/account/login/")
print("plain", plain.status_code, plain.headers["Location"])
form = {"login": "alice@example.org", "password": "a long and good password", "remember": "on"}
answer = client.post("/account/login/", form, secure=True)
print("signed in", answer.status_code)
client.get("/", secure=True)
client.post("/i18n/setlang/", {"language": "en"}, secure=True)
for name, cookie in sorted((name, cookie) for name, cookie in client.cookies.items() if cookie.value):
    print("cookie", name, bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"])
print("hsts", client.get("/", secure=True).headers["Strict-Transport-Security"])
print("proxy", client.get("/", headers={"x-forwarded-proto": "https"}).status_code)
"""


def told(folder, **settings):
    process = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment(folder, **settings) | {"DJANGO_SETTINGS_MODULE": "kopgroep.config.settings"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert process.returncode == 0, process.stderr
    return process.stdout.splitlines()


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    return told(
        tmp_path_factory.mktemp("https"),
        HTTPS="true",
        BASE_URL="https://deal.example.org",
        ALLOWED_HOSTS="deal.example.org",
    )


def test_http_is_sent_on_to_https(lines):
    assert "plain 301 https://deal.example.org/account/login/" in lines


def test_the_server_in_front_is_believed_about_https(lines):
    assert "proxy 200" in lines


def test_a_year_of_https_is_promised(lines):
    assert "hsts max-age=31536000" in lines


def test_every_cookie_goes_over_https_only_and_to_this_site_only(lines):
    cookies = {line.split()[1]: line.split()[2:] for line in lines if line.startswith("cookie")}

    assert {"sessionid", "csrftoken", "django_language"} <= set(cookies)
    assert {name: [secure, site] for name, (secure, _script, site) in cookies.items()} == {
        name: ["True", "Lax"] for name in cookies
    }
    assert cookies["sessionid"][1] == "True"
