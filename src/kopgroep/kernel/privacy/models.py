"""That retention ran, and how much it removed: never of whom."""

from __future__ import annotations

from django.db import models

from kopgroep.kernel.records import Record


class RetentionRun(Record):
    """One time that personal data was removed because its time was past (opschoning)."""

    ran_at = models.DateTimeField()
    counts = models.JSONField(default=dict, help_text="Model -> how many of its rows lost personal data.")

    def __str__(self) -> str:
        return f"{self.ran_at:%Y-%m-%d %H:%M}"

    @property
    def journal_chain(self) -> str:
        return "privacy"

    @property
    def total(self) -> int:
        return sum(self.counts.values())
