"""The words a charter may use; the product knows no others."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

DEAL_KINDS = ("historical", "living", "fictional")
PHASE_KINDS = ("network", "explore", "develop", "secure")
STRENGTHS = ("must", "aim", "hint")
PERS = ("deal", "principle", "partner", "municipality", "helix")
HELICES = ("government", "business", "knowledge", "society")
RELATIONS = ("initiator", "partner", "associate")
STAGES = ("approached", "talk", "intention", "partner", "signatory", "left")
ORGANISATION_KINDS = (
    "municipality",
    "province",
    "water_authority",
    "ministry",
    "national_body",
    "umbrella",
    "company",
    "knowledge_institution",
    "civil_organisation",
    "citizens_group",
    "joint_arrangement",
    "other",
)
TOOL_FORMS = ("agreement", "standard", "formal_standard", "by_law", "legislation", "product", "instrument")
TOOL_STATUSES = (
    "idea",
    "longlist",
    "chosen",
    "not_chosen",
    "developing",
    "testing",
    "delivered",
    "withdrawn",
)
ADMISSION = ("not_existing", "owned", "shared", "demand", "process", "scaling")
# What a deal can switch on beyond the lightest form that still proves its norms.
HEAVIER_FORMS: Mapping[str, "_StrPromise"] = MappingProxyType(
    {
        "panels": _("Panels"),
        "consensus-rounds": _("Consensus rounds"),
        "double-majority": _("Double majority"),
        "approvals": _("Approvals"),
        "e-invoices": _("E-invoices"),
        "sealed-signatures": _("Sealed signatures"),
        "certificates": _("Certificates"),
    }
)

# The glossary's words that a deal may have its own word for.
WORDS: Mapping[str, "_StrPromise"] = MappingProxyType(
    {
        "principle": _("design principle"),
        "principles": _("design principles"),
        "partner": _("partner"),
        "partners": _("partners"),
        "initiator": _("initiator"),
        "initiators": _("initiators"),
        "associate": _("associate"),
        "associates": _("associates"),
        "phase": _("phase"),
        "phases": _("phases"),
        "gate": _("gate"),
        "gates": _("gates"),
        "norm": _("norm"),
        "norms": _("norms"),
        "commitment": _("commitment"),
        "commitments": _("commitments"),
        "need": _("need"),
        "needs": _("needs"),
        "longlist": _("longlist"),
        "assessment_framework": _("assessment framework"),
        "tool": _("tool"),
        "tools": _("tools"),
        "design_team": _("design team"),
        "design_teams": _("design teams"),
        "lead": _("lead"),
        "plan_of_approach": _("plan of approach"),
        "deal_text": _("deal text"),
        "frontrunner": _("front-runner municipality"),
        "frontrunners": _("front-runner municipalities"),
        "pilot": _("pilot"),
        "pilots": _("pilots"),
        "finding": _("finding"),
        "findings": _("findings"),
        "training": _("training"),
        "trainings": _("trainings"),
        "adoption": _("adoption"),
        "adoptions": _("adoptions"),
        "toolbox": _("toolbox"),
        "meeting": _("meeting"),
        "meetings": _("meetings"),
    }
)
