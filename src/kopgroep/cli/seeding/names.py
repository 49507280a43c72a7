"""Invented names. No place, organisation or person here exists; addresses are in a domain that cannot exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product
from random import Random

from kopgroep.facts.municipalities import all_municipalities
from kopgroep.kernel.accounts.demo import DEMO_DOMAIN
from kopgroep.rooms.partners.models import Helix, OrganisationKind

_K = OrganisationKind

PLACE_BEGINS = (
    "Vlinder Hinkel Regenboog Kastanje Lijster Egel Paardenbloem Zwaluw Varen Distel Klaver Libel "
    "Kikker Merel Bramen Eekhoorn Wolken Hazelnoot Kievit Zonnebloem"
).split()
PLACE_ENDS = "dam burg voorde meer stede loo kade wijk huizen gaard".split()

THINGS = (
    "Klinker Stoeptegel Regenton Lantaarn Geveltuin Plantsoen Dakgoot Parkbank Boomspiegel Waslijn "
    "Hinkelbaan Brievenbus Knikker Fietsbel Moestuin"
).split()
TRADES = "lab makers advies ontwerp data bouwers studio werkplaats collectief verlichting".split()

CAUSES = (
    "Groene Stoep|Speelstraat|Buurt aan Zet|Stille Straat|Samen Oversteken|Schone Lucht|Oud en Jong|Eetbare Straat|"
    "Straat zonder Drempels|Wijkbatterij"
).split("|")

FIRST_NAMES = (
    "Anouk Bram Cato Daan Elif Fenna Gijs Hanneke Imane Joris Kaya Lotte Mees Noor Olivier Pleun Quinten Roos "
    "Sami Tess Umar Vera Wessel Yara Zoë Amir Birgit Casper Dunya Ewout"
).split()
LAST_NAMES = (
    "Appelhof Bovenstraat Dauwenaar Eikelboom Fluitsma Grasduin Haverkade Immerzeel Kersenpit Lindeloof Morgenster "
    "Nachtegaal Oosterweide Pannekoek Regenboog Sterrenberg Tuinstoel Uilenspiegel Vlierbes Waterlander "
    "Zonneveld Bosbes Korenaar Middelpad Rietvink Speelman Torenvalk Wandelaar Zandloper Duindoorn"
).split()

POSITIONS = (
    "Adviseur openbare ruimte",
    "Programmaleider",
    "Onderzoeker",
    "Beleidsmedewerker",
    "Directeur",
    "Projectleider",
    "Coördinator",
    "Strateeg",
)

# The mix of 51 organisations without the three initiators, in an order in which every helix is early.
PATTERN: tuple[str, ...] = (
    *(_K.MUNICIPALITY, _K.COMPANY, _K.KNOWLEDGE_INSTITUTION, _K.CIVIL_ORGANISATION, _K.MUNICIPALITY, _K.COMPANY),
    *(_K.MUNICIPALITY, _K.PROVINCE, _K.COMPANY, _K.CIVIL_ORGANISATION, _K.MUNICIPALITY, _K.KNOWLEDGE_INSTITUTION),
    *(_K.MUNICIPALITY, _K.COMPANY, _K.MUNICIPALITY, _K.CITIZENS_GROUP, _K.COMPANY, _K.MUNICIPALITY),
    *(_K.COMPANY, _K.MINISTRY, _K.MUNICIPALITY, _K.KNOWLEDGE_INSTITUTION, _K.COMPANY, _K.MUNICIPALITY),
    *(_K.CIVIL_ORGANISATION, _K.COMPANY, _K.MUNICIPALITY, _K.WATER_AUTHORITY, _K.COMPANY, _K.MUNICIPALITY),
    *(_K.KNOWLEDGE_INSTITUTION, _K.CIVIL_ORGANISATION, _K.MUNICIPALITY, _K.COMPANY, _K.MUNICIPALITY, _K.COMPANY),
    *(_K.CITIZENS_GROUP, _K.MUNICIPALITY, _K.COMPANY, _K.CIVIL_ORGANISATION, _K.MUNICIPALITY, _K.PROVINCE),
    *(_K.COMPANY, _K.KNOWLEDGE_INSTITUTION, _K.MUNICIPALITY, _K.COMPANY, _K.CIVIL_ORGANISATION),
    _K.KNOWLEDGE_INSTITUTION,
)  # fmt: skip

HELIX_OF = {
    _K.COMPANY: Helix.BUSINESS,
    _K.KNOWLEDGE_INSTITUTION: Helix.KNOWLEDGE,
    _K.CIVIL_ORGANISATION: Helix.SOCIETY,
    _K.CITIZENS_GROUP: Helix.SOCIETY,
}


@dataclass(frozen=True, slots=True)
class Invented:
    """An organisation that does not exist."""

    name: str
    kind: str
    helix: str


@dataclass(frozen=True, slots=True)
class InventedPerson:
    name: str
    email: str
    position: str
    phone: str


def invented_organisations(random: Random) -> Iterator[Invented]:
    """As many as one asks, in the mix of PATTERN, each name once."""
    places = list(_places(random))
    sources = {kind: _names_of(kind, places, random) for kind in dict.fromkeys(PATTERN)}
    for number in count():
        kind = PATTERN[number % len(PATTERN)]
        yield Invented(next(sources[kind]), kind, HELIX_OF.get(OrganisationKind(kind), Helix.GOVERNMENT))


def _places(random: Random) -> Iterator[str]:
    real = {municipality.name.casefold() for municipality in all_municipalities()}
    made = [begin + end for begin, end in product(PLACE_BEGINS, PLACE_ENDS)]
    random.shuffle(made)
    return (place for place in made if place.casefold() not in real)


def _names_of(kind: str, places: list[str], random: Random) -> Iterator[str]:
    """Names of one kind, without end: when the words are used up they get a number."""
    companies = [thing + trade for thing, trade in product(THINGS, TRADES)]
    random.shuffle(companies)
    causes = list(CAUSES)
    first = {
        _K.MUNICIPALITY: [f"Gemeente {place}" for place in places],
        _K.COMPANY: companies,
        _K.KNOWLEDGE_INSTITUTION: [
            *(f"Hogeschool {place}" for place in places[0:20:2]),
            *(f"Universiteit {place}" for place in places[1:21:2]),
        ],
        _K.CIVIL_ORGANISATION: [f"Stichting {cause}" for cause in causes]
        + [f"Vereniging {cause}" for cause in causes],
        _K.CITIZENS_GROUP: [f"Buurtgroep {begin}straat" for begin in PLACE_BEGINS],
        _K.PROVINCE: ["Provincie Middelmark (verzonnen)", "Provincie Oosterduin (verzonnen)"],
        _K.WATER_AUTHORITY: ["Waterschap De Drie Beken (verzonnen)"],
        _K.MINISTRY: ["Ministerie van Buitenlucht (verzonnen)"],
    }[OrganisationKind(kind)]
    yield from first
    for number in count(2):
        for name in first:
            yield f"{name} {number}"


def invented_people(random: Random) -> Iterator[InventedPerson]:
    """As many as one asks; every address once."""
    pairs = list(product(FIRST_NAMES, LAST_NAMES))
    random.shuffle(pairs)
    for number in count():
        first, last = pairs[number % len(pairs)]
        again = number // len(pairs)
        local = f"{first}.{last}{again or ''}".lower().replace("ë", "e")
        yield InventedPerson(
            f"{first} {last}", f"{local}@{DEMO_DOMAIN}", random.choice(POSITIONS), _phone(number)
        )


def _phone(number: int) -> str:
    """A number that nobody has: 099 is no area code."""
    return f"099 {number % 10**7:07d}"
