"""An import with its file, its columns, its choices, and what it made and changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.imports.kinds import is_registered, kind_of
from kopgroep.kernel.jobs.models import Job, State
from kopgroep.kernel.obstacles import Words
from kopgroep.kernel.records import Erasing, Keep, Privacy, Record


class Step(models.TextChoices):
    """How far an import is; what was undone stays on record."""

    COLUMNS = "columns", _("columns")
    CHECKED = "checked", _("preview")
    DONE = "done", _("imported")
    UNDONE = "undone", _("undone")


class Import(Record):
    """A table on its way in (import): the file, which column is what, a choice per doubtful row, the result."""

    kind = models.CharField(max_length=40)
    on = models.CharField(max_length=120, help_text="Address of the record that it is for: a deal.")
    file_name = models.CharField(max_length=200)
    kept_as = models.CharField(max_length=80, blank=True, help_text="Empty when the file is gone.")
    form = models.CharField(max_length=8)
    encoding = models.CharField(max_length=16, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    sheets = models.JSONField(default=list)
    header_row = models.PositiveIntegerField(default=0, help_text="Index of the row with the heads.")
    heads = models.JSONField(default=list)
    columns = models.JSONField(
        default=dict, help_text="Number of a column (from 0) and the field that it fills."
    )
    options = models.JSONField(default=dict)
    choices = models.JSONField(
        default=dict, help_text="Number of a doubtful row, and what was chosen for it."
    )
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.COLUMNS)
    counts = models.JSONField(default=dict, help_text="Verdict, and how many rows have it.")
    digest = models.CharField(max_length=64, blank=True, help_text="Of the verdicts that were shown.")
    made = models.JSONField(default=dict, help_text="Model, and the keys of the rows that it made.")
    changed = models.JSONField(default=list, help_text="Model, key, field, old value, revision after it.")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports")
    asked_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    personal: ClassVar[Mapping[str, Keep]] = {
        "file_name": Keep(days=365, after="asked_at"),
        "changed": Keep(days=365, after="asked_at"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Imported tables: the name of the file, and what stood there before"),
        why=_("to bring a table in at once, and to undo that"),
        seen_by=_("the programme office"),
        erasing=Erasing.STAY,
        stays=_("That a table was imported stays, for the network came from it; the name goes."),
    )
    deal_path: ClassVar[str | None] = None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(step="done") | models.Q(done_at__isnull=False),
                name="import_that_is_done_says_when",
            )
        ]
        indexes = [models.Index(fields=["on", "-asked_at"], name="imports_for_a_record")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.uid])

    @cached_property
    def about(self) -> Any:
        """The record that it is for."""
        label, uid = self.on.split(":")
        return apps.get_model(label)._base_manager.get(uid=uid)

    @property
    def title(self) -> Words:
        return kind_of(self.kind).title if is_registered(self.kind) else self.kind

    @property
    def journal_chain(self) -> str:
        chain: str = self.about.journal_chain
        return chain

    @property
    def is_busy(self) -> bool:
        return self.job is not None and not self.job.is_over

    @property
    def is_over_well(self) -> bool:
        """Its last job ended as it should."""
        return self.job is not None and self.job.state == State.DONE

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def coming_in(self) -> int:
        return sum(self.counts.get(verdict, 0) for verdict in ("new", "changed"))

    def roles_of(self, user: Any) -> frozenset[Role]:
        roles: frozenset[Role] = self.about.roles_of(user)
        return roles


class ColumnMemory(models.Model):
    """Which column was what, the last time a table with these heads came in."""

    kind = models.CharField(max_length=40)
    heads = models.CharField(max_length=64, help_text="Digest of the heads.")
    columns = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    personal: ClassVar[Mapping[str, Keep]] = {}
    deal_path: ClassVar[str | None] = None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "heads"], name="columns_once_per_kind_and_heads")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.heads[:8]}"
