"""Promises, hours and money as people type them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.acting import day
from kopgroep.kernel.money import AmountUnclear, Euro, Hours, read_number
from kopgroep.rooms.contributions.models import Activity, ActivityKind
from kopgroep.rooms.contributions.queries.sheets import HOURS_PER_DAY, first_of_month
from kopgroep.rooms.partners.models import Organisation
from kopgroep.rooms.programme.models import Deal, DesignPrinciple, Phase

MONTHS_BACK = 12


class EuroField(forms.CharField):
    """Euros as people write them: 6000, 6.000, 6000,50."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return Euro.parse(text).euros
        except AmountUnclear as unclear:
            raise ValidationError(_t("Write an amount in euros, for example 6000 or 1.250,50.")) from unclear


class DaysField(forms.CharField):
    """Days as people write them: 2, 2,5."""

    def __init__(self, *, most: Decimal = Decimal(31), **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        self.most = most
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            days = read_number(text)
        except AmountUnclear as unclear:
            raise ValidationError(_t("Write a number of days, for example 2 or 2,5.")) from unclear
        if not 0 <= days <= self.most:
            raise ValidationError(_t("Write a number from 0 to %(most)s.") % {"most": self.most})
        return days


def plain(days: Decimal | None) -> str:
    return "" if days is None else f"{days.normalize():f}".replace(".", ",")


class CommitForm(forms.Form):
    phase = forms.ModelChoiceField(label=_("Phase"), queryset=Phase.objects.none(), empty_label=None)
    days_per_month = DaysField(label=_("Days a month"), required=False)
    euros = EuroField(label=_("Euros for the phase"), required=False)
    in_kind = forms.CharField(
        label=_("In kind"),
        required=False,
        max_length=300,
        help_text=_("For example a meeting room, or the use of a test site."),
    )
    in_kind_euros = EuroField(label=_("What that is worth in euros"), required=False)
    payer = forms.ModelChoiceField(
        label=_("Who pays"), queryset=Organisation.objects.none(), required=False, empty_label=_("the partner itself")
    )  # fmt: skip
    purchase_order = forms.CharField(
        label=_("Purchase-order number"), required=False, max_length=60, help_text=_("Stands on the invoice.")
    )
    reason = forms.CharField(
        label=_("Decision or agreement it rests on"),
        required=False,
        max_length=500,
        help_text=_("Only needed when it is less than the deal asks."),
    )

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phase, payer = self.fields["phase"], self.fields["payer"]
        assert isinstance(phase, forms.ModelChoiceField)
        assert isinstance(payer, forms.ModelChoiceField)
        phase.queryset = Phase.objects.filter(deal=deal).order_by("order")
        payer.queryset = Organisation.objects.filter(partnerships__deal=deal).order_by("name", "pk")


class ExemptForm(CommitForm):
    """For the office: it may also decide that a partner need not give."""

    is_exempt = forms.BooleanField(label=_("This partner is exempt in this phase"), required=False)


def months_until(on: date) -> list[tuple[str, str]]:
    """This month and the twelve before it, the month before this one first."""
    found, month = [], first_of_month(on)
    for _number in range(MONTHS_BACK + 1):
        found.append((month.isoformat(), date_format(month, "F Y")))
        month = first_of_month(date.fromordinal(month.toordinal() - 1))
    return [found[1], found[0], *found[2:]]


class MonthForm(forms.Form):
    """The month's answer: one number."""

    month_from = forms.TypedChoiceField(label=_("Month"), coerce=date.fromisoformat)
    amount = DaysField(label=_("Days given"))

    def __init__(self, *args: Any, deal: Deal, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.per_day = deal.hours_per_day or HOURS_PER_DAY
        month = self.fields["month_from"]
        assert isinstance(month, forms.TypedChoiceField)
        month.choices = months_until(on)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if (days := values.pop("amount", None)) is not None:
            values["time"] = Hours.of_days(days, hours_per_day=self.per_day)
        return values


class ActivityHoursForm(MonthForm):
    """More than a number: to which activity, and what was done."""

    amount = forms.CharField(
        label=_("Time"), max_length=20, help_text=_("For example 4 uur, 1:30 or 90 min.")
    )  # type: ignore[assignment]
    activity = forms.ModelChoiceField(
        label=_("Activity"), queryset=Activity.objects.none(), required=False, empty_label=_("none in particular")
    )  # fmt: skip
    note = forms.CharField(label=_("What was done"), required=False, max_length=300)

    def __init__(self, *args: Any, deal: Deal, on: date, **kwargs: Any) -> None:
        super().__init__(*args, deal=deal, on=on, **kwargs)
        field = self.fields["activity"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Activity.objects.filter(deal=deal, closed_on=None).order_by("name", "pk")

    def clean_amount(self) -> Hours:
        try:
            return Hours.parse(self.cleaned_data["amount"])
        except AmountUnclear as unclear:
            raise ValidationError(_t("Write a time, for example 4 uur, 1:30 or 90 min.")) from unclear

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = forms.Form.clean(self) or {}
        if "amount" in values:
            values["time"] = values.pop("amount")
        return values


class ActivityForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind.choices)
    principles = forms.ModelMultipleChoiceField(
        label=_("Design principles"),
        queryset=DesignPrinciple.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["principles"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk")
        if not field.queryset.exists():
            del self.fields["principles"]


class InvoiceForm(forms.Form):
    phase = forms.ModelChoiceField(label=_("Phase"), queryset=Phase.objects.none(), empty_label=None)
    number = forms.CharField(label=_("Invoice number"), max_length=40)
    euros = EuroField(label=_("Amount in euros"))
    invoiced_on = day(_("Day of the invoice"))
    due_on = day(_("Due on"))

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["phase"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Phase.objects.filter(deal=deal).order_by("order")


class PaymentForm(forms.Form):
    euros = EuroField(label=_("Amount in euros"))
    paid_on = day(_("Paid on"))


class SchemeForm(forms.Form):
    name = forms.CharField(label=_("Name of the scheme"), max_length=200)
    euros_per_hour = EuroField(label=_("Euros an hour"))
    cap_euros = EuroField(label=_("The most that counts for one partner, in euros"), required=False)
    from_on = day(_("Holds from"))


class PeriodForm(forms.Form):
    starts_on = day(_("From"))
    ends_on = day(_("Until and with"))
