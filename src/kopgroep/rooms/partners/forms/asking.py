"""Whom to ask, and what the one who was asked answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.rooms.partners.forms.partners import RoleField
from kopgroep.rooms.partners.models import Contact
from kopgroep.rooms.programme.models import Deal, ParticipationRole


class AskForm(forms.Form):
    people = forms.MultipleChoiceField(
        label=_("To"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each gets a link of their own. It works for thirty days, and for one answer."),
    )

    def __init__(self, *args: Any, contacts: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(contact.pk): contact for contact in contacts}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (key, f"{contact.person.name} ({contact.get_capacity_display()}, {contact.person.email})")
            for key, contact in self.contacts.items()
        ]
        field.initial = list(self.contacts)

    def chosen(self) -> list[Contact]:
        return [self.contacts[key] for key in self.cleaned_data["people"]]


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Why do you take part?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One or two sentences will do: what you want to learn, to give, to change."),
    )
    role = RoleField(
        label=_("What do you want to do?"),
        queryset=ParticipationRole.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = deal.participation_roles.order_by("order")
