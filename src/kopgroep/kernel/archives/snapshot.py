"""One moment of the whole database, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is as it was at one moment; nobody who writes waits for it."""
    if connection.in_atomic_block:
        # Inside a transaction (a test's own) that moment was chosen already.
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.ensure_connection()
    sqlite: Any = connection
    usual = sqlite.transaction_mode
    # An IMMEDIATE transaction would hold up every writer; the first read of a DEFERRED one fixes the moment.
    sqlite.transaction_mode = "DEFERRED"
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM django_migrations")
            yield
    finally:
        sqlite.transaction_mode = usual
