"""Somebody one can call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.rooms.partners.forms.parts import SeenForm, day
from kopgroep.rooms.partners.models import Capacity, Contact, Organisation
from kopgroep.rooms.programme.models import Deal


class ContactForm(SeenForm):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("By this address we know that it is the same person at another organisation."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    capacity = forms.ChoiceField(label=_("Is here"), choices=Capacity.choices)
    position = forms.CharField(label=_("Position"), max_length=150, required=False)
    deal = forms.ModelChoiceField(
        label=_("For"), queryset=Deal.objects.none(), required=False, empty_label=_("all deals of this organisation")
    )  # fmt: skip
    since_on = day(_("Since"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deal"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Deal.objects.filter(partners__organisation=organisation).order_by("code")

    @classmethod
    def of(cls, contact: Contact, typed: Any = None) -> ContactForm:
        person = contact.person
        initial = {
            "name": person.name,
            "email": person.email,
            "phone": person.phone,
            "capacity": contact.capacity,
            "position": contact.position,
            "deal": contact.deal_id,
            "seen_revision": contact.revision,
        }
        form = cls(typed, organisation=contact.organisation, initial=initial)
        # Since when is a fact of the past.
        del form.fields["since_on"]
        return form


class EndContactForm(forms.Form):
    until_on = day(_("Last day was before"), hint=_("The first day on which this is over."))
