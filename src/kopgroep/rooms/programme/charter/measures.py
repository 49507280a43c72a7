"""Everything a norm can measure; each room answers for its own measures when it exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# 'yes' is 0 or 1: something is so, or not.
UNITS = ("number", "percent", "days", "yes")


@dataclass(frozen=True, slots=True)
class Measure:
    """Something the product can measure: its unit (one of UNITS), per what, and the room that knows it."""

    code: str
    label: "_StrPromise"
    unit: str
    per: tuple[str, ...]
    room: str
    # What counts as met when a norm names no threshold; without it a norm must name one.
    default_threshold: Decimal | None = None


ALL = Decimal(100)
ONE = Decimal(1)

_MEASURES = (
    # Network
    Measure("partners", _("Partners take part"), "number", ("deal",), "partners"),
    Measure("helix_cover", _("Partners from this helix take part"), "number", ("helix",), "partners", ONE),
    Measure(
        "partners_with_motivation",
        _("Partners have a motivation on record"),
        "percent",
        ("partner",),
        "partners",
        ALL,
    ),
    Measure(
        "partners_with_role",
        _("Partners have named their role and intensity"),
        "percent",
        ("partner",),
        "partners",
        ALL,
    ),
    Measure("initiators", _("Initiators are named"), "number", ("deal",), "partners", ONE),
    Measure(
        "engaged_partners", _("Partners are visibly engaged"), "percent", ("partner",), "contributions", ALL
    ),
    # Exploration
    Measure(
        "monthly_meetings", _("Months of the phase have a meeting"), "percent", ("deal",), "meetings", ALL
    ),
    Measure(
        "principles_treated",
        _("Meetings treat this design principle"),
        "number",
        ("principle",),
        "meetings",
        ONE,
    ),
    Measure("needs", _("Needs are stated for this design principle"), "number", ("principle",), "tools", ONE),
    Measure(
        "longlist",
        _("Tools are on the longlist for this design principle"),
        "number",
        ("principle",),
        "tools",
        ONE,
    ),
    Measure(
        "desk_research", _("Searches for existing tools are recorded"), "number", ("deal",), "tools", ONE
    ),
    Measure(
        "framework_adopted", _("The assessment framework is adopted"), "yes", ("deal",), "assessment", ONE
    ),
    Measure(
        "tools_assessed", _("Tools on the longlist are assessed"), "percent", ("deal",), "assessment", ALL
    ),
    Measure("chosen_tools", _("Tools are chosen"), "number", ("deal",), "selection"),
    Measure(
        "chosen_tools_per_principle",
        _("Tools are chosen for this design principle"),
        "number",
        ("principle",),
        "selection",
    ),
    Measure("tools_with_owner", _("Chosen tools have an owner"), "percent", ("deal",), "selection", ALL),
    Measure(
        "design_teams",
        _("Design teams work on this design principle"),
        "number",
        ("principle",),
        "teams",
        ONE,
    ),
    Measure(
        "plans_approved",
        _("Plans of approach are approved for this design principle"),
        "number",
        ("principle",),
        "teams",
        ONE,
    ),
    Measure(
        "budget_covered",
        _("The budget of this design principle is covered"),
        "percent",
        ("principle",),
        "teams",
        ALL,
    ),
    Measure("signatures", _("Partners have signed"), "number", ("deal",), "signing"),
    Measure(
        "authorised_signatories",
        _("Signatories were authorised to sign"),
        "percent",
        ("deal",),
        "signing",
        ALL,
    ),
    # Contributions
    Measure(
        "commitments", _("Partners have made a commitment"), "percent", ("partner",), "contributions", ALL
    ),
    Measure(
        "days_per_month", _("Days a month that this partner gives"), "days", ("partner",), "contributions"
    ),
    Measure(
        "contribution_paid",
        _("Partners have paid their contribution"),
        "percent",
        ("partner",),
        "contributions",
        ALL,
    ),
    Measure(
        "intention_next_phases",
        _("Partners intend to join the next phases"),
        "percent",
        ("partner",),
        "partners",
        ALL,
    ),
    # Developing, testing, implementing
    Measure(
        "pilots_in_projects",
        _("Pilots take place inside existing projects"),
        "percent",
        ("deal",),
        "pilots",
        ALL,
    ),
    Measure("frontrunners", _("Front-runner municipalities test tools"), "number", ("deal",), "pilots"),
    Measure(
        "tools_tested_per_municipality",
        _("Tools this municipality takes part in testing"),
        "number",
        ("municipality",),
        "pilots",
    ),
    Measure(
        "sites_per_tool",
        _("Places where the least tested tool is tested"),
        "number",
        ("deal",),
        "pilots",
        ONE,
    ),
    Measure(
        "tools_in_use",
        _("Tools are in use after the test in this municipality"),
        "number",
        ("municipality",),
        "trainings",
        ONE,
    ),
    Measure(
        "active_partners",
        _("Partners take an active part in at least one tool"),
        "percent",
        ("partner",),
        "pilots",
        ALL,
    ),
    # Securing
    Measure("trainings", _("Trainings are given"), "number", ("deal",), "trainings", ONE),
    Measure(
        "adoptions_outside",
        _("Municipalities outside the deal use a tool"),
        "number",
        ("deal",),
        "trainings",
        ONE,
    ),
    Measure("tools_delivered", _("Tools are delivered"), "number", ("deal",), "trainings"),
)
MEASURES: Mapping[str, Measure] = MappingProxyType({measure.code: measure for measure in _MEASURES})
