"""Plays the story: every line of it is an action, done on its own day by one of the example people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from random import Random

from django.db import transaction

from kopgroep.cli.seeding import exploring
from kopgroep.cli.seeding.callers import CALLERS, Caller
from kopgroep.cli.seeding.exploring import Exploration
from kopgroep.cli.seeding.scene import Scene
from kopgroep.cli.seeding.story import BEGAN, Character, characters
from kopgroep.cli.seeding.words import NOTE, OTHERS
from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.actions import add_user, grant_role
from kopgroep.kernel.accounts.demo import DEMO_PEOPLE, demo_address
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.dates import PartialDate
from kopgroep.kernel.obstacles import Obstacle, clear
from kopgroep.kernel.search.index import gathered
from kopgroep.rooms.archive.actions import load_deal
from kopgroep.rooms.partners.actions import (
    add_contact,
    add_organisation,
    add_partner,
    change_partner,
    give_motivation,
    move_partner,
    register_enquiry,
    take_role,
)
from kopgroep.rooms.partners.models import Capacity, Channel, Organisation, Partner, Relation
from kopgroep.rooms.programme.actions import enter_phase
from kopgroep.rooms.programme.charter import Charter, shipped_charter
from kopgroep.rooms.programme.models import Deal, ParticipationRole, PhaseKind

STAGES = ("charter", "network", "partners", "exploring", "signed")
# How long ago exploring began, for a story that goes so far: halfway, or past the day that later partners join.
EXPLORING_SINCE = {
    "exploring": timedelta(days=150),
    "signed": exploring.TO_SIGNING + exploring.TO_ACCESSION + timedelta(days=7),
}
# What happens in the rooms of the exploration, in the order of the deal.
EXPLORING: tuple[Callable[[Exploration], Iterable[Scene]], ...] = (exploring.gates,)
INITIATORS = 3
# In the charter as it was written exploring begins so long after the network.
CHARTER_WRITTEN = date(2026, 11, 1)
CHARTER_EXPLORES = timedelta(days=120)
NAMES = {
    "manager": "Mieke Straatman",
    "office": "Olaf Bureauwinkel",
    "initiator": "Ingrid Voorop",
    "contact": "Carla Stoepkrijt",
    "deputy": "Dries Achterhuis",
    "participant": "Pim Zijstraat",
    "administrator": "Ada Beheer",
    "stranger": "Sven Onbekend",
}
# So many actions share one transaction: each is whole in itself, and the disk is waited for less often.
BATCH = 500

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Played:
    deal: Deal
    scenes: int


def play(
    *, until: str, seed: int, partners: int, code: str, on: date, progress: Progress = lambda done, of: None
) -> Played:
    """Make the fictional deal up to a stage; what is there already is kept, and not made twice."""
    explored = on - EXPLORING_SINCE[until] if until in EXPLORING_SINCE else None
    network_on = explored - timedelta(days=1) if explored else on
    began = datetime.combine(network_on - BEGAN, time(8), UTC)
    system = Actor.system("seed")
    with transaction.atomic():
        people = _people(system, began - timedelta(days=7))
        deal = Deal.objects.filter(code=code).first()
        if deal is None:
            charter = _charter(code, explored - CHARTER_EXPLORES if explored else on)
            deal = load_deal(charter=charter, by=system, at=began - timedelta(days=6))
            _grant(deal, people, by=system, at=began - timedelta(days=6))
    if until == "charter":
        return Played(deal, 0)
    number = max(0, partners - INITIATORS)
    late = exploring.LATE if explored else 0
    cast = list(characters(seed=seed, number=number, on=network_on, explored=explored, late=late))
    clear(_obstacles_to_going_on(deal, cast, began))
    if until == "network":
        cast = [each for each in cast if each.is_early]
    scenes = list(_scenes(deal, cast, Actor.of(people["manager"]), seed, began))
    if until != "network":
        scenes += _callers(deal, Actor.of(people["office"]), on)
    if explored:
        scenes += _explored(deal, people, explored, seed)
    ends = datetime.combine(on + timedelta(days=1), time(0), UTC)
    scenes = sorted((each for each in scenes if each.at < ends), key=lambda scene: (scene.at, scene.order))
    with gathered():
        for start in range(0, len(scenes), BATCH):
            with transaction.atomic():
                for scene in scenes[start : start + BATCH]:
                    scene.act(scene.at)
            progress(min(start + BATCH, len(scenes)), len(scenes))
    return Played(deal, len(scenes))


def _explored(deal: Deal, people: dict[str, User], began: date, seed: int) -> Iterator[Scene]:
    """What happens once the exploration begins; a story that came so far is not played twice."""
    if deal.phase_entries.filter(phase__kind=PhaseKind.EXPLORE).exists():
        return
    story = Exploration(deal, Actor.of(people["manager"]), Actor.of(people["office"]), began, seed)
    for room in EXPLORING:
        yield from room(story)


def parties(until: str) -> int:
    """How many organisations a story has when nobody says so: as many as the real deal had."""
    return 51 + (exploring.LATE if until in EXPLORING_SINCE else 0)


def _obstacles_to_going_on(deal: Deal, cast: list[Character], began: datetime) -> Iterator[Obstacle]:
    """A story of one seed does not go on as that of another: the deal would get two casts."""
    names = [each.organisation.name for each in cast if each.is_early]
    came = Partner.objects.filter(deal=deal, organisation__note__startswith=NOTE).order_by("pk")
    first = set(came.values_list("organisation__name", flat=True)[: len(names)])
    # Large stories share most names, but not who came first; some may have been renamed, so half of them tells.
    if first and 2 * len(first.intersection(names)) < len(first):
        yield Obstacle(
            "seed.other",
            f"{deal.code} was made with another --seed. Go on with that one, or choose another --deal.",
        )
    entered = deal.phase_entries.order_by("entered_on").first()
    if entered and abs(entered.entered_on - began.date()) > timedelta(days=BEGAN.days):
        yield Obstacle(
            "seed.elsewhere",
            f"{deal.code} is at another point of its story. Choose another --deal for this --until and --on.",
        )


def _people(by: Actor, at: datetime) -> dict[str, User]:
    known = {
        user.email: user
        for user in User.objects.filter(email__in=[demo_address(part) for part in DEMO_PEOPLE])
    }
    return {
        part: known.get(demo_address(part))
        or add_user(
            email=demo_address(part), name=NAMES[part], is_administrator=part == "administrator", by=by, at=at
        )
        for part in DEMO_PEOPLE
    }


def _grant(deal: Deal, people: dict[str, User], *, by: Actor, at: datetime) -> None:
    for role in (Role.MANAGER, Role.OFFICE, Role.INITIATOR):
        grant_role(user=people[role.value], role=role, on=deal, by=by, at=at)


def _charter(code: str, on: date) -> Charter:
    """The shipped charter with its dates around `on`; whole quarters, so that seasons stay seasons."""
    charter = shipped_charter("voorbeeld-deal")
    months = (on.year - CHARTER_WRITTEN.year) * 12 + on.month - CHARTER_WRITTEN.month
    quarters = months // 3
    phases = tuple(
        replace(phase, starts=_later(phase.starts, quarters), ends=_later(phase.ends, quarters))
        for phase in charter.phases
    )
    return replace(charter, deal=replace(charter.deal, code=code), phases=phases)


def _later(moment: PartialDate | None, quarters: int) -> PartialDate | None:
    if moment is None:
        return None
    months = moment.first.year * 12 + moment.first.month - 1 + 3 * quarters
    # Every month has a 28th.
    first = date(months // 12, months % 12 + 1, min(moment.first.day, 28))
    return PartialDate(first, moment.precision)


class Cast:
    """What the scenes made, by the number of the character."""

    def __init__(self, deal: Deal, by: Actor) -> None:
        self.deal, self.by = deal, by
        self.organisations: dict[int, Organisation] = {}
        self.partners: dict[int, Partner] = {}
        self.roles = {role.code: role for role in deal.participation_roles.all()}

    def register(self, each: Character, at: datetime) -> None:
        made = each.organisation
        self.organisations[each.number] = add_organisation(
            name=made.name, kind=made.kind, helix=made.helix, note=each.note, by=self.by, at=at
        )

    def call(self, each: Character, at: datetime) -> None:
        self.partners[each.number] = add_partner(
            deal=self.deal,
            organisation=self.organisations[each.number],
            stage=each.steps[0].stage,
            relation=Relation.PARTNER,
            since_on=each.steps[0].on,
            by=self.by,
            at=at,
        )

    def meet(self, each: Character, at: datetime) -> None:
        add_contact(
            organisation=self.organisations[each.number],
            name=each.person.name,
            email=each.person.email,
            phone=each.person.phone,
            position=each.person.position,
            since_on=each.steps[0].on,
            by=self.by,
            at=at,
        )

    def move(self, each: Character, number: int, at: datetime) -> None:
        step = each.steps[number]
        partner = self.partners[each.number]
        move_partner(partner=partner, stage=step.stage, since_on=step.on, note=step.note, by=self.by, at=at)

    def motivate(self, each: Character, at: datetime) -> None:
        give_motivation(
            partner=self.partners[each.number],
            text=each.motivation,
            given_on=each.motivated_on or at.date(),
            by=self.by,
            at=at,
        )

    def play_part(self, each: Character, at: datetime) -> None:
        role = self.roles[each.role]
        take_role(
            partner=self.partners[each.number],
            role=role,
            days_per_month=each.days_per_month,
            from_on=each.role_on or at.date(),
            by=self.by,
            at=at,
        )

    def doubt(self, each: Character, at: datetime) -> None:
        change_partner(partner=self.partners[each.number], intends_next_phases=False, by=self.by, at=at)


def _scenes(deal: Deal, cast: Iterable[Character], by: Actor, seed: int, began: datetime) -> Iterator[Scene]:
    stage = Cast(deal, by)
    known = set(Partner.objects.filter(deal=deal).values_list("organisation__name", flat=True))
    yield from _opening(deal, by, seed, began)
    newcomers = [each for each in cast if each.organisation.name not in known]
    for each in newcomers:
        yield from _scenes_of(each, stage, seed)
    first = next((each for each in newcomers if each.number == 0), None)
    if first:
        yield from _example_people(stage, first, began + timedelta(days=20))


def _opening(deal: Deal, by: Actor, seed: int, began: datetime) -> Iterator[Scene]:
    """The initiators come with the charter; here they say why and how, and the first phase begins."""
    if deal.phase_entries.exists():
        return
    phase = deal.phases.order_by("order").first()
    if phase:
        reason = "De initiatiefnemers zijn het eens over de opdracht."
        yield Scene(began, 0, lambda at: enter_phase(phase=phase, on=at.date(), reason=reason, by=by, at=at))
    roles = {role.code: role for role in deal.participation_roles.all()}
    random = Random(f"initiators {seed}")
    for number, partner in enumerate(Partner.objects.filter(deal=deal).order_by("organisation__name")):
        at = began + timedelta(days=1, hours=number)
        text = random.choice(OTHERS)
        yield Scene(
            at, number, partial(_motivate_initiator, partner, f"{text} Daarom namen wij het initiatief.", by)
        )
        if role := roles.get("reader" if number else "lead"):
            yield Scene(at, 100 + number, partial(_initiator_takes, partner, role, by))


def _motivate_initiator(partner: Partner, text: str, by: Actor, at: datetime) -> None:
    give_motivation(partner=partner, text=text, given_on=at.date(), by=by, at=at)


def _initiator_takes(partner: Partner, role: ParticipationRole, by: Actor, at: datetime) -> None:
    take_role(partner=partner, role=role, from_on=at.date(), by=by, at=at)


def _callers(deal: Deal, by: Actor, on: date) -> Iterator[Scene]:
    """Who called the office lately and waits for an answer; one has waited too long."""
    if deal.enquiries.exists():
        return
    for number, caller in enumerate(CALLERS):
        at = datetime.combine(on - timedelta(days=caller.days_ago), time(9, 15), UTC)
        yield Scene(at, 900_000 + number, partial(_call_in, deal, caller, by))


def _call_in(deal: Deal, caller: Caller, by: Actor, at: datetime) -> None:
    register_enquiry(
        deal=deal,
        organisation_name=caller.organisation,
        kind=caller.kind,
        wish=caller.wish,
        name=caller.name,
        phone=caller.phone,
        message=caller.message,
        channel=Channel.PHONE,
        by=by,
        at=at,
    )


def _scenes_of(each: Character, stage: Cast, seed: int) -> Iterator[Scene]:
    random = Random(f"moments {seed} {each.number}")
    order = 1000 + each.number * 20

    def moment(on: date) -> datetime:
        return datetime.combine(on, time(7 + random.randrange(9), random.randrange(60)), UTC)

    last = moment(each.steps[0].on)
    yield Scene(last, order, partial(stage.register, each))
    yield Scene(last, order + 1, partial(stage.call, each))
    yield Scene(last + timedelta(minutes=4), order + 2, partial(stage.meet, each))
    last += timedelta(minutes=5)
    for number, step in enumerate(each.steps[1:], start=1):
        last = max(last + timedelta(minutes=7), moment(step.on))
        yield Scene(last, order + 2 + number, partial(stage.move, each, number))
    if each.motivation:
        yield Scene(last + timedelta(minutes=2), order + 10, partial(stage.motivate, each))
    if each.role:
        yield Scene(last + timedelta(minutes=3), order + 11, partial(stage.play_part, each))
    if not each.stays:
        yield Scene(last + timedelta(minutes=9), order + 12, partial(stage.doubt, each))


def _example_people(stage: Cast, first: Character, at: datetime) -> Iterator[Scene]:
    """The example contact, deputy and participant belong to the first municipality."""
    wanted = (("contact", Capacity.CONTACT), ("deputy", Capacity.DEPUTY), ("participant", Capacity.MEMBER))
    for number, (part, capacity) in enumerate(wanted):
        yield Scene(at, number, partial(_join, stage, first, part, capacity))


def _join(stage: Cast, first: Character, part: str, capacity: str, at: datetime) -> None:
    add_contact(
        organisation=stage.organisations[first.number],
        name=NAMES[part],
        email=demo_address(part),
        capacity=capacity,
        since_on=at.date(),
        by=stage.by,
        at=at,
    )
