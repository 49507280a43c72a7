"""Tables on their way in."""

from kopgroep.kernel.clock import now
from kopgroep.kernel.imports.models import ColumnMemory, Import
from kopgroep.rooms.programme.models import Deal
from tests.factories.programme import make_deal


def make_import(deal: Deal | None = None) -> Import:
    return Import.objects.create(
        kind="partners",
        on=(deal or make_deal()).address,
        file_name="partners.csv",
        form="csv",
        asked_at=now(),
    )


def make_column_memory() -> ColumnMemory:
    return ColumnMemory.objects.create(kind="partners", heads="0" * 64, used_at=now())
