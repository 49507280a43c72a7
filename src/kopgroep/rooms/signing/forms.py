"""Texts, moments and signatories as people type them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.acting import SeenForm, day
from kopgroep.rooms.signing.models import MandateKind, MomentKind, TextKind
from kopgroep.rooms.signing.queries import Party


class TextForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it"), choices=TextKind.choices, initial=TextKind.DEAL)
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        required=False,
        help_text=_("Left empty it is made from the deal's name."),
    )


class PartForm(SeenForm):
    heading = forms.CharField(label=_("Heading"), max_length=200)
    body = forms.CharField(
        label=_("Text"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 18}), required=False
    )


class MomentForm(forms.Form):
    kind = forms.ChoiceField(label=_("What happens"), choices=MomentKind.choices, initial=MomentKind.SIGNING)
    held_on = day(_("Day"))
    place = forms.CharField(label=_("Place"), max_length=200, required=False)


class SignatoryForm(forms.Form):
    name = forms.CharField(label=_("Name of who signs"), max_length=150)
    capacity = forms.CharField(
        label=_("Capacity"), max_length=200, help_text=_("For example alderman, director or minister.")
    )
    acts_as = forms.CharField(
        label=_("Signs as"),
        max_length=200,
        required=False,
        help_text=_("The administrative body or legal person, when that is not the organisation itself."),
    )
    mandate = forms.ChoiceField(label=_("On whose authority"), choices=MandateKind.choices)


class MandateForm(forms.Form):
    note = forms.CharField(
        label=_("What you looked at"),
        max_length=300,
        required=False,
        help_text=_("For example the mandate register, the KvK extract or the proxy."),
    )


class SheetForm(forms.Form):
    """One page for all parties: who stands on the sheet is ticked."""

    signed_on = day(_("Signed on"))
    partners = forms.TypedMultipleChoiceField(
        label=_("Who signed"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    sheet = forms.FileField(
        label=_("The scanned sheet"),
        required=False,
        help_text=_("A PDF, PNG or JPEG of at most 20 megabytes."),
    )

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = [party for party in parties if not party.has_signed]
        field = self.fields["partners"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(party.partner.pk, _label(party)) for party in waiting]
        self.initial["partners"] = [party.partner.pk for party in waiting]


def _label(party: Party) -> str:
    who = party.signatory
    return f"{party.name} – {who.name}, {who.capacity}" if who else party.name


class WithdrawForm(forms.Form):
    on = day(_("Withdraws from"))
    reason = forms.CharField(label=_("Why"), max_length=500)
