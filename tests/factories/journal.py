"""What record() does not make itself."""

from uuid import uuid4

from kopgroep.kernel.journal.models import FormerAddress


def make_former_address(record: str = "") -> FormerAddress:
    return FormerAddress.objects.create(
        address=f"accounts.user:{uuid4()}", record=record or f"accounts.user:{uuid4()}"
    )
