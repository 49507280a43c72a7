"""Is this installation well? Each check answers in a word or two and tells nothing secret."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from huey.contrib.djhuey import HUEY

from kopgroep.kernel.clock import now
from kopgroep.kernel.journal.models import Mail, MailState

HEARTBEAT = "kopgroep.worker-heartbeat"
# The worker beats every minute; two may be missed.
WORKER_SILENT_AFTER = timedelta(minutes=3)
MAIL_LATE_AFTER = timedelta(minutes=30)
DAY = timedelta(days=1)
DISK_NEEDED = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    ok: bool
    detail: str


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Finding(False, "does not answer")
    return Finding(True, connection.vendor)


def migrations() -> Finding:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return Finding(False, "cannot be read")
    return Finding(not waiting, f"{len(waiting)} not applied" if waiting else "all applied")


def queue() -> Finding:
    try:
        waiting = HUEY.storage.queue_size()
    except Exception:  # noqa: BLE001 -- each kind of queue has errors of its own
        return Finding(False, "cannot be reached")
    return Finding(True, f"{waiting} waiting")


def beat(at: datetime) -> None:
    """The worker says that it is alive."""
    HUEY.put(HEARTBEAT, at.isoformat())


def worker() -> Finding:
    try:
        last = HUEY.get(HEARTBEAT, peek=True)
    except Exception:  # noqa: BLE001 -- each kind of queue has errors of its own
        return Finding(False, "unknown")
    if last is None:
        return Finding(False, "never seen")
    silent = now() - datetime.fromisoformat(last)
    return Finding(silent < WORKER_SILENT_AFTER, f"seen {max(0, int(silent.total_seconds()))} seconds ago")


def mail() -> Finding:
    """A mail that nobody could send for half an hour, or of which nobody knows whether it was sent."""
    try:
        late = Mail.objects.filter(state=MailState.WAITING, made_at__lt=now() - MAIL_LATE_AFTER).count()
        lost = Mail.objects.filter(
            state__in=(MailState.FAILED, MailState.UNCLEAR), made_at__gt=now() - DAY
        ).count()
    except DatabaseError:
        return Finding(False, "unknown")
    return Finding(not late and not lost, f"{late} late, {lost} not sent")


def journal_key() -> Finding:
    return Finding(len(settings.JOURNAL_KEY) >= 16, "present" if settings.JOURNAL_KEY else "missing")


def disk() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return Finding(free >= DISK_NEEDED, f"{free // (1024 * 1024)} MB free")


READY: Mapping[str, Callable[[], Finding]] = {"database": database, "migrations": migrations, "queue": queue}
ALL: Mapping[str, Callable[[], Finding]] = {
    **READY,
    "worker": worker,
    "mail": mail,
    "journalKey": journal_key,
    "disk": disk,
}


def examine(checks: Mapping[str, Callable[[], Finding]]) -> dict[str, Finding]:
    return {name: check() for name, check in checks.items()}
