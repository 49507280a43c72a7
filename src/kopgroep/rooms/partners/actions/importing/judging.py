"""A verdict for every row: which organisation it means, what it would make and change, or why it is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from kopgroep.facts import municipalities
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.imports.kinds import Candidate, Change, Judged, Row, Said, Verdict
from kopgroep.rooms.partners.actions.importing import values as cells
from kopgroep.rooms.partners.actions.importing.drafts import Network, Plan
from kopgroep.rooms.partners.actions.importing.parts import ContactPart, PartnerPart, Refused
from kopgroep.rooms.partners.actions.importing.values import CellWrong
from kopgroep.rooms.partners.models import Alias, Helix, Organisation, OrganisationKind
from kopgroep.rooms.partners.queries.matching import CODES, Known
from kopgroep.rooms.partners.rules import wrong_facts

FACTS = ("name", "kind", "helix", "kvk", "oin", "cbs_code", "website", "note")
MAY_BE_EMPTIED = ("kvk", "oin", "cbs_code", "website", "note")


def _place(name: str) -> str:
    return re.sub(r"^gemeente\s+", "", name, flags=re.IGNORECASE)


class Judge:
    """Judges the rows of one table, each knowing what those before it bring in."""

    def __init__(
        self,
        network: Network,
        *,
        options: Mapping[str, str],
        heads: Mapping[str, str],
        at: datetime,
        makes: bool,
        partner: bool,
        contacts: bool,
    ) -> None:
        self.network, self.options, self.heads = network, options, heads
        self.makes, self.on = makes, day_of(at)
        self.partner = PartnerPart(network, options, self.on) if partner else None
        self.contacts = ContactPart(network, self.on, named=set(heads)) if contacts else None

    def judge(self, row: Row, choice: str) -> Verdict:
        name = " ".join(row.values.get("name", "").split())
        verdict = Verdict(row.number, Judged.SAME, name or row.values.get("contact_name", ""), chosen=choice)
        verdict.plan = Plan()
        try:
            if choice == "out":
                raise Refused(Said(_("Left out, as was chosen.")))
            facts = self._facts(row, name)
            known = self._known(row, facts, verdict, choice)
            if known is not None:
                self._fill(row, facts, known, verdict)
        except (Refused, CellWrong) as refusal:
            verdict.judged = Judged.REFUSED
            verdict.reasons = [*getattr(refusal, "all", [refusal.said])]
            verdict.changes, verdict.plan = [], None
        return verdict

    def _facts(self, row: Row, name: str) -> dict[str, str]:
        said = row.values
        facts = {"name": name}
        facts["cbs_code"] = cells.cbs(said.get("cbs_code", ""), "")
        facts["kvk"] = cells.digits(said.get("kvk", ""), 8)
        facts["oin"] = cells.digits(said.get("oin", ""), 20)
        facts["website"] = cells.address_of_site(said.get("website", ""))
        facts["note"] = said.get("note", "")
        facts["helix"] = cells.choice(Helix, said.get("helix", ""), self.heads.get("helix", ""))
        facts["kind"] = self._kind(said.get("kind", ""))
        if len(name) > 200:
            raise Refused(Said(_("The name is longer than 200 characters.")))
        if re.fullmatch(r"(sub)?tota(al|l)( aantal)?[\s:]*\d*", name, re.IGNORECASE) and not said.get("uid"):
            raise Refused(Said(_("This looks like a line with a total, not an organisation.")))
        if not name and not said.get("uid") and not any(facts[code] for code in CODES):
            raise Refused(Said(_("There is no name of an organisation in this row.")))
        return facts

    def _kind(self, cell: str) -> str:
        """The kind that is written; a word that is none counts as nothing said where there is a choice for that."""
        try:
            return cells.choice(OrganisationKind, cell, self.heads.get("kind", ""))
        except CellWrong:
            if self.options.get("kind"):
                return ""
            raise

    def _known(self, row: Row, facts: dict[str, str], verdict: Verdict, choice: str) -> Known | None:
        """The organisation that the row means: one that is known, or a new one; None while nobody has chosen."""
        registry = self.network.registry
        uid = row.values.get("uid", "").strip()
        likely = facts["kind"] or cells.kind_from(
            facts["name"], self.heads.get("name", ""), facts["cbs_code"]
        )
        match = registry.match(facts["name"], likely, facts, uid)
        if choice in registry.by_answer:
            verdict.reasons.append(Said(_("The same organisation, as was chosen.")))
            return registry.by_answer[choice]
        if uid and match.known is None:
            raise Refused(Said(_("No organisation has this Kopgroep number.")))
        if match.known is not None and match.why is not None:
            verdict.reasons.append(match.why)
            if match.known.row:
                verdict.reasons.append(
                    Said(_("It stands in row %(row)d of this table too."), {"row": match.known.row})
                )
            return match.known
        if not match.candidates and (same := self._same_municipality(facts, likely)):
            verdict.reasons.append(Said(_("It is the same municipality under another name.")))
            return same
        if match.candidates and choice != "new":
            verdict.judged, verdict.candidates = Judged.DOUBT, list(match.candidates)
            if self.makes and not self._code_taken(facts):
                new = Said(_("Then it comes in beside the others."))
                verdict.candidates.append(Candidate("new", "", new))
            return None
        if not self.makes:
            raise Refused(Said(_("This organisation is not in the registry; import it as a partner first.")))
        return self._new(row, facts, likely, verdict)

    def _same_municipality(self, facts: Mapping[str, str], likely: str) -> Known | None:
        """Den Haag is 's-Gravenhage."""
        if likely != OrganisationKind.MUNICIPALITY or facts["cbs_code"]:
            return None
        found = municipalities.by_name(_place(facts["name"]))
        return self.network.registry.holder("cbs_code", found.cbs) if found else None

    def _code_taken(self, facts: Mapping[str, str]) -> bool:
        return any(facts[code] and self.network.registry.holder(code, facts[code]) for code in CODES)

    def _new(self, row: Row, facts: dict[str, str], likely: str, verdict: Verdict) -> Known:
        if not facts["name"]:
            raise Refused(Said(_("Nobody has this code, and there is no name to make an organisation of.")))
        self._complete(facts, likely, verdict)
        organisation = Organisation(**{name: facts[name] for name in FACTS})
        wrong = [Said.of(obstacle.why) for obstacle in wrong_facts(organisation)]
        for code in CODES:
            holder = self.network.registry.holder(code, facts[code]) if facts[code] else None
            if holder:
                words = _("%(organisation)s has this code already.")
                wrong.append(Said(words, {"organisation": holder.organisation.name}))
        if wrong:
            raise Refused(*wrong)
        known = Known(f"row:{row.number}", organisation, row=row.number)
        aliases = self._aliases(row, organisation, set())
        verdict.judged = Judged.NEW
        verdict.title = organisation.name
        verdict.plan.new += [organisation, *aliases]
        return known

    def _complete(self, facts: dict[str, str], likely: str, verdict: Verdict) -> None:
        """Kind and helix where the table leaves them open; a municipality of today gets its code and full name."""
        kind = facts["kind"] or likely
        if not facts["kind"] and likely:
            verdict.reasons.append(Said(_("Its name or code tells the kind of organisation.")))
        kind = kind or cells.KIND_OF_HELIX.get(facts["helix"], "") or self.options.get("kind", "")
        if not kind:
            words = _(
                "What kind of organisation is it? Add a column, or choose what to take where nothing is said."
            )
            raise Refused(Said(words))
        helix = facts["helix"] or cells.HELIX_OF.get(kind, "")
        if not helix:
            raise Refused(Said(_("To which helix does it belong? Write it in a column.")))
        facts["kind"], facts["helix"] = kind, helix
        if kind != OrganisationKind.MUNICIPALITY:
            return
        place = _place(facts["name"])
        if found := municipalities.by_name(place):
            if not facts["cbs_code"] and not self.network.registry.holder("cbs_code", found.cbs):
                facts["cbs_code"] = found.cbs
            place = found.name
        facts["name"] = f"Gemeente {place}"

    def _aliases(self, row: Row, organisation: Organisation, known: set[str]) -> list[Alias]:
        names = dict.fromkeys(cells.listed(row.values.get("aliases", "")))
        return [
            Alias(organisation=organisation, name=name)
            for name in names
            if name not in known and name != organisation.name
        ]

    def _fill(self, row: Row, facts: dict[str, str], known: Known, verdict: Verdict) -> None:
        """Facts, part in the deal and people; only when all of it can be does the row count."""
        is_new = verdict.judged == Judged.NEW
        plan: Plan = verdict.plan
        plan.organisation = known.organisation
        if not is_new and known.organisation.pk:
            verdict.title = known.organisation.name
            self._changes(row, facts, known, verdict)
        after: list[Any] = []
        if self.partner:
            after.append(self.partner.judge(row, known, verdict))
        if self.contacts:
            after.append(self.contacts.judge(row, known, verdict))
        for remember in after:
            remember()
        if is_new:
            aliases = [each.name for each in plan.new if isinstance(each, Alias)]
            self.network.registry.add(known, aliases)
        elif plan.new or plan.moves or plan.changes:
            verdict.judged = Judged.CHANGED
        for thing, name, value in plan.changes:
            self.network.changed[thing._meta.label_lower, thing.pk, name] = value

    def _changes(self, row: Row, facts: dict[str, str], known: Known, verdict: Verdict) -> None:
        """What the row says otherwise than is known. An empty cell takes away only in an edited export."""
        organisation = known.organisation
        edited = bool(row.values.get("uid"))
        differs = {
            name: facts[name]
            for name in FACTS
            if name in self.heads
            and facts[name] != getattr(organisation, name)
            and (facts[name] or (edited and name in MAY_BE_EMPTIED))
        }
        if cells.same_site(differs.get("website", ""), organisation.website):
            differs.pop("website", None)
        if not edited:
            differs.pop("name", None)
            # What has been written down with care is not overwritten by a column that means something else.
            for name in ("kind", "helix", "note"):
                if getattr(organisation, name):
                    differs.pop(name, None)
        aliases = self._aliases(row, organisation, set(self._alias_names(known)))
        if (differs or aliases) and not self.network.may_change(organisation):
            verdict.reasons.append(Said(_("It is in other deals only; its facts stay as they are.")))
            return
        self._keep_rules(organisation, known, differs)
        for name, value in differs.items():
            verdict.plan.changes.append((organisation, name, value))
            verdict.changes.append(Change(name, cells.shown(getattr(organisation, name)), value))
        for alias in aliases:
            verdict.plan.new.append(alias)
            verdict.changes.append(Change("aliases", "", alias.name))

    def _alias_names(self, known: Known) -> list[str]:
        found = self.network.registry.aliases.get(known.organisation.pk or 0, [])
        return [*found, known.organisation.name]

    def _keep_rules(self, organisation: Organisation, known: Known, differs: Mapping[str, str]) -> None:
        if not differs:
            return
        now = {name: getattr(organisation, name) for name in FACTS}
        label = organisation._meta.label_lower
        earlier = {name: self.network.changed.get((label, organisation.pk, name)) for name in differs}
        wrong = [Said.of(obstacle.why) for obstacle in wrong_facts(Organisation(**{**now, **differs}))]
        for code in CODES:
            holder = self.network.registry.holder(code, differs[code]) if differs.get(code) else None
            if holder is not None and holder is not known:
                words = _("%(organisation)s has this code already.")
                wrong.append(Said(words, {"organisation": holder.organisation.name}))
        if any(value is not None and differs[name] != value for name, value in earlier.items()):
            wrong.append(Said(_("An earlier row says something else about the same organisation.")))
        if wrong:
            raise Refused(*wrong)
