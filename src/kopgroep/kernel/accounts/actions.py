"""Accounts, roles and tokens: made, given, ended."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.urls import reverse

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.addresses import proof_of_address
from kopgroep.kernel.accounts.models import ApiToken, Grant, User
from kopgroep.kernel.accounts.rules import (
    obstacles_to_adding_user,
    obstacles_to_changing_address,
    obstacles_to_ending_grant,
    obstacles_to_ending_token,
    obstacles_to_granting,
    obstacles_to_making_token,
)
from kopgroep.kernel.accounts.words import CHANGES
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.mail import Kind, mail_to
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.kernel.records import Record

# What a token of this product looks like, so that one that leaks is recognised.
TOKEN_PREFIX = "kg_"


AddressFollower = Callable[[User, datetime], None]
_followers: list[AddressFollower] = []


def digest_of_secret(secret: str) -> str:
    """Enough for a secret of 256 random bits; a password would need more."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def add_user(
    *,
    email: str,
    name: str,
    language: str = "nl",
    password: str | None = None,
    is_administrator: bool = False,
    by: Actor,
    at: datetime,
) -> User:
    """Make an account; without a password its owner signs in with a code by mail."""
    email, name = email.strip().lower(), name.strip()
    clear(obstacles_to_adding_user(email, name))
    if password:
        validate_password(password, User(email=email, name=name))
    user = User.objects.create_user(
        email,
        password,
        name=name,
        language=language,
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    record(Verb.USER_ADDED, about=user, by=by, at=at, private={"person": user.name})
    return user


@transaction.atomic
def grant_role(*, user: User, role: Role, on: Record, by: Actor, at: datetime) -> Grant:
    """Give a user a role on a record, from today."""
    user.claim(None)
    clear(obstacles_to_granting(user, role, on))
    grant = Grant.objects.create(user=user, role=role, on=on.address, granted_on=day_of(at))
    record(
        Verb.ROLE_GRANTED,
        about=on,
        also=[user, grant],
        by=by,
        at=at,
        facts={"role": role.value},
        private={"person": user.name},
    )
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, on: Record, by: Actor, at: datetime) -> Grant:
    """Take a role back, from today; that it was given stays on record."""
    on.claim(None)
    grant.refresh_from_db()
    clear(obstacles_to_ending_grant(grant, day_of(at)))
    grant.claim(None)
    grant.ended_on = day_of(at)
    grant.save(update_fields=["ended_on"])
    record(
        Verb.GRANT_ENDED,
        about=on,
        also=[grant.user, grant],
        by=by,
        at=at,
        facts={"role": grant.role},
        private={"person": grant.user.name},
    )
    return grant


@transaction.atomic
def make_token(
    *, user: User, name: str, scopes: Iterable[str], expires_on: date, by: Actor, at: datetime
) -> tuple[ApiToken, str]:
    """A token for a program of this user, and its secret: shown now, and known to nobody afterwards."""
    chosen = sorted(set(scopes))
    clear(obstacles_to_making_token(chosen, expires_on, day_of(at)))
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        name=name.strip(),
        digest=digest_of_secret(secret),
        scopes=chosen,
        made_at=at,
        expires_on=expires_on,
    )
    record(
        Verb.TOKEN_MADE,
        about=token,
        also=[user],
        by=by,
        at=at,
        facts={"scopes": chosen},
        private={"token": token.name},
    )
    return token, secret


@transaction.atomic
def end_token(*, token: ApiToken, by: Actor, at: datetime) -> ApiToken:
    """From now on the program is a stranger."""
    token.claim(None)
    token.refresh_from_db()
    clear(obstacles_to_ending_token(token))
    token.ended_at = at
    token.save(update_fields=["ended_at"])
    record(Verb.TOKEN_ENDED, about=token, also=[token.user], by=by, at=at, private={"token": token.name})
    return token


@transaction.atomic
def change_account(*, user: User, name: str, language: str, by: Actor, at: datetime) -> User:
    """Keep another name or language of somebody's own account."""
    user.claim(None)
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])
    record(Verb.ACCOUNT_CHANGED, about=user, by=by, at=at, private={"person": user.name})
    return user


@transaction.atomic
def tell_of_change(*, user: User, change: str, to: str, by: Actor, at: datetime) -> None:
    """Write down that a way to sign in was changed, and mail it, so that who did not do it can act."""
    record(
        Verb.WAY_IN_CHANGED, about=user, by=by, at=at, facts={"change": change}, private={"person": user.name}
    )
    words = {"name": user.name, "change": CHANGES[change], "at": at}
    mail_to(
        email=to,
        language=user.language,
        template="way_in_changed",
        words=words,
        at=at,
        kind=Kind.ACCOUNT,
        about=user,
    )


@transaction.atomic
def ask_for_proof(*, user: User, email: str, at: datetime) -> None:
    """Mail to another address a link that only its reader can have; nothing changes before it is confirmed."""
    email = email.strip().lower()
    clear(obstacles_to_changing_address(user, email))
    url = settings.BASE_URL + reverse("address-confirm", args=[proof_of_address(user, email)])
    words = {"name": user.name, "email": email, "url": url}
    mail_to(
        email=email,
        language=user.language,
        template="own_address",
        words=words,
        at=at,
        kind=Kind.ACCOUNT,
        about=user,
    )


@transaction.atomic
def change_address(*, user: User, email: str, by: Actor, at: datetime) -> User:
    """From now on somebody signs in with another address; the old one is told."""
    user.claim(None)
    user.refresh_from_db()
    clear(obstacles_to_changing_address(user, email))
    before, user.email = user.email, email
    user.save(update_fields=["email"])
    # allauth's own list of addresses: what stands there lets one in.
    EmailAddress.objects.filter(user=user).delete()
    tell_of_change(user=user, change="email_changed", to=before, by=by, at=at)
    for follow in _followers:
        follow(user, at)
    return user


@transaction.atomic
def reset_second_factor(*, user: User, by: Actor, at: datetime) -> None:
    """For who lost everything: no second factor any more, and signed out everywhere, as its finder may be."""
    user.claim(None)
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    tell_of_change(user=user, change="second_factor_reset", to=user.email, by=by, at=at)


def follow_address(follower: AddressFollower) -> None:
    """A room tells, once at start-up, what it does when somebody confirmed another address for the own account."""
    if follower not in _followers:
        _followers.append(follower)


def keep_language(*, user: User, language: str) -> None:
    """Remember in which language somebody reads; a habit, and no event to write down."""
    if user.language != language:
        User.objects.filter(pk=user.pk).update(language=language)
