"""Which organisations go on as one, and when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.rooms.partners.forms.organisations import complete
from kopgroep.rooms.partners.forms.parts import day
from kopgroep.rooms.partners.models import Helix, Organisation, OrganisationKind

# What a database can hold as the number of a row.
LARGEST_ID = 2**63 - 1


class _Organisations(forms.ModelMultipleChoiceField[Organisation]):
    """Refuses, as any unknown choice, a number that is too large to ask a database about."""

    def clean(self, value: Any) -> Any:
        for each in value if isinstance(value, list | tuple) else ():
            if len(str(each)) > 19 or (str(each).isdecimal() and int(each) > LARGEST_ID):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"],
                    code="invalid_choice",
                    params={"value": str(each)[:40]},
                )
        return super().clean(value)


class MergeForm(forms.Form):
    predecessors = _Organisations(
        label=_("Which organisations go on as one?"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    on = day(_("From which day?"), hint=_("For municipalities that is 1 January."))
    successor = forms.ModelChoiceField(
        label=_("Goes on as"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("a new organisation"),
    )
    name = forms.CharField(label=_("Name of the new organisation"), max_length=200, required=False)
    cbs_code = forms.CharField(label=_("CBS code of the new organisation"), max_length=6, required=False)

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("predecessors", "successor"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = choices

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = dict(super().clean() or self.cleaned_data)
        if not typed.get("successor") and not (typed.get("name") or "").strip():
            self.add_error("name", _("Write the name of the new organisation, or choose one that exists."))
        return typed

    def successor_of(self, predecessors: list[Organisation]) -> Organisation:
        """The one that was chosen, or a new one, not saved yet, of the kind of those that merge."""
        chosen = self.cleaned_data.get("successor")
        if isinstance(chosen, Organisation):
            return chosen
        first = predecessors[0]
        facts = {
            "name": self.cleaned_data["name"].strip(),
            "kind": first.kind,
            "helix": first.helix,
            "cbs_code": self.cleaned_data["cbs_code"],
        }
        complete(facts)
        if first.kind == OrganisationKind.MUNICIPALITY:
            facts["helix"] = Helix.GOVERNMENT.value
        return Organisation(**facts)
