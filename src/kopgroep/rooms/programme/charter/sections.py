"""The format of a charter: every section with its keys. The reader, the schema and the docs follow it."""

from decimal import Decimal

from kopgroep.rooms.programme.charter import terms
from kopgroep.rooms.programme.charter.kinds import (
    ADDRESS,
    CBS,
    CODE,
    EMAIL,
    KVK,
    OIN,
    Key,
    Line,
    ListOf,
    MapOf,
    Moment,
    Number,
    OneOf,
    Section,
    Words,
    YesNo,
)
from kopgroep.rooms.programme.charter.measures import MEASURES
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

VERSION = 1
NAME = Words(200)
DAYS = Number(most=Decimal(31))
SOURCE = Key("source", CODE, "Key under `sources` where this was found.")

DEAL = Section(
    terms.CharterDeal,
    (
        Key("code", CODE, "Short name in addresses and commands, unique in the installation.", True),
        Key("name", NAME, "Name of the deal.", True),
        Key("kind", OneOf(DEAL_KINDS), "Read-only facts, a deal at work, or an invented example.", True),
        Key("summary", Words(), "The deal in one or two sentences.", True),
        Key("assignment", Words(), "The task (opgave) the partners took on.", True),
        Key("open", YesNo(), "May anyone read the workspace pages? They hold no personal data then."),
        Key(
            "hours_per_day",
            Number(Decimal(1), Decimal(24)),
            "Hours in a working day; effort shows in days then.",
        ),
        Key("signed", Moment(), "When the deal was signed."),
    ),
)
JOINING = Section(
    terms.CharterJoining,
    (
        Key("gives", ListOf(Words(300)), "What a partner gets, a sentence each."),
        Key("contact", Line(150), "Whom to ask: a person or an office; stands on a public page."),
        Key("email", EMAIL, "Mail address for questions."),
        Key("phone", Line(30), "Telephone number for questions."),
        Key(
            "reply_days",
            Number(Decimal(1), Decimal(60), whole=True),
            "Working days within which an enquiry is answered; 5 when left out.",
        ),
    ),
)
SOURCES = Section(
    terms.CharterSource,
    (
        Key("title", Line(), "Title of the page or document.", True),
        Key("address", ADDRESS, "Web address."),
    ),
)
PHASE = Section(
    terms.CharterPhase,
    (
        Key("code", CODE, "Short name, unique in the charter.", True),
        Key("name", NAME, "Name of the phase.", True),
        Key("kind", OneOf(PHASE_KINDS), "What the phase is for; it decides what the product advises.", True),
        Key("starts", Moment(), "First day, month or season; empty when unknown."),
        Key("ends", Moment(), "Last day, month or season; empty when unknown."),
        Key("outcome", Words(), "What there is at the end of it."),
        SOURCE,
    ),
)
PRINCIPLE = Section(
    terms.CharterPrinciple,
    (
        Key("code", CODE, "Short name, unique in the charter.", True),
        Key("name", NAME, "Name of the design principle.", True),
        Key("explanation", Words(), "What it asks."),
        Key("target_tools", Number(whole=True), "How many tools the deal wants for it."),
        SOURCE,
    ),
)
ROLE = Section(
    terms.CharterRole,
    (
        Key("code", CODE, "Short name, unique in the charter.", True),
        Key("name", NAME, "Name of the role.", True),
        Key("explanation", Words(), "What one does in it."),
        Key("days_per_month", DAYS, "Effort that goes with it."),
        SOURCE,
    ),
)
CONTRIBUTION = Section(
    terms.CharterContribution,
    (
        Key("phase", CODE, "Code of the phase.", True),
        Key("days_per_month", DAYS, "Days a month that each partner gives."),
        Key("euros", Number(), "Euros that each partner pays for the phase."),
        SOURCE,
    ),
)
NORM_SOURCE = Section(
    terms.CharterNormSource,
    (
        Key("requirement", Line(200), "Article, number or sentence it comes from."),
        Key("key", CODE, "Key under `sources`."),
    ),
)
NORM = Section(
    terms.CharterNorm,
    (
        Key("code", CODE, "Short name, unique in the charter.", True),
        Key("sentence", Words(300), "The norm as a sentence that is true when it is met.", True),
        Key("strength", OneOf(STRENGTHS), "Must be met, is aimed at, or only hints.", True),
        Key("measure", OneOf(tuple(MEASURES)), "What is measured.", True),
        Key("per", OneOf(PERS), "What the threshold holds for: the deal, or each of these.", True),
        Key("threshold", Number(), "The least value that meets it; empty takes the measure's own."),
        Key("gate", CODE, "Code of the phase whose gate it guards.", True),
        Key("source", NORM_SOURCE, "Where the norm comes from."),
    ),
)
COUNT = Section(
    terms.CharterCount,
    (
        Key("code", CODE, "Short name, unique in the charter.", True),
        Key("label", NAME, "What is counted.", True),
        Key("value", Number(whole=True), "The number.", True),
        Key("on", Moment(), "When it was so."),
        Key("note", Words(), "What one should know about it."),
        SOURCE,
        Key("known_as", OneOf(tuple(MEASURES)), "Measure whose records on that date are known by name."),
    ),
)
STAGE = Section(
    terms.CharterStage,
    (
        Key("stage", OneOf(STAGES), "The step.", True),
        Key("on", Moment(), "When it was taken; empty when unknown."),
    ),
)
PARTNER = Section(
    terms.CharterPartner,
    (
        Key("organisation", Line(200), "Name of the organisation.", True),
        Key("kind", OneOf(ORGANISATION_KINDS), "Kind of organisation.", True),
        Key("helix", OneOf(HELICES), "Part of the quadruple helix.", True),
        Key("relation", OneOf(RELATIONS), "Relation to the deal; `partner` when left out."),
        Key("cbs", CBS, "CBS code of a municipality or province."),
        Key("kvk", KVK, "KvK number."),
        Key("oin", OIN, "OIN."),
        Key("stages", ListOf(STAGE), "Steps it took, in order."),
        Key("note", Words(), "What one should know about it."),
        SOURCE,
    ),
)


