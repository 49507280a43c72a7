"""Needs, searches and tools as people type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.acting import SeenForm, day
from kopgroep.rooms.partners.models import OrganisationKind, Partner
from kopgroep.rooms.programme.models import Deal, DesignPrinciple
from kopgroep.rooms.tools.models import ExistingTool, Form, Need, Seen, Tool, ToolStatus, Trust, Verdict


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _among(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """What can be chosen; a field without anything to choose is left out."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
    if not rows.exists():
        del form.fields[name]


def _principles() -> forms.ModelMultipleChoiceField[DesignPrinciple]:
    return forms.ModelMultipleChoiceField(
        label=_("Design principles"),
        queryset=DesignPrinciple.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def principles_of(deal: Deal) -> QuerySet[DesignPrinciple]:
    return DesignPrinciple.objects.filter(deal=deal).order_by("order", "pk")


class NeedForm(SeenForm):
    process_question = forms.CharField(
        label=_("What do you need?"),
        max_length=300,
        help_text=_("Ask it as a question: how do we …? While you type we show what looks like it."),
    )
    occasion = forms.CharField(label=_("Where did it show?"), required=False, max_length=3000, widget=_area())
    principles = _principles()

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "principles", principles_of(deal))


class NewNeedForm(NeedForm):
    asked_by_partner = forms.ModelChoiceField(
        label=_("Who asks"),
        queryset=Partner.objects.none(),
        required=False,
        empty_label=_("the deal as a whole"),
    )

    def __init__(self, *args: Any, deal: Deal, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, deal=deal, **kwargs)
        del self.fields["seen_revision"]
        _among(self, "asked_by_partner", partners)


class PartnerForm(forms.Form):
    """For which organisation one acts."""

    partner = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Partner.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = partners


class MergeForm(forms.Form):
    target = forms.ModelChoiceField(
        label=_("The need that stays"), queryset=Need.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, need: Need, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        assert isinstance(field, forms.ModelChoiceField)
        others = Need.objects.filter(deal=need.deal).standing().exclude(pk=need.pk)
        field.queryset = others.order_by("process_question", "pk")


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(label=_("What it asks for"), choices=Verdict.choices)
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=_area())


class SearchForm(forms.Form):
    place = forms.CharField(
        label=_("Where did you look?"),
        max_length=200,
        help_text=_("A catalogue, a search engine, people whom you asked."),
    )
    words = forms.CharField(label=_("With which words?"), max_length=300)
    is_abroad = forms.BooleanField(label=_("This was abroad"), required=False)
    searched_on = day(_("When"))
    hits = forms.IntegerField(label=_("How much did you find?"), min_value=0, max_value=1_000_000)
    duplicates = forms.IntegerField(
        label=_("How much of it was known from an earlier search?"),
        min_value=0,
        max_value=1_000_000,
        initial=0,
    )


class HitForm(forms.Form):
    title = forms.CharField(label=_("What was found"), max_length=200)
    existing_tool = forms.ModelChoiceField(
        label=_("Existing tool that it is"),
        queryset=ExistingTool.objects.none(),
        required=False,
        empty_label=_("not written down yet"),
    )
    is_included = forms.TypedChoiceField(
        label=_("Is it taken along?"),
        choices=[("yes", _("Yes, it is taken along")), ("no", _("No, it is left out"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    is_read_whole = forms.BooleanField(label=_("It was read whole"), required=False)
    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Needed when it is left out.")
    )

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "existing_tool", ExistingTool.objects.filter(deal=deal).order_by("name", "pk"))


def needs_of(deal: Deal) -> QuerySet[Need]:
    return Need.objects.filter(deal=deal).standing().order_by("process_question", "pk")


class ExistingToolForm(SeenForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    summary = forms.CharField(label=_("What it is"), required=False, max_length=3000, widget=_area())
    status = forms.ChoiceField(label=_("How far it is"), choices=Trust.choices, initial=Trust.EXISTS)
    owner = forms.CharField(label=_("Organisation that keeps it"), required=False, max_length=200)
    licence = forms.CharField(label=_("Licence"), required=False, max_length=60)
    country = forms.RegexField(
        label=_("Country"),
        regex=r"^[A-Za-z]{2}$",
        required=False,
        help_text=_("Two letters: NL, DE."),
        max_length=2,
    )
    page = forms.URLField(label=_("Web address"), required=False, max_length=500, assume_scheme="https")
    source = forms.CharField(label=_("Where did you read this?"), max_length=300)
    read_on = day(_("When did you read it?"))
    needs = forms.ModelMultipleChoiceField(
        label=_("Needs that it may answer"),
        queryset=Need.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "needs", needs_of(deal))


class ClaimForm(forms.Form):
    statement = forms.CharField(
        label=_("What is said of it?"), max_length=300, help_text=_("For example: in use in Helmond.")
    )
    source = forms.CharField(label=_("Who says so, or where does it stand?"), max_length=300)
    claimed_on = day(_("When was it said?"))
    confirmed_by_organisation = forms.CharField(
        label=_("Organisation that confirmed it"), required=False, max_length=200
    )
    expires_on = day(_("Counts until"), required=False, hint=_("From 30 days before we ask to look again."))


class ToolForm(SeenForm):
    """The card: only a name is needed, the rest comes when it is known."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("While you type we show what looks like it.")
    )
    process_question = forms.CharField(
        label=_("Which question does it answer?"), required=False, max_length=300
    )
    summary = forms.CharField(label=_("What it is"), required=False, max_length=3000, widget=_area())
    occasion = forms.CharField(
        label=_("Where did the need show?"), required=False, max_length=3000, widget=_area()
    )
    changes = forms.CharField(label=_("Which process does it change?"), required=False, max_length=500)
    scaling_route = forms.CharField(
        label=_("How will others come to use it?"),
        required=False,
        max_length=2000,
        widget=_area(),
        help_text=_(
            "Think of this from the first step: which norm, by-law, supplier or network carries it on?"
        ),
    )
    form = forms.ChoiceField(
        label=_("Form"), required=False, choices=[("", _("not known yet")), *Form.choices]
    )
    group = forms.CharField(label=_("Group"), required=False, max_length=100)
    theme = forms.CharField(label=_("Theme"), required=False, max_length=100)
    origin = forms.CharField(label=_("Where it comes from"), required=False, max_length=200)
    former_names = forms.CharField(label=_("Former names"), required=False, max_length=500)
    page = forms.URLField(label=_("Web address"), required=False, max_length=500, assume_scheme="https")
    principles = _principles()
    needs = forms.ModelMultipleChoiceField(
        label=_("Needs that it answers"),
        queryset=Need.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    makers = forms.ModelMultipleChoiceField(
        label=_("Partners that make it"),
        queryset=Partner.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.IntegerField(
        label=_("Hours that making it takes"), required=False, min_value=0, max_value=1_000_000
    )
    euros = forms.DecimalField(
        label=_("Euros that making it takes"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    visibility = forms.ChoiceField(label=_("Who sees it"), choices=Seen.choices, initial=Seen.DEAL)
    release_on = day(
        _("Released on"),
        required=False,
        hint=_(
            "From this day everybody in the deal sees what was kept to the team; and everybody what is public."
        ),
    )

    def __init__(self, *args: Any, deal: Deal, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "principles", principles_of(deal))
        _among(self, "needs", needs_of(deal))
        _among(self, "makers", partners)


class NewToolForm(ToolForm):
    """Proposing takes a name and a question; the other fields are on the card."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = (
            "name",
            "process_question",
            "summary",
            "scaling_route",
            "principles",
            "needs",
            "makers",
            "visibility",
        )
        for name in set(self.fields) - set(kept):
            del self.fields[name]


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("Status"), choices=ToolStatus.choices)
    on = day(_("Since"))
    reason = forms.CharField(label=_("Why"), max_length=1000, required=False, widget=_area())


class OwnerForm(forms.Form):
    partner = forms.ModelChoiceField(
        label=_("Owner"), queryset=Partner.objects.none(), required=False, empty_label=_("nobody")
    )
    on = day(_("Since"))

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = partners


class WishForm(PartnerForm):
    strength = forms.TypedChoiceField(
        label=_("How much would you like it?"),
        coerce=int,
        choices=[(3, _("very much")), (2, _("we would like it")), (1, _("it would be nice"))],
        initial=2,
        widget=forms.RadioSelect,
    )
    project = forms.CharField(
        label=_("Project that it would be part of"),
        required=False,
        max_length=200,
        help_text=_("Testing goes best inside work that goes on already."),
    )


def municipalities(partners: QuerySet[Partner]) -> QuerySet[Partner]:
    return partners.filter(organisation__kind=OrganisationKind.MUNICIPALITY)


def card_of(tool: Tool) -> dict[str, object]:
    """What the form of a card begins with."""
    plain = {field: getattr(tool, field) for field in ToolForm.base_fields if hasattr(tool, field)}
    linked = {name: getattr(tool, name).all() for name in ("principles", "needs", "makers")}
    return {**plain, **linked, "seen_revision": tool.revision}
