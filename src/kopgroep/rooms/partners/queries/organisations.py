"""Who is known already, under this name or one that looks like it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.clock import today
from kopgroep.rooms.partners.models import PIPELINE, STAFF, Alias, Organisation, Partner
from kopgroep.rooms.partners.queries.roles import deals_inside
from kopgroep.rooms.programme.models import Deal

# Words that say what an organisation is, not which one.
SAYS_WHAT_IT_IS = frozenset(
    "de het een van voor en the of and gemeente provincie ministerie stichting vereniging cooperatie bv nv".split()
)
ALIKE = 0.86


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """A name without accents, punctuation, case, legal form and the words that many names share."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", re.sub(r"\b([bn])\.?v\b\.?", r"\1v", plain))
    return " ".join(word for word in words if word not in SAYS_WHAT_IT_IS) or " ".join(words)


def similar_organisations(name: str, *, but: Organisation | None = None) -> list[Organisation]:
    """Organisations whose name or alias looks like this one, most alike first; two queries."""
    wanted = name_key(name)
    if not wanted:
        return []
    names = [
        *Organisation.objects.values_list("pk", "name"),
        *Alias.objects.values_list("organisation_id", "name"),
    ]
    scores: dict[int, float] = {}
    matcher = SequenceMatcher()
    matcher.set_seq2(wanted)
    for pk, known in names:
        matcher.set_seq1(name_key(known))
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
            scores[pk] = max(scores.get(pk, 0), matcher.ratio())
    found = sorted((pk for pk in scores if scores[pk] >= ALIKE), key=lambda pk: (-scores[pk], pk))[:5]
    rows = Organisation.objects.in_bulk([pk for pk in found if but is None or pk != but.pk])
    return [rows[pk] for pk in found if pk in rows]


def find_organisation(*, name: str, cbs_code: str = "", kvk: str = "", oin: str = "") -> Organisation | None:
    """By a code first, then by the exact name or another name of it."""
    for lookup, code in (("cbs_code", cbs_code), ("kvk", kvk), ("oin", oin)):
        if code and (found := Organisation.objects.filter(**{lookup: code}).first()):
            return found
    by_name = Organisation.objects.filter(name__iexact=name).order_by("pk").first()
    return by_name or Organisation.objects.filter(aliases__name__iexact=name).order_by("pk").first()


@dataclass(frozen=True)
class Sight:
    """Which deals a visitor sees, wholly or as the public does, and whether the whole registry."""

    everything: bool
    inside: frozenset[int]
    outside: frozenset[int]

    @property
    def anything(self) -> bool:
        return self.everything or bool(self.inside or self.outside)


def sight_of(user: Any) -> Sight:
    """What somebody may know of the registry: staff all of it, others the deals they are in, everyone open deals."""
    open_deals = frozenset(Deal.objects.filter(is_open=True).values_list("pk", flat=True))
    if not user.is_authenticated:
        return Sight(False, frozenset(), open_deals)
    grants = Grant.objects.in_force(today()).filter(user=user, role__in=[role.value for role in STAFF])
    if grants.filter(on__startswith=f"{Deal._meta.label_lower}:").exists():
        return Sight(True, frozenset(), frozenset())
    inside = deals_inside(user)
    return Sight(False, inside, open_deals - inside)


def visible_organisations(sight: Sight) -> QuerySet[Organisation]:
    """The organisations in sight: of deals seen from outside only those that are past the talks."""
    if sight.everything:
        return Organisation.objects.all()
    standing = Partner.objects.standing_on(today())
    inside = standing.filter(deal__in=sight.inside).values("organisation")
    outside = standing.filter(deal__in=sight.outside).not_at_stage(*PIPELINE).values("organisation")
    return Organisation.objects.filter(pk__in=inside) | Organisation.objects.filter(pk__in=outside)
