"""The exploration of the invented deal: eight months from the first meeting to the signing, and who joins later.

Each room has a module here with `scenes(story)`: what happens in it, when, through its own actions. Scenes are made
before any of them is played, so a scene looks up what it needs when it acts (`story.partners(on)`, the tools by name).
What would happen after the day that the story ends on is left out, so a story can stop halfway.

The months, counted from the day that exploring begins (1 is the first):

    1-8   a meeting each month, each principle in turn; hours given each month
    1-2   needs are stated and supported       2-4   desk research, tools on the longlist
    3     declaration of intent                 4     the framework is adopted
    5-6   tools are assessed                    6     test wishes are in; the choice is made
    6-7   design teams                          7-8   plans of approach with a budget, approved
    8     the deal is signed by 51 parties      14    seven more join, the text unchanged
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from kopgroep.cli.seeding.scene import Scene
from kopgroep.kernel.actors import Actor
from kopgroep.rooms.gates.actions import review_gate
from kopgroep.rooms.gates.models import Decision
from kopgroep.rooms.gates.queries import gate
from kopgroep.rooms.partners.models import Contact, Partner
from kopgroep.rooms.programme.actions import enter_phase
from kopgroep.rooms.programme.models import Deal, Phase, PhaseKind

MONTH = 30.4
# From the first day of exploring to the signing, and from there to the day that later partners join.
TO_SIGNING = timedelta(days=240)
TO_ACCESSION = timedelta(days=182)
# So many of all parties join after the signing.
LATE = 7


@dataclass(frozen=True, slots=True)
class Exploration:
    """The deal that is explored, its days, and who acts."""

    deal: Deal
    manager: Actor
    office: Actor
    began: date
    seed: int

    @property
    def signing_on(self) -> date:
        return self.began + TO_SIGNING

    @property
    def accession_on(self) -> date:
        return self.signing_on + TO_ACCESSION

    def day(self, month: int, day: int = 1) -> date:
        """A day of a month of the exploration; both count from 1."""
        return self.began + timedelta(days=round((month - 1) * MONTH) + day - 1)

    def moment(self, on: date, hour: int = 10, minute: int = 0) -> datetime:
        return datetime.combine(on, time(hour, minute), UTC)

    def random(self, what: str) -> Random:
        """The same luck for the same seed, whatever else the story does."""
        return Random(f"{what} {self.seed}")

    def partners(self, on: date) -> list[Partner]:
        """Who takes part on a day, by name; each with its organisation."""
        here = Partner.objects.filter(deal=self.deal).taking_part(on)
        return list(here.select_related("organisation").order_by("organisation__name", "pk"))

    def contacts(self, on: date) -> dict[int, Contact]:
        """Somebody who speaks for each organisation on a day, by the organisation's key."""
        speaking = Contact.objects.speaking_for(on).select_related("person", "organisation")
        return {contact.organisation_id: contact for contact in speaking.order_by("-pk")}


def gates(story: Exploration) -> Iterator[Scene]:
    """Each gate is decided about, and the next phase begins."""
    yield Scene(story.moment(story.began, 8), 0, lambda at: _into(story, PhaseKind.EXPLORE, at))
    after = story.signing_on + timedelta(days=4)
    yield Scene(story.moment(after, 8), 0, lambda at: _into(story, PhaseKind.DEVELOP, at))


def _into(story: Exploration, kind: str, at: datetime) -> None:
    """Pass the gate, with what is not met yet excused by name, and enter the phase behind it."""
    phases = list(Phase.objects.filter(deal=story.deal).order_by("order"))
    number = next(number for number, phase in enumerate(phases) if phase.kind == kind)
    before, phase = phases[number - 1], phases[number]
    state = gate(story.deal, before, at.date())
    short = {norm.code: "Komt in het volgende overleg terug." for norm in state.unmet}
    review_gate(
        deal=story.deal,
        phase=before,
        decision=Decision.CONDITIONS if short else Decision.PASS,
        reason="De stuurgroep heeft de stand bekeken en wil verder.",
        conditions="Wat nog niet is gehaald, komt in het volgende overleg terug." if short else "",
        exceptions=short,
        state_on=at.date(),
        by=story.manager,
        at=at,
    )
    reason = "Het besluit over de faseovergang is genomen."
    enter_phase(phase=phase, on=at.date(), reason=reason, by=story.manager, at=at)
