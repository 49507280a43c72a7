"""The tools that the deal may make, makes and made."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from kopgroep.kernel.access import Role
from kopgroep.kernel.clock import today
from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.texts import Text
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, DesignPrinciple, Source
from kopgroep.rooms.tools.models.needs import Need
from kopgroep.rooms.tools.models.words import ON_LONGLIST, Form, Seen, ToolStatus

MAKER_ROLES = frozenset({Role.CONTACT, Role.DEPUTY})


class ToolQuerySet(models.QuerySet["Tool"]):
    def standing_on(self, on: date) -> ToolQuerySet:
        """With the status of a day and who owned it then; without what came later."""
        latest = ToolStanding.objects.filter(tool=OuterRef("pk"), since_on__lte=on).order_by(
            "-since_on", "-pk"
        )
        owned = Ownership.objects.in_force(on).filter(tool=OuterRef("pk")).order_by("-from_on", "-pk")
        parts: dict[str, Any] = {
            "status": Subquery(latest.values("status")[:1]),
            "since_on": Subquery(latest.values("since_on")[:1]),
            "owner_id": Subquery(owned.values("partner")[:1]),
            "owner_name": Subquery(owned.values("partner__organisation__name")[:1]),
        }
        rows: Any = self.annotate(**parts)
        return rows.exclude(status=None)  # type: ignore[no-any-return]

    def on_longlist(self, on: date) -> ToolQuerySet:
        rows: Any = self.standing_on(on)
        return rows.filter(status__in=ON_LONGLIST)  # type: ignore[no-any-return]

    def seen_by_deal(
        self, partners: Any = (), *, wholly: bool = False, on: date | None = None
    ) -> ToolQuerySet:
        """What somebody in the deal sees: all that is not kept to its makers, and what the own partners make."""
        if wholly:
            return self
        on = on or today()
        makes = Tool.objects.filter(pk=OuterRef("pk")).filter(
            Q(makers__in=partners) | Q(ownerships__partner__in=partners)
        )
        return self.filter(~Q(visibility=Seen.TEAM) | Q(release_on__lte=on) | Exists(makes))

    def seen_by_all(self, on: date | None = None) -> ToolQuerySet:
        return self.filter(Q(release_on=None) | Q(release_on__lte=on or today()), visibility=Seen.PUBLIC)


class Tool(BelongsToDeal):
    """An instrument that the deal may make (tool): the question, what it is, who makes it, how it will spread."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="tools")
    name = models.CharField(max_length=200)
    former_names = models.CharField(max_length=500, blank=True)
    summary = models.TextField(max_length=3000, blank=True, help_text="What it is, in a few sentences.")
    occasion = models.TextField(max_length=3000, blank=True)
    process_question = models.CharField(max_length=300, blank=True)
    changes = models.CharField(max_length=500, blank=True, help_text="Which process it changes.")
    form = models.CharField(max_length=16, choices=Form.choices, blank=True)
    group = models.CharField(max_length=100, blank=True)
    theme = models.CharField(max_length=100, blank=True)
    origin = models.CharField(max_length=200, blank=True, help_text="From which town, project or partner.")
    scaling_route = models.TextField(max_length=2000, blank=True, help_text="How others will come to use it.")
    page = models.URLField(max_length=500, blank=True)
    hours = models.PositiveIntegerField(null=True, blank=True, help_text="Hours that making it takes.")
    euros = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    principles = models.ManyToManyField(DesignPrinciple, blank=True, related_name="tools")
    needs = models.ManyToManyField(Need, blank=True, related_name="tools")
    makers = models.ManyToManyField(Partner, blank=True, related_name="makes_tools")
    visibility = models.CharField(max_length=6, choices=Seen.choices, default=Seen.DEAL)
    release_on = models.DateField(null=True, blank=True)
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="tools")

    objects = ToolQuerySet.as_manager()

    search_with: ClassVar[tuple[str, ...]] = ("deal",)

    # Set by standing_on().
    status: str
    since_on: date
    owner_id: int | None
    owner_name: str | None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deal", "name"], name="tool_name_once_per_deal"),
            models.CheckConstraint(condition=~Q(name=""), name="tool_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tools:tool", args=[self.pk])

    def is_released(self, on: date) -> bool:
        return self.visibility != Seen.TEAM or (self.release_on is not None and self.release_on <= on)

    def roles_of(self, user: Any) -> frozenset[Role]:
        """Who speaks for its owner or a maker may change it."""
        return self.deal.roles_of(user) | self._own_roles(user)

    def _own_roles(self, user: Any) -> frozenset[Role]:
        if not getattr(user, "is_authenticated", False):
            return frozenset()
        partners = Partner.objects.filter(
            Q(makes_tools=self) | Q(ownerships__in=Ownership.objects.in_force(today()).filter(tool=self))
        ).select_related("organisation", "deal")
        own: frozenset[Role] = frozenset()
        for partner in partners.distinct():
            own |= partner.organisation.contact_roles(user, deal=self.deal)
        return own

    def roles_left(self, user: Any, roles: frozenset[Role]) -> frozenset[Role]:
        """Before its release only owner, makers and office see it; who is not in the deal sees what is public."""
        if roles & {Role.MANAGER, Role.OFFICE, *MAKER_ROLES}:
            return roles
        inside = bool(roles - {Role.READER})
        seen = self.is_released(today()) if inside else self.is_released_to_all(today())
        return roles if seen else frozenset()

    def is_released_to_all(self, on: date) -> bool:
        return self.visibility == Seen.PUBLIC and (self.release_on is None or self.release_on <= on)

    def search_row(self) -> SearchRow | None:
        audiences = set()
        if self.is_released(today()):
            audiences.add(self.deal.audience)
        if self.is_released_to_all(today()):
            audiences.add(self.deal.open_audience)
        words = f"{self.process_question}\n{self.summary}\n{self.occasion}\n{self.former_names}\n{self.theme}"
        if not audiences:
            return None
        return SearchRow("tool", Text.of(self.name), Text.of(words), self.get_absolute_url(), audiences)