def _charter(*, kopgroep: int, **sections: object) -> terms.Charter:
    """The version is checked and then known, so it is no part of the values."""
    # The sections and the dataclasses name the same fields; a test holds them together.
    return terms.Charter(**sections)  # type: ignore[arg-type]


CHARTER = Section(
    _charter,
    (
        Key("kopgroep", Number(Decimal(1), Decimal(VERSION), whole=True), "Version of this format: 1.", True),
        Key("deal", DEAL, "The deal itself.", True),
        Key("joining", JOINING, "What the page for who may join says beside the rest of the charter."),
        Key("initiators", ListOf(Line(200)), "Names of the organisations that took the initiative."),
        Key("sources", MapOf(SOURCES), "Pages and documents, by a key of your own."),
        Key("words", MapOf(Words(60), tuple(WORDS)), "Words of the product that this deal calls otherwise."),
        Key("phases", ListOf(PHASE), "Two to six phases, in order of time.", True),
        Key("principles", ListOf(PRINCIPLE), "Design principles; a deal can do without."),
        Key("roles", ListOf(ROLE), "Roles that a partner can take."),
        Key("contributions", ListOf(CONTRIBUTION), "What each partner gives, per phase."),
        Key(
            "heavier_forms", ListOf(OneOf(tuple(HEAVIER_FORMS))), "Heavier forms that this deal switches on."
        ),
        Key("norms", ListOf(NORM), "What the deal promised, and measures."),
        Key("counts", ListOf(COUNT), "Numbers from sources, where fewer records are known."),
        Key("partners", ListOf(PARTNER), "Organisations that are known by name."),
    ),
)


def json_schema() -> dict[str, object]:
    """The format as JSON Schema, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Charter of a deal in Kopgroep",
        "description": "Made by `make docs`; the comments in a charter say more.",
        **CHARTER.schema(),
    }
