"""What a charter says, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class CharterDeal:
    """The deal itself."""

    code: str
    name: Text
    kind: str
    summary: Text
    assignment: Text
    open: bool = False
    hours_per_day: Decimal | None = None
    signed: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class CharterSource:
    """Where a fact was found."""

    title: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class CharterJoining:
    """What is told to who may join (meedoen): what partners get, whom to ask, how fast one is answered."""

    gives: tuple[Text, ...] = ()
    contact: str | None = None
    email: str | None = None
    phone: str | None = None
    reply_days: int | None = None


@dataclass(frozen=True, slots=True)
class CharterPhase:
    """One phase (fase), planned from and until."""

    code: str
    name: Text
    kind: str
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    outcome: Text | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CharterPrinciple:
    """One design principle (ontwerpprincipe)."""

    code: str
    name: Text
    explanation: Text | None = None
    target_tools: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CharterRole:
    """One role that a partner can take, with the effort it asks."""

    code: str
    name: Text
    explanation: Text | None = None
    days_per_month: Decimal | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CharterContribution:
    """What each partner gives in a phase (bijdrage)."""

    phase: str
    days_per_month: Decimal | None = None
    euros: Decimal | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CharterNormSource:
    """Where a norm comes from: a requirement in free text, a key under `sources`, or both."""

    requirement: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class CharterNorm:
    """One goal of the deal (doel) that can be measured."""

    code: str
    sentence: Text
    strength: str
    measure: str
    per: str
    gate: str
    threshold: Decimal
    source: CharterNormSource | None = None


@dataclass(frozen=True, slots=True)
class CharterCount:
    """A number that a source states, shown where fewer records are known than that."""

    code: str
    label: Text
    value: int
    on: PartialDate | None = None
    note: Text | None = None
    source: str | None = None
    known_as: str | None = None


@dataclass(frozen=True, slots=True)
class CharterStage:
    """A step of a partner, with its date where that is known."""

    stage: str
    on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class CharterPartner:
    """An organisation that is known by name, and its part in the deal."""

    organisation: str
    kind: str
    helix: str
    relation: str = "partner"
    cbs: str | None = None
    kvk: str | None = None
    oin: str | None = None
    stages: tuple[CharterStage, ...] = ()
    note: Text | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Charter:
    """The rules of a deal (spelregels van de deal)."""

    deal: CharterDeal
    phases: tuple[CharterPhase, ...]
    joining: CharterJoining = CharterJoining()
    initiators: tuple[str, ...] = ()
    sources: Mapping[str, CharterSource] = field(default_factory=dict)
    words: Mapping[str, Text] = field(default_factory=dict)
    principles: tuple[CharterPrinciple, ...] = ()
    roles: tuple[CharterRole, ...] = ()
    contributions: tuple[CharterContribution, ...] = ()
    heavier_forms: tuple[str, ...] = ()
    norms: tuple[CharterNorm, ...] = ()
    counts: tuple[CharterCount, ...] = ()
    partners: tuple[CharterPartner, ...] = ()
