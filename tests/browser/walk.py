"""Walking a site as a person does: from link to link, one page of each kind."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

from tests.browser.conftest import Visit

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
START = [
    "/",
    "/desk/",
    "/search/?q=gemeente",
    "/search/?q=xyzzy",
    "/organisations/",
    "/ui/",
    "/account/login/",
]
# Following these would sign out, or give a file instead of a page.
NOT_PAGES = re.compile(
    r"logout|/export|export=|format=|\.(csv|xlsx|ods|json|yaml|ics|pdf)\b|/static/|/api/|^mailto:|^tel:"
)

HISTORY = ("/deals/slimme-stad/", "/deals/slim-maatwerk/")


def kind_of(address: str) -> str:
    """The same for all pages of one kind: numbers and identities fall away, and of a query only its names stay."""
    parts = urlsplit(address)
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "U", parts.path)
    path = re.sub(r"(?<=/)\d+(?=/|$)", "N", path)
    path = re.sub(r"/gates/[^/]+/", "/gates/P/", path)
    path = re.sub(r"^/(l|mail|invitations)/[\w=-]{20,}/", r"/\1/T/", path)
    names = sorted({pair.split("=")[0] for pair in parts.query.split("&") if pair})
    return path + ("?" + "&".join(names[:1]) if names else "")


def pages_of(
    visit: Visit, refused: dict[str, int], *, also: Sequence[str] = (), most: int = 200
) -> Iterator[str]:
    """Every kind of page that this person can reach by links, opened one by one in the visit's window.

    also     addresses to begin with, which no link leads to
    refused  here comes a link that leads to a refusal
    """
    seen: set[str] = set()
    waiting = [*also, *START]
    while waiting and len(seen) < most:
        path = waiting.pop(0)
        kind = kind_of(path)
        if kind in seen:
            continue
        seen.add(kind)
        response = visit.page.goto(visit.site.address + path)
        if response and response.status >= 400:
            refused[path] = response.status
        if response is None or "text/html" not in response.headers.get("content-type", ""):
            continue
        yield path
        for href in visit.page.eval_on_selector_all(
            "a[href]", "links => links.map(link => link.getAttribute('href'))"
        ):
            target = urlsplit(urljoin(visit.page.url, href))
            address = target.path + ("?" + target.query if target.query else "")
            ours = f"{target.scheme}://{target.netloc}" == visit.site.address
            if visit.role and target.path.startswith(HISTORY):
                continue  # history is the same for everybody: the visitor walks it
            if ours and not NOT_PAGES.search(address) and kind_of(address) not in seen:
                waiting.append(address)


def axe_findings(page: Page) -> list[str]:
    """What axe has against the page as it stands now, in a line each."""
    # Evaluated by the debugger, so that the page's own content security policy stays in force.
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{violation['id']}: {json.dumps(node['target'])} {node['failureSummary'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"][:3]
    ]


def faults_of(page: Page, width: int) -> list[str]:
    """What anybody would see is wrong: no or two main headings, sideways scrolling, words left untranslated."""
    faults = []
    headings = page.locator("h1").count()
    if headings != 1:
        faults.append(f"{headings} h1")
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        faults.append(f"{wide} pixels wide on a window of {width}")
    return faults
