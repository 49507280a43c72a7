"""A site of its own, set up and served as `make run` does, and a real browser on it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.sites import Site, new_site, serving

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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product with its example deals, as `kopgroep setup` and `kopgroep serve` make it."""
    made = new_site(tmp_path_factory.mktemp("site"))
    made.must("setup")
    with serving(made):
        yield made


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield running
        running.close()


@dataclass
class Visit:
    """One person with a browser window; remembers what left the site, what broke, and each click."""

    context: BrowserContext
    page: Page
    site: Site
    role: str = ""
    strayed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    clicks: int = 0

    def go(self, path: str) -> None:
        self.page.goto(self.site.address + path)

    def click(self, name: str | None = None, *, role: str = "link", within: str = "main") -> None:
        """Click the first link or button with this name, and count it."""
        self.page.locator(within).get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.clicks += 1

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site.address)

    @property
    def main(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """visit("manager", width=1280, language="nl") -> a Visit of who is signed in; without a role a visitor."""
    contexts: list[BrowserContext] = []

    def make(
        role: str = "",
        *,
        width: int = 1280,
        height: int = 900,
        language: str = "nl",
        script: bool = True,
        at: Site = site,
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale=language, java_script_enabled=script
        )
        contexts.append(context)
        if role:
            context.add_cookies([at.session_of(role)])  # type: ignore[list-item]
        page = context.new_page()
        page.set_default_timeout(15_000)
        opened = Visit(context, page, at, role)
        ours = (at.address, "data:", "blob:")
        context.on(
            "request",
            lambda request: None if request.url.startswith(ours) else opened.strayed.append(request.url),
        )
        page.on(
            "console",
            lambda said: opened.complaints.append(said.text) if said.type == "error" else None,
        )
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        return opened

    yield make
    for context in contexts:
        context.close()
