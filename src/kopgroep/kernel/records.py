"""What every record of the product has: an identity that travels, a revision, and a say on privacy."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.obstacles import Obstacle, Obstructed, Words

if TYPE_CHECKING:
    from kopgroep.kernel.access import Role
    from kopgroep.kernel.search import SearchRow


@dataclass(frozen=True, slots=True)
class Keep:
    """How long personal data is kept: days after a moment named by a field.

    after     the field, also one of a related row; of several related rows the last one counts, and one that has no
              end yet keeps the data
    or_after  the field that counts when `after` is empty
    instead   what stands there afterwards; without it the field is emptied. May ask the row: instead(row)
    """

    days: int
    after: str
    or_after: str = ""
    instead: object = None


class Erasing(StrEnum):
    """What becomes of a row when the person whom it is about is erased."""

    EMPTY = "empty"
    DELETE = "delete"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class Privacy:
    """What a model's personal fields are for, in words for the people whom they are about.

    what     what is kept ("The address with which you sign in")
    why      what it is needed for
    seen_by  who can read it
    stays    what of it stays when the person is erased, and why
    """

    what: Words
    why: Words
    seen_by: Words
    erasing: Erasing = Erasing.EMPTY
    stays: Words = ""


class EditedMeanwhile(Exception):
    """Somebody else changed the record since it was opened; nothing was overwritten."""

    def __init__(self, current: Record) -> None:
        self.current = current
        super().__init__(f"{current.address} is at revision {current.revision}")


class Record(models.Model):
    """A row with an identity that outlives this installation (uid) and a revision per change."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    # Field name -> how long it is kept. Empty means: nothing personal in this row.
    personal: ClassVar[Mapping[str, Keep]] = {}
    # What those fields are for; every model with personal fields says so.
    privacy: ClassVar[Privacy | None] = None
    # For a row that is a human being: what it is recognised by ("name", "email", "phone") -> the field that holds it.
    identifies: ClassVar[Mapping[str, str]] = {}
    # Lookup from this row to its deal, "" for the deal itself, None for what all deals share.
    deal_path: ClassVar[str | None] = None
    # For a row that hangs on no deal: the fields (references, addresses of records or pages, or a mail address that
    # stands in what leaves) with which it leaves in a deal's archive. Empty: the parent without which it has no
    # meaning (see kernel/archives/scope.py).
    goes_with: ClassVar[tuple[str, ...]] = ()
    # Relations that search_row() reads, so that the index can be made anew without a query per row.
    search_with: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def address(self) -> str:
        """The name by which journal, comments, links and search know this record."""
        return f"{self._meta.label_lower}:{self.uid}"

    @property
    def journal_chain(self) -> str:
        """The journal that this record's history is kept in: one per deal, one for the shared registry."""
        if self.deal_path is None:
            return "registry"
        owner: Any = self
        for step in filter(None, self.deal_path.split("__")):
            owner = getattr(owner, step)
        return f"deal:{owner.code}"

    def roles_of(self, user: Any) -> frozenset[Role]:
        """The roles a user has on this record; a room says more than this."""
        return frozenset()

    def closed_by_erasure(self, at: datetime) -> Mapping[str, object]:
        """What ends when the person whom this row is about is erased: field -> its value from then on."""
        return {}

    def search_row(self) -> SearchRow | None:
        """How this record is found, and by whom; None when it is not."""
        return None

    @classmethod
    def search_rows(cls, records: Sequence[Self]) -> Iterable[tuple[Self, SearchRow | None]]:
        """How many records are found; a model of which many come at once answers with a few queries."""
        return [(record, record.search_row()) for record in records]

    def claim(self, seen_revision: int | None) -> None:
        """Move to the next revision, or raise EditedMeanwhile when the row is not as it was seen, Obstructed when gone.

        Call it first in an action's transaction: the update also locks the row against a second editor.
        """
        rows = type(self)._base_manager.filter(pk=self.pk)
        if seen_revision is not None:
            rows = rows.filter(revision=seen_revision)
        if not rows.update(revision=models.F("revision") + 1):
            current = type(self)._base_manager.filter(pk=self.pk).first()
            if current is None:
                raise Obstructed([Obstacle("gone", _("Somebody else took this away meanwhile."))])
            raise EditedMeanwhile(current)
        self.refresh_from_db(fields=["revision"])
