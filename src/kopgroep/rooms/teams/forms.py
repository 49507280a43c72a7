"""Teams, plans and budgets as people type them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.acting import SeenForm, day
from kopgroep.kernel.money import AmountUnclear, Euro, Hours
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import Deal, DesignPrinciple, Phase
from kopgroep.rooms.teams.models import InvolvementKind
from kopgroep.rooms.tools.models import Tool


def partners_field(
    label: Any, *, required: bool = True, empty: Any = None
) -> forms.ModelChoiceField[Partner]:
    return forms.ModelChoiceField(
        label=label, queryset=Partner.objects.none(), required=required, empty_label=empty or "---------"
    )


class PartnerForm(forms.Form):
    """A form with a partner of the deal in it."""

    def __init__(self, *args: Any, deal: Deal, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Partner.objects.taking_part(on).filter(deal=deal).select_related("organisation")
        field.queryset = rows.order_by("organisation__name", "pk")
        field.label_from_instance = lambda obj: obj.organisation.name  # type: ignore[method-assign]


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    assignment = forms.CharField(
        label=_("What the team works on"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    principles = forms.ModelMultipleChoiceField(
        label=_("Design principles"),
        queryset=DesignPrinciple.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tools = forms.ModelMultipleChoiceField(
        label=_("Tools"), queryset=Tool.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, deal: Deal, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        principles, tools = self.fields["principles"], self.fields["tools"]
        assert isinstance(principles, forms.ModelMultipleChoiceField)
        assert isinstance(tools, forms.ModelMultipleChoiceField)
        principles.queryset = DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk")
        chosen: Any = Tool.objects.standing_on(on).filter(deal=deal)
        tools.queryset = chosen.filter(status__in=["chosen", "developing", "testing"]).order_by("name", "pk")
        for name in ("principles", "tools"):
            if not self.fields[name].queryset.exists():  # type: ignore[attr-defined]
                del self.fields[name]


class SeatForm(PartnerForm):
    partner = partners_field(_("Partner"))
    is_lead = forms.BooleanField(label=_("Leads the team"), required=False)
    days_per_month = forms.DecimalField(
        label=_("Days a month for this team"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(31),
        localize=True,
    )


class WishForm(PartnerForm):
    partner = partners_field(_("Partner"))
    strength = forms.TypedChoiceField(
        label=_("How much"),
        coerce=int,
        choices=[(3, _("very much")), (2, _("gladly")), (1, _("would be nice"))],
    )


class InvolvementForm(PartnerForm):
    partner = partners_field(_("Partner"))
    kind = forms.ChoiceField(label=_("What it did"), choices=InvolvementKind.choices)
    what = forms.CharField(label=_("Of what"), max_length=300)
    on = day(_("Day"))


class DeliverableForm(forms.Form):
    what = forms.CharField(label=_("What will be ready"), max_length=200)
    due_on = day(_("Ready by"))
    weight = forms.IntegerField(
        label=_("Weight"), min_value=1, max_value=100, initial=1, help_text=_("How much of the work it is.")
    )


class PartForm(SeenForm):
    body = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Markdown is understood: lists with a dash, **bold**."),
    )


class BudgetForm(PartnerForm):
    what = forms.CharField(label=_("What it is for"), max_length=200)
    phase = forms.ModelChoiceField(label=_("Phase"), queryset=Phase.objects.none(), empty_label=None)
    time = forms.CharField(label=_("Hours"), required=False, max_length=20)
    euros = forms.CharField(label=_("Euros"), required=False, max_length=20)
    partner = partners_field(_("Who brings it"), required=False, empty=_("nobody yet"))

    def __init__(self, *args: Any, deal: Deal, on: date, **kwargs: Any) -> None:
        super().__init__(*args, deal=deal, on=on, **kwargs)
        phase = self.fields["phase"]
        assert isinstance(phase, forms.ModelChoiceField)
        phase.queryset = Phase.objects.filter(deal=deal).order_by("order")

    def clean_time(self) -> Hours:
        text = self.cleaned_data["time"]
        try:
            return Hours.parse(text) if text else Hours()
        except AmountUnclear as unclear:
            raise ValidationError(_t("Write a time, for example 4 uur, 1:30 or 90 min.")) from unclear

    def clean_euros(self) -> Decimal:
        text = self.cleaned_data["euros"]
        try:
            return Euro.parse(text).euros if text else Decimal(0)
        except AmountUnclear as unclear:
            raise ValidationError(_t("Write an amount in euros, for example 6000 or 1.250,50.")) from unclear


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
