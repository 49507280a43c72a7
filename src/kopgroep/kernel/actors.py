"""Who does something: a user, the holder of a personal link, the public, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kopgroep.kernel.accounts.models import User


class ActorKind(StrEnum):
    USER = "user"
    LINK = "link"
    PUBLIC = "public"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """kind, and a reference that says nothing personal: a user's uid, a link's uid, a command's name."""

    kind: ActorKind
    reference: str = ""
    user: User | None = None

    @classmethod
    def of(cls, user: User) -> Actor:
        return cls(ActorKind.USER, str(user.uid), user)

    @classmethod
    def system(cls, command: str) -> Actor:
        return cls(ActorKind.SYSTEM, command)

    @classmethod
    def public(cls) -> Actor:
        return cls(ActorKind.PUBLIC)

    @classmethod
    def link(cls, link_uid: str) -> Actor:
        return cls(ActorKind.LINK, link_uid)
