"""Whether tools meet the charter's rules for what the deal may choose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.tools.models import Admission, AdmissionRule, Tool, Verdict
from kopgroep.rooms.tools.queries.needs import Gap, gaps_of
from kopgroep.rooms.tools.queries.tools import owners_on


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule, and whether a tool meets it."""

    rule: AdmissionRule
    is_met: bool

    @property
    def name(self) -> Text:
        name: Text = self.rule.name
        return name


def admission_of(tools: Iterable[Tool], deal: Deal, on: date) -> dict[int, list[Checked]]:
    """Every rule for every tool, in the charter's order; the same few queries for any number of tools."""
    rules = list(AdmissionRule.objects.filter(deal=deal).order_by("order", "pk"))
    keys = [tool.pk for tool in tools]
    if not rules:
        return {key: [] for key in keys}
    rows = Tool.objects.filter(pk__in=keys).prefetch_related("makers", "needs")
    owners, gaps = owners_on(deal, on), {gap.need.pk: gap for gap in gaps_of(deal, on)}
    found: dict[int, list[Checked]] = defaultdict(list)
    for tool in rows.order_by("pk"):
        asked = [need.merged_into_id or need.pk for need in tool.needs.all()]
        facts = _facts(tool, owners.get(tool.pk) is not None, [gaps[key] for key in asked if key in gaps])
        for rule in rules:
            found[tool.pk].append(Checked(rule, facts[Admission(rule.looks_at)] >= rule.at_least))
    return found


def _facts(tool: Tool, is_owned: bool, gaps: list[Gap]) -> dict[Admission, int]:
    """How much there is of what each rule looks at; most rules ask for one."""
    tested = any(gap.verdict == Verdict.ADOPT for gap in gaps)
    looked = any(gap.is_looked_for for gap in gaps)
    return {
        Admission.NOT_EXISTING: int(looked and not tested),
        Admission.OWNED: int(is_owned),
        Admission.SHARED: len(tool.makers.all()),
        Admission.DEMAND: len(gaps),
        Admission.PROCESS: int(bool(tool.process_question and tool.changes)),
        Admission.SCALING: int(bool(tool.scaling_route)),
    }


def checks_of(tool: Tool, on: date) -> list[Checked]:
    return admission_of([tool], tool.deal, on)[tool.pk]
