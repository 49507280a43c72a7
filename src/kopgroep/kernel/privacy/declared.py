"""What every table says about privacy, also those of libraries that cannot say it themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.records import Erasing, Keep, Privacy


def _with_account(of: str = "user__") -> Keep:
    return Keep(730, after=f"{of}last_login", or_after=f"{of}date_joined")


_SIGNING_IN = Privacy(
    what=_("Signing in: confirmed addresses, second factor, accounts of an organisation"),
    why=_("to let you in, and nobody else in your name"),
    seen_by=_("only you"),
    erasing=Erasing.DELETE,
)
_SESSIONS = Privacy(
    what=_("Devices that are signed in: browser, since when"),
    why=_("to keep you signed in, and to let you end what you do not know"),
    seen_by=_("only you"),
    erasing=Erasing.DELETE,
)

# Tables of libraries: label -> (personal fields, what they are for).
OF_LIBRARIES: Mapping[str, tuple[Mapping[str, Keep], Privacy | None]] = {
    "account.EmailAddress": ({"email": _with_account()}, _SIGNING_IN),
    "account.EmailConfirmation": ({"key": Keep(7, after="created")}, _SIGNING_IN),
    "mfa.Authenticator": ({"data": _with_account()}, _SIGNING_IN),
    "socialaccount.SocialAccount": (
        {"uid": _with_account(), "extra_data": _with_account()},
        _SIGNING_IN,
    ),
    "socialaccount.SocialToken": ({"token": _with_account("account__user__")}, _SIGNING_IN),
    "usersessions.UserSession": (
        {
            "ip": Keep(30, after="last_seen_at"),
            "user_agent": Keep(30, after="last_seen_at"),
        },
        _SESSIONS,
    ),
    # Whose a session is stands inside it; sessions.py reads that.
    "sessions.Session": ({"session_data": Keep(1, after="expire_date")}, _SESSIONS),
}
# Tables of libraries in which nobody stands.
OF_NOBODY = frozenset(
    {
        "auth.Permission",
        "auth.Group",
        "auth.Group_permissions",
        "contenttypes.ContentType",
        "socialaccount.SocialApp",
    }
)


def every_model() -> list[type[models.Model]]:
    return sorted(apps.get_models(), key=lambda model: model._meta.label)


def personal_of(model: type[models.Model]) -> Mapping[str, Keep]:
    if model._meta.label in OF_LIBRARIES:
        return OF_LIBRARIES[model._meta.label][0]
    found: Mapping[str, Keep] = getattr(model, "personal", {})
    return found


def privacy_of(model: type[models.Model]) -> Privacy | None:
    if model._meta.label in OF_LIBRARIES:
        return OF_LIBRARIES[model._meta.label][1]
    found: Privacy | None = getattr(model, "privacy", None)
    return found


def erasing_of(model: type[models.Model]) -> Erasing:
    """Who says nothing of it, keeps its rows and has its personal fields emptied."""
    privacy = privacy_of(model)
    return privacy.erasing if privacy else Erasing.EMPTY


def identifies(model: type[models.Model]) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(model, "identifies", {})
    return found


def people_models() -> list[type[models.Model]]:
    """The models whose rows are human beings."""
    return [model for model in every_model() if identifies(model)]


def emptied(row: models.Model, name: str) -> Any:
    """What stands in a personal field when its content is gone."""
    instead = personal_of(type(row))[name].instead
    if callable(instead) and not isinstance(instead, Promise):
        return instead(row)
    if instead is not None:
        return str(instead) if isinstance(instead, Promise) else instead
    return blank_of(row._meta.get_field(name))


def blank_of(field: Any) -> Any:
    if field.null:
        return None
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() else {}
    return ""
