"""How one value in a charter is read: each kind checks itself and describes itself as JSON Schema."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kopgroep.kernel.dates import DateUnclear, PartialDate
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter.errors import nearest, unknown_word
from kopgroep.rooms.programme.charter.found import Found, Place, is_empty, line_of, pairs


class Kind(Protocol):
    """A kind of value."""

    def read(self, node: Node, place: Place) -> object:
        """The value, or None after putting an error on the list."""

    def schema(self) -> dict[str, object]:
        """The same rule as JSON Schema."""


def _unwritable(text: str) -> bool:
    """Whether it holds what YAML can write as \\0 or \\ud800, and no database can keep."""
    return any(unicodedata.category(each) == "Cs" or (each < " " and each not in "\t\n\r") for each in text)


def _say_unwritable() -> str:
    return _("There is a character in this text that cannot be written or kept; take it out.")


@dataclass(frozen=True, slots=True)
class Line:
    """Text on one line; with a pattern, exactly in that form."""

    longest: int = 300
    pattern: str = ""
    form: Callable[[], str] | None = None

    def read(self, node: Node, place: Place) -> str | None:
        """The text without spaces around it."""
        if not isinstance(node, ScalarNode) or is_empty(node):
            place.wrong(line_of(node), _("Write one text here."))
            return None
        text = unicodedata.normalize("NFC", node.value).strip()
        if not text or len(text) > self.longest:
            message = _("Write a text of at most %(longest)d characters here.") % {"longest": self.longest}
        elif _unwritable(text):
            message = _say_unwritable()
        elif any(unicodedata.category(each) in ("Cc", "Zl", "Zp") for each in text):
            message = _("Write the text on one line.")
        elif self.pattern and not re.fullmatch(self.pattern, text, re.ASCII):
            message = _("'%(text)s' does not have the right form: %(form)s") % {
                "text": text,
                "form": self.form() if self.form else self.pattern,
            }
        else:
            return text
        place.wrong(line_of(node), message)
        return None

    def schema(self) -> dict[str, object]:
        """A string."""
        # YAML reads an unquoted code of digits as a number; the charter's own reader keeps its text.
        known: dict[str, object] = {"type": ["string", "number"] if self.pattern else "string"}
        return known | ({"pattern": f"^(?:{self.pattern})$"} if self.pattern else {"maxLength": self.longest})


CODE = Line(
    50, r"[a-z0-9]+(?:[-_][a-z0-9]+)*", lambda: _("small letters, digits and hyphens, as in 'slim-netwerk'.")
)
ADDRESS = Line(500, r"https?://[^\s<>\"']+", lambda: _("a web address that starts with https:// or http://."))
EMAIL = Line(
    254, r"[^\s@<>\"']+@[^\s@<>\"']+\.[a-zA-Z]{2,}", lambda: _("a mail address, as in bureau@example.org.")
)
KVK = Line(8, r"[0-9]{8}", lambda: _("a KvK number has 8 digits; put it in quotes."))
OIN = Line(20, r"[0-9]{20}", lambda: _("an OIN has 20 digits; put it in quotes."))
CBS = Line(
    6, r"(?:GM[0-9]{4}|PV[0-9]{2})", lambda: _("GM and 4 digits for a municipality, PV and 2 for a province.")
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text for people: one text for all languages, or {nl: ..., en: ...}."""

    longest: int = 2000

    def read(self, node: Node, place: Place) -> Text | None:
        """The text in both languages."""
        if not isinstance(node, MappingNode):
            text = self._one(node, place)
            return Text(text, text) if text is not None else None
        found: dict[str, str | None] = {}
        for key, key_node, value in pairs(node, place):
            if key in ("nl", "en"):
                found[key] = self._one(value, place.key(key))
            else:
                place.key(key).wrong(line_of(key_node), unknown_word(key, ("nl", "en")))
        for language in ("nl", "en"):
            if language not in found:
                message = _("Add the text in '%(language)s', or write one text for both languages.")
                place.wrong(line_of(node), message % {"language": language})
        dutch, english = found.get("nl"), found.get("en")
        return Text(dutch, english) if dutch is not None and english is not None else None

    def _one(self, node: Node, place: Place) -> str | None:
        if not isinstance(node, ScalarNode) or is_empty(node) or not node.value.strip():
            place.wrong(line_of(node), _("Write a text here, or one for each language: {nl: ..., en: ...}."))
            return None
        text = unicodedata.normalize("NFC", node.value).strip()
        if len(text) > self.longest:
            message = _("Write a text of at most %(longest)d characters here.") % {"longest": self.longest}
        elif _unwritable(text):
            message = _say_unwritable()
        else:
            return text
        place.wrong(line_of(node), message)
        return None

    def schema(self) -> dict[str, object]:
        """A string or both languages."""
        one = {"type": ["string", "number", "boolean"]}
        both = {"type": "object", "properties": {"nl": one, "en": one}, "required": ["nl", "en"]}
        return {"anyOf": [one, both | {"additionalProperties": False}]}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exact; whole or with decimals."""

    least: Decimal = Decimal(0)
    most: Decimal = Decimal(999_999_999)
    whole: bool = False

    def read(self, node: Node, place: Place) -> Decimal | int | None:
        """The number."""
        text = node.value if isinstance(node, ScalarNode) else ""
        form = r"[0-9]{1,9}" if self.whole else r"[0-9]{1,9}(?:\.[0-9]{1,2})?"
        if re.fullmatch(form, text, re.ASCII) and self.least <= Decimal(text) <= self.most:
            return int(text) if self.whole else Decimal(text)
        example = "6000" if self.whole else "7.5"
        message = _(
            "'%(text)s' is not a number from %(least)s to %(most)s; write digits without a sign for "
            "thousands and with a point for decimals, as in %(example)s."
        ) % {"text": text, "least": self.least, "most": self.most, "example": example}
        place.wrong(line_of(node), message)
        return None

    def schema(self) -> dict[str, object]:
        """A number in its range."""
        kind = "integer" if self.whole else "number"
        return {"type": kind, "minimum": float(self.least), "maximum": float(self.most)}


@dataclass(frozen=True, slots=True)
class YesNo:
    """true or false."""

    def read(self, node: Node, place: Place) -> bool | None:
        """Also reads yes and no, ja and nee."""
        answers = {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nee": False}
        text = node.value.lower() if isinstance(node, ScalarNode) else ""
        if text not in answers:
            place.wrong(line_of(node), _("Write true or false here."))
        return answers.get(text)

    def schema(self) -> dict[str, object]:
        """A boolean, or one of the words that mean the same."""
        return {"enum": [True, False, "yes", "no", "ja", "nee"]}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month or a season."""

    def read(self, node: Node, place: Place) -> PartialDate | None:
        """The date with its precision."""
        text = node.value if isinstance(node, ScalarNode) else ""
        try:
            return PartialDate.parse(text)
        except DateUnclear:
            message = _(
                "'%(text)s' is no date; write a day as 2020-03-15, a month as 2020-03 "
                "or a season as spring 2022."
            )
            place.wrong(line_of(node), message % {"text": text})
            return None

    def schema(self) -> dict[str, object]:
        """A string; an editor may make a date of it."""
        return {"type": "string"}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word from a fixed list."""

    words: tuple[str, ...]

    def read(self, node: Node, place: Place) -> str | None:
        """The word."""
        text = node.value.strip() if isinstance(node, ScalarNode) else ""
        if text in self.words:
            return text
        place.wrong(line_of(node), unknown_word(text, self.words))
        return None

    def schema(self) -> dict[str, object]:
        """An enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list with items of one kind; one that is wrong is left out, after its error."""

    kind: Kind
    most: int = 2000

    def read(self, node: Node, place: Place) -> list[object] | None:
        """The items in order."""
        if not isinstance(node, SequenceNode):
            place.wrong(line_of(node), _("Write a list here: each item on a line of its own, after '- '."))
            return None
        if len(node.value) > self.most:
            place.wrong(
                line_of(node), _("This list is too long; at most %(most)d items.") % {"most": self.most}
            )
            return None
        items = [self.kind.read(each, place.item(number)) for number, each in enumerate(node.value, start=1)]
        return [each for each in items if each is not None]

    def schema(self) -> dict[str, object]:
        """An array."""
        return {"type": "array", "items": self.kind.schema()}


@dataclass(frozen=True, slots=True)
class MapOf:
    """Values of one kind by a key of one's own, or by a key from a fixed list."""

    kind: Kind
    words: tuple[str, ...] = ()

    def read(self, node: Node, place: Place) -> dict[str, object] | None:
        """The values by key."""
        if not isinstance(node, MappingNode):
            place.wrong(line_of(node), _("Write keys with values here, each on a line of its own."))
            return None
        keys: Kind = OneOf(self.words) if self.words else CODE
        found: dict[str, object] = {}
        for key, key_node, value in pairs(node, place):
            known = keys.read(key_node, place.key(key))
            read = self.kind.read(value, place.key(key))
            if known is not None and read is not None:
                found[key] = read
        return found

    def schema(self) -> dict[str, object]:
        """An object."""
        if self.words:
            properties = {word: self.kind.schema() for word in self.words}
            return {"type": "object", "properties": properties, "additionalProperties": False}
        return {"type": "object", "patternProperties": {f"^{CODE.pattern}$": self.kind.schema()}}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a section: its kind, whether it must be there, and what it is for."""

    name: str
    kind: Kind
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Keys with values that make one dataclass."""

    makes: Callable[..., object]
    keys: tuple[Key, ...]

    def read(self, node: Node, place: Place) -> Found | None:
        """What was found; with errors for keys that are unknown, missing or empty."""
        if not isinstance(node, MappingNode):
            keys = ", ".join(key.name for key in self.keys)
            place.wrong(
                line_of(node), _("Write keys with values here; the keys are: %(keys)s.") % {"keys": keys}
            )
            return None
        known = {key.name: key for key in self.keys}
        found = Found(place, line_of(node), self.makes)
        misspelt: set[str | None] = set()
        for name, key_node, value in pairs(node, place):
            if name not in known:
                place.key(name).wrong(line_of(key_node), unknown_word(name, known))
                misspelt.add(nearest(name, known))
                continue
            found.lines[name] = line_of(key_node)
            if not is_empty(value):
                found.values[name] = known[name].kind.read(value, place.key(name))
        for key in self.keys:
            if key.required and key.name not in found.values and key.name not in misspelt:
                found.wrong(key.name, _("'%(key)s' is missing or empty; fill it in.") % {"key": key.name})
        return found

    def schema(self) -> dict[str, object]:
        """An object; an optional key may be empty."""
        properties = {key.name: _described(key) for key in self.keys}
        required = [key.name for key in self.keys if key.required]
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }


def _described(key: Key) -> dict[str, object]:
    if key.required:
        return {"description": key.about, **key.kind.schema()}
    return {"description": key.about, "anyOf": [{"type": "null"}, key.kind.schema()]}
