"""Which organisation a row of a table means: by its codes first, then by its name, then by a name that looks like it.

rapidfuzz compares the names: a table of 10,000 against a registry as large takes seconds, where difflib
takes many minutes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain, takewhile
from typing import Any

from django.utils.translation import gettext_noop as _
from rapidfuzz import fuzz, process

from kopgroep.formats.tables import normalised
from kopgroep.kernel.imports.kinds import Candidate, Said
from kopgroep.rooms.partners.models import Alias, Organisation, OrganisationKind
from kopgroep.rooms.partners.queries.organisations import name_key

CODES = ("kvk", "oin", "cbs_code")
CODE_WORDS = {"kvk": "KvK", "oin": "OIN", "cbs_code": "CBS"}
ALIKE = 86.0
MOST_CANDIDATES = 4
MOST_LOOKED_AT = 20
# Names that so many share a word with are compared by their rarer words.
CROWDED = 1_500
FORMS = frozenset("stichting vereniging cooperatie bv nv".split())
# Gemeente Groningen and Provincie Groningen share all of their name, and are not the same.
APART = frozenset(
    {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.PROVINCE,
        OrganisationKind.WATER_AUTHORITY,
        OrganisationKind.MINISTRY,
    }
)


@dataclass(eq=False)
class Known:
    """An organisation that exists, or that an earlier row of the same table brings in."""

    answer: str
    organisation: Organisation
    row: int = 0
    keys: set[str] = field(default_factory=set)

    @property
    def where(self) -> Said:
        if self.row:
            return Said(_("row %(row)d of this table"), {"row": self.row})
        return Said(_("in the registry"))


@dataclass(frozen=True)
class Match:
    """What was found: one for certain and why, or candidates between which somebody chooses."""

    known: Known | None = None
    why: Said | None = None
    candidates: tuple[Candidate, ...] = ()


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _without_initials(name: str) -> str:
    """Omgevingsdienst Drenthe (ODD) is Omgevingsdienst Drenthe."""
    return re.sub(r"\s*\([A-Z][A-Za-z0-9-]{1,9}\)$", "", name)


def _parts(key: str) -> set[str]:
    """The starts and ends of its words: who mistypes one part of a name types another one right."""
    words = [word for word in key.split() if len(word) > 2]
    return {f"{word[:4]}-" for word in words} | {f"-{word[-4:]}" for word in words}


def _in_order(key: str) -> str:
    return " ".join(sorted(key.split()))


class Registry:
    """All names and codes that are known, and those that rows bring in one after the other."""

    def __init__(self) -> None:
        self.aliases: dict[int, list[str]] = {}
        self.by_answer: dict[str, Known] = {}
        self.by_uid: dict[str, Known] = {}
        self.by_code: dict[tuple[str, str], Known] = {}
        self.by_name: dict[str, list[Known]] = defaultdict(list)
        self.by_key: dict[str, list[Known]] = defaultdict(list)
        # Names with their words in order of the alphabet, so that comparing them need not sort them again.
        self.by_sorted: dict[str, list[str]] = defaultdict(list)
        self.by_part: dict[str, list[str]] = defaultdict(list)

    @classmethod
    def of_all(cls) -> Registry:
        registry = cls()
        aliases: dict[int, list[str]] = defaultdict(list)
        for pk, name in Alias.objects.order_by("pk").values_list("organisation_id", "name"):
            aliases[pk].append(name)
        registry.aliases = aliases
        for organisation in Organisation.objects.order_by("pk"):
            known = Known(f"org:{organisation.pk}", organisation)
            registry.add(known, aliases.get(organisation.pk, ()))
        return registry

    def add(self, known: Known, aliases: Iterable[str] = ()) -> None:
        organisation = known.organisation
        self.by_answer[known.answer] = known
        if organisation.pk:
            self.by_uid[str(organisation.uid)] = known
        for name in CODES:
            if code := getattr(organisation, name):
                self.by_code.setdefault((name, code), known)
        for name in (organisation.name, *aliases):
            self._name(known, name)
            if (bare := _without_initials(name)) != name:
                self._name(known, bare)

    def _name(self, known: Known, name: str) -> None:
        if known not in self.by_name[_plain(name)]:
            self.by_name[_plain(name)].append(known)
        key = name_key(name)
        if not key or key in known.keys:
            return
        known.keys.add(key)
        is_new = key not in self.by_key
        self.by_key[key].append(known)
        if not is_new:
            return
        in_order = _in_order(key)
        self.by_sorted[in_order].append(key)
        if len(self.by_sorted[in_order]) == 1:
            for part in _parts(key):
                self.by_part[part].append(in_order)

    def holder(self, field_name: str, code: str) -> Known | None:
        return self.by_code.get((field_name, code))

    def match(self, name: str, kind: str, codes: Mapping[str, str], uid: str = "") -> Match:
        if uid:
            known = self.by_uid.get(uid)
            return Match(known, Said(_("Known by its Kopgroep number."))) if known else Match()
        by_code = self._by_code(name, codes)
        if by_code.known or by_code.candidates or not name:
            return by_code
        return self._by_name(name, kind, codes) or Match(candidates=self._alike(name, kind, codes))

    def _by_code(self, name: str, codes: Mapping[str, str]) -> Match:
        found = {
            code: known for code in CODES if codes.get(code) and (known := self.holder(code, codes[code]))
        }
        if not found:
            return Match()
        code, known = next(iter(found.items()))
        if len({each.answer for each in found.values()}) > 1:
            why = Said(_("Its codes belong to different organisations."))
            return Match(candidates=tuple(_candidate(each, why) for each in dict.fromkeys(found.values())))
        alike = not name or max((fuzz.token_set_ratio(name_key(name), key) for key in known.keys), default=0)
        if name and alike < 50:
            why = Said(_("The same %(code)s, but quite another name."), {"code": CODE_WORDS[code]})
            return Match(candidates=(_candidate(known, why),))
        return Match(known, Said(_("Known by its %(code)s."), {"code": CODE_WORDS[code]}))

    def _by_name(self, name: str, kind: str, codes: Mapping[str, str]) -> Match | None:
        for found, why in (
            (self.by_name.get(_plain(name), []), Said(_("The name is the same."))),
            (
                self.by_key.get(name_key(name)) or self.by_key.get(name_key(_without_initials(name)), []),
                Said(_("The name is the same but for the legal form or common words.")),
            ),
        ):
            possible = [known for known in found if _could_be(known, kind)]
            if len(possible) == 1 and not _codes_differ(possible[0], codes) and _same_form(name, possible[0]):
                return Match(possible[0], why)
            if possible:
                reason = Said(_("The same name, and not the same codes, kind or legal form."))
                return Match(
                    candidates=tuple(_candidate(each, reason) for each in possible[:MOST_CANDIDATES])
                )
        return None

    def _alike(self, name: str, kind: str, codes: Mapping[str, str]) -> tuple[Candidate, ...]:
        key = name_key(name)
        digits = re.findall(r"\d+", key)
        scores: dict[Known, float] = {}
        near = process.extract(
            _in_order(key), self._nearby(key), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_LOOKED_AT
        )
        for other, score in [(name, score) for words, score, _at in near for name in self.by_sorted[words]]:
            if len(key) <= 4 or re.findall(r"\d+", other) != digits:
                continue
            for known in self.by_key[other]:
                if _could_be(known, kind) and not _codes_differ(known, codes):
                    scores[known] = max(score, scores.get(known, 0))
        best = sorted(scores, key=lambda each: (-scores[each], each.answer))[:MOST_CANDIDATES]
        return tuple(
            _candidate(each, Said(_("The names are %(share)d%% alike."), {"share": int(scores[each])}))
            for each in best
        )

    def _nearby(self, key: str) -> list[str]:
        blocks = sorted((self.by_part[part] for part in _parts(key) if part in self.by_part), key=len)
        near = [blocks[0][: CROWDED * 2]] if blocks else []
        near += takewhile(lambda block: len(block) <= CROWDED, blocks[1:])
        return list(dict.fromkeys(chain.from_iterable(near)))


def _candidate(known: Known, why: Said) -> Candidate:
    return Candidate(known.answer, known.organisation.name, why)


def _could_be(known: Known, kind: str) -> bool:
    theirs = known.organisation.kind
    return not kind or kind == theirs or not ({kind, theirs} & APART)


def _same_form(name: str, known: Known) -> bool:
    """Stichting Zonnestroom and Coöperatie Zonnestroom may well be two; who leaves the form out means either."""
    mine, theirs = _forms(name), _forms(known.organisation.name)
    return not mine or not theirs or mine == theirs


def _forms(name: str) -> frozenset[str]:
    return FORMS.intersection(
        normalised(re.sub(r"\b([bn])\.\s?v\b\.?", r"\1v", name, flags=re.IGNORECASE)).split()
    )


def _codes_differ(known: Known, codes: Mapping[str, str]) -> bool:
    theirs: Any = known.organisation
    return any(codes.get(code) and getattr(theirs, code) not in ("", codes[code]) for code in CODES)
