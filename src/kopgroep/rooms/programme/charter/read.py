"""A charter from text, or everything that is wrong with it."""

from contextlib import suppress
from typing import cast

from kopgroep.rooms.programme.charter.checks import check
from kopgroep.rooms.programme.charter.errors import CharterError, CharterWrong
from kopgroep.rooms.programme.charter.found import Enough, Place, built
from kopgroep.rooms.programme.charter.sections import CHARTER
from kopgroep.rooms.programme.charter.terms import Charter
from kopgroep.rooms.programme.charter.tree import read_tree


def read_charter(text: str | bytes, *, name: str) -> Charter:
    """Read a charter; `name` is the file's, for messages. Raises CharterWrong with all errors (MOST_ERRORS) at once."""
    errors: list[CharterError] = []
    found = None
    with suppress(Enough):
        found = CHARTER.read(read_tree(text, name=name), Place("", errors))
        if found is not None:
            check(found)
    if errors or found is None:
        raise CharterWrong(errors, name=name)
    return cast(Charter, built(found))
