"""Who may do what: one matrix of roles and permissions; roles on a record come from its roles_of()."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from kopgroep.kernel.actors import Actor

if TYPE_CHECKING:
    from rest_framework.request import Request

    from kopgroep.kernel.records import Record


class Permission(StrEnum):
    DEAL_VIEW = "deal.view"
    DEAL_SET_UP = "deal.set_up"
    DEAL_ARCHIVE = "deal.archive"
    DEAL_RESTORE = "deal.restore"
    PHASE_PLAN = "phase.plan"
    PHASE_ENTER = "phase.enter"
    NETWORK_VIEW = "network.view"
    ORGANISATION_EDIT = "organisation.edit"
    ORGANISATION_MERGE = "organisation.merge"
    PARTNER_ADMIT = "partner.admit"
    PARTNER_EDIT = "partner.edit"
    ENQUIRY_MAKE = "enquiry.make"
    ENQUIRY_VIEW = "enquiry.view"
    ENQUIRY_HANDLE = "enquiry.handle"
    CONTACTS_VIEW = "contacts.view"
    CONTACT_EDIT = "contact.edit"
    CONTACT_LOG = "contact_log.keep"
    GATE_REVIEW = "gate.review"
    HISTORY_VIEW = "history.view"
    COMMENT_READ = "comment.read"
    COMMENT_WRITE = "comment.write"
    LINK_SEND = "link.send"
    JOB_RUN = "job.run"
    IMPORT_RUN = "import.run"
    MAIL_VIEW = "mail.view"
    WEBHOOK_MANAGE = "webhook.manage"
    ACCOUNT_MANAGE = "account.manage"
    PERSON_EXPORT = "person.export"
    PERSON_ERASE = "person.erase"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    OFFICE = "office"
    INITIATOR = "initiator"
    CONTACT = "contact"
    DEPUTY = "deputy"
    PARTICIPANT = "participant"
    READER = "reader"


_P = Permission
_READER = frozenset({_P.DEAL_VIEW, _P.NETWORK_VIEW, _P.ENQUIRY_MAKE})
_PARTICIPANT = _READER | {_P.CONTACTS_VIEW, _P.COMMENT_READ, _P.COMMENT_WRITE, _P.HISTORY_VIEW}
_CONTACT = _PARTICIPANT | {_P.PARTNER_EDIT, _P.CONTACT_EDIT}
_OFFICE = _CONTACT | {
    _P.ORGANISATION_EDIT,
    _P.PARTNER_ADMIT,
    _P.ENQUIRY_VIEW,
    _P.ENQUIRY_HANDLE,
    _P.CONTACT_LOG,
    _P.LINK_SEND,
    _P.PERSON_EXPORT,
    _P.JOB_RUN,
    _P.IMPORT_RUN,
}

# Contact and deputy hold their permissions on the records of their own organisation only:
# on the deal as a whole its people are participants.
GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            _P.ACCOUNT_MANAGE,
            _P.PERSON_EXPORT,
            _P.PERSON_ERASE,
            _P.DEAL_SET_UP,
            _P.DEAL_RESTORE,
            _P.JOB_RUN,
        }
    ),
    Role.MANAGER: _OFFICE
    | {
        _P.DEAL_SET_UP,
        _P.DEAL_ARCHIVE,
        _P.PHASE_PLAN,
        _P.PHASE_ENTER,
        _P.GATE_REVIEW,
        _P.ORGANISATION_MERGE,
        _P.ACCOUNT_MANAGE,
        _P.MAIL_VIEW,
        _P.WEBHOOK_MANAGE,
        _P.PERSON_ERASE,
    },
    Role.OFFICE: _OFFICE,
    Role.INITIATOR: _PARTICIPANT,
    Role.CONTACT: _CONTACT,
    Role.DEPUTY: _CONTACT,
    Role.PARTICIPANT: _PARTICIPANT,
    Role.READER: _READER,
}

# What a token may be limited to: a program never may more than its user, and no more than these.
SCOPES: Mapping[str, frozenset[Permission]] = {
    "deals:read": frozenset({_P.DEAL_VIEW, _P.HISTORY_VIEW}),
    "network:read": frozenset({_P.NETWORK_VIEW, _P.HISTORY_VIEW}),
    "network:write": frozenset({_P.ORGANISATION_EDIT, _P.PARTNER_ADMIT, _P.PARTNER_EDIT}),
    "contacts:read": frozenset({_P.CONTACTS_VIEW}),
    "enquiries:read": frozenset({_P.ENQUIRY_VIEW}),
    "enquiries:write": frozenset({_P.ENQUIRY_HANDLE}),
    "webhooks:write": frozenset({_P.WEBHOOK_MANAGE}),
    "gates:write": frozenset({_P.GATE_REVIEW}),
}

# What a role is on the installation as a whole (a permission asked about no record).
RoleSource = Callable[[Any, "Record | None"], frozenset[Role]]
_role_sources: list[RoleSource] = []


def add_role_source(source: RoleSource) -> None:
    """A room tells, once at start-up, which roles its own records give on an earlier room's records."""
    if source not in _role_sources:
        _role_sources.append(source)


def roles_on(user: Any, about: Record | None) -> frozenset[Role]:
    """Every role a user (or an anonymous visitor) has on a record, or on the installation when it is None."""
    roles = about.roles_of(user) if about is not None else frozenset[Role]()
    for source in _role_sources:
        roles |= source(user, about)
    if about is None and getattr(user, "is_superuser", False):
        roles |= {Role.ADMINISTRATOR}
    return roles


def permissions_on(user: Any, about: Record | None) -> frozenset[Permission]:
    return frozenset().union(*(GRANTS[role] for role in roles_on(user, about)))


def allowed(user: Any, permission: Permission, *, about: Record | None = None) -> bool:
    return permission in permissions_on(user, about)


class SignInFirst(Exception):
    """Nobody is signed in, and what was asked for is not public."""


class ScopeMissing(PermissionDenied):
    """The user may, but the token that acts for the user was not made for it."""


def _scopes(request: HttpRequest | Request) -> list[str] | None:
    """The scopes of the token that asks; None when a person asks."""
    token = getattr(request, "auth", None)
    return token.scopes if token is not None else None


def may(request: HttpRequest | Request, permission: Permission, *, about: Record | None = None) -> bool:
    """As allowed(), remembered for the length of one request, so that a page asks the database once."""
    known: dict[str, frozenset[Permission]] = request.__dict__.setdefault("_permissions", {})
    key = about.address if about is not None else ""
    if key not in known:
        known[key] = permissions_on(request.user, about)
    scopes = _scopes(request)
    in_scope = scopes is None or any(permission in SCOPES.get(scope, ()) for scope in scopes)
    return in_scope and permission in known[key]


def require(request: HttpRequest | Request, permission: Permission, *, about: Record | None = None) -> Actor:
    """The acting person, when allowed; SignInFirst, ScopeMissing or PermissionDenied when not."""
    if not may(request, permission, about=about):
        if not request.user.is_authenticated:
            raise SignInFirst
        if _scopes(request) is not None and allowed(request.user, permission, about=about):
            enough = [scope for scope, permissions in SCOPES.items() if permission in permissions]
            raise ScopeMissing(", ".join(enough))
        raise PermissionDenied
    if not request.user.is_authenticated:
        return Actor.public()
    return Actor.of(request.user)
