"""Who takes over, and what that person should know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.rooms.partners.forms.parts import SeenForm, day
from kopgroep.rooms.partners.models import Contact, Person


class SuccessorForm(forms.Form):
    """Somebody who is known here, or somebody new."""

    known = forms.ModelChoiceField(
        label=_("Who takes over?"), queryset=Person.objects.none(), required=False,
        empty_label=_("somebody new, named below"),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("To this address goes the invitation."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    position = forms.CharField(label=_("Position"), max_length=150, required=False)

    def __init__(self, *args: Any, colleagues: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["known"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Person.objects.filter(pk__in=[each.pk for each in colleagues]).order_by("name", "pk")
        if not colleagues:
            del self.fields["known"]
            # Nobody to choose instead, so "may stay empty" would be untrue.
            self.fields["name"].required = True

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if "known" in self.fields and not typed.get("known") and not typed.get("name"):
            self.add_error("name", _("Name somebody."))
        return typed


class SuccessionForm(SuccessorForm):
    """The same at the office, where one says from when, for which tasks, and whether to invite."""

    from_on = day(_("From"))
    tasks = forms.MultipleChoiceField(
        label=_("Takes over too"), required=False, widget=forms.CheckboxSelectMultiple
    )
    invite = forms.BooleanField(
        label=_("Invite the successor"),
        required=False,
        help_text=_("A mail with a button to come in, unless this person has an account already."),
    )

    def __init__(self, *args: Any, tasks: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.pk): each for each in tasks}
        field = self.fields["tasks"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, _task(each)) for key, each in self.rows.items()]
        if not tasks:
            del self.fields["tasks"]

    def chosen(self) -> list[Contact]:
        return [self.rows[key] for key in self.cleaned_data.get("tasks", [])]


def _task(contact: Contact) -> str:
    if contact.deal is None:
        return str(contact.get_capacity_display())
    return f"{contact.get_capacity_display()} ({contact.deal})"


class HandoverForm(SeenForm):
    text = forms.CharField(
        label=_("What should your successor know?"),
        max_length=10000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "What was agreed by word of mouth, who helps inside the organisation, what is sensitive. "
            "Who may change contacts of this organisation, reads it."
        ),
    )
