"""What import contracts cannot say about rooms."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[2] / "src"
ROOMS = sorted(
    path.name for path in (SRC / "kopgroep" / "rooms").iterdir() if (path / "__init__.py").exists()
)
SHOWN_TO_ROOMS = {"models", "queries", "rules", "actions", "charter", "phases"}
# The top of the house asks every room for its faces.
ASK_FACES = {"gates", "archive"}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def shown_part(name: str) -> tuple[str, str] | None:
    """Room and module of an import from a room, as ('partners', 'models')."""
    parts = name.split(".")
    return (parts[2], parts[3]) if parts[:2] == ["kopgroep", "rooms"] and len(parts) > 3 else None


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_only_what_another_room_shows(room):
    allowed = SHOWN_TO_ROOMS | ({"faces"} if room in ASK_FACES else set())

    reached = {
        f"{path.name}: {name}"
        for path in (SRC / "kopgroep" / "rooms" / room).rglob("*.py")
        for name in imports_of(path)
        if (part := shown_part(name)) and part[0] != room and part[1] not in allowed
    }

    assert reached == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room):
    assert (import_module(f"kopgroep.rooms.{room}").__doc__ or "").count("\n") >= 1


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in ASK_FACES])
def test_a_room_with_records_shows_its_faces(room):
    faces = import_module(f"kopgroep.rooms.{room}.faces")

    missing = {"measures", "waiting_for", "news"} - set(vars(faces))

    assert missing == set()
