"""What was found in a charter, on which line; and the list that every error goes on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from yaml.nodes import MappingNode, Node, ScalarNode

from kopgroep.rooms.programme.charter.errors import CharterError

# Nobody mends more at once; a file that is no charter at all would go on for thousands.
MOST_ERRORS = 200
LONGEST_WORDS = 500


class Enough(Exception):
    """So much is wrong that reading on helps nobody."""


def _short(words: str) -> str:
    """What is said around a long quotation stays."""
    half = LONGEST_WORDS // 2
    return words if len(words) <= LONGEST_WORDS else f"{words[:half]}…{words[-half:]}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reader is, and the list that every error goes on."""

    path: str
    errors: list[CharterError]

    def key(self, name: str) -> "Place":
        """The place of a key inside this one."""
        return Place(f"{self.path}.{name}" if self.path else name, self.errors)

    def item(self, number: int) -> "Place":
        """The place of the item with this number, counted from 1."""
        return Place(f"{self.path}[{number}]", self.errors)

    def wrong(self, line: int, message: str) -> None:
        """Put an error on the list; raises Enough when it is full."""
        self.errors.append(CharterError(line, _short(self.path), _short(message)))
        if len(self.errors) >= MOST_ERRORS:
            raise Enough


@dataclass(slots=True)
class Found:
    """A section as it was read: values by key, None where absent or wrong, and the line of each."""

    place: Place
    line: int
    makes: Callable[..., object]
    values: dict[str, object] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def wrong(self, key: str, message: str) -> None:
        """Put an error about one of the keys on the list."""
        self.place.key(key).wrong(self.lines.get(key, self.line), message)

    def text(self, key: str) -> str | None:
        """The value of a key when it is plain text."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def sections(self, key: str) -> "list[Found]":
        """The sections listed under a key."""
        value = self.values.get(key)
        if isinstance(value, Found):
            return [value]
        items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [each for each in items if isinstance(each, Found)]


def line_of(node: Node) -> int:
    """The line a node starts on, counted from 1."""
    return int(node.start_mark.line) + 1


def is_empty(node: Node) -> bool:
    """Whether nothing was filled in: `key:` or `key: null`."""
    return isinstance(node, ScalarNode) and node.style is None and node.value.lower() in ("", "~", "null")


def pairs(node: MappingNode, place: Place) -> Iterator[tuple[str, Node, Node]]:
    """Key, its node and its value; keys that are no word or stand there twice become errors."""
    seen: dict[str, int] = {}
    for key_node, value in node.value:
        line = line_of(key_node)
        if not isinstance(key_node, ScalarNode):
            place.wrong(line, _("A key is a single word; check the indent and the brackets."))
            continue
        key = key_node.value
        if key in seen:
            message = _("'%(key)s' is here twice, first on line %(first)d; keep one.")
            place.key(key).wrong(line, message % {"key": key, "first": seen[key]})
            continue
        seen[key] = line
        yield key, key_node, value


def built(value: object) -> object:
    """The dataclasses of what was found; only when there were no errors."""
    if isinstance(value, Found):
        return value.makes(**{key: built(each) for key, each in value.values.items()})
    if isinstance(value, list):
        return tuple(built(each) for each in value)
    if isinstance(value, dict):
        return {key: built(each) for key, each in value.items()}
    return value
