"""Who wants to join a deal or to know more, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.records import Keep, Privacy
from kopgroep.rooms.partners.models.partners import Partner
from kopgroep.rooms.partners.models.words import Helix, OrganisationKind
from kopgroep.rooms.programme.models import BelongsToDeal, Deal

# So long what somebody wrote is kept after it was dealt with; the form and the mails say the same.
KEPT_DAYS = 365


class Wish(models.TextChoices):
    """What somebody who turns to a deal wants."""

    JOIN = "join", _("wants to join")
    KNOW = "know", _("wants to know more")


class Channel(models.TextChoices):
    """How an enquiry came in."""

    FORM = "form", _("by the form")
    PHONE = "phone", _("by telephone")
    PROGRAM = "program", _("by another program")


class EnquiryState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of an enquiry", "to be answered")
    LATER = "later", pgettext_lazy("state of an enquiry", "later")
    ANSWERED = "answered", pgettext_lazy("state of an enquiry", "answered")
    JOINED = "joined", pgettext_lazy("state of an enquiry", "became partner")
    DECLINED = "declined", pgettext_lazy("state of an enquiry", "declined")


CLOSED = (EnquiryState.ANSWERED, EnquiryState.JOINED, EnquiryState.DECLINED)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def waiting(self, on: date) -> EnquiryQuerySet:
        """Those that somebody must answer: new ones, and those put off until this day."""
        return self.filter(Q(state=EnquiryState.OPEN) | Q(state=EnquiryState.LATER, due_on__lte=on))

    def overdue(self, on: date) -> EnquiryQuerySet:
        return self.waiting(on).filter(due_on__lt=on)


class Enquiry(BelongsToDeal):
    """Somebody turned to a deal (aanmelding): by the form, by telephone or by another program."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="enquiries")
    organisation_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices, blank=True)
    helix = models.CharField(max_length=12, choices=Helix.choices, blank=True)
    wish = models.CharField(max_length=4, choices=Wish.choices, default=Wish.KNOW)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    message = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="nl", choices=[("nl", "Nederlands"), ("en", "English")])
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.FORM)
    received_at = models.DateTimeField()
    due_on = models.DateField(help_text="The last day on which it is answered in time.")
    state = models.CharField(max_length=8, choices=EnquiryState.choices, default=EnquiryState.OPEN)
    informed_at = models.DateTimeField(null=True, blank=True, help_text="When information was mailed.")
    closed_at = models.DateTimeField(null=True, blank=True)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )

    objects = EnquiryQuerySet.as_manager()

    personal: ClassVar[Mapping[str, Keep]] = {
        "name": Keep(days=KEPT_DAYS, after="closed_at"),
        "email": Keep(days=KEPT_DAYS, after="closed_at"),
        "phone": Keep(days=KEPT_DAYS, after="closed_at"),
        "message": Keep(days=KEPT_DAYS, after="closed_at"),
    }
    identifies: ClassVar[Mapping[str, str]] = {"name": "name", "email": "email", "phone": "phone"}
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Enquiries to a deal: what was written, with name, address and telephone number"),
        why=_("to answer you"),
        seen_by=_("the programme office of that deal"),
        stays=_("That an organisation turned to the deal, and what came of it, stays."),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(organisation_name=""), name="enquiry_names_an_organisation"),
            models.CheckConstraint(
                condition=Q(closed_at=None, state__in=("open", "later"))
                | Q(closed_at__isnull=False, state__in=("answered", "joined", "declined")),
                name="enquiry_that_is_dealt_with_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="joined", partner__isnull=False) | (~Q(state="joined") & Q(partner=None)),
                name="enquiry_that_became_partner_says_which",
            ),
        ]
        indexes = [models.Index(fields=["deal", "state", "due_on"], name="enquiries_by_due_day")]

    def __str__(self) -> str:
        return f"enquiry {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("partners:enquiry", args=[self.pk])

    @property
    def journal_chain(self) -> str:
        """Apart from the deal's own: who turned to a deal, and was declined, is no news for its partners."""
        return f"enquiries:{self.deal.code}"

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED
