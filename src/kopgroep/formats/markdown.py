"""Text as people type it (Markdown) into safe HTML: no markup of their own, no scripts, no odd addresses."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

_READER = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")
TAGS = {
    "p",
    "br",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "a",
    "h3",
    "h4",
    "table",
} | {
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "hr",
}


def html_of(text: str) -> str:
    """Headings begin at the third level, since a page has its own first and second."""
    made: str = _READER.render(text)
    for level in (2, 1):
        made = made.replace(f"<h{level}>", f"<h{level + 2}>").replace(f"</h{level}>", f"</h{level + 2}>")
    return nh3.clean(made, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
