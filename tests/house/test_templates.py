"""What every template keeps to, so that the content security policy can be strict and a page can be read aloud."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "src").rglob("*.html"))
each = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "src")))


@each
def test_no_style_or_script_stands_in_a_template(path):
    text = path.read_text()
    if path.parts[-2:] == ("mails", "frame.html"):
        # Mail programs read no style sheets of ours; the one frame of all mails brings its few rules along.
        text = text.replace("<style>", "", 1)

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", text) == []


@each
def test_words_for_people_can_be_translated(path):
    """Text between tags, outside template tags and variables, must be in a translate tag."""
    text = re.sub(
        r"{% comment %}.*?{% endcomment %}|{#.*?#}|<!--.*?-->|<svg.*?</svg>|<style>.*?</style>",
        "",
        path.read_text(),
        flags=re.S,
    )
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
    text = re.sub(r"<[^>]*>", "\n", text, flags=re.S)

    words = [line.strip() for line in text.splitlines() if re.search(r"[A-Za-z]{3,}", line)]

    assert [
        word
        for word in words
        if word
        not in {"Kopgroep", "· Kopgroep", "Nederlands", "English", "&nbsp;", "nbsp", "&middot;", "&rarr;"}
    ] == []
