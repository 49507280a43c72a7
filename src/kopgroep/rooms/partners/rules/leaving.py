"""Why a leaving cannot be undone, or a partner cannot be welcomed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.models import Contact, Partner, Stage
from kopgroep.rooms.programme.rules import obstacles_to_changing


def obstacles_to_undoing_leaving(partner: Partner) -> Iterator[Obstacle]:
    """Only the last step can be undone, and only while it is the only one."""
    yield from obstacles_to_changing(partner.deal)
    standings = list(partner.standings.order_by("since_on", "pk"))
    if not standings or standings[-1].stage != Stage.LEFT:
        yield Obstacle("not-leaving", _("This partner does not leave, so there is nothing to undo."))
    elif len(standings) == 1:
        yield Obstacle("nothing-before", _("No earlier step is known; note where this partner stands now."))
    elif partner.participations.filter(from_on__gte=standings[-1].since_on).exists():
        yield Obstacle("role-since", _("This partner took a role since. Note where it stands now."))


def obstacles_to_welcoming(partner: Partner, contacts: Sequence[Contact]) -> Iterator[Obstacle]:
    yield from obstacles_to_changing(partner.deal)
    if not any(contact.person.email for contact in contacts):
        yield Obstacle(
            "nobody-to-welcome",
            _("No contact of %(organisation)s with an e-mail address is known.")
            % {"organisation": partner.organisation.name},
            mend_url=partner.organisation.get_absolute_url(),
            mend_label=_("Add a contact"),
        )
