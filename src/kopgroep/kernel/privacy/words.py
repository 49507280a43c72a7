"""What tables and fields are called in words for the people whom they are about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kopgroep.kernel.obstacles import Words
from kopgroep.kernel.privacy.declared import privacy_of
from kopgroep.kernel.records import Erasing

FIELD_WORDS: Mapping[str, Promise] = {
    "name": _("name"),
    "email": _("e-mail address"),
    "to_email": _("e-mail address"),
    "phone": _("telephone number"),
    "password": _("password (scrambled)"),
    "language": _("language"),
    "position": _("position"),
    "capacity": pgettext_lazy("of a contact", "capacity"),
    "organisation": _("organisation"),
    "organisation_name": _("organisation"),
    "deal": _("deal"),
    "role": _("role"),
    "on": _("about"),
    "about": _("about"),
    "text": _("text"),
    "html": _("text with layout"),
    "subject": _("subject"),
    "message": _("message"),
    "reason": _("reason"),
    "conditions": _("conditions"),
    "exceptions": _("exceptions"),
    "arguments": _("what it was about"),
    "result": _("what came of it"),
    "error": _("what went wrong"),
    "return_reason": _("why mail came back"),
    "state": _("state"),
    "since_on": _("since"),
    "until_on": _("until"),
    "granted_on": _("given on"),
    "ended_on": _("ended on"),
    "expires_on": _("ends on"),
    "made_at": _("made on"),
    "sent_at": _("sent on"),
    "used_at": _("last used"),
    "seen_at": _("last here"),
    "ended_at": _("ended on"),
    "last_login": _("last sign-in"),
    "date_joined": _("account since"),
    "received_at": _("received on"),
    "closed_at": _("dealt with on"),
    "asked_at": _("asked on"),
    "purpose": _("what for"),
    "handover": _("what a successor should know"),
    "settled_at": _("succession settled on"),
    "words": _("words"),
    "consented_at": _("agreed on"),
    "is_own": _("said by the person"),
    "held_on": _("day"),
    "way": _("how one spoke"),
    "agreed": _("what was agreed"),
    "follow_up_on": _("to come back to on"),
    "followed_up_at": _("come back to on"),
    "query": _("filters and order"),
    "ip": _("network address"),
    "user_agent": _("browser"),
    "session_data": _("session"),
    "data": _("secret (scrambled)"),
    "key": _("secret"),
    "token": _("secret"),
    "uid": _("number"),
    "extra_data": _("what your organisation tells when you sign in"),
}
# What says nothing to a reader, or would help somebody who steals the file.
NOT_SHOWN = frozenset(
    {"id", "revision", "password", "digest", "session_data", "session_key", "token_secret", "salt", "hash"}
)
ERASING_WORDS: Mapping[Erasing, Promise] = {
    Erasing.EMPTY: _("is emptied"),
    Erasing.DELETE: _("is removed"),
    Erasing.STAY: _("stays, without name"),
}


# Of models of which no field is personal, but that say who made them.
MODEL_WORDS: Mapping[str, Promise] = {"webhooks.webhook": _("Webhooks that you added")}


def field_words(field: Any) -> Words:
    return FIELD_WORDS.get(field.name, str(field.verbose_name))


def model_words(model: type[models.Model]) -> Words:
    privacy = privacy_of(model)
    return (
        privacy.what if privacy else MODEL_WORDS.get(model._meta.label_lower, str(model._meta.verbose_name))
    )
