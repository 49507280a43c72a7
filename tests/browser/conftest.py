"""A site of its own, set up and served as `make run` does, and a real browser on it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

KOPGROEP = str(Path(sys.executable).parent / "kopgroep")
LIVING = "leefbare-straat"
# Without these Chromium asks its maker for news, and waits for an answer that never comes.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    address: str
    folder: Path
    environment: dict[str, str]

    def kopgroep(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [KOPGROEP, *words], env=self.environment, capture_output=True, text=True, check=False
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise RuntimeError("the site did not start")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product with its example deals, as `kopgroep setup` and `kopgroep serve` make it."""
    folder = tmp_path_factory.mktemp("site")
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KOPGROEP_")}
    environment = kept | {
        "KOPGROEP_DATA": str(folder),
        "KOPGROEP_BASE_URL": f"http://127.0.0.1:{port}",
        "KOPGROEP_WORKERS": "1",
        "KOPGROEP_LOG_LEVEL": "warning",
        "KOPGROEP_API_RATE": "100000/min",
    }
    made = subprocess.run([KOPGROEP, "setup"], env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    process = subprocess.Popen([KOPGROEP, "serve", "--port", str(port)], env=environment)
    try:
        wait_for(port, process)
        yield Site(f"http://127.0.0.1:{port}", folder, environment)
    finally:
        process.terminate()
        process.wait(timeout=40)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield running
        running.close()


@dataclass
class Visit:
    """One person with a browser window; remembers whether a request left the site."""

    context: BrowserContext
    page: Page
    site: Site
    strayed: list[str]

    def go(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def sign_in(self, role: str) -> None:
        """Through the button of an example person on the sign-in page."""
        self.go("/account/login/")
        self.page.locator(f"[data-demo-role='{role}'] button").first.click()
        self.page.wait_for_url("**/desk/")


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator:
    """visit(role="manager", width=1280, language="nl") -> a Visit that is signed in, or a visitor without role."""
    contexts: list[BrowserContext] = []

    def make(role: str = "", *, width: int = 1280, language: str = "nl", script: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale=language,
            bypass_csp=False,
            java_script_enabled=script,
        )
        contexts.append(context)
        strayed: list[str] = []
        context.on(
            "request",
            lambda request: (
                strayed.append(request.url)
                if not request.url.startswith((site.address, "data:", "blob:"))
                else None
            ),
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        opened = Visit(context, page, site, strayed)
        if role:
            opened.sign_in(role)
        return opened

    yield make
    for context in contexts:
        context.close()
