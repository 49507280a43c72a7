"""Meetings and what came of them: who was there, what was decided, who does what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.access import Role
from kopgroep.kernel.records import Keep, Privacy
from kopgroep.kernel.search import SearchRow
from kopgroep.kernel.texts import Text
from kopgroep.rooms.partners.models import Organisation, Partner, Person
from kopgroep.rooms.programme.models import BelongsToDeal, Deal, DesignPrinciple, Source


class MeetingKind(models.TextChoices):
    MEETING = "meeting", pgettext_lazy("kind of meeting", "meeting")
    EVENT = "event", pgettext_lazy("kind of meeting", "event")


class Meeting(BelongsToDeal):
    """A meeting or event of the deal (bijeenkomst, evenement)."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="meetings")
    kind = models.CharField(max_length=8, choices=MeetingKind.choices, default=MeetingKind.MEETING)
    title = models.CharField(max_length=200)
    about = models.TextField(max_length=3000, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    principles = models.ManyToManyField(DesignPrinciple, blank=True, related_name="meetings")
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="Places; empty: enough.")
    sequence = models.PositiveIntegerField(default=0, help_text="Counts changes, for calendars.")
    invited_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)
    check_in_code = models.CharField(max_length=22, unique=True)
    source = models.ForeignKey(
        Source, on_delete=models.SET_NULL, null=True, blank=True, related_name="meetings"
    )

    search_with: ClassVar[tuple[str, ...]] = ("deal",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="meeting_has_a_title"),
        ]
        indexes = [models.Index(fields=["deal", "starts_at"], name="meetings_of_a_deal")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def search_row(self) -> SearchRow | None:
        audiences = {self.deal.audience, self.deal.open_audience}
        url = self.get_absolute_url()
        return SearchRow("meeting", Text.of(self.title), Text.of(self.about), url, audiences)


class OfMeeting(BelongsToDeal):
    meeting: Any

    deal_path: ClassVar[str | None] = "meeting__deal"

    class Meta:
        abstract = True

    @property
    def deal(self) -> Deal:
        deal: Deal = self.meeting.deal
        return deal


class AgendaItem(OfMeeting):
    """One point of the agenda (agendapunt), and the minutes of it (verslag)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    minutes_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    explanation = models.TextField(max_length=5000, blank=True)
    minutes = models.TextField(max_length=50_000, blank=True, help_text="Markdown.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="agenda_order_once_per_meeting")
        ]

    def __str__(self) -> str:
        return self.title


class Decision(BelongsToDeal):
    """Something that was decided (besluit): in force, replaced by another, or withdrawn."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    text = models.TextField(max_length=3000)
    decided_on = models.DateField()
    replaced_by_decision = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    search_with: ClassVar[tuple[str, ...]] = ("deal",)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="decision_says_something"),
            models.CheckConstraint(
                condition=Q(replaced_by_decision=None) | Q(ended_on__isnull=False),
                name="replaced_decision_has_ended",
            ),
        ]
        indexes = [models.Index(fields=["deal", "-decided_on"], name="decisions_of_a_deal")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def state(self) -> str:
        if self.replaced_by_decision_id:
            return str(_("replaced"))
        return str(_("withdrawn") if self.ended_on else _("in force"))

    def get_absolute_url(self) -> str:
        return reverse("meetings:decisions", args=[self.deal.code]) + f"#decision-{self.pk}"

    def search_row(self) -> SearchRow | None:
        return SearchRow(
            "decision", Text.of(str(self)), Text.of(self.text), self.get_absolute_url(), {self.deal.audience}
        )


class Task(BelongsToDeal):
    """Something that an organisation promised to do (actie); open, it comes back on the next agenda."""

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="tasks")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks"
    )
    text = models.CharField(max_length=500)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    made_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="task_says_what")]
        indexes = [models.Index(fields=["deal", "done_on", "due_on"], name="tasks_of_a_deal")]

    def __str__(self) -> str:
        return self.text

    def roles_of(self, user: Any) -> frozenset[Role]:
        return self.partner.roles_of(user) if self.partner else self.deal.roles_of(user)


class Coming(models.TextChoices):
    YES = "yes", pgettext_lazy("answer to an invitation", "comes")
    NO = "no", pgettext_lazy("answer to an invitation", "does not come")
    WAITING = "waiting", pgettext_lazy("answer to an invitation", "on the waiting list")


class Registration(OfMeeting):
    """Who said to come or not (aanmelding voor een bijeenkomst), as a contact or as a guest."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="registrations"
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    coming = models.CharField(max_length=8, choices=Coming.choices)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="one_registration_per_person")
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"


class Attendance(OfMeeting):
    """Somebody was there (aanwezigheid): a contact of a partner, or a guest without an account."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="attendances"
    )
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    guest_name = models.CharField(max_length=150, blank=True)
    checked_in_at = models.DateTimeField()
    is_self = models.BooleanField(default=False, help_text="Checked in with the code on the screen.")

    personal: ClassVar[Mapping[str, Keep]] = {"guest_name": Keep(days=365, after="checked_in_at")}
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("That you were at a meeting; the name that you gave as a guest"),
        why=_("to know which organisations take part, and to count the hours that they give"),
        seen_by=_("everybody in the deal"),
        stays=_("That somebody of the organisation was there stays; the name goes."),
    )
    identifies: ClassVar[Mapping[str, str]] = {"name": "guest_name"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="one_attendance_per_person",
            )
        ]
        indexes = [models.Index(fields=["meeting", "partner"], name="attendance_of_a_meeting")]

    def __str__(self) -> str:
        return f"attendance {self.pk}"
