"""The mails that allauth asks for, in our look and both languages, by the worker like every other mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils.translation import get_language, override

from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.journal.mail import Kind, mail_to


@transaction.atomic
def mail_of_sign_in(template_prefix: str, *, email: str, words: Mapping[str, Any], at: datetime) -> None:
    """A mail that belongs to signing in: mails/account_<name>, or allauth's own words in our frame."""
    user = words.get("user") or User.objects.filter(email=email.lower()).first()
    language = user.language if isinstance(user, User) else (get_language() or "nl")[:2]
    own = f"account_{template_prefix.rpartition('/')[2]}"
    known = {"name": user.name if isinstance(user, User) else "", **words}
    if not _is_there(f"mails/{own}.txt"):
        own, known = "account", _words_of_allauth(template_prefix, words, language)
    mail_to(email=email, language=language, template=own, words=known, at=at, kind=Kind.ACCOUNT)


def _is_there(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


def _words_of_allauth(prefix: str, words: Mapping[str, Any], language: str) -> dict[str, str]:
    with override(language):
        return {
            "title": " ".join(render_to_string(f"{prefix}_subject.txt", dict(words)).split()),
            "said": render_to_string(f"{prefix}_message.txt", dict(words)).strip(),
        }
