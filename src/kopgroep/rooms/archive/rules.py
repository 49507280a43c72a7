"""Why a deal cannot be set up with another one as template."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.charter.kinds import CODE
from kopgroep.rooms.programme.rules import obstacles_to_setting_up

# Every date of the template moves along, and must stay a date.
EARLIEST, LATEST = 1950, 2200


def obstacles_to_cloning(code: str, name: Text, starts_on: date | None) -> Iterator[Obstacle]:
    """A new deal has a code and a name of its own."""
    if len(code) > CODE.longest or not re.fullmatch(CODE.pattern, code, re.ASCII):
        yield Obstacle(
            "code-form",
            _("'%(code)s' cannot be a code; use small letters, digits and hyphens, as in 'slim-netwerk'.")
            % {"code": code},
        )
    if not name:
        yield Obstacle("no-name", _("Give the new deal a name."))
    if starts_on is not None and not EARLIEST <= starts_on.year <= LATEST:
        yield Obstacle(
            "start-out-of-range",
            _("Choose a start between the years %(first)d and %(last)d.")
            % {"first": EARLIEST, "last": LATEST},
        )
    yield from obstacles_to_setting_up(code)
