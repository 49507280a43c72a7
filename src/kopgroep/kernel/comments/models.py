"""A comment hangs on any record, by its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.records import Erasing, Keep, Privacy, Record


def record_at(address: str) -> Record | None:
    """The record that an address names, when it is one of ours and still there."""
    label, _, uid = address.partition(":")
    try:
        model = apps.get_model(label)
        found: Record | None = (
            model._base_manager.filter(uid=uid).first() if issubclass(model, Record) else None
        )
    except (LookupError, ValueError, ValidationError):
        return None
    return found


class Comment(Record):
    """What somebody wrote with a record (reactie); withdrawn ones keep their place and lose their text."""

    on = models.CharField(max_length=120, db_index=True)
    chain = models.CharField(max_length=100)
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="comments")
    text = models.TextField(blank=True, max_length=5000)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    goes_with: ClassVar[tuple[str, ...]] = ("on",)

    personal: ClassVar[Mapping[str, Keep]] = {"text": Keep(days=1826, after="made_at", instead="–")}
    privacy: ClassVar[Privacy | None] = Privacy(
        what=gettext_lazy("Comments with partners, organisations and other records"),
        why=gettext_lazy("to talk things over where they belong"),
        seen_by=gettext_lazy("who takes part in the deal"),
        erasing=Erasing.STAY,
        stays=gettext_lazy(
            "What was written stays, for others answered it; the name goes. A comment can be withdrawn first."
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(withdrawn_at__isnull=False),
                name="comment_says_something_or_is_withdrawn",
            )
        ]
        indexes = [models.Index(fields=["on", "made_at"], name="comments_with_a_record")]

    def __str__(self) -> str:
        return self.text[:60] or f"comment {self.pk}"

    @property
    def journal_chain(self) -> str:
        return self.chain

    def roles_of(self, user: Any) -> Any:
        record = record_at(self.on)
        return record.roles_of(user) if record else frozenset()
