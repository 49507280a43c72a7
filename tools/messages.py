"""The Dutch catalogue: collect the texts from code and templates, merge, check and compile.

GNU gettext need not be there. Without options: collect, merge and compile.
"""

import argparse
import ast
import fcntl
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import NoReturn

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "kopgroep"
CATALOGUE = SOURCE / "locale" / "nl" / "LC_MESSAGES" / "django.po"

HEADER = r"""msgid ""
msgstr ""
"Language: nl\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""

# Which argument of a call is what.
KEYWORDS: dict[str, tuple[str, ...]] = {
    "_": ("text",),
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
NAMED = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|(?<!\{)\{([A-Za-z_]\w*)[^{}]*\}(?!\})")
POSITIONAL = re.compile(r"(?<!%)%(?:\.\d+)?[sdifr](?![a-z])|(?<!\{)\{\d*\}(?!\})")
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)
# gettext's own separator between a context and a text.
CONTEXT_END = "\x04"


@dataclass(frozen=True)
class Text:
    """One text to translate; `plural` and `context` are empty where there are none."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str:
        return f"{self.context}{CONTEXT_END}{self.text}" if self.context else self.text


@dataclass
class Harvest:
    """All texts by key, what is wrong with them, and files that could not be read."""

    texts: dict[str, Text] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def add(self, text: Text, where: str) -> None:
        if POSITIONAL.search(text.text) or POSITIONAL.search(text.plural):
            self.problems.append(f"{where}: name the placeholders, as in %(partner)s: {text.text!r}")
        known = self.texts.get(text.key)
        if known and known.plural and text.plural and known.plural != text.plural:
            self.problems.append(f"{where}: {text.text!r} has another plural elsewhere: {known.plural!r}")
        if known is None or not known.plural:
            self.texts[text.key] = text


