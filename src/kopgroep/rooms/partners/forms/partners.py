"""An organisation comes into a deal, moves, and says why and how it takes part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kopgroep.facts import municipalities
from kopgroep.rooms.partners.forms.organisations import complete
from kopgroep.rooms.partners.forms.parts import SeenForm, day
from kopgroep.rooms.partners.models import Helix, Organisation, OrganisationKind, Relation, Stage
from kopgroep.rooms.partners.queries.organisations import find_organisation
from kopgroep.rooms.partners.queries.words import days_in_words
from kopgroep.rooms.programme.models import Deal, ParticipationRole

# A new partner is put where it stands now; only who was in can have left.
FIRST_STAGES = [choice for choice in Stage.choices if choice[0] != Stage.LEFT]


class AddPartnerForm(forms.Form):
    """During a call: a name, what it is, how far it is. A known name needs nothing more."""

    name = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        help_text=_("Choose a known organisation, or write a new name."),
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[("", ""), *OrganisationKind.choices],
        required=False,
        help_text=_("Only for a new organisation."),
    )
    helix = forms.ChoiceField(
        label=_("Helix"),
        choices=[("", ""), *Helix.choices],
        required=False,
        help_text=_("Only for a new organisation that is no public body."),
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=FIRST_STAGES, initial=Stage.APPROACHED)
    despite_similar = forms.BooleanField(required=False, widget=forms.HiddenInput)

    known: Organisation | None = None

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = dict(super().clean() or self.cleaned_data)
        name = str(typed.get("name") or "").strip()
        self.known = find_organisation(name=name) if name else None
        if self.known is None and name:
            complete(typed)
            self.known = find_organisation(name=typed["name"], cbs_code=typed["cbs_code"])
        if self.known is None and name:
            if not typed.get("kind"):
                self.add_error("kind", _("This organisation is new here. Choose what kind it is."))
            elif not typed.get("helix"):
                self.add_error("helix", _("This organisation is new here. Choose its helix."))
        return typed


class MoveForm(SeenForm):
    stage = forms.ChoiceField(label=_("New stage"), choices=Stage.choices, widget=forms.RadioSelect)
    since_on = day(_("Since"), hint=_("The day on which it happened; it may lie in the past."))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for leaving and for a step back: write why."),
    )
    insert = forms.BooleanField(label=_("This step came between the steps that are known"), required=False)


class BoardMoveForm(SeenForm):
    """On a card of the board: forwards today, in one step."""

    stage = forms.ChoiceField(choices=Stage.choices)


class PartnerForm(SeenForm):
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices, widget=forms.RadioSelect)
    since_on = day(_("Relation since"), hint=_("Only used when the relation changes."))
    intends_next_phases = forms.BooleanField(
        label=_("Intends to join the next phases"),
        required=False,
        help_text=_("Joining counts as that intention, unless somebody said otherwise."),
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 4}))


class IntentionForm(SeenForm):
    """What a partner's own contact may say."""

    intends_next_phases = PartnerForm.base_fields["intends_next_phases"]


class MotivationForm(SeenForm):
    text = forms.CharField(
        label=_("Why does this organisation take part?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In its own words: what it wants to learn, to give, to change."),
    )
    given_on = day(_("Given on"))


class RoleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A role with the effort that it asks."""

    def label_from_instance(self, obj: Any) -> str:
        days = obj.days_per_month
        name = str(obj.name)
        if days is not None:
            name = str(_("%(role)s (%(days)s days a month)") % {"role": name, "days": days_in_words(days)})
        # What a role is stands with it: who is asked by mail has never seen the charter.
        return f"{name}: {obj.explanation}" if str(obj.explanation) else name


class RoleForm(SeenForm):
    role = RoleField(
        label=_("Role"), queryset=ParticipationRole.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    days_per_month = forms.DecimalField(
        label=_("Days a month"),
        min_value=Decimal(0),
        max_value=Decimal(200),
        max_digits=5,
        decimal_places=2,
        required=False,
        localize=True,
        help_text=_("Left open: the days that the role asks."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    from_on = day(_("From"), hint=_("The period before ends on this day."))

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = deal.participation_roles.order_by("order")


def municipality_names() -> list[str]:
    return [f"Gemeente {each.name}" for each in municipalities.all_municipalities()]
