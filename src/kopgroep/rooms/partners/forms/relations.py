"""A line of the contact log, and who keeps in touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.accounts.models import User
from kopgroep.rooms.partners.forms.parts import SeenForm, day
from kopgroep.rooms.partners.models import Contact, ContactMoment, Partner, Way


class QuickMomentForm(forms.Form):
    """Three fields, filled in with the telephone still in the hand; the day is today."""

    way = forms.ChoiceField(label=_("How you spoke"), choices=Way.choices)
    agreed = forms.CharField(
        label=_("What was agreed"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    follow_up_on = day(_("Come back to it on"), required=False)


class MomentForm(SeenForm, QuickMomentForm):
    held_on = day(_("Day"))
    contact = forms.ModelChoiceField(
        label=_("With whom"), queryset=Contact.objects.none(), required=False, empty_label=_("not named")
    )  # fmt: skip

    field_order = ("held_on", "way", "contact", "agreed", "follow_up_on")

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contact"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = partner.organisation.contacts.filter(Q(deal=None) | Q(deal=partner.deal_id))
        field.queryset = rows.select_related("person").order_by("person__name", "pk")
        field.label_from_instance = _who  # type: ignore[method-assign]

    @classmethod
    def of(cls, moment: ContactMoment, typed: Any = None) -> MomentForm:
        initial = {
            "held_on": moment.held_on,
            "way": moment.way,
            "contact": moment.contact_id,
            "agreed": moment.agreed,
            "follow_up_on": moment.follow_up_on,
            "seen_revision": moment.revision,
        }
        return cls(typed, partner=moment.partner, initial=initial)


def _who(obj: Contact) -> str:
    return f"{obj.person.name} ({obj.get_capacity_display()})"


class RelationManagerForm(forms.Form):
    user = forms.ModelChoiceField(
        label=_("Relation manager"), queryset=User.objects.none(), required=False, empty_label=_("nobody")
    )  # fmt: skip

    def __init__(self, *args: Any, office: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=[each.pk for each in office]).order_by("name", "pk")
