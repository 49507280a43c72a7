"""What of the journal that all deals share is the business of one deal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kopgroep.kernel.journal.models import Entry
from kopgroep.rooms.partners.models import Contact, Organisation


def entries_of_deal(on: str, entries: Sequence[Entry]) -> set[int]:
    """About an organisation in the deal, unless it is about somebody's part in another deal only; two queries."""
    deal = on.partition(":")[2]
    named = {address for entry in entries for address in entry.about}
    ours = Organisation.objects.filter(uid__in=_uids(named, Organisation), partnerships__deal__uid=deal)
    others = Contact.objects.filter(uid__in=_uids(named, Contact), deal__isnull=False).exclude(deal__uid=deal)
    here = {_address(Organisation, uid) for uid in ours.values_list("uid", flat=True)}
    elsewhere = {_address(Contact, uid) for uid in others.values_list("uid", flat=True)}
    return {
        entry.pk
        for entry in entries
        if here.intersection(entry.about) and not elsewhere.intersection(entry.about)
    }


def _address(model: type[Organisation | Contact], uid: object) -> str:
    return f"{model._meta.label_lower}:{uid}"


def _uids(addresses: Iterable[str], model: type[Organisation | Contact]) -> list[Any]:
    start = f"{model._meta.label_lower}:"
    return [address.removeprefix(start) for address in addresses if address.startswith(start)]
