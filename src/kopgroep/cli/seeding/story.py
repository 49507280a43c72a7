"""Who comes when, and how far: the same story for the same seed, whatever part of it is played."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from random import Random

from kopgroep.cli.seeding.names import Invented, InventedPerson, invented_organisations, invented_people
from kopgroep.cli.seeding.words import LEAVE_NOTES, MERGING, MOTIVATIONS, NOTE, OTHERS, TALK_NOTES
from kopgroep.rooms.partners.models import Stage

# With the three initiators of the charter they make twenty: exactly what the norm asks.
FIRST_PARTNERS = 17
# How far those come who follow; over and over when there are more.
ENDS: tuple[str, ...] = (
    *(Stage.PARTNER, Stage.PARTNER, Stage.INTENTION, Stage.PARTNER, Stage.TALK, Stage.PARTNER, Stage.PARTNER),
    *(Stage.APPROACHED, Stage.PARTNER, Stage.LEFT, Stage.PARTNER, Stage.INTENTION, Stage.PARTNER, Stage.TALK),
    *(
        Stage.PARTNER,
        Stage.PARTNER,
        Stage.INTENTION,
        Stage.PARTNER,
        Stage.APPROACHED,
        Stage.PARTNER,
        Stage.TALK,
    ),
    *(Stage.PARTNER, Stage.PARTNER, Stage.INTENTION, Stage.LEFT, Stage.PARTNER, Stage.TALK, Stage.PARTNER),
    *(Stage.INTENTION, Stage.APPROACHED, Stage.PARTNER),
)
WAY = (Stage.APPROACHED, Stage.TALK, Stage.INTENTION, Stage.PARTNER)
# The network began this long ago.
BEGAN = timedelta(days=84)
ROLES = ("lead", "designer", "designer", "tester", "tester", "tester", "reader", "later")
# What some say beside the days that come with their role; None is those days.
INTENSITIES = (None, None, Decimal(1), Decimal("2.5"), Decimal(3), Decimal(6))
# Two municipalities that take part and will go on as one: something to try a merger with.
MERGING_PAIR = (4, 6)


@dataclass(frozen=True, slots=True)
class Step:
    stage: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Character:
    """One organisation in the story."""

    number: int
    organisation: Invented
    person: InventedPerson
    steps: tuple[Step, ...]
    motivation: str = ""
    motivated_on: date | None = None
    role: str = ""
    role_on: date | None = None
    # More or less than the role asks, for some.
    days_per_month: Decimal | None = None
    note: str = NOTE
    stays: bool = True

    @property
    def is_early(self) -> bool:
        return self.number < FIRST_PARTNERS


def characters(
    *, seed: int, number: int, on: date, explored: date | None = None, late: int = 0
) -> Iterator[Character]:
    """The organisations beside the initiators. One person speaks for several of them, as happens.

    on        the day up to which the network is built
    explored  the first day of exploring, for a story that goes on: then all of them join in the end
    late      how many of them join after the signing only
    """
    organisations = list(islice(invented_organisations(Random(f"organisations {seed}")), number))
    people = invented_people(Random(f"people {seed}"))
    many_hats: InventedPerson | None = None
    for index in range(number):
        random = Random(f"character {seed} {index}")
        person = next(people)
        if index % 48 == 15:
            many_hats = person
        elif index % 48 in (24, 36) and many_hats:
            person = many_hats
        until = _joining(index, number - late, on, explored)
        yield replace(
            _character(index, organisations[index], person, random, until), note=_note(index, organisations)
        )


@dataclass(frozen=True, slots=True)
class _Until:
    """When an organisation comes, and the last day on which it takes a step; who joins takes them all."""

    first_on: date
    spread_days: int
    last_on: date
    joins: bool


def _joining(index: int, on_time: int, on: date, explored: date | None) -> _Until:
    last = on - timedelta(days=1)
    if index < FIRST_PARTNERS:
        return _Until(on - BEGAN, 12, last, joins=True)
    if explored is None:
        return _Until(on - BEGAN + timedelta(days=10), 30, last, joins=False)
    if index < on_time:
        return _Until(explored, 120, explored + timedelta(days=200), joins=True)
    return _Until(explored + timedelta(days=260), 60, explored + timedelta(days=400), joins=True)


def _note(index: int, organisations: list[Invented]) -> str:
    if index not in MERGING_PAIR or len(organisations) <= max(MERGING_PAIR):
        return NOTE
    other = organisations[sum(MERGING_PAIR) - index]
    return f"{NOTE} {MERGING.format(other=other.name)}"


def _character(
    index: int, organisation: Invented, person: InventedPerson, random: Random, until: _Until
) -> Character:
    end = Stage.PARTNER if until.joins else ENDS[(index - FIRST_PARTNERS) % len(ENDS)]
    first = until.first_on + timedelta(days=random.randrange(until.spread_days))
    steps = _steps(end, first, random, latest=until.last_on)
    joined = next((step.on for step in steps if step.stage == Stage.PARTNER), None)
    motivation, role = "", ""
    if joined:
        motivation = random.choice(MOTIVATIONS.get(organisation.kind, OTHERS)) if index % 5 else ""
        role = random.choice(ROLES) if index % 4 != 2 else ""
    return Character(
        number=index,
        organisation=organisation,
        person=person,
        steps=steps,
        motivation=motivation,
        motivated_on=joined if motivation else None,
        role=role,
        role_on=joined if role else None,
        days_per_month=random.choice(INTENSITIES) if role in ("designer", "tester") else None,
        stays=index % 11 != 9,
    )


def _steps(end: str, first: date, random: Random, *, latest: date) -> tuple[Step, ...]:
    """From the first call to where it stands now; nothing happens after `latest`."""
    gone = end == Stage.LEFT
    way = WAY[: WAY.index(Stage.INTENTION if gone else Stage(end)) + 1]
    steps = [Step(way[0], first)]
    for stage in way[1:]:
        on = min(steps[-1].on + timedelta(days=random.randrange(2, 14)), latest)
        note = random.choice(TALK_NOTES) if stage == Stage.TALK and random.random() < 0.4 else ""
        steps.append(Step(stage, on, note))
    if gone:
        on = min(steps[-1].on + timedelta(days=random.randrange(5, 20)), latest)
        steps.append(Step(Stage.LEFT, on, random.choice(LEAVE_NOTES)))
    return tuple(steps)
