"""Why a gate cannot be decided about, or not in this way."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.gates.models import Decision
from kopgroep.rooms.gates.queries import GateState
from kopgroep.rooms.gates.queries.evidence import fingerprint
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.rules import obstacles_to_changing


def obstacles_to_reviewing(deal: Deal) -> Iterator[Obstacle]:
    """What keeps anybody from deciding about the gates of a deal."""
    yield from obstacles_to_changing(deal)


def obstacles_to_deciding(
    gate: GateState,
    *,
    decision: str,
    reason: str,
    conditions: str,
    exceptions: Mapping[str, str],
    today: date,
    seen: str = "",
) -> Iterator[Obstacle]:
    """What keeps this decision from being taken about the gate as it is."""
    if gate.on > today:
        yield Obstacle(
            "day-to-come", _("A gate is judged on a day that has been; choose today or an earlier day.")
        )
    if seen and seen != fingerprint(gate):
        yield Obstacle(
            "state-changed",
            _(
                "The state of the gate changed while you were deciding. Look at it as it is now, and decide again."
            ),
            mend_url=gate.url,
            mend_label=_("Look at the gate"),
        )
    if not reason.strip():
        yield Obstacle("no-reason", _("A decision about a gate needs a reason."))
    if decision == Decision.CONDITIONS and not conditions.strip():
        yield Obstacle(
            "no-conditions", _("Passing with conditions needs the conditions: who does what, before when.")
        )
    yield from _obstacles_in_exceptions(gate, decision, exceptions)


def _obstacles_in_exceptions(
    gate: GateState, decision: str, exceptions: Mapping[str, str]
) -> Iterator[Obstacle]:
    if decision in (Decision.PASS, Decision.CONDITIONS):
        for state in gate.unmet:
            if not exceptions.get(state.code, "").strip():
                mend = state.mend
                yield Obstacle(
                    "exception-missing",
                    _("“%(norm)s” is not met. Say why the deal may go on without it.")
                    % {"norm": state.sentence},
                    mend_url=mend.url if mend else state.url,
                    mend_label=mend.label if mend else state.sentence,
                    facts={"norm": state.code},
                )
    unmet = {state.code for state in gate.unmet}
    for code in exceptions:
        if code not in unmet:
            yield Obstacle(
                "exception-not-needed",
                _("There is no norm “%(norm)s” at this gate that needs an exception.") % {"norm": code},
                mend_url=reverse("gates:gate", args=[gate.deal.code, gate.phase.code]),
                mend_label=_("Look at the gate"),
                facts={"norm": code},
            )
