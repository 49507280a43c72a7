"""Links are made and mailed, answered, and ended."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.mail import Kind, mail_to
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.links.models import PersonalLink
from kopgroep.kernel.links.purposes import Purpose
from kopgroep.kernel.links.rules import obstacles_to_answering, obstacles_to_asking
from kopgroep.kernel.obstacles import clear
from kopgroep.kernel.records import Record


def digest_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_link(
    *, purpose: Purpose, about: Record, name: str, email: str, language: str = "nl", by: Actor, at: datetime
) -> tuple[PersonalLink, str]:
    """A link for one person, and its secret; a link of the same kind that this person still had ends."""
    email = email.strip().lower()
    clear(obstacles_to_asking(purpose, about, email, day_of(at)))
    before = PersonalLink.objects.filter(purpose=purpose.code, about=about.address, email=email)
    before.filter(ended_at=None, used_at=None).update(ended_at=at)
    token = secrets.token_urlsafe(32)
    link = PersonalLink.objects.create(
        digest=digest_of_token(token),
        purpose=purpose.code,
        about=about.address,
        name=name.strip(),
        email=email,
        language=language,
        made_at=at,
        expires_on=day_of(at) + timedelta(days=purpose.days),
    )
    record(Verb.LINK_MADE, about=about, also=[link], by=by, at=at, private={"person": link.name})
    return link, token


@transaction.atomic
def ask_by_mail(
    *, purpose: Purpose, about: Record, name: str, email: str, language: str = "nl", by: Actor, at: datetime
) -> PersonalLink:
    """Make a link and mail it; the mail goes when all of this is kept."""
    link, token = make_link(
        purpose=purpose, about=about, name=name, email=email, language=language, by=by, at=at
    )
    url = settings.BASE_URL + reverse("link", args=[token])
    words = words_of_mail(purpose=purpose, about=about, name=link.name, url=url, by=by, on=day_of(at))
    mail_to(
        email=link.email,
        language=language,
        template=purpose.template,
        words=words,
        at=at,
        kind=Kind.ASK,
        about=about,
    )
    return link


def words_of_mail(
    *, purpose: Purpose, about: Record, name: str, url: str, by: Actor, on: date
) -> dict[str, Any]:
    """What its templates need; also for who wants to read the mail before it goes."""
    return {
        **purpose.facts(about, on),
        "about": about,
        "name": name,
        "expires_on": on + timedelta(days=purpose.days),
        "url": url,
        "asker": by.user.name if by.user else "",
    }


@transaction.atomic
def answer_link(
    *, link: PersonalLink, purpose: Purpose, about: Record, typed: Mapping[str, Any], at: datetime
) -> None:
    """Do what the link is for, once; who clicks twice is told that it was done."""
    link.claim(None)
    link.refresh_from_db()
    clear(obstacles_to_answering(link, purpose, about, day_of(at)))
    link.used_at, link.used_count = at, link.used_count + 1
    link.save(update_fields=["used_at", "used_count"])
    by = Actor.link(str(link.uid))
    purpose.act(about, typed, by=by, at=at)
    record(Verb.LINK_USED, about=about, also=[link], by=by, at=at, private={"person": link.name})


@transaction.atomic
def end_link(*, link: PersonalLink, about: Record, by: Actor, at: datetime) -> PersonalLink:
    """It opens nothing any more."""
    link.claim(None)
    link.refresh_from_db()
    if link.ended_at is None:
        link.ended_at = at
        link.save(update_fields=["ended_at"])
        record(Verb.LINK_ENDED, about=about, also=[link], by=by, at=at, private={"person": link.name})
    return link
