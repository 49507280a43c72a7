"""Whom it is about, and the confirmation that it is meant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class WhoForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Of the person who asks what is kept, or to be erased."),
    )


class EraseForm(forms.Form):
    """Nothing is erased by a click alone."""

    confirm = forms.CharField(max_length=254)

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        self.fields["confirm"].label = _("Type “%(expected)s” to show that you mean it") % {
            "expected": expected
        }

    def clean_confirm(self) -> str:
        typed = str(self.cleaned_data["confirm"]).strip()
        if typed.casefold() != self.expected.casefold():
            raise forms.ValidationError(_("This is not “%(expected)s”.") % {"expected": self.expected})
        return typed
