"""Entries in chains. What may have to be erased stands apart, and is bound to its entry by a salted digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.actors import ActorKind
from kopgroep.kernel.mailing.kinds import Kind
from kopgroep.kernel.records import Erasing, Keep, Privacy, Record


class Chain(models.Model):
    """The head of one chain: how long it is, its last hash, and a signature that a cut tail breaks."""

    name = models.CharField(max_length=100, unique=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")
    signature = models.CharField(max_length=64, default="")

    personal: ClassVar[Mapping[str, Keep]] = {}
    deal_path: ClassVar[str | None] = None

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One thing that was done: who, what, about what, when. Never changed, never removed."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_reference = models.CharField(max_length=80, blank=True)
    verb = models.CharField(max_length=40)
    about = models.JSONField(help_text="Addresses of the records it is about, the first one foremost.")
    facts = models.JSONField(
        default=dict, help_text="Nothing personal: numbers, codes, names of organisations."
    )
    private_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    personal: ClassVar[Mapping[str, Keep]] = {}
    deal_path: ClassVar[str | None] = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="entry_number_once_per_chain"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.number}"


class PrivateText(models.Model):
    """The erasable part of an entry: names and words of people, with the salt of its digest."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="private_text")
    salt = models.CharField(max_length=32)
    text = models.JSONField()

    personal: ClassVar[Mapping[str, Keep]] = {"text": Keep(days=1826, after="entry__at")}
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Names and words of people in the history of a record"),
        why=_("to account for who did what with a deal, and why"),
        seen_by=_("who takes part in the deal"),
        erasing=Erasing.DELETE,
        stays=_("That something was done, and when, stays; the name in it goes."),
    )
    deal_path: ClassVar[str | None] = None

    def __str__(self) -> str:
        return f"text of entry {self.entry_id}"


class Mention(models.Model):
    """Index from a record's address to the entries about it."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="mentions")
    address = models.CharField(max_length=120)

    personal: ClassVar[Mapping[str, Keep]] = {}
    deal_path: ClassVar[str | None] = None

    class Meta:
        indexes = [models.Index(fields=["address", "entry"], name="entries_about_a_record")]

    def __str__(self) -> str:
        return self.address


class Checkpoint(models.Model):
    """A signed statement of how far a chain had come; also written to a file beside the database."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="checkpoints")
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    signature = models.CharField(max_length=64)

    personal: ClassVar[Mapping[str, Keep]] = {}
    deal_path: ClassVar[str | None] = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="checkpoint_once_per_chain_and_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class FormerAddress(models.Model):
    """What entries that came from another installation call a record that was here already (vroeger adres)."""

    address = models.CharField(max_length=120, unique=True)
    record = models.CharField(max_length=120, db_index=True, help_text="The address of that record here.")

    personal: ClassVar[Mapping[str, Keep]] = {}
    deal_path: ClassVar[str | None] = None

    def __str__(self) -> str:
        return self.address


class MailState(models.TextChoices):
    WAITING = "waiting", _("waits to be sent")
    HELD = "held", _("waits for the mail of the day")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("sent")
    BUNDLED = "bundled", _("sent with the mail of the day")
    RETURNED = "returned", _("came back")
    FAILED = "failed", pgettext_lazy("mail", "not sent")
    UNCLEAR = "unclear", _("perhaps sent")
    SKIPPED = "skipped", _("not wanted")


class Mail(Record):
    """A mail to one person; its row says how far it is, so that it is sent once. The words go when it is sent."""

    to_email = models.EmailField(max_length=254)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CONFIRMATION)
    language = models.CharField(max_length=2, default="nl", choices=[("nl", "Nederlands"), ("en", "English")])
    chain = models.CharField(
        max_length=100, blank=True, help_text="The journal of what it is about, and with it the deal."
    )
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(help_text="Not to be tried before.")
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    personal: ClassVar[Mapping[str, Keep]] = {
        "to_email": Keep(days=90, after="made_at"),
        "subject": Keep(days=90, after="made_at"),
        "text": Keep(days=90, after="made_at"),
        "html": Keep(days=90, after="made_at"),
        "error": Keep(days=90, after="made_at"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Mails: address, subject, whether they arrived; the text only until it is sent"),
        why=_("to send each mail once, and to see whether it arrived"),
        seen_by=_("the programme office"),
        erasing=Erasing.DELETE,
    )

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_at"], name="mails_by_state"),
            models.Index(fields=["chain", "made_at"], name="mails_of_a_deal"),
            models.Index(fields=["to_email", "state"], name="mails_to_an_address"),
        ]

    def __str__(self) -> str:
        return f"mail {self.uid}"

    @property
    def journal_chain(self) -> str:
        return self.chain or "accounts"
