"""What exists already, what is said of it, and how it was looked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.texts import Text
from kopgroep.rooms.programme.models import BelongsToDeal, Deal
from kopgroep.rooms.tools.models.needs import Need


class Trust(models.TextChoices):
    """How far an existing tool got, as its source tells."""

    IDEA = "idea", pgettext_lazy("how far an existing tool is", "idea")
    DEVELOPING = "developing", pgettext_lazy("how far an existing tool is", "in development")
    EXISTS = "exists", pgettext_lazy("how far an existing tool is", "exists, untested")
    TESTED = "tested", pgettext_lazy("how far an existing tool is", "tested and in use")


class ExistingTool(BelongsToDeal):
    """Something that others made (bestaand instrument), with where that was read and when."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="existing_tools")
    name = models.CharField(max_length=200)
    summary = models.TextField(max_length=3000, blank=True)
    status = models.CharField(max_length=12, choices=Trust.choices, default=Trust.EXISTS)
    owner = models.CharField(max_length=200, blank=True, help_text="The organisation that keeps it.")
    licence = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166: NL, DE.")
    page = models.URLField(max_length=500, blank=True)
    source = models.CharField(max_length=300, help_text="Where this was read.")
    read_on = models.DateField()
    needs = models.ManyToManyField(Need, blank=True, related_name="existing_tools")

    search_with: ClassVar[tuple[str, ...]] = ("deal",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "name"], name="existing_tool_once_per_deal"),
            models.CheckConstraint(condition=~Q(source=""), name="existing_tool_has_a_source"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tools:existing-tool", args=[self.pk])

    def search_row(self) -> SearchRow | None:
        return SearchRow(
            "existing_tool",
            Text.of(self.name),
            Text.of(f"{self.summary}\n{self.owner}"),
            self.get_absolute_url(),
            {self.deal.audience, self.deal.open_audience},
        )


class Claim(BelongsToDeal):
    """One statement about an existing tool ("in use at X"): who says so, since when, until when it counts."""

    existing_tool = models.ForeignKey(ExistingTool, on_delete=models.CASCADE, related_name="claims")
    statement = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    claimed_on = models.DateField()
    confirmed_by_organisation = models.CharField(max_length=200, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    deal_path: ClassVar[str | None] = "existing_tool__deal"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(statement="") & ~Q(source=""), name="claim_has_a_source")
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def deal(self) -> Deal:
        return self.existing_tool.deal


class Search(BelongsToDeal):
    """One search for what exists (bureauonderzoek): where, with which words, when, and how much came of it."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="searches")
    place = models.CharField(max_length=200, help_text="Catalogue, search engine, people who were asked.")
    words = models.CharField(max_length=300)
    is_abroad = models.BooleanField(default=False)
    searched_on = models.DateField()
    hits = models.PositiveIntegerField()
    duplicates = models.PositiveIntegerField(default=0)

    deal_path: ClassVar[str | None] = "need__deal"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(duplicates__lte=models.F("hits")), name="no_more_duplicates_than_hits"
            )
        ]
        indexes = [models.Index(fields=["need", "searched_on"], name="searches_for_a_need")]

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"

    @property
    def deal(self) -> Deal:
        return self.need.deal


class SearchHit(BelongsToDeal):
    """Something that a search brought up and was looked at: in or out, with the reason."""

    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="found")
    title = models.CharField(max_length=200)
    is_included = models.BooleanField()
    is_read_whole = models.BooleanField(
        default=False, help_text="Read whole, and not only its title and summary."
    )
    reason = models.CharField(max_length=300, blank=True)
    existing_tool = models.ForeignKey(
        ExistingTool, on_delete=models.SET_NULL, null=True, blank=True, related_name="hits"
    )

    deal_path: ClassVar[str | None] = "search__need__deal"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_included=True) | ~Q(reason=""), name="what_is_left_out_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def deal(self) -> Deal:
        return self.search.need.deal

    @property
    def verdict(self) -> str:
        return str(_("taken along") if self.is_included else _("left out"))
