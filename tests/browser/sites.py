"""Installations made for a test: set up, served and stopped as a person does it, each in a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

KOPGROEP = str(Path(sys.executable).parent / "kopgroep")
LIVING = "leefbare-straat"
DOMAIN = "voorbeeld.kopgroep.example"
SCOPES = (
    "deals:read",
    "network:read",
    "network:write",
    "contacts:read",
    "enquiries:read",
    "enquiries:write",
    "gates:write",
)
# Signing in for every visit would take longer than the visit; the button and the code have tests of their own.
MAKE_SESSIONS = """
import json, sys, django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from kopgroep.kernel.accounts.models import User
made = {}
for user in User.objects.filter(email__endswith="@" + sys.argv[1]):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    made[user.email.partition("@")[0]] = session.session_key
print(json.dumps([settings.SESSION_COOKIE_NAME, made]))
"""


@dataclass
class Site:
    """One installation: its address, its folder, its command line."""

    address: str
    folder: Path
    environment: dict[str, str]
    sessions: dict[str, str] = field(default_factory=dict)
    cookie: str = ""

    def kopgroep(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [KOPGROEP, *words], env=self.environment, capture_output=True, text=True, check=False
        )

    def must(self, *words: str) -> str:
        done = self.kopgroep(*words)
        assert done.returncode == 0, f"kopgroep {' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def token_of(self, person: str) -> str:
        """A token with which a program does all that an example person may do."""
        scopes = [word for scope in SCOPES for word in ("--scope", scope)]
        made = self.must("token", "make", f"{person}@{DOMAIN}", "--name", "test", *scopes, "--json")
        secret: str = json.loads(made)["token"]
        return secret

    def session_of(self, person: str) -> dict[str, str]:
        """The cookie with which an example person is signed in."""
        if person not in self.sessions:
            asked = [sys.executable, "-c", MAKE_SESSIONS, DOMAIN]
            environment = self.environment | {"DJANGO_SETTINGS_MODULE": "kopgroep.config.settings"}
            made = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
            assert made.returncode == 0, made.stderr
            self.cookie, self.sessions = json.loads(made.stdout)
        return {"name": self.cookie, "value": self.sessions.pop(person), "url": self.address}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_site(folder: Path, **settings: str) -> Site:
    """An installation that is still to be set up and served."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPGROEP_")}
    environment = kept | {
        "KOPGROEP_DATA": str(folder),
        "KOPGROEP_BASE_URL": f"http://127.0.0.1:{port}",
        "KOPGROEP_WORKERS": "1",
        "KOPGROEP_LOG_LEVEL": "warning",
        "KOPGROEP_API_RATE": "100000/min",
        **settings,
    }
    return Site(f"http://127.0.0.1:{port}", folder, environment)


def start(site: Site, *words: str) -> subprocess.Popen[bytes]:
    """Serve it as a group of processes of its own, so that the whole can be stopped, or killed."""
    port = site.address.rpartition(":")[2]
    process = subprocess.Popen(
        [KOPGROEP, "serve", "--port", port, *words], env=site.environment, start_new_session=True
    )
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(port))) == 0:
                return process
        time.sleep(0.1)
    process.kill()
    raise RuntimeError("the site did not start")


@contextmanager
def serving(site: Site, *words: str) -> Iterator[Site]:
    process = start(site, *words)
    try:
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=40)
