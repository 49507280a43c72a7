"""Whom to invite, as what, and with which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.rules import GRANTABLE
from kopgroep.kernel.accounts.words import ROLE_WORDS
from kopgroep.rooms.partners.models import Capacity, Contact, Organisation
from kopgroep.rooms.partners.models.words import PEOPLE_OF_A_DEAL
from kopgroep.rooms.programme.models import Deal


def words_field() -> forms.CharField:
    return forms.CharField(
        label=_("A few words of your own"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They stand in the mail, above the button."),
    )


class InviteForm(forms.Form):
    """Somebody of an organisation who is to come in."""

    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    capacity = forms.ChoiceField(
        label=_("Is here"),
        choices=[(capacity.value, capacity.label) for capacity in PEOPLE_OF_A_DEAL],
        initial=Capacity.MEMBER,
        help_text=_(
            "Contact and deputy may change what is of the organisation; a member reads along and works with you."
        ),
    )
    deal = forms.ModelChoiceField(
        label=_("For"), queryset=Deal.objects.none(), required=False, empty_label=_("all deals of this organisation")
    )  # fmt: skip
    words = words_field()

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deal"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Deal.objects.filter(partners__organisation=organisation).order_by("code")


class WordsForm(forms.Form):
    words = words_field()


class InviteManyForm(forms.Form):
    people = forms.MultipleChoiceField(label=_("To"), widget=forms.CheckboxSelectMultiple)
    words = words_field()

    def __init__(self, *args: Any, contacts: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(contact.pk): contact for contact in contacts}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (key, f"{contact.person.name} ({contact.organisation.name}, {contact.person.email})")
            for key, contact in self.contacts.items()
        ]
        field.initial = list(self.contacts)

    def chosen(self) -> list[Contact]:
        return [self.contacts[key] for key in self.cleaned_data["people"]]


class InviteToRoleForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, ROLE_WORDS[role]) for role in GRANTABLE],
        initial=Role.READER,
        help_text=_("It begins when the invitation is accepted."),
    )
    words = words_field()
