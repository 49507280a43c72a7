"""What somebody who is interested fills in, what the office notes during a call, and how it is dealt with."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from kopgroep.rooms.partners.forms.parts import SeenForm, day
from kopgroep.rooms.partners.models import Helix, OrganisationKind, Stage, Wish
from kopgroep.rooms.partners.queries.enquiries import HELIX_OF, Match, municipality_named

LONGEST_MESSAGE = 4000
# A line of a mail goes to an address that anyone may type: it must not carry somebody's advertisement.
LOOKS_LIKE_A_LINK = re.compile(r"://|www\.|[<>\[\]{}\\]", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{5,28}")


def one_line(value: str) -> str:
    text = " ".join(value.split())
    if LOOKS_LIKE_A_LINK.search(text):
        raise ValidationError(_("Write only a name here, without a web address."))
    return text


def phone_number(value: str) -> str:
    text = " ".join(value.split())
    if text and not PHONE.fullmatch(text):
        raise ValidationError(_("Write a telephone number, as in 06 12 34 56 78."))
    return text


class EnquiryForm(forms.Form):
    """For who is interested, without an account."""

    wish = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[(Wish.JOIN, _("I would like to join")), (Wish.KNOW, _("I would like to know more"))],
        widget=forms.RadioSelect,
    )
    organisation_name = forms.CharField(
        label=_("Your organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=[("", ""), *OrganisationKind.choices])
    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        max_length=30,
        required=False,
        help_text=_("If you would rather be called."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    message = forms.CharField(
        label=_("Why does this appeal to you, or what would you like to know?"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few sentences are enough. If you join, this is where your motivation starts."),
    )
    despite_known = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_organisation_name(self) -> str:
        return one_line(self.cleaned_data["organisation_name"])

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return phone_number(self.cleaned_data["phone"])


class CallForm(forms.Form):
    """During a call: four fields. What is known of an organisation need not be asked."""

    organisation_name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Who is calling?"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    reach = forms.CharField(
        label=_("E-mail address or telephone number"),
        max_length=254,
        help_text=_("To an e-mail address we mail the information at once."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    message = forms.CharField(
        label=_("What is it about?"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_organisation_name(self) -> str:
        return one_line(self.cleaned_data["organisation_name"])

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_reach(self) -> str:
        text = " ".join(self.cleaned_data["reach"].split())
        if PHONE.fullmatch(text):
            return text
        try:
            validate_email(text)
        except ValidationError as wrong:
            words = _(
                "Write an e-mail address or a telephone number, as in naam@gemeente.nl or 06 12 34 56 78."
            )
            raise ValidationError(words) from wrong
        return text

    def facts(self) -> dict[str, Any]:
        """As an enquiry keeps them; a municipality says its own kind."""
        typed = self.cleaned_data
        municipality = municipality_named(typed["organisation_name"])
        reach = typed["reach"]
        return {
            "organisation_name": municipality[1] if municipality else typed["organisation_name"],
            "kind": OrganisationKind.MUNICIPALITY if municipality else "",
            "name": typed["name"],
            "email": reach if "@" in reach else "",
            "phone": "" if "@" in reach else reach,
            "message": typed["message"],
        }


class ReplyForm(SeenForm):
    """A mail that one can still change; or no mail, when it was said otherwise."""

    text = forms.CharField(
        label=_("Your answer"), max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 10})
    )
    send = forms.BooleanField(label=_("Mail this"), required=False)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email_of_form = email
        if email:
            self.fields["send"].help_text = _("To %(email)s.") % {"email": email}
        else:
            del self.fields["send"]
            self.fields["text"].label = _("What did you answer?")
            self.fields["text"].help_text = _("No e-mail address is known, so nothing is mailed.")

    def clean(self) -> dict[str, Any]:
        typed = dict(super().clean() or self.cleaned_data)
        return {"send": False, **typed}


class LaterForm(SeenForm):
    until_on = day(_("Come back to it on"), hint=_("From this day it stands on the desk again."))
    note = forms.CharField(
        label=_("Why later?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the mail too, if you send one."),
    )
    send = forms.BooleanField(label=_("Mail that you come back to it that day"), required=False)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email_of_form = email
        if not email:
            del self.fields["send"]

    def clean(self) -> dict[str, Any]:
        typed = dict(super().clean() or self.cleaned_data)
        return {"send": False, **typed}


NEW = "new"
# Who joins by an enquiry stands somewhere on the way, or is in at once.
STAGES = [
    (stage.value, stage.label) for stage in (Stage.APPROACHED, Stage.TALK, Stage.INTENTION, Stage.PARTNER)
]


class AcceptForm(SeenForm):
    """All that makes a partner, filled in from the enquiry; one button does it."""

    organisation = forms.ChoiceField(label=_("Which organisation is it?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name of the new organisation"),
        max_length=200,
        required=False,
        help_text=_("For a municipality the place is enough; its code follows."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of the new organisation"), choices=[("", ""), *OrganisationKind.choices], required=False
    )
    helix = forms.ChoiceField(
        label=_("Helix of the new organisation"),
        choices=[("", ""), *Helix.choices],
        required=False,
        help_text=_("May be left open where the kind says it."),
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES, widget=forms.RadioSelect)
    since_on = day(_("Since"), hint=_("What the deal asks of it begins on this day."))
    motivation = forms.CharField(
        label=_("Motivation"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Taken from the enquiry. Everybody in the deal can read it."),
    )
    welcome = forms.BooleanField(
        label=_("Mail the welcome"),
        required=False,
        help_text=_("With where the deal is, what is asked now, and a page that tells the rest."),
    )

    field_order = ("seen_revision", "organisation", "name", "kind", "helix")

    def __init__(self, *args: Any, matches: list[Match], may_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches = {str(match.organisation.pk): match for match in matches}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((key, _known_words(match)) for key, match in self.matches.items()),
            (NEW, _("Another one, that is new here")),
        ]
        if not matches:
            field.widget = forms.HiddenInput()
            self.fields["name"].required = self.fields["kind"].required = True
        if not may_mail:
            del self.fields["welcome"]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = {"welcome": False, **(super().clean() or self.cleaned_data)}
        if typed.get("organisation") != NEW:
            return typed
        if not (typed.get("name") or "").strip():
            self.add_error("name", _("Write the name of the new organisation."))
        elif municipality := municipality_named(typed["name"]):
            typed["cbs_code"], typed["name"] = municipality
            typed["kind"], typed["helix"] = OrganisationKind.MUNICIPALITY.value, Helix.GOVERNMENT.value
        if not typed.get("kind"):
            self.add_error("kind", _("This organisation is new here. Choose what kind it is."))
        elif not typed.get("helix"):
            typed["helix"] = str(HELIX_OF.get(OrganisationKind(typed["kind"]), ""))
            if not typed["helix"]:
                self.add_error("helix", _("This organisation is new here. Choose its helix."))
        return typed

    def chosen(self) -> dict[str, Any]:
        """For the action: the known organisation, or the facts of a new one."""
        typed = self.cleaned_data
        match = self.matches.get(typed["organisation"])
        new = {name: typed.get(name, "") for name in ("name", "kind", "helix", "cbs_code")}
        return {"organisation": match.organisation if match else None, "new": None if match else new}


def _known_words(match: Match) -> str:
    words = _("%(organisation)s: %(why)s") % {"organisation": match.organisation.name, "why": match.why}
    if match.partner is None:
        return words
    return _("%(words)s; in this deal: %(stage)s") % {"words": words, "stage": match.stage_word}
