"""What every record of the product has: an identity that travels, a revision, and a say on privacy."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

if TYPE_CHECKING:
    from kopgroep.kernel.access import Role
    from kopgroep.kernel.search import SearchRow


@dataclass(frozen=True, slots=True)
class Keep:
    """How long personal data is kept: days after a moment named by a field, or after the deal ended."""

    days: int
    after: str


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
    # Lookup from this row to its deal, "" for the deal itself, None for what all deals share.
    deal_path: ClassVar[str | None] = None
    # For a row that hangs on no deal: the fields (references, or addresses of records or pages) with which it leaves
    # in a deal's archive. Empty: the parent without which it has no meaning (see kernel/archives/scope.py).
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

    def search_row(self) -> SearchRow | None:
        """How this record is found, and by whom; None when it is not."""
        return None

    def claim(self, seen_revision: int | None) -> None:
        """Move to the next revision, or raise EditedMeanwhile when the row is not as it was seen.

        Call it first in an action's transaction: the update also locks the row against a second editor.
        """
        rows = type(self)._base_manager.filter(pk=self.pk)
        if seen_revision is not None:
            rows = rows.filter(revision=seen_revision)
        if not rows.update(revision=models.F("revision") + 1):
            raise EditedMeanwhile(type(self)._base_manager.get(pk=self.pk))
        self.refresh_from_db(fields=["revision"])
