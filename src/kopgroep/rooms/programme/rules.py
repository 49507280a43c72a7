"""Why a deal, its planning or its phase cannot be changed now."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.programme.models import Deal


def obstacles_to_changing(deal: Deal) -> Iterator[Obstacle]:
    """Every action that changes a record of a deal clears this first."""
    if deal.is_read_only:
        yield Obstacle(
            "read-only",
            _("This deal is history: it shows what was, with its sources, and cannot be changed."),
            who=_("Nobody; load a new version of its charter to correct a fact."),
        )
