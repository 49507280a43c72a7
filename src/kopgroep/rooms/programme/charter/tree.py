"""From text to a tree of YAML nodes that know their line; anything hostile is refused here."""

import yaml
from django.utils.translation import gettext as _
from yaml.nodes import Node

from kopgroep.rooms.programme.charter.errors import CharterError, CharterWrong

LARGEST = 1_000_000
# A charter is at most five deep; deeper nesting serves only to exhaust the reader.
DEEPEST = 20
# Beginnings, ends and words; a charter with a thousand partners has some twenty thousand.
MOST_PARTS = 100_000


def read_tree(text: str | bytes, *, name: str) -> Node:
    """The one YAML document in the text, as nodes; raises CharterWrong."""
    try:
        decoded = _decoded(text)
        _refuse_tricks(decoded)
        node = yaml.compose(decoded, Loader=yaml.SafeLoader)
    except _Refused as refusal:
        raise CharterWrong([CharterError(refusal.line, "", refusal.message)], name=name) from None
    except yaml.YAMLError as error:
        raise CharterWrong([_syntax_error(error, decoded)], name=name) from None
    if node is None:
        message = _("The file is empty; start from the blank charter.")
        raise CharterWrong([CharterError(1, "", message)], name=name)
    return node


class _Refused(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def _decoded(text: str | bytes) -> str:
    if len(text) > LARGEST:
        raise _Refused(1, _("The file is larger than 1 MB; a charter is a few pages of text."))
    decoded = text if isinstance(text, str) else _from_utf8(text)
    # YAML also counts these three as the end of a line, and an editor does not: line numbers would differ.
    for separator in ("\x85", "\u2028", "\u2029"):
        decoded = decoded.replace(separator, " ")
    return decoded.removeprefix("\ufeff")


def _from_utf8(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        line = text[: error.start].count(b"\n") + 1
        raise _Refused(line, _("The file is not UTF-8 text; save it again with encoding UTF-8.")) from None


def _refuse_tricks(text: str) -> None:
    """Refuse what a charter never needs: aliases, tags, a second document, very deep nesting."""
    depth = documents = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if number > MOST_PARTS:
            raise _Refused(line, _("The file goes on for too long; a charter is a few pages of text."))
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(
                    line, _("A second document starts here; put each charter in a file of its own.")
                )
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                line, _("Anchors (&) and aliases (*) are not allowed; write the value out, or in quotes.")
            )
        if getattr(event, "tag", None):
            raise _Refused(line, _("Tags (!) are not allowed; remove the tag, or put the value in quotes."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise _Refused(
                    line, _("The lists are nested too deep; a charter needs at most a few levels.")
                )
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _syntax_error(error: yaml.YAMLError, text: str) -> CharterError:
    """Say in plain words what YAML's reader stumbled over."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    position = getattr(error, "position", None)
    if isinstance(position, int):
        line = text[:position].count("\n") + 1
        return CharterError(
            line, "", _("There is an unreadable character here; save the file again as UTF-8 text.")
        )
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())] or "'\\t'" in str(error):
        return CharterError(line, "", _("There is a tab before the text; indent with spaces."))
    message = _(
        "The text is no valid YAML here (%(problem)s); check the indent, the colon after the key, and "
        "put a text with a colon, quote or # between double quotes."
    ) % {"problem": getattr(error, "problem", None) or str(error)}
    return CharterError(line, "", message)
