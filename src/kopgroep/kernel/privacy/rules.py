"""Why somebody cannot be erased, or their data handed over, by this person now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Permission, Role, allowed
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.actors import Actor, ActorKind
from kopgroep.kernel.comments.models import record_at
from kopgroep.kernel.obstacles import Obstacle
from kopgroep.kernel.privacy.subjects import Subject
from kopgroep.kernel.records import Record

# Which records (deals) somebody takes part in; rooms tell it of their own rows.
TieSource = Callable[[Record], Iterable[Record]]
_tie_sources: list[TieSource] = []


def add_tie_source(source: TieSource) -> None:
    if source not in _tie_sources:
        _tie_sources.append(source)


def ties_of(subject: Subject) -> dict[str, Record]:
    """The deals that somebody is or was in, by a role or through an organisation."""
    found: dict[str, Record] = {}
    for row in subject.rows:
        for source in (_by_grant, *_tie_sources):
            found |= {tie.address: tie for tie in source(row)}
    return found


def _by_grant(row: Record) -> Iterator[Record]:
    if isinstance(row, User):
        for on in row.grants.order_by("on").values_list("on", flat=True).distinct():
            if (record := record_at(on)) is not None:
                yield record


def is_oneself(subject: Subject, by: Actor) -> bool:
    user = subject.row_of(User)
    return by.user is not None and user is not None and user.pk == by.user.pk


def obstacles_to_handing_over(subject: Subject, by: Actor) -> Iterator[Obstacle]:
    yield from _obstacles_of_other_deals(subject, by, Permission.PERSON_EXPORT)


def obstacles_to_erasing(subject: Subject, by: Actor, on: date) -> Iterator[Obstacle]:
    """Nobody is left without a manager, and nobody decides about people of another deal."""
    if (user := subject.row_of(User)) is not None:
        yield from obstacles_to_closing(user, on)
    yield from _obstacles_of_other_deals(subject, by, Permission.PERSON_ERASE)


def obstacles_to_closing(user: User, on: date) -> Iterator[Obstacle]:
    if user.is_superuser and user.is_active:
        others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
        if not others.exists():
            yield Obstacle(
                "last-administrator",
                _("%(person)s is the only administrator. Make somebody else administrator first.")
                % {"person": user.name},
                who=_("who runs the installation, with `kopgroep user add --administrator`"),
            )
    for grant in Grant.objects.in_force(on).filter(user=user, role=Role.MANAGER).order_by("on"):
        others_there = Grant.objects.in_force(on).filter(role=Role.MANAGER, on=grant.on, user__is_active=True)
        if not others_there.exclude(user=user).exists():
            yield Obstacle(
                "last-manager",
                _("%(person)s is the only programme manager of %(deal)s. Give somebody else that role first.")
                % {"person": user.name, "deal": record_at(grant.on) or grant.on},
                who=_("the programme manager, or an administrator of this installation"),
            )


def _obstacles_of_other_deals(subject: Subject, by: Actor, permission: Permission) -> Iterator[Obstacle]:
    if by.kind is ActorKind.SYSTEM or is_oneself(subject, by) or allowed_everywhere(by, permission):
        return
    for tie in ties_of(subject).values():
        if not allowed(by.user, permission, about=tie):
            yield Obstacle(
                "other-deal",
                _("%(person)s also takes part in %(deal)s, which you do not manage.")
                % {"person": subject.name, "deal": str(tie)},
                who=_("an administrator of this installation"),
            )


def allowed_everywhere(by: Actor, permission: Permission) -> bool:
    """Administrators care for the installation as a whole."""
    return by.user is not None and by.user.is_superuser and allowed(by.user, permission)
