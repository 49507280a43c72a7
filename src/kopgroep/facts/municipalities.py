"""The municipalities of the Netherlands (gemeenten), with CBS code and province."""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# The division that the file follows; see the first lines of the file.
YEAR = 2024
SOURCE = "CBS, CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality; `inhabitants` is rounded to thousands, `also` is an everyday name or ''."""

    cbs: str
    name: str
    also: str
    province: str
    inhabitants: int


@cache
def all_municipalities() -> tuple[Municipality, ...]:
    """All municipalities in the order of their names."""
    text = files("kopgroep.facts").joinpath("municipalities.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    read = (
        Municipality(
            cbs=row["cbs"],
            name=row["name"],
            also=row["also"],
            province=row["province"],
            inhabitants=int(row["inhabitants_thousands"]) * 1000,
        )
        for row in rows
    )
    return tuple(sorted(read, key=lambda each: (_folded(each.name), each.cbs)))


@cache
def provinces() -> tuple[str, ...]:
    """The names of the provinces, in order."""
    return tuple(sorted({each.province for each in all_municipalities()}))


def by_code(cbs: str) -> Municipality | None:
    """The municipality with this CBS code, as in 'GM0200'."""
    return _by_code().get(cbs.strip().upper())


def by_name(name: str) -> Municipality | None:
    """The municipality that is called this, whatever the case and accents; with or without 'Gemeente' before it."""
    return _by_name().get(_folded(name).removeprefix("gemeente "))


def search(text: str, *, limit: int = 10) -> list[Municipality]:
    """Municipalities whose name or code looks like the text: whole name, then start, then start of a word."""
    asked = _folded(text).removeprefix("gemeente ").strip()
    if not asked:
        return []
    ranked = ((_rank(asked, each), each) for each in all_municipalities())
    found = sorted((pair for pair in ranked if pair[0] is not None), key=lambda pair: pair[0] or 0)
    return [municipality for _, municipality in found[:limit]]


@cache
def _by_code() -> dict[str, Municipality]:
    return {each.cbs: each for each in all_municipalities()}


@cache
def _by_name() -> dict[str, Municipality]:
    found = {_folded(each.also): each for each in all_municipalities() if each.also}
    return found | {_folded(each.name): each for each in all_municipalities()}


def _rank(asked: str, municipality: Municipality) -> int | None:
    """How well a municipality answers a search, 0 best; None when it does not."""
    if asked == municipality.cbs.lower():
        return 0
    return min(
        (rank for name in _names(municipality) if (rank := _rank_of_name(asked, name)) is not None),
        default=None,
    )


def _rank_of_name(asked: str, name: str) -> int | None:
    if asked == name:
        return 0
    if name.startswith(asked):
        return 1
    return 2 if f" {asked}" in name else None


def _names(municipality: Municipality) -> Iterator[str]:
    yield _folded(municipality.name)
    if municipality.also:
        yield _folded(municipality.also)


def _folded(text: str) -> str:
    """Small letters without accents; punctuation becomes a space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(each if each.isalnum() else " " for each in plain if not unicodedata.combining(each))
    return " ".join(letters.split())
