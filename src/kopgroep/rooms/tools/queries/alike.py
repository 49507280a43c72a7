"""What is there already that looks like what somebody types: needs, tools, existing tools."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from kopgroep.kernel.search.synonyms import synonyms
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import ExistingTool, Need, Tool
from kopgroep.rooms.tools.queries.tools import Sight, seen_tools

FEWEST_LETTERS = 4
MOST = 5
# So much of the weight of what was typed is in the other text, or so much is it the same text.
SHARED, SAME = 0.5, 84.0
STEM = 6
NEED, TOOL, EXISTING = "need", "tool", "existing_tool"
EMPTY_WORDS = frozenset(
    "aan als bij dat de deze die dit door een en er gaan gemeente gemeenten goed heb hebben het hoe in is je kan "
    "kunnen krijgen maken met moet moeten naar niet of om onze ons op over te tool tools uit van voor waar wat we "
    "welke wie wij willen worden ze zijn zo zorgen the and for how our are can with what that this from make they "
    "you your about".split()
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Something that looks like it; `kind` is need, tool or existing_tool."""

    kind: str
    record: Need | Tool | ExistingTool
    score: float

    @property
    def title(self) -> str:
        return str(self.record)

    @property
    def url(self) -> str:
        return self.record.get_absolute_url()

    @property
    def is_need(self) -> bool:
        return self.kind == NEED


def _stems(text: str, means: dict[str, str]) -> set[str]:
    words = re.findall(r"\w{3,}", text.casefold())
    return {means.get(word, word)[:STEM] for word in words if word not in EMPTY_WORDS}


def _one_word_each() -> dict[str, str]:
    """Of words that mean the same, the first in the alphabet stands for all."""
    return {word: min(word, *others) for word, others in synonyms().items() if others}


def alike_in(deal: Deal, words: str, sight: Sight, on: date, *, most: int = MOST) -> list[Alike]:
    """The best first; nothing of what this reader does not see. Four queries, for any number of records."""
    if len(words.strip()) < FEWEST_LETTERS:
        return []
    needs = Need.objects.filter(deal=deal).standing()
    tools = seen_tools(deal, sight, on)
    existing = ExistingTool.objects.filter(deal=deal)
    texts: list[tuple[str, Need | Tool | ExistingTool, str, str]] = [
        *((NEED, row, row.process_question, row.occasion) for row in needs.order_by("pk")),
        *(
            (TOOL, row, f"{row.name} {row.former_names}", f"{row.process_question} {row.summary}")
            for row in tools.order_by("pk")
        ),
        *((EXISTING, row, row.name, row.summary) for row in existing.order_by("pk")),
    ]
    return _best(words, texts)[:most]


def _best(words: str, texts: Iterable[tuple[str, Need | Tool | ExistingTool, str, str]]) -> list[Alike]:
    means = _one_word_each()
    asked = _stems(words, means)
    read = [(kind, row, title, _stems(f"{title} {more}", means)) for kind, row, title, more in texts]
    seen = Counter(stem for *_rest, stems in read for stem in stems & asked)
    weights = {stem: math.log(1 + len(read) / (1 + seen[stem])) + 0.1 for stem in asked}
    whole = sum(weights.values())
    typed = " ".join(sorted(asked))
    found = []
    for kind, row, title, stems in read:
        shared = asked & stems
        share = sum(weights[stem] for stem in shared) / whole if whole else 0.0
        # One word of many says little; of a short text it may say all.
        enough = share >= SHARED and (len(shared) > 1 or len(asked) <= 2)
        same = fuzz.ratio(typed, " ".join(sorted(_stems(title, means)))) if typed else 0.0
        if enough or same >= SAME:
            found.append(Alike(kind, row, max(share, same / 100)))
    return sorted(found, key=lambda each: (-each.score, each.kind, each.record.pk))


def twins_of_need(need: Need, sight: Sight, on: date) -> list[Alike]:
    """Other needs that ask much the same: what may be merged."""
    found = alike_in(need.deal, need.process_question, sight, on, most=20)
    return [each for each in found if each.is_need and each.record.pk != need.pk][:MOST]


def twins_of_tool(tool: Tool, sight: Sight, on: date) -> list[Alike]:
    """What exists or is planned already that looks like a tool."""
    found = alike_in(tool.deal, f"{tool.name} {tool.process_question}", sight, on, most=20)
    return [each for each in found if not (each.kind == TOOL and each.record.pk == tool.pk)][:MOST]
