"""The charters that come with the product."""

from importlib.resources import files

from kopgroep.rooms.programme.charter.read import read_charter
from kopgroep.rooms.programme.charter.terms import Charter

SHIPPED = ("slimme-stad", "slim-maatwerk", "voorbeeld-deal", "two-phase", "blank")


def shipped_text(name: str) -> str:
    """The YAML text of a shipped charter, with its comments."""
    if name not in SHIPPED:
        raise KeyError(f"No shipped charter is called '{name}'; there are: {', '.join(SHIPPED)}.")
    return files("kopgroep").joinpath("charters", f"{name}.yaml").read_text(encoding="utf-8")


def shipped_charter(name: str) -> Charter:
    """A shipped charter."""
    return read_charter(shipped_text(name), name=f"{name}.yaml")
