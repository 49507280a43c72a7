"""The facts about an organisation; a municipality is chosen from the list of the country."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.facts import municipalities
from kopgroep.rooms.partners.forms.parts import SeenForm, day
from kopgroep.rooms.partners.models import Helix, Organisation, OrganisationKind
from kopgroep.rooms.partners.queries.words import FACTS
from kopgroep.rooms.partners.rules import wrong_facts

KEPT = ("name", "kind", "helix", "kvk", "oin", "cbs_code", "website", "note", "valid_from", "valid_until")


class OrganisationForm(SeenForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("For a municipality the place is enough; its code follows."),
        widget=forms.TextInput(attrs={"list": "municipalities", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=[("", ""), *OrganisationKind.choices])
    helix = forms.ChoiceField(
        label=_("Helix"),
        choices=[("", ""), *Helix.choices],
        required=False,
        help_text=_("May be left open for a public body: that is government."),
    )
    cbs_code = forms.CharField(
        label=_("CBS code"),
        max_length=6,
        required=False,
        help_text=_("Only for a municipality, province or water authority."),
    )
    kvk = forms.CharField(label=_("KvK number"), max_length=12, required=False, help_text=_("8 digits"))
    oin = forms.CharField(label=_("OIN"), max_length=26, required=False, help_text=_("20 digits"))
    website = forms.URLField(label=_("Website"), max_length=300, required=False, assume_scheme="https")
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line: abbreviations, earlier names."),
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    valid_from = day(_("Exists from"), required=False)
    valid_until = day(
        _("Exists until"), required=False, hint=_("The first day on which it does not exist any more.")
    )
    despite_similar = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = (
        "seen_revision",
        "name",
        "kind",
        "helix",
        "cbs_code",
        "kvk",
        "oin",
        "website",
        "aliases",
        "note",
    )

    def clean_kvk(self) -> str:
        return re.sub(r"[\s.]", "", self.cleaned_data["kvk"])

    def clean_oin(self) -> str:
        return re.sub(r"[\s.]", "", self.cleaned_data["oin"])

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = dict(super().clean() or self.cleaned_data)
        complete(facts)
        if "helix" in facts and not facts["helix"]:
            self.add_error("helix", _("Choose the helix that it belongs to."))
        if not self.errors:
            for obstacle in wrong_facts(Organisation(**self.facts(facts))):
                self.add_error(str(obstacle.facts["field"]), str(obstacle))
        return facts

    def facts(self, typed: dict[str, Any] | None = None) -> dict[str, Any]:
        """The facts as the organisation keeps them."""
        typed = self.cleaned_data if typed is None else typed
        return {name: typed[name] for name in KEPT if name in typed}

    def alias_list(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]

    @classmethod
    def of(cls, organisation: Organisation, typed: Any = None) -> OrganisationForm:
        initial = {name: getattr(organisation, name) for name in KEPT}
        initial["aliases"] = "\n".join(organisation.aliases.order_by("name").values_list("name", flat=True))
        initial["seen_revision"] = organisation.revision
        return cls(typed, initial=initial)


PUBLIC_BODIES = frozenset(
    {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.PROVINCE,
        OrganisationKind.WATER_AUTHORITY,
        OrganisationKind.MINISTRY,
        OrganisationKind.NATIONAL_BODY,
    }
)


def complete(facts: dict[str, Any]) -> None:
    """A municipality's name gives its code and the code its name; a public body is government."""
    facts["cbs_code"] = str(facts.get("cbs_code") or "").strip().upper()
    kind = facts.get("kind")
    if kind in PUBLIC_BODIES and "helix" in facts and not facts["helix"]:
        facts["helix"] = Helix.GOVERNMENT.value
    if kind != OrganisationKind.MUNICIPALITY:
        return
    typed = str(facts.get("name") or "").strip()
    place = re.sub(r"^gemeente\s+", "", typed, flags=re.IGNORECASE)
    if not facts["cbs_code"]:
        found = municipalities.by_code(place) or next(iter(municipalities.search(place, limit=1)), None)
        if found and place.casefold() in {found.cbs.casefold(), found.name.casefold(), found.also.casefold()}:
            facts["cbs_code"], facts["name"] = found.cbs, f"Gemeente {found.name}"
    elif (known := municipalities.by_code(facts["cbs_code"])) and place.upper() in {"", known.cbs}:
        facts["name"] = f"Gemeente {known.name}"


def differences(form: OrganisationForm, theirs: Organisation) -> list[dict[str, str]]:
    """Per field that is not the same: what stands there now, and what was typed."""
    now = {name: getattr(theirs, name) for name in KEPT}
    now["aliases"] = "\n".join(theirs.aliases.order_by("name").values_list("name", flat=True))
    typed = {**form.facts(), "aliases": "\n".join(sorted(form.alias_list()))}
    return [
        {"label": str(FACTS[name]), "theirs": str(now[name] or ""), "yours": str(typed[name] or "")}
        for name in now
        if name in typed and (now[name] or "") != (typed[name] or "")
    ]
