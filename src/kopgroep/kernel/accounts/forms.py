"""What is typed about accounts, roles and tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.accounts.rules import GRANTABLE
from kopgroep.kernel.accounts.words import ROLE_WORDS, SCOPE_WORDS
from kopgroep.kernel.obstacles import Obstructed


def show_refusal(form: forms.Form, refusal: Obstructed) -> None:
    """Each reason at the field that it is about, or above the form."""
    for obstacle in refusal.obstacles:
        name = str(obstacle.facts.get("field", ""))
        form.add_error(name if name in form.fields else None, str(obstacle))


class AccountForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language of the pages and the mails"), choices=[("nl", "Nederlands"), ("en", "English")]
    )


class AddressForm(forms.Form):
    email = forms.EmailField(label=_("New e-mail address"), max_length=254)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Which program is it for?"),
        max_length=100,
        widget=forms.TextInput(attrs={"data-example": "export"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=list(SCOPE_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(
        label=_("It lasts"),
        min_value=1,
        max_value=366,
        initial=90,
        help_text=_("At most a year; make a new one before it ends."),
        widget=forms.NumberInput(attrs={"data-unit": _("days")}),
    )


class GrantForm(forms.Form):
    """Whom to give a role; who has no account yet gets one, and then a name is needed."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name"), max_length=150, required=False, help_text=_("For who has no account here yet.")
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, ROLE_WORDS[role]) for role in GRANTABLE],
        # Nobody becomes manager by sending the form as it opens.
        initial=Role.READER,
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        typed["user"] = User.objects.filter(email=typed.get("email", "").lower()).first()
        if typed.get("email") and typed["user"] is None and not typed.get("name"):
            self.add_error(
                "name", _("There is no account with this address yet. Say what this person is called.")
            )
        return typed
