"""Why an organisation cannot come into a deal, or move in it, on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Organisation, Partner, Stage, Standing
from kopgroep.rooms.programme.models import Deal, ParticipationRole
from kopgroep.rooms.programme.rules import obstacles_to_changing

STEPS = [stage.value for stage in Stage]


def obstacles_to_adding(deal: Deal, organisation: Organisation, *, on: date) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(deal)
    known = Partner.objects.filter(deal=deal, organisation=organisation).first() if organisation.pk else None
    if known:
        yield Obstacle(
            "already-partner",
            _("%(organisation)s is in this deal already.") % {"organisation": organisation.name},
            mend_url=known.get_absolute_url(),
            mend_label=_("Look at what is known"),
        )
    if organisation.valid_until and organisation.valid_until <= on:
        yield Obstacle(
            "does-not-exist",
            _("%(organisation)s does not exist any more on that day.") % {"organisation": organisation.name},
            mend_url=organisation.get_absolute_url(),
            mend_label=_("See who succeeded it"),
        )


def obstacles_to_moving(
    partner: Partner, stage: str, *, since_on: date, note: str = "", insert: bool = False
) -> Iterator[Obstacle]:
    """A move needs a newer day, unless it is put between earlier ones; leaving and going back need a reason."""
    yield from obstacles_to_changing(partner.deal)
    standings = list(partner.standings.order_by("since_on", "pk"))
    before = [each for each in standings if each.since_on <= since_on]
    if before and before[-1].stage == stage:
        yield Obstacle("already-there", _("This partner has that stage on that day already."))
    elif any(each.stage == stage and each.since_on == since_on for each in standings):
        yield Obstacle("already-that-day", _("This partner came to that stage on that day already."))
    if standings and since_on < standings[-1].since_on and not insert:
        yield Obstacle(
            "before-last-standing",
            _(
                "The last step was on a later day. Choose a later date, or say that this step came in between."
            ),
            facts={"field": "since_on"},
        )
    if not note.strip():
        yield from _reason_missing(stage, before)


def _reason_missing(stage: str, before: list[Standing]) -> Iterator[Obstacle]:
    if stage == Stage.LEFT:
        yield Obstacle("no-reason", _("Write why this partner leaves."), facts={"field": "note"})
    elif before and STEPS.index(stage) < STEPS.index(before[-1].stage):
        yield Obstacle("no-reason", _("This is a step back. Write what happened."), facts={"field": "note"})


def obstacles_to_changing_relation(partner: Partner, relation: str, *, since_on: date) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(partner.deal)
    latest = partner.standings.order_by("since_on", "pk").last()
    if latest is None:
        return
    if latest.relation == relation:
        yield Obstacle(
            "already-so", _("This partner has that relation already."), facts={"field": "relation"}
        )
    if since_on < latest.since_on:
        yield Obstacle(
            "before-last-standing", _("The last step was on a later day. Choose a later date."),
            facts={"field": "since_on"},
        )  # fmt: skip
    elif partner.standings.filter(stage=latest.stage, relation=relation, since_on=since_on).exists():
        yield Obstacle("already-that-day", _("This was noted for that day already. Choose a later date."))


def obstacles_to_taking_role(
    partner: Partner, role: ParticipationRole, *, from_on: date
) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(partner.deal)
    if role.deal_id != partner.deal_id:
        yield Obstacle(
            "role-of-another-deal", _("This role belongs to another deal."), facts={"field": "role"}
        )
    latest = partner.participations.order_by("from_on").last()
    if latest and from_on <= latest.from_on:
        yield Obstacle(
            "before-last-role",
            _("The period before begins on that day or later. Choose a later date."),
            facts={"field": "from_on"},
        )
