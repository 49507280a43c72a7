"""The menu as data, in the order of the deal, and what every page needs to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel import clock
from kopgroep.rooms.gates.queries import planned_phase
from kopgroep.rooms.programme.models import Deal, Phase, PhaseEntry, PhaseKind, PlannedPhase


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the house: its name, its page ("" while its room is to be built), and the kind of phase it serves.

    within  view names or namespaces that belong to it, so that it is marked there too
    """

    label: Promise
    view: str = ""
    kind: str = ""
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str
    url: str | None
    current: bool = False
    hint: str = ""
    phase_state: str = ""


WEBHOOKS = ("webhooks", "webhook-add", "webhook", "webhook-edit", "webhook-remove", "webhook-delivery")
IMPORTS = ("imports", "import", "import-columns")
DESK = Part(pgettext_lazy("the desk", "Today"), "desk")
PARTS: tuple[Part, ...] = (
    Part(
        _("State of the deal"),
        "deal",
        within=("deal", "deal-about", "gates", "programme", "archive", "people", *WEBHOOKS),
    ),
    Part(_("Network"), "partners:network", PhaseKind.NETWORK, within=("partners", "onboarding", *IMPORTS)),
    Part(_("Exploring"), "tools:exploring", PhaseKind.EXPLORE, within=("tools", "assessment", "selection")),
    Part(_("Design teams"), "teams:teams", PhaseKind.EXPLORE, within=("teams",)),
    Part(_("Signing"), "signing:signing", PhaseKind.EXPLORE, within=("signing",)),
    Part(_("Testing"), kind=PhaseKind.DEVELOP),
    Part(_("Securing"), kind=PhaseKind.SECURE),
    Part(_("Meetings"), "meetings:meetings", within=("meetings",)),
    Part(_("Contributions"), "contributions:contributions", within=("contributions",)),
    Part(pgettext_lazy("the public catalogue of tools", "Toolbox")),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the menu knows of the phases of one kind: done, open or later, and since or until when."""

    state: str
    starts: str


def page(request: HttpRequest) -> dict[str, Any]:
    """For every template: the links at the foot, and the look of the installation."""
    theme = {"theme_css": reverse("theme")} if settings.THEME else {}
    return {"footer": footer(), **theme}


def footer() -> list[dict[str, str]]:
    items = [("home", _("All deals")), ("privacy", _("Privacy")), ("openapi", _("For programmers: the API"))]
    links = [{"label": str(label), "url": url} for name, label in items if (url := address_of(name))]
    if settings.CONTACT_MAIL:
        links.append({"label": gettext("Contact"), "url": f"mailto:{settings.CONTACT_MAIL}"})
    return links


def menu_of(request: HttpRequest, deal: Deal) -> list[MenuItem]:
    """The parts of a deal; a phase's part says how it stands with that phase. One query."""
    stages = stages_of(deal, clock.today())
    match = request.resolver_match
    here = {match.view_name, match.namespace} if match else set()
    parts = (DESK, *PARTS) if request.user.is_authenticated else PARTS
    items = [
        _item(part, deal, stages.get(part.kind), here)
        for part in parts
        if not part.kind or part.kind in stages
    ]
    # In history nothing comes later: only what is there.
    return [item for item in items if item.url] if deal.is_read_only else items


def _item(part: Part, deal: Deal, stage: Stage | None, here: set[str]) -> MenuItem:
    url = _address(part, deal)
    state = stage.state if stage else ""
    hint = ""
    if state == "later" and stage and stage.starts:
        hint = gettext("from %(start)s") % {"start": stage.starts}
    elif url is None:
        hint = gettext("comes later")
    return MenuItem(
        label=str(part.label),
        url=url,
        current=bool(here & {part.view, *part.within} - {""}),
        hint=hint,
        # What is to be built cannot be open or done, whatever the phase.
        phase_state=state if url else "later",
    )


def _address(part: Part, deal: Deal) -> str | None:
    if not part.view:
        return None
    return address_of(part.view) if part is DESK else address_of(part.view, deal.code)


def address_of(view: str, *args: object) -> str | None:
    """A page's address; None for a page that this installation does not have."""
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return None


def stages_of(deal: Deal, on: date) -> dict[str, Stage]:
    """Per kind of phase how the deal stands with it, from its phases, its last planning and the phase it is in."""
    planned = PlannedPhase.objects.filter(phase=OuterRef("pk"), version__deal=deal).order_by(
        "-version__number"
    )
    entered = PhaseEntry.objects.filter(deal=deal, entered_on__lte=on).order_by("-entered_on")
    phases = Phase.objects.filter(deal=deal).order_by("order")
    rows: list[Any] = list(
        phases.annotate(
            starts=Subquery(planned.values("starts")[:1]), now=Subquery(entered.values("phase")[:1])
        )
    )
    here = next((phase for phase in rows if phase.pk == phase.now), None)
    if here is None and deal.is_read_only:
        here = planned_phase([(phase, phase.starts) for phase in rows], on)
    now = here.order if here else 0
    stages: dict[str, Stage] = {}
    for kind in dict.fromkeys(phase.kind for phase in rows):
        same = [phase for phase in rows if phase.kind == kind]
        stages[kind] = Stage(_state([phase.order for phase in same], now), _starts(same[0]))
    return stages


def _state(orders: Sequence[int], now: int) -> str:
    if now in orders:
        return "open"
    return "done" if orders[-1] < now else "later"


def _starts(phase: Any) -> str:
    return phase.starts.display(get_language() or "nl") if phase.starts else ""