class OfTool(BelongsToDeal):
    """Hangs on a tool, and is seen by who sees the tool."""

    tool: Any

    deal_path: ClassVar[str | None] = "tool__deal"

    class Meta:
        abstract = True

    @property
    def deal(self) -> Deal:
        deal: Deal = self.tool.deal
        return deal

    def roles_of(self, user: Any) -> frozenset[Role]:
        roles: frozenset[Role] = self.tool.roles_of(user)
        return roles

    def roles_left(self, user: Any, roles: frozenset[Role]) -> frozenset[Role]:
        left: frozenset[Role] = self.tool.roles_left(user, roles)
        return left


class ToolStanding(OfTool):
    """A tool's status from a day until the next, with the reason."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="standings")
    status = models.CharField(max_length=12, choices=ToolStatus.choices)
    since_on = models.DateField()
    precision = models.CharField(max_length=7, default="day", help_text="How well the day is known.")
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["tool", "-since_on"], name="standings_of_a_tool")]

    def __str__(self) -> str:
        return f"{self.status} {self.since_on}"


class OwnershipQuerySet(models.QuerySet["Ownership"]):
    def in_force(self, on: date) -> OwnershipQuerySet:
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


class Ownership(OfTool):
    """The partner that owns a tool (eigenaar), from a day."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="ownerships")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="ownerships")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = OwnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tool"], condition=Q(until_on=None), name="one_owner_per_tool"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="ownership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on}"


class TestWish(OfTool):
    """A municipality that would like to test a tool (testwens)."""

    # Its name begins as that of a test; pytest must not think that it is one.
    __test__ = False

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="test_wishes")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="test_wishes")
    strength = models.PositiveSmallIntegerField(default=2, help_text="1 would be nice, 3 very much.")
    project = models.CharField(
        max_length=200, blank=True, help_text="The existing project it would be part of."
    )
    stated_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tool", "partner"], condition=Q(withdrawn_on=None), name="one_test_wish_per_partner"
            ),
            models.CheckConstraint(condition=Q(strength__range=(1, 3)), name="wish_is_from_1_to_3"),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}"
