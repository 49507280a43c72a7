"""The engine's proposal for who sits in which team: the worst-off partner first, as fair as can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kopgroep.engine.teams.compose import compose_teams
from kopgroep.engine.teams.problem import Partner as GivenPartner
from kopgroep.engine.teams.problem import Seat as GivenSeat
from kopgroep.engine.teams.problem import Team as GivenTeam
from kopgroep.engine.teams.problem import TeamProblem
from kopgroep.engine.teams.problem import Wish as GivenWish
from kopgroep.rooms.partners.models import Helix, Partner
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.teams.models import DesignTeam, Seat, TeamWish
from kopgroep.rooms.teams.queries.seats import teams_on

SECONDS = 4.0
MOST_SEATS = 12


@dataclass(frozen=True, slots=True)
class ProposedSeat:
    """A partner in a team: how much it wishes that (0 to 3), and whether it sits there already."""

    team: DesignTeam
    partner: Partner
    wish: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """The seats by team, the helices that a team misses, and whether it is proven to be the fairest."""

    seats: tuple[ProposedSeat, ...]
    missing: tuple[tuple[DesignTeam, str], ...]
    is_proven: bool


def propose_seats(deal: Deal, on: date, *, most_teams: int = 2) -> Proposal:
    """Who wished for a team, in at most so many teams each; who sits somewhere stays there."""
    teams = {str(team.pk): team for team in teams_on(deal, on)}
    rows = Partner.objects.taking_part(on).filter(deal=deal).select_related("organisation")
    partners = {str(each.pk): each for each in rows.order_by("pk")}
    wishes = {
        (str(wish.partner_id), str(wish.team_id)): wish.strength
        for wish in TeamWish.objects.filter(team__in=[team.pk for team in teams.values()])
        if str(wish.partner_id) in partners
    }
    sitting = {
        (str(seat.partner_id), str(seat.team_id))
        for seat in Seat.objects.in_force(on).filter(team__deal=deal)
        if str(seat.partner_id) in partners and str(seat.team_id) in teams
    }
    wanting = sorted({partner for partner, _team in {*wishes, *sitting}})
    if not teams or not wanting:
        return Proposal((), (), is_proven=True)
    plan = compose_teams(_problem(teams, partners, wishes, sitting, most_teams), seconds=SECONDS)
    seats = tuple(
        ProposedSeat(
            team=teams[made.team],
            partner=partners[member.partner],
            wish=member.wish,
            is_new=(member.partner, made.team) not in sitting,
        )
        for made in plan.teams
        for member in made.members
    )
    missing = tuple(
        (teams[made.team], str(helix.label))
        for made in plan.teams
        for helix in Helix
        if not made.by_helix.get(helix.value)
    )
    return Proposal(seats, missing, is_proven=plan.outcome.status == "optimal")


def _problem(
    teams: Mapping[str, DesignTeam],
    partners: Mapping[str, Partner],
    wishes: Mapping[tuple[str, str], int],
    sitting: set[tuple[str, str]],
    most_teams: int,
) -> TeamProblem:
    wanting = sorted({partner for partner, _team in {*wishes, *sitting}})
    already = {key: sum(1 for partner, _team in sitting if partner == key) for key in wanting}
    possible = {*wishes, *sitting}
    return TeamProblem(
        partners=tuple(
            GivenPartner(
                id=key, helix=partners[key].organisation.helix, maximum=max(most_teams, already[key])
            )
            for key in wanting
        ),
        teams=tuple(GivenTeam(id=key, minimum=0, maximum=max(MOST_SEATS, len(sitting))) for key in teams),
        wishes=tuple(GivenWish(partner=p, team=t, wish=w) for (p, t), w in sorted(wishes.items())),
        conflicts=tuple(
            GivenSeat(partner=key, team=team)
            for key in wanting
            for team in teams
            if (key, team) not in possible
        ),
        locked=tuple(GivenSeat(partner=p, team=t) for p, t in sorted(sitting)),
    )
