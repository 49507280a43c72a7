"""One norm held against one reading: how far, on what evidence, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.measures import Item, Reading, Subject
from kopgroep.kernel.obstacles import Words
from kopgroep.rooms.programme.charter.measures import MEASURES
from kopgroep.rooms.programme.models import Norm, SourcedCount, Strength

ALMOST_FROM = Decimal("0.8")
UNITS: dict[str, Promise] = {
    "helix": _("helices"),
    "principle": _("design principles"),
    "partner": _("partners"),
    "municipality": _("municipalities"),
    "percent": _("percent"),
    "days": _("days"),
}


class State(StrEnum):
    """How far a norm is; what no room measures yet is never met."""

    MET = "met"
    ALMOST = "almost"
    NOT_YET = "not_yet"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class NormState:
    """A norm on a day.

    value    what there is: a number for the deal, or how many subjects reach the norm
    asked    what it must be: the threshold, or the number of subjects
    known    how many records are known by name, where a sourced count gives more
    on       the day
    """

    norm: Norm
    state: State
    value: Decimal | None = None
    asked: Decimal | None = None
    evidence: tuple[Item, ...] = ()
    missing: tuple[Item, ...] = ()
    known: Decimal | None = None
    count: SourcedCount | None = None
    on: date | None = None

    @property
    def code(self) -> str:
        return self.norm.code

    @property
    def sentence(self) -> str:
        return str(self.norm.sentence)

    @property
    def strength(self) -> str:
        return self.norm.strength

    @property
    def is_met(self) -> bool:
        return self.state is State.MET

    @property
    def is_gap(self) -> bool:
        """Measured, and below what was asked: somebody can do something about it today."""
        return self.state in (State.ALMOST, State.NOT_YET)

    @property
    def threshold(self) -> Decimal | None:
        return self.asked

    @property
    def value_words(self) -> str:
        return "" if self.value is None else in_words(self.value)

    @property
    def threshold_words(self) -> str:
        return "" if self.asked is None else in_words(self.asked)

    @property
    def unit(self) -> Words:
        if self.norm.per != "deal":
            return UNITS[self.norm.per]
        return UNITS.get(MEASURES[self.norm.measure].unit, "")

    @property
    def share(self) -> Decimal:
        """How much of what was asked is there, from 0 to 1."""
        if self.value is None or not self.asked:
            return Decimal(0)
        return min(max(self.value, Decimal(0)) / self.asked, Decimal(1))

    @property
    def note(self) -> Words:
        if self.state is State.NOT_MEASURED:
            if self.norm.deal.is_read_only:
                return _("Kopgroep does not measure this, so it does not say whether it was met.")
            return _(
                "The part of Kopgroep that measures this is still to come. Until then it does not count as met."
            )
        if self.count is not None and self.known is not None:
            words = {"count": self.count.value, "what": self.count.label, "known": in_words(self.known)}
            return _("%(count)s %(what)s, of whom %(known)s are known by name.") % words
        if self.norm.per != "deal" and not self.asked:
            return _("There is nothing yet to measure this on.")
        return ""

    @property
    def mend(self) -> Item | None:
        """The most promising page to make this better."""
        return next((item for item in self.missing if item.url), None)

    @property
    def url(self) -> str:
        """The norm's own place, on the page of its gate."""
        return f"{self._gate_url}#norm-{self.norm.code}"

    @property
    def all_url(self) -> str:
        """The same with every record behind it, however many."""
        query = {"show": self.norm.code} | ({"on": self.on.isoformat()} if self.on else {})
        return f"{self._gate_url}?{urlencode(query)}#norm-{self.norm.code}"

    @property
    def _gate_url(self) -> str:
        return reverse("gates:gate", args=[self.norm.deal.code, self.norm.phase.code])


def in_words(value: Decimal) -> str:
    """A number for people: no decimals that say nothing, in the reader's own notation."""
    whole = value.quantize(Decimal(1))
    return number_format(whole if whole == value else value.normalize(), use_l10n=True)


