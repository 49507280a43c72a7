"""Why a deal, its planning or its phase cannot be changed now."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle
from kopgroep.kernel.records import Record
from kopgroep.rooms.programme.charter import Charter
from kopgroep.rooms.programme.models import Deal, EarlyOpening, Phase, PhaseEntry, phase_on
from kopgroep.rooms.programme.phases import LOCKS, Lock
from kopgroep.rooms.programme.queries.planning import Span, Spans


def obstacles_to_changing(deal: Deal) -> Iterator[Obstacle]:
    """Every action that changes a record of a deal clears this first."""
    if deal.is_read_only:
        yield Obstacle(
            "read-only",
            _("This deal is history: it shows what was, with its sources, and cannot be changed."),
            who=_("Nobody; load a new version of its charter to correct a fact."),
        )


def obstacles_to_setting_up(code: str) -> Iterator[Obstacle]:
    """A deal is known by its code, once in the installation."""
    if Deal.objects.filter(code=code).exists():
        yield Obstacle(
            "code-taken",
            _("There is a deal with the code '%(code)s' already; give this one another code.")
            % {"code": code},
            who=_("Whoever sets up the deal."),
        )


def obstacles_to_loading(deal: Deal, charter: Charter) -> Iterator[Obstacle]:
    """A charter may drop what nothing hangs on; of another deal it cannot be."""
    if charter.deal.code != deal.code:
        yield Obstacle(
            "other-deal",
            _("This charter is of the deal '%(other)s', not of '%(code)s'.")
            % {"other": charter.deal.code, "code": deal.code},
        )
    kept = {
        "phases": {each.code for each in charter.phases},
        "principles": {each.code for each in charter.principles},
        "participation_roles": {each.code for each in charter.roles},
        "norms": {each.code for each in charter.norms},
    }
    for relation, codes in kept.items():
        for row in getattr(deal, relation).exclude(code__in=codes).order_by("pk"):
            yield from _obstacles_to_dropping(row)


def _obstacles_to_dropping(row: Record) -> Iterator[Obstacle]:
    """One obstacle that names everything hanging on a row, other than what the charter itself made."""
    made_by_charter = set(apps.get_app_config("programme").get_models()) - {PhaseEntry}
    hanging = []
    for relation in row._meta.related_objects:
        if relation.related_model in made_by_charter:
            continue
        model = relation.related_model
        count = model._base_manager.filter(**{relation.field.name: row}).count()
        if count:
            hanging.append(f"{count} × {gettext(str(model._meta.verbose_name))}")
    if hanging:
        yield Obstacle(
            "in-use",
            _("'%(row)s' is no longer in the charter, but cannot be removed: %(hanging)s hang on it.")
            % {"row": str(row), "hanging": ", ".join(hanging)},
            who=_("Keep it in the charter, or first remove what hangs on it."),
        )


def obstacles_to_planning(deal: Deal, *, before: Spans, after: Spans, reason: str) -> Iterator[Obstacle]:
    """New dates follow each other as the phases do, and say why they are new."""
    yield from obstacles_to_changing(deal)
    phases = list(deal.phases.order_by("order"))
    for phase in phases:
        span = after.get(phase.code, Span())
        if span.starts and span.ends and span.ends.last < span.starts.first:
            yield Obstacle(
                "ends-before-start",
                _("'%(phase)s' ends before it starts; correct one of the two dates.") % {"phase": str(phase)},
                facts={"phase": phase.code},
            )
    started = [
        (phase, starts) for phase in phases if (starts := after.get(phase.code, Span()).starts) is not None
    ]
    for (earlier, first), (later, second) in pairwise(started):
        if second.last < first.first:
            yield Obstacle(
                "out-of-order",
                _("'%(later)s' starts before '%(earlier)s', which comes first; correct one of the two dates.")
                % {"later": str(later), "earlier": str(earlier)},
                facts={"phase": later.code},
            )
    if all(before.get(phase.code, Span()) == after.get(phase.code, Span()) for phase in phases):
        yield Obstacle(
            "nothing-moved", _("No date is other than it was; change one, or leave the planning as it is.")
        )
    yield from _obstacles_without_reason(reason)


def overlaps(deal: Deal, spans: Spans) -> Iterator[Obstacle]:
    """Not forbidden, but worth a second look: a phase that surely starts before the one before it can be over."""
    for earlier, later in pairwise(deal.phases.order_by("order")):
        ends, starts = spans.get(earlier.code, Span()).ends, spans.get(later.code, Span()).starts
        if ends and starts and starts.last < ends.first:
            yield Obstacle(
                "overlap",
                _("'%(later)s' starts before '%(earlier)s' has ended. That may be what you want.")
                % {"later": str(later), "earlier": str(earlier)},
            )


def obstacles_to_entering(phase: Phase, *, on: date, reason: str, today: date) -> Iterator[Obstacle]:
    """A phase is entered on a day that has come, once a day, and not while the deal is in it already."""
    yield from obstacles_to_changing(phase.deal)
    if on > today:
        yield Obstacle(
            "in-the-future", _("A phase starts today or earlier; what is to come belongs in the planning.")
        )
    if phase.deal.phase_entries.filter(entered_on=on).exists():
        yield Obstacle(
            "other-phase-that-day", _("Another phase was started on that day; choose another day.")
        )
    elif phase_on(phase.deal, on) == phase:
        yield Obstacle(
            "already-in-phase",
            _("The deal is in the phase '%(phase)s' already on that day.") % {"phase": str(phase)},
        )
    yield from _obstacles_without_reason(reason)


def obstacles_in_phase(deal: Deal, lock: str, on: date) -> Iterator[Obstacle]:
    """Why something is locked on a day; every later room that has a lock clears this first."""
    phase = phase_on(deal, on)
    if phase is None or phase.kind not in LOCKS[lock].locked_in or running_opening(deal, lock, on):
        return
    yield _locked(LOCKS[lock], phase)


def _locked(lock: Lock, phase: Phase) -> Obstacle:
    return Obstacle(
        "locked-in-phase",
        _("%(what)s is locked in the phase '%(phase)s'. %(why)s")
        % {"what": str(lock.label), "phase": str(phase), "why": str(lock.why)},
        who=_("The programme manager, who can open it with a reason."),
        mend_url=reverse("programme:phases", args=[phase.deal.code]),
        mend_label=_("What each phase locks"),
        facts={"lock": lock.code},
    )


def running_opening(deal: Deal, lock: str, on: date) -> EarlyOpening | None:
    """The opening that holds on a day: from the day it was made until and with its last day."""
    openings = deal.early_openings.filter(lock=lock, opened_on__lte=on).order_by("-opened_on", "-pk")
    return next((each for each in openings if each.until_on is None or each.until_on >= on), None)


def obstacles_to_opening(
    deal: Deal, lock: str, *, until: date | None, reason: str, today: date
) -> Iterator[Obstacle]:
    """Only what is locked now can be opened."""
    yield from obstacles_to_changing(deal)
    if lock not in LOCKS:
        yield Obstacle("no-such-lock", _("No phase locks '%(lock)s'.") % {"lock": lock})
    elif not list(obstacles_in_phase(deal, lock, today)):
        yield Obstacle("not-locked", _("This is open already; there is nothing to open."))
    if until is not None and until < today:
        yield Obstacle(
            "until-past", _("The last day on which it is open lies before today; choose a later day.")
        )
    yield from _obstacles_without_reason(reason)


def _obstacles_without_reason(reason: str) -> Iterator[Obstacle]:
    if not reason.strip():
        yield Obstacle("no-reason", _("Say why, so that others can follow it later."))
