"""Why organisations cannot go on as one on a day, and why that cannot be undone any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Merger, Organisation, Participation, Standing
from kopgroep.rooms.partners.queries.merging import changed_since
from kopgroep.rooms.programme.models import DealKind


def obstacles_to_merging(
    predecessors: Sequence[Organisation], successor: Organisation, *, on: date
) -> Iterator[Obstacle]:
    """`predecessors` are those that end; the successor may be one that exists, or one still to be made."""
    everyone = len({each.pk for each in predecessors} | ({successor.pk} if successor.pk else set()))
    if not predecessors or everyone < 2:
        yield Obstacle(
            "too-few", _("A merger needs at least two organisations."), facts={"field": "predecessors"}
        )
    for each in predecessors:
        if each.valid_until is not None and each.valid_until <= on:
            yield Obstacle(
                "ended-already",
                _("%(organisation)s does not exist any more on that day.") % {"organisation": each.name},
                mend_url=each.get_absolute_url(),
                mend_label=each.name,
            )
        elif hasattr(each, "succession"):
            yield Obstacle(
                "succeeded-already",
                _("%(organisation)s was merged before.") % {"organisation": each.name},
                mend_url=each.get_absolute_url(),
                mend_label=each.name,
            )
        elif each.valid_from is not None and each.valid_from >= on:
            yield Obstacle(
                "began-later",
                _("%(organisation)s did not exist before that day.") % {"organisation": each.name},
            )
    if successor.pk and not Organisation.objects.existing(on).filter(pk=successor.pk).exists():
        yield Obstacle(
            "successor-ended",
            _("%(organisation)s does not exist on that day.") % {"organisation": successor.name},
            facts={"field": "successor"},
        )
    yield from _later_facts(predecessors, successor, on=on)


def _later_facts(
    predecessors: Sequence[Organisation], successor: Organisation, *, on: date
) -> Iterator[Obstacle]:
    """What is known of later days cannot be given to the successor without changing what it meant."""
    later = Standing.objects.filter(
        partner__organisation__in=[each for each in (*predecessors, successor) if each.pk],
        since_on__gte=on,
    ).exclude(partner__deal__kind=DealKind.HISTORICAL)
    roles = Participation.objects.filter(partner__organisation__in=predecessors, from_on__gte=on).exclude(
        partner__deal__kind=DealKind.HISTORICAL
    )
    partners = {each.partner for each in later.select_related("partner__organisation", "partner__deal")}
    partners |= {each.partner for each in roles.select_related("partner__organisation", "partner__deal")}
    for partner in sorted(partners, key=lambda each: each.pk):
        yield Obstacle(
            "later-facts",
            _("%(organisation)s has steps or roles in %(deal)s on that day or later. Choose a later day.")
            % {"organisation": partner.organisation.name, "deal": partner.deal},
            mend_url=partner.get_absolute_url(),
            mend_label=partner.organisation.name,
            facts={"field": "on"},
        )


def obstacles_to_undoing(merger: Merger) -> Iterator[Obstacle]:
    """Undone while nothing new hangs on those involved; else every thing that stands in the way is named."""
    if merger.undone_at is not None:
        yield Obstacle("undone-already", _("This merger was undone already."))
        return
    for change in changed_since(merger):
        yield Obstacle(
            "something-new",
            change.words,
            who=_("Whoever added it can take it away or end it first."),
            mend_url=change.url,
            mend_label=_("Look at it"),
        )
