"""The one task there is: tell one webhook what waits for it."""

from __future__ import annotations

from uuid import UUID

from django.utils.module_loading import import_string
from django_tasks import task


@task()
def tell_webhook(uid: str) -> None:
    # By name, for delivering itself puts webhooks in this queue.
    import_string("kopgroep.kernel.webhooks.deliver.deliver")(UUID(uid))


def enqueue(uid: UUID) -> None:
    tell_webhook.enqueue(str(uid))
