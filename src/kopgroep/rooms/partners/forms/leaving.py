"""When and why a partner leaves, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.rooms.partners.forms.parts import SeenForm, day
from kopgroep.rooms.partners.models import Contact


class LeaveForm(SeenForm):
    on = day(_("From which day?"), hint=_("The first day on which it does not take part any more."))
    reason = forms.CharField(
        label=_("Why does it leave?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    tell = forms.MultipleChoiceField(
        label=_("Mail this to"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contacts: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contacts = {str(contact.pk): contact for contact in contacts}
        field = self.fields["tell"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (key, f"{contact.person.name} ({contact.person.email})") for key, contact in self.contacts.items()
        ]
        if not contacts:
            del self.fields["tell"]

    def clean_tell(self) -> list[Contact]:
        return [self.contacts[key] for key in self.cleaned_data["tell"]]
