"""One index of everything that can be found, with an audience per row.

A record that can be found has search_row(); the journal's record() keeps the index up to date in the transaction of the
change itself, so that a page never finds what is not there. See words.py for what matches what.
"""

from __future__ import annotations

from dataclasses import dataclass

from kopgroep.kernel.texts import Text

# Tokens of an audience. Rooms add their own ("deal:slimme-stad") through audiences.add_audience_source.
PUBLIC = "public"
STAFF = "staff"


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What can be found of one record.

    kind      a word for what it is ("deal", "partner"); the search page can be narrowed to it
    title     shown as the link; a bilingual Text is found in both languages
    text      everything else that it is found by, shown in parts around the words that were found
    url       where it is
    audience  who may know of it: tokens of which a reader has at least one
    """

    kind: str
    title: str | Text
    text: str | Text
    url: str
    audience: frozenset[str] | set[str]