def collect(source: Path = SOURCE) -> Harvest:
    """Every text in the modules and templates below `source`."""
    harvest = Harvest()
    for path in sorted(source.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or "vendor" in path.parts:
            continue
        where = path.relative_to(source.parent.parent).as_posix()
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        try:
            content = path.read_text()
            found = python_texts(content) if path.suffix == ".py" else template_texts(content, where)
            for line, text in found:
                if isinstance(text, Text):
                    harvest.add(text, f"{where}:{line}" if line else where)
                else:
                    harvest.problems.append(f"{where}:{line}: {text}")
        except (SyntaxError, OSError, UnicodeDecodeError) as error:
            harvest.unreadable.append(f"{where}: {error}")
    return harvest


def python_texts(code: str) -> Iterator[tuple[int, Text | str]]:
    """Line and text of every gettext call; a sentence instead of a text says what is wrong there."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if name not in KEYWORDS:
            continue
        parts: dict[str, str] = {}
        for part, argument in zip(KEYWORDS[name], node.args, strict=False):
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                parts[part] = argument.value
            elif isinstance(argument, ast.JoinedStr | ast.BinOp):
                yield node.lineno, f"{name}() needs one literal text; fill in the named placeholders after it"
        if len(parts) == len(KEYWORDS[name]) and parts["text"]:
            yield node.lineno, Text(**parts)


def template_texts(content: str, where: str) -> Iterator[tuple[int, Text | str]]:
    """Every text of a template; Django's templatize writes them as gettext calls."""
    for call in TEMPLATE_CALL.finditer(templatize(content, origin=where)):
        literals = [ast.literal_eval(literal) for literal in re.findall(LITERAL, call[2], re.DOTALL)]
        parts = dict(zip(KEYWORDS[call[1]], literals, strict=False))
        if parts.get("text"):
            yield 0, Text(**parts)


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    return read_po(BytesIO(path.read_bytes() if path.exists() else HEADER.encode()), locale="nl")


def translations_of(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    """Every translation in the catalogue by key, those of texts that left the code included."""
    known: dict[str, tuple[str, ...]] = {}
    for message in [*catalogue.obsolete.values(), *catalogue]:
        strings = strings_of(message)
        if message.id and any(strings):
            known[key_of(message)] = tuple(strings)
    return known


def strings_of(message: Message) -> tuple[str, ...]:
    """The Dutch of a message: one string, or two where the text has a plural."""
    dutch = message.string or ""
    return (dutch,) if isinstance(dutch, str) else tuple(dutch)


def key_of(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"{message.context}{CONTEXT_END}{text}" if message.context else text


def merge(texts: dict[str, Text], known: dict[str, tuple[str, ...]], *, keep_obsolete: bool) -> Catalog:
    """A new catalogue with exactly `texts`; obsolete translations are kept as comments until pruned."""
    catalogue = Catalog(locale="nl")
    for key, text in texts.items():
        dutch = known.get(key, ())
        context = text.context or None
        if text.plural:
            pair = dutch if len(dutch) == 2 else (dutch[0], "") if dutch else ("", "")
            catalogue.add((text.text, text.plural), pair, context=context)
        else:
            catalogue.add(text.text, dutch[0] if dutch else "", context=context)
    if keep_obsolete:
        for key, dutch in known.items():
            if key not in texts:
                catalogue.obsolete[key] = obsolete_message(key, dutch)
    return catalogue


def obsolete_message(key: str, dutch: tuple[str, ...]) -> Message:
    context, _, text = key.rpartition(CONTEXT_END)
    if len(dutch) == 1:
        return Message(text, dutch[0], context=context or None)
    return Message((text, text), dutch, context=context or None)


def render(catalogue: Catalog) -> bytes:
    """The file: sorted, without dates, places or line breaks of its own, so that differences stay small."""
    body = BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return HEADER.encode() + body.getvalue().strip() + b"\n"


def write(path: Path, content: bytes) -> None:
    """Replace a file in one step; an equal file is left as it is."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)


def compile_catalogue(path: Path = CATALOGUE) -> None:
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(path))
    write(path.with_suffix(".mo"), compiled.getvalue())


def untranslated(catalogue: Catalog) -> dict[str, str | list[str]]:
    """What still needs Dutch, in the form that --add takes back."""
    missing: dict[str, str | list[str]] = {}
    for message in catalogue:
        strings = strings_of(message)
        if message.id and not all(strings):
            missing[key_of(message)] = "" if isinstance(message.id, str) else ["", ""]
    return missing


def placeholders(text: str) -> set[str]:
    return {percent or brace for percent, brace in NAMED.findall(text)}


def placeholder_problems(catalogue: Catalog) -> Iterator[str]:
    """Translations whose placeholders are not those of the text."""
    for message in catalogue:
        if not message.id:
            continue
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        for source, dutch in zip(sources, strings_of(message), strict=False):
            # One of something may be written out: "one partner".
            spare = {"count", "counter", "number"} if len(sources) > 1 and source == sources[0] else set()
            if dutch and placeholders(dutch) - spare != placeholders(source) - spare:
                yield f"{dutch!r} needs the placeholders of {source!r}: {sorted(placeholders(source))}"


def problems(source: Path = SOURCE, path: Path = CATALOGUE) -> list[str]:
    """Everything that keeps the catalogue from being complete, as sentences."""
    harvest = collect(source)
    found = [*harvest.problems, *(f"cannot be read: {where}" for where in harvest.unreadable)]
    catalogue = read_catalogue(path)
    fresh = merge(harvest.texts, translations_of(catalogue), keep_obsolete=False)
    if not path.exists() or render(fresh) != path.read_bytes():
        found.append("the catalogue is not what the code says; run: make messages")
    found += [f"fuzzy: {key_of(message)!r}" for message in catalogue if message.id and message.fuzzy]
    found += [f"no Dutch yet: {key!r}" for key in untranslated(fresh)]
    return found + list(placeholder_problems(fresh))


@contextmanager
def one_writer(path: Path = CATALOGUE) -> Iterator[None]:
    """Only one process at a time reads, merges and writes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def update(
    added: dict[str, tuple[str, ...]], *, prune: bool = False, source: Path = SOURCE, path: Path = CATALOGUE
) -> Harvest:
    """Collect, merge with what is known and added, write and compile."""
    with one_writer(path):
        harvest = collect(source)
        known = translations_of(read_catalogue(path)) | added
        write(path, render(merge(harvest.texts, known, keep_obsolete=not prune)))
        compile_catalogue(path)
    return harvest


def read_additions(file: Path) -> dict[str, tuple[str, ...]]:
    entries: dict[str, str | list[str]] = json.loads(file.read_text())
    return {
        key: (dutch,) if isinstance(dutch, str) else tuple(dutch)
        for key, dutch in entries.items()
        if any(dutch)
    }


def stop(lines: list[str]) -> NoReturn:
    for line in lines:
        print(line, file=sys.stderr)
    sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--check", action="store_true", help="fail when the catalogue is not complete and up to date"
    )
    choice.add_argument("--missing", action="store_true", help="print as JSON what has no Dutch yet")
    choice.add_argument(
        "--add", type=Path, metavar="FILE", help='JSON: {"text": "tekst", "one": ["een", "meer"]}'
    )
    choice.add_argument("--compile", action="store_true", help="only compile what is there")
    choice.add_argument(
        "--prune", action="store_true", help="also forget translations of texts that are gone"
    )
    options = parser.parse_args()
    if options.check:
        if found := problems():
            stop([*found, f"{len(found)} problems in the catalogue"])
    elif options.missing:
        texts = collect().texts
        fresh = merge(texts, translations_of(read_catalogue()), keep_obsolete=False)
        print(json.dumps(untranslated(fresh), ensure_ascii=False, indent=1, sort_keys=True))
    elif options.compile:
        with one_writer():
            compile_catalogue()
    else:
        added = read_additions(options.add) if options.add else {}
        harvest = update(added, prune=options.prune)
        strangers = [f"not in the code: {key!r}" for key in added if key not in harvest.texts]
        if warnings := harvest.problems + harvest.unreadable + strangers:
            stop(warnings)


if __name__ == "__main__":
    main()
