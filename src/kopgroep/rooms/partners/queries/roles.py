"""Who takes part in a deal because of the organisation that they speak or work for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q

from kopgroep.kernel.access import GRANTS, Permission, Role
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.clock import today
from kopgroep.kernel.records import Record
from kopgroep.rooms.partners.models import Contact, Enquiry, Organisation, Partner, Person, Stage
from kopgroep.rooms.partners.models.partners import PartnerQuerySet
from kopgroep.rooms.programme.models import Deal


def deals_of_people(user: Any) -> PartnerQuerySet:
    """The parts in deals that a user's organisations have and have not left; a contact may be for one deal only."""
    working = Contact.objects.in_its_deals(today()).filter(person__user=user)
    return (
        Partner.objects.standing_on(today())
        .not_at_stage(Stage.LEFT)
        .filter(
            Q(organisation__contacts__deal=None) | Q(organisation__contacts__deal=F("deal")),
            organisation__contacts__in=working,
        )
        .distinct()
    )


def participant_roles(user: Any, about: Record | None) -> frozenset[Role]:
    """People of an organisation that is in a deal are participants of that deal, and of what hangs on it."""
    if about is None or not user.is_authenticated:
        return frozenset()
    deal = about if isinstance(about, Deal) else getattr(about, "deal", None)
    mine = deals_of_people(user)
    if isinstance(deal, Deal):
        mine = mine.filter(deal=deal)
    elif isinstance(organisation := getattr(about, "organisation", about), Organisation):
        mine = mine.filter(deal__in=organisation.partnerships.values("deal"))
    else:
        return frozenset()
    return frozenset({Role.PARTICIPANT}) if mine.exists() else frozenset()


def deals_of_person(row: Record) -> Iterator[Record]:
    """The deals that somebody takes or took part in through an organisation, or turned to."""
    if isinstance(row, Person):
        organisations = row.contacts.values("organisation")
        parts = Deal.objects.filter(partners__organisation__in=organisations)
        yield from (parts | Deal.objects.filter(contacts__person=row)).distinct().order_by("code")
    elif isinstance(row, Enquiry):
        yield row.deal


def deals_inside(user: Any) -> frozenset[int]:
    """The deals that somebody is in: by a grant on the deal, or through an organisation; three queries."""
    start = f"{Deal._meta.label_lower}:"
    grants = Grant.objects.in_force(today()).filter(user=user, on__startswith=start)
    uids = [on.removeprefix(start) for on in grants.values_list("on", flat=True)]
    granted = Deal.objects.filter(uid__in=uids).values_list("pk", flat=True)
    return frozenset(granted) | frozenset(deals_of_people(user).values_list("deal", flat=True))


def audiences_of_deals(user: Any) -> frozenset[str]:
    """What somebody finds because of being in a deal, by a grant on it or through an organisation; three queries."""
    if not user.is_authenticated:
        return frozenset()
    start = f"{Deal._meta.label_lower}:"
    grants = Grant.objects.in_force(today()).filter(user=user, on__startswith=start)
    roles = [(on.removeprefix(start), Role(role)) for on, role in grants.values_list("on", "role")]
    seen = set(Deal.objects.filter(uid__in=[uid for uid, _role in roles]))
    reads = {uid for uid, role in roles if Permission.CONTACTS_VIEW in GRANTS[role]}
    inside = {deal for deal in seen if str(deal.uid) in reads}
    inside |= {part.deal for part in deals_of_people(user).select_related("deal")}
    tokens = {deal.audience for deal in seen | inside}
    return frozenset(tokens | {deal.contacts_audience for deal in inside})
