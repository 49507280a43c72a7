"""The product's own first jobs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kopgroep.kernel.clock import now
from kopgroep.kernel.jobs.registry import Progress, Result
from kopgroep.kernel.journal.models import Chain
from kopgroep.kernel.journal.record import make_checkpoint
from kopgroep.kernel.obstacles import Words
from kopgroep.kernel.search.index import rebuild


def rebuild_index(*, progress: Progress, **_arguments: Any) -> Result:
    def tell(done: int, total: int, _model: Words) -> None:
        progress(done, total, _("Record %(done)d of %(total)d.") % {"done": done, "total": total})

    return {"rows": rebuild(tell)}


def make_checkpoints(*, progress: Progress, **_arguments: Any) -> Result:
    """Sign the head of every chain; one that has not grown since its last checkpoint gets no new one."""
    names = list(Chain.objects.filter(length__gt=0).order_by("name").values_list("name", flat=True))
    for done, name in enumerate(names, start=1):
        progress(done - 1, len(names), name)
        with transaction.atomic():
            make_checkpoint(Chain.objects.select_for_update().get(name=name), at=now())
    return {"chains": len(names)}
