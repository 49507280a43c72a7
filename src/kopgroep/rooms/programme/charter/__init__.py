"""The rules of a deal (spelregels) as a YAML file: read, checked, written. Knows no database."""

from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter.errors import CharterError, CharterWrong
from kopgroep.rooms.programme.charter.measures import MEASURES, UNITS, Measure
from kopgroep.rooms.programme.charter.read import read_charter
from kopgroep.rooms.programme.charter.sections import json_schema
from kopgroep.rooms.programme.charter.shipped import SHIPPED, shipped_charter, shipped_text
from kopgroep.rooms.programme.charter.terms import (
    Charter,
    CharterContribution,
    CharterCount,
    CharterDeal,
    CharterJoining,
    CharterNorm,
    CharterNormSource,
    CharterPartner,
    CharterPhase,
    CharterPrinciple,
    CharterRole,
    CharterSource,
    CharterStage,
)
from kopgroep.rooms.programme.charter.vocabulary import (
    DEAL_KINDS,
    HEAVIER_FORMS,
    HELICES,
    ORGANISATION_KINDS,
    PERS,
    PHASE_KINDS,
    RELATIONS,
    STAGES,
    STRENGTHS,
    WORDS,
)
from kopgroep.rooms.programme.charter.write import write_charter

__all__ = [
    "DEAL_KINDS",
    "HEAVIER_FORMS",
    "HELICES",
    "MEASURES",
    "ORGANISATION_KINDS",
    "PERS",
    "PHASE_KINDS",
    "RELATIONS",
    "SHIPPED",
    "STAGES",
    "STRENGTHS",
    "UNITS",
    "WORDS",
    "Charter",
    "CharterContribution",
    "CharterCount",
    "CharterDeal",
    "CharterError",
    "CharterJoining",
    "CharterNorm",
    "CharterNormSource",
    "CharterPartner",
    "CharterPhase",
    "CharterPrinciple",
    "CharterRole",
    "CharterSource",
    "CharterStage",
    "CharterWrong",
    "Measure",
    "Text",
    "json_schema",
    "read_charter",
    "shipped_charter",
    "shipped_text",
    "write_charter",
]
