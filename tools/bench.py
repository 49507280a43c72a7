"""Speed as in production: gunicorn with two workers, a deal with 10 and with 1,000 partners, pages timed over HTTP.

    python tools/bench.py [--requests 60] [--partners 1000] [--json FILE]

The database is the one that KOPGROEP_DATABASE_URL names, SQLite in a folder of its own otherwise. Prints p50 and p95
per page in milliseconds beside the limit, what a page costs the processor, and its number of queries at both sizes.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import platform
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
KOPGROEP = str(Path(sys.executable).parent / "kopgroep")
LIMIT_MS = 200
SMALL = 10
PAGES = {
    "dashboard": "/deals/{deal}/",
    "partner list": "/deals/{deal}/partners/",
    "partner list, filtered": "/deals/{deal}/partners/?helix=government",
    "network": "/deals/{deal}/network/",
    "board": "/deals/{deal}/board/",
    "partner": "/partners/{partner}/",
    "gate": "/deals/{deal}/gates/{phase}/",
    "search": "/search/?q=gemeente",
    "desk": "/desk/",
    "organisations": "/organisations/",
    "API: partners": "/api/v1/deals/{deal}/partners",
}
WARM_UP = 6


@dataclass(frozen=True)
class Row:
    page: str
    status: int
    p50: float
    p95: float
    size: int
    cpu: float
    queries_small: int
    queries_large: int


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * len(ordered) * 100) // 100) - 1)]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def kopgroep(*words: str) -> str:
    done = subprocess.run([KOPGROEP, *words], check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"kopgroep {' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def serving(port: int) -> Iterator[None]:
    command = [KOPGROEP, "serve", "--port", str(port), "--no-worker"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(timeout=40)


class Visitor:
    """One browser-like client: keeps its connection and its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(
        self, address: str, form: dict[str, str] | None = None, token: str = ""
    ) -> tuple[int, bytes, float]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if token:
            headers = {"Authorization": f"Bearer {token}"}
        body = None
        if form is not None:
            body = urlencode({"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **form})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        started = time.perf_counter()
        self.connection.request("POST" if form is not None else "GET", address, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        took = (time.perf_counter() - started) * 1000
        for line in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, content, took

    def sign_in(self, email: str, password: str) -> None:
        self.ask("/account/login/")
        status, _, _ = self.ask("/account/login/", {"login": email, "password": password})
        if status != 302:
            sys.exit(f"Signing in as {email} gave {status}.")


def setup_django() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kopgroep.config.settings")
    import django

    django.setup()


def make_manager(deal: str, email: str, password: str) -> str:
    """An account that manages the deal measured, and a token for the API."""
    from kopgroep.kernel import clock
    from kopgroep.kernel.access import SCOPES, Role
    from kopgroep.kernel.accounts.models import (
        ApiToken,
        Grant,
        User,
    )
    from kopgroep.rooms.programme.models import Deal

    user = User.objects.create_user(email, password, name="Bench")
    on = Deal.objects.get(code=deal).address
    Grant.objects.create(user=user, role=Role.MANAGER, on=on, granted_on=clock.today())
    secret = secrets.token_urlsafe(24)
    ApiToken.objects.create(
        user=user,
        name="bench",
        digest=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=list(SCOPES),
        made_at=clock.now(),
        expires_on=clock.today() + timedelta(days=2),
    )
    return secret


def addresses(deal: str) -> dict[str, str]:
    from kopgroep.rooms.programme.models import Deal

    row = Deal.objects.get(code=deal)
    partner = row.partners.order_by("pk").first()
    phase = row.phases.order_by("order").first()
    assert partner
    assert phase
    return {
        name: page.format(deal=deal, partner=partner.pk, phase=phase.code) for name, page in PAGES.items()
    }


def weigh(email: str, pages: dict[str, str], token: str) -> dict[str, tuple[int, float]]:
    """Queries per page, and its milliseconds of processor: asked in this process of the same database.

    The second visit counts for the queries; of the processor the lightest of five.
    """
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from kopgroep.kernel.accounts.models import User

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=email))
    counts = {}
    for name, address in pages.items():
        headers = {"authorization": f"Bearer {token}"} if address.startswith("/api/") else {}
        client.get(address, headers=headers)
        with CaptureQueriesContext(connection) as asked:
            client.get(address, headers=headers)
            queries = len(asked)
        costs = []
        for _ in range(5):
            began = time.process_time()
            client.get(address, headers=headers)
            costs.append((time.process_time() - began) * 1000)
        counts[name] = (queries, min(costs))
    return counts


def measure(
    port: int, email: str, password: str, pages: dict[str, str], token: str, requests: int
) -> dict[str, tuple[int, list[float], int]]:
    visitor = Visitor(port)
    visitor.sign_in(email, password)
    found = {}
    for name, address in pages.items():
        secret = token if address.startswith("/api/") else ""
        answers = [visitor.ask(address, token=secret) for _ in range(WARM_UP + requests)][WARM_UP:]
        found[name] = (answers[-1][0], [took for _, _, took in answers], len(answers[-1][1]))
    return found


def show(rows: list[Row], engine: str, partners: int) -> None:
    busy = f"{os.getloadavg()[0]:.1f} processes waiting on {os.cpu_count()} processors"
    print(
        f"\n{engine}, gunicorn with 2 workers, {partners} partners; Python {platform.python_version()}; {busy}\n"
    )
    print(
        f"| page | p50 ms | p95 ms | limit | processor ms | kB | queries at {SMALL} | queries at {partners} |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for row in rows:
        print(
            f"| {row.page} | {row.p50:.0f} | {row.p95:.0f} | {LIMIT_MS} | {row.cpu:.0f} | {row.size / 1000:.0f} "
            f"| {row.queries_small} | {row.queries_large} |"
        )


def seed(code: str, partners: int) -> None:
    started = time.perf_counter()
    kopgroep("seed", "--until", "partners", "--seed", "1", "--partners", str(partners), "--deal", code)
    print(
        f"seeded {partners} partners through the actions in {time.perf_counter() - started:.1f} s", flush=True
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--partners", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    os.environ.setdefault("KOPGROEP_API_RATE", "100000/min")
    os.environ.setdefault("KOPGROEP_LOG_LEVEL", "error")
    kopgroep("setup", "--no-examples")
    setup_django()
    from django.db import connection

    # The small deal is weighed before the large one comes, so that pages about all deals are small then too.
    weighed = {}
    password = "een lang wachtwoord voor de meting"
    for code, partners in (("small", SMALL), ("large", asked.partners)):
        seed(code, partners)
        email = f"{code}@example.org"
        token = make_manager(code, email, password)
        pages = addresses(code)
        weighed[code] = weigh(email, pages, token)
    small, large = weighed["small"], weighed["large"]
    engine = connection.display_name
    connection.close()
    port = free_port()
    with serving(port):
        timed = measure(port, email, password, pages, token, asked.requests)
    rows = [
        Row(
            page=name,
            status=status,
            p50=statistics.median(times),
            p95=percentile(times, 0.95),
            size=size,
            cpu=large[name][1],
            queries_small=small[name][0],
            queries_large=large[name][0],
        )
        for name, (status, times, size) in timed.items()
    ]
    show(rows, engine, asked.partners)
    wrong = [row.page for row in rows if row.status != 200]
    if wrong:
        sys.exit(f"These pages did not answer 200: {', '.join(wrong)}")
    if asked.json:
        asked.json.write_text(json.dumps([vars(row) for row in rows], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
