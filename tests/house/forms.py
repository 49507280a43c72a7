"""The forms of a page as a browser would send them, with what somebody else may have put in."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# What names a record: these are not typed but chosen, or stand there unseen.
CHOSEN = frozenset({"select", "radio", "checkbox", "hidden"})
TYPED = {"email": "somebody@example.org", "date": "2026-01-05", "number": "1", "url": "https://example.org/"}


@dataclass
class Form:
    """Where it goes, and its fields: name -> what kind it is, and what it says already."""

    action: str
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)

    def filled_in(self, named: str) -> dict[str, str]:
        """Every choice names this record; what is to be typed is typed."""
        return {
            name: named if kind in CHOSEN else said or TYPED.get(kind, "Some words")
            for name, (kind, said) in self.fields.items()
        }


class Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.inside = said.get("method", "").lower() == "post"
            if self.inside:
                self.forms.append(Form(said.get("action") or self.page))
        name = said.get("name")
        if not self.inside or not name or name == "csrfmiddlewaretoken":
            return
        if tag == "select":
            self.forms[-1].fields[name] = ("select", "")
        elif tag == "textarea":
            self.forms[-1].fields[name] = ("text", "")
        elif tag in ("input", "button"):
            kind = "button" if tag == "button" else said.get("type", "text")
            self.forms[-1].fields[name] = (kind, said.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def forms_of(page: str, html: str) -> list[Form]:
    """Those that change something."""
    reader = Reader(page)
    reader.feed(html)
    return reader.forms
