"""Why an account, a role or a token cannot be made, given or ended now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import SCOPES, Role
from kopgroep.kernel.accounts.models import ApiToken, Grant, User
from kopgroep.kernel.obstacles import Obstacle
from kopgroep.kernel.records import Record

# Contact and deputy follow from an organisation's contacts, administrator from the account.
GRANTABLE = (Role.MANAGER, Role.OFFICE, Role.INITIATOR, Role.PARTICIPANT, Role.READER)
LONGEST_TOKEN = timedelta(days=366)


def obstacles_to_adding_user(email: str, name: str) -> Iterator[Obstacle]:
    try:
        validate_email(email)
    except ValidationError:
        yield Obstacle(
            "email",
            _("'%(email)s' is no e-mail address; write one like name@example.org.") % {"email": email},
            facts={"field": "email"},
        )
    if not name:
        yield Obstacle("name", _("Say what this person is called."), facts={"field": "name"})
    if User.objects.filter(email=email).exists():
        yield Obstacle(
            "known",
            _("There is an account for %(email)s already; give it a role instead.") % {"email": email},
            facts={"field": "email"},
        )


def obstacles_to_changing_address(user: User, email: str) -> Iterator[Obstacle]:
    if email == user.email:
        yield Obstacle("same", _("This is your address already."), facts={"field": "email"})
    elif User.objects.filter(email=email).exclude(pk=user.pk).exists():
        yield Obstacle(
            "known",
            _("There is another account with this address. Is it yours too? Ask the programme office."),
            facts={"field": "email"},
        )


def obstacles_to_granting(user: User, role: Role, on: Record) -> Iterator[Obstacle]:
    if role not in GRANTABLE:
        yield Obstacle(
            "not-grantable",
            _("The role %(role)s is not given: it follows from what somebody is for an organisation.")
            % {"role": role},
            facts={"field": "role"},
        )
    if Grant.objects.filter(user=user, role=role, on=on.address, ended_on=None).exists():
        yield Obstacle(
            "has-it",
            _("%(person)s has this role already.") % {"person": user.name},
            facts={"field": "role"},
        )


def obstacles_to_ending_grant(grant: Grant, on: date) -> Iterator[Obstacle]:
    if grant.ended_on is not None:
        yield Obstacle("ended", _("This role was ended before."))
        return
    others = Grant.objects.in_force(on).filter(role=Role.MANAGER, on=grant.on).exclude(user=grant.user)
    if grant.role == Role.MANAGER and not others.exists():
        yield Obstacle(
            "last-manager",
            _("%(person)s is the only programme manager. Give somebody else that role first.")
            % {"person": grant.user.name},
            who=_("the programme manager, or an administrator of this installation"),
        )


def obstacles_to_making_token(scopes: Sequence[str], expires_on: date, today: date) -> Iterator[Obstacle]:
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        yield Obstacle(
            "scopes",
            _("'%(scope)s' is no scope. There are: %(scopes)s.")
            % {"scope": unknown[0], "scopes": ", ".join(SCOPES)},
            facts={"field": "scopes"},
        )
    if not scopes:
        yield Obstacle("no-scope", _("Choose what the program may do."), facts={"field": "scopes"})
    if not today < expires_on <= today + LONGEST_TOKEN:
        yield Obstacle(
            "expiry",
            _("A token lasts at least a day and at most a year."),
            facts={"field": "expires_on"},
        )


def obstacles_to_ending_token(token: ApiToken) -> Iterator[Obstacle]:
    if token.ended_at is not None:
        yield Obstacle("ended", _("This token was ended before."))