def threshold_of(norm: Norm) -> Decimal:
    """The charter's threshold, or the least that makes the sentence true."""
    if norm.threshold is not None:
        return norm.threshold
    measure = MEASURES[norm.measure]
    if measure.default_threshold is not None:
        return measure.default_threshold
    return Decimal(100) if measure.unit == "percent" else Decimal(1)


def judge_norm(norm: Norm, reading: Reading | None, count: SourcedCount | None = None) -> NormState:
    """Hold a norm against what its room answered; None when no room answers this measure yet."""
    if reading is None:
        asked = threshold_of(norm) if norm.per == "deal" else None
        return NormState(norm, State.NOT_MEASURED, asked=asked)
    return _of_deal(norm, reading, count) if norm.per == "deal" else _of_subjects(norm, reading)


def _of_deal(norm: Norm, reading: Reading, count: SourcedCount | None) -> NormState:
    asked = threshold_of(norm)
    known = sum((subject.value for subject in reading.subjects), Decimal(0))
    told = count is not None and count.value > known
    value = Decimal(count.value) if count is not None and told else known
    evidence = tuple(item for subject in reading.subjects for item in subject.evidence)
    missing = () if value >= asked else tuple(item for subject in reading.subjects for item in subject.open)
    if count is None or not told:
        return NormState(norm, state_for(value, asked), value, asked, evidence, missing)
    source = (Item(count.source.title, count.source.address_of_page, _("source")),) if count.source else ()
    return NormState(norm, state_for(value, asked), value, asked, source + evidence, missing, known, count)


def _of_subjects(norm: Norm, reading: Reading) -> NormState:
    """Per helix, partner, principle …: how many subjects reach the threshold, of all there are.

    A percentage of partners ("80 percent of the partners have a motivation") asks for that share of the
    partners; each of them has it or has it not.
    """
    each, of_all = threshold_of(norm), Decimal(len(reading.subjects))
    asked = of_all
    if norm.per == "partner" and MEASURES[norm.measure].unit == "percent":
        asked = (of_all * each / 100).to_integral_value(rounding=ROUND_CEILING)
        each = Decimal(1)
    reached = [subject for subject in reading.subjects if subject.value >= each]
    value = Decimal(len(reached))
    state = state_for(value, asked)
    missing: tuple[Item, ...] = ()
    if state is not State.MET:
        missing = tuple(
            item for subject in reading.subjects if subject.value < each for item in _open_at(subject)
        )
    return NormState(norm, state, value, asked, _evidence_of(reached), missing)


def _evidence_of(reached: Iterable[Subject]) -> tuple[Item, ...]:
    return tuple(
        item
        if item.detail or item.label == subject.label
        else Item(item.label, item.url, subject.label, item.address)
        for subject in reached
        for item in subject.evidence or (Item(subject.label),)
    )


def _open_at(subject: Subject) -> tuple[Item, ...]:
    """What can be done for a subject, always with its name."""
    if len(subject.open) == 1:
        only = subject.open[0]
        detail = only.label if str(only.label) != str(subject.label) else only.detail
        return (Item(subject.label, only.url, detail, only.address),)
    return (
        Item(subject.label, subject.url, address=subject.address),
        *(Item(i.label, i.url, i.detail or subject.label, i.address) for i in subject.open),
    )


def without_mending(state: NormState) -> NormState:
    """What is missing in history stays missing: it is named, and leads to no form."""
    return replace(
        state,
        missing=tuple(
            Item(item.label, address=item.address) for item in state.missing if item.address or not item.url
        ),
    )


def state_for(value: Decimal, asked: Decimal) -> State:
    if asked <= 0:
        return State.NOT_YET
    if value >= asked:
        return State.MET
    return State.ALMOST if value / asked >= ALMOST_FROM else State.NOT_YET


def is_must(state: NormState) -> bool:
    return state.strength == Strength.MUST
