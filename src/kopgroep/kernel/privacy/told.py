"""What the privacy page tells: every kind of data, how long it is kept, who sees it, what erasing leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Words
from kopgroep.kernel.privacy.declared import every_model, personal_of, privacy_of
from kopgroep.kernel.privacy.words import ERASING_WORDS, field_words
from kopgroep.kernel.records import Erasing, Keep

YEAR = 365


@dataclass(frozen=True, slots=True)
class WhomToAsk:
    """Who answers for one deal."""

    deal: str
    name: str
    email: str


# Of the deals that a user or visitor may see; rooms tell it.
WhomSource = Callable[[Any], Iterable[WhomToAsk]]
_whom_sources: list[WhomSource] = []


def add_whom_source(source: WhomSource) -> None:
    if source not in _whom_sources:
        _whom_sources.append(source)


def whom_to_ask(user: Any) -> list[WhomToAsk]:
    return [each for source in _whom_sources for each in source(user)]


# From when the time counts: the last part of a lookup -> words.
MOMENTS = {
    "until_on": _("after the task ends"),
    "last_login": _("after your last sign-in"),
    "closed_at": _("after it was dealt with"),
    "asked_at": _("after it was asked"),
    "consented_at": _("after it was agreed to"),
    "made_at": _("after it was made"),
    "used_at": _("after the last mail"),
    "expires_on": _("after it ends"),
    "expire_date": _("after it ends"),
    "ended_at": _("after it ends"),
    "at": _("after it happened"),
    "reviewed_at": _("after the decision"),
    "held_on": _("after the conversation"),
    "created": _("after it was made"),
    "last_seen_at": _("after your last visit"),
    "checked_in_at": _("after the meeting"),
    "started_at": _("after you began it"),
}


@dataclass
class Kind:
    """One kind of personal data, as people read of it; several tables may hold it."""

    what: Words
    why: Words
    seen_by: Words
    erasing: Words
    stays: Words
    kept: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


def kinds_of_data() -> list[Kind]:
    """From the models' own words, in the reader's language."""
    found: dict[str, Kind] = {}
    for model in every_model():
        privacy = privacy_of(model)
        if privacy is None:
            continue
        kind = found.setdefault(
            str(privacy.what),
            Kind(privacy.what, privacy.why, privacy.seen_by, ERASING_WORDS[privacy.erasing], privacy.stays),
        )
        kind.tables.append(model._meta.label)
        for line in _kept(model):
            if line not in kind.kept:
                kind.kept.append(line)
        if not personal_of(model) and privacy.erasing is Erasing.STAY:
            kind.kept.append(gettext("as long as the deal is kept"))
    for kind in found.values():
        # Nothing in the row names anybody but the account that it points to: the row is the deal's.
        kind.kept = kind.kept or [gettext("as long as the deal is kept")]
    return list(found.values())


def _kept(model: type[models.Model]) -> list[str]:
    """One line per period; the fields are named where they differ."""
    periods: dict[str, list[str]] = {}
    for name, keep in personal_of(model).items():
        words = str(field_words(model._meta.get_field(name)))
        periods.setdefault(period(keep), []).append(words)
    if len(periods) == 1:
        return list(periods)
    return [f"{', '.join(dict.fromkeys(words))}: {time}" for time, words in periods.items()]


def period(keep: Keep) -> str:
    years, rest = divmod(keep.days, YEAR)
    if years and rest <= years:
        length = ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    else:
        length = ngettext("%(count)d day", "%(count)d days", keep.days) % {"count": keep.days}
    last = keep.after.rsplit("__", 1)[-1]
    moment = MOMENTS.get(last, last)
    return gettext("%(length)s %(moment)s") % {"length": length, "moment": moment}
