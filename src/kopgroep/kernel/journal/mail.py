"""Mails to people: kept with the change that they tell of, sent after it by the worker, tried again, and sent once.

Recipe for a new mail, say that an enquiry was taken in (verb `enquiry.taken`):

1. Two templates in your room: `templates/mails/enquiry_taken.txt`, whose first line is the subject, and
   `templates/mails/enquiry_taken.html`, which extends `mails/frame.html` and fills its block `words` (the frame brings
   look, language, deal and the foot with the preferences; `{% include "mails/button.html" %}` is the thing to do).
   Text in `{% translate %}`, so that Dutch comes from the catalogue. Both say the same.
2. Send it from the action, in its transaction, with the record of what happened:

       record(Verb.ENQUIRY_TAKEN, about=enquiry, by=by, at=at,
              tell=[Letter(email=enquiry.email, language=enquiry.language, words={"name": enquiry.name})])

   or by mail_to(), which also takes a template that is not named for a verb.
3. Say which kind it is (kernel/mailing/kinds.py): what a person needs goes at once; the rest as the person chose.
4. `words` may hold records and days; in every template stand besides: about (the record), deal (when `about` has one),
   base_url, language. Nothing personal in a subject: it is kept for 90 days, the words only until they are sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.journal.sending import enqueue, look_after_mails, send_mail
from kopgroep.kernel.mailing.kinds import KINDS, Kind, Pace
from kopgroep.kernel.mailing.models import MailAddress
from kopgroep.kernel.records import Record

__all__ = ["Kind", "Letter", "look_after_mails", "mail_in_words", "mail_to", "send_mail"]

# Why a mail was made and not sent; the pages say it in words.
UNWANTED, DOES_NOT_ARRIVE = "unwanted", "does not arrive"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to one person, told with a verb; its template is named for the verb unless it says otherwise."""

    email: str
    language: str
    words: Mapping[str, Any] = field(default_factory=dict)
    kind: Kind = Kind.CONFIRMATION
    template: str = ""


def mail_to(
    *,
    email: str,
    language: str,
    template: str,
    words: Mapping[str, Any],
    at: datetime,
    kind: Kind = Kind.CONFIRMATION,
    about: Record | None = None,
) -> Mail:
    """Keep a mail in the transaction of the change that it tells of; the worker sends it after the commit.

    template  mails/<template>.txt, whose first line is the subject, and mails/<template>.html
    kind      what the reader may have chosen about; about  the record, whose deal's manager sees that it was sent
    """
    if not connection.in_atomic_block:
        raise RuntimeError("mail_to() must stand in the transaction of the change that the mail tells of.")
    address = _address(email, language=language, at=at)
    mail = Mail(
        to_email=address.email,
        kind=kind,
        language=language,
        chain=about.journal_chain if about is not None else "",
        made_at=at,
        next_at=at,
    )
    mail.state, mail.error = _what_to_do(address, kind)
    context = _context(address, kind, words, about=about, language=language)
    mail.subject, text = mail_in_words(language=language, template=template, words=context)
    mail.subject = mail.subject[:200]
    if mail.state != MailState.SKIPPED:
        with override(language):
            context |= {"subject": mail.subject}
            # In the mail of the day each has the words alone: the foot stands there once.
            foot = "" if mail.state == MailState.HELD else render_to_string("mails/foot.txt", context)
            mail.text = text + foot
            mail.html = (
                "" if mail.state == MailState.HELD else render_to_string(f"mails/{template}.html", context)
            )
    mail.save(force_insert=True)
    if mail.state == MailState.WAITING:
        transaction.on_commit(lambda: enqueue(mail.uid))
    return mail


def mail_in_words(*, language: str, template: str, words: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text, for who sends it and wants to read it first."""
    with override(language):
        subject, _, text = render_to_string(f"mails/{template}.txt", dict(words)).strip().partition("\n")
    return " ".join(subject.split()), text.strip() + "\n"


def send_letters(letters: Any, *, verb: str, about: Record, at: datetime) -> None:
    """What record() tells people of what it wrote down."""
    for letter in letters:
        mail_to(
            email=letter.email,
            language=letter.language,
            template=letter.template or verb.replace(".", "_"),
            words=letter.words,
            at=at,
            kind=letter.kind,
            about=about,
        )


def _address(email: str, *, language: str, at: datetime) -> MailAddress:
    address, made = MailAddress.objects.get_or_create(
        email=email.strip().lower(), defaults={"language": language, "used_at": at}
    )
    if not made:
        MailAddress.objects.filter(pk=address.pk).update(used_at=at, language=language)
    return address


def _what_to_do(address: MailAddress, kind: Kind) -> tuple[MailState, str]:
    """Send it, keep it for the mail of the day, or leave it."""
    if address.returned_at and kind != Kind.ACCOUNT:
        # Who asks for a code to sign in may have mended the mailbox since; that mail is the proof.
        return MailState.SKIPPED, DOES_NOT_ARRIVE
    pace = address.pace_of(kind)
    if pace == Pace.NEVER:
        return MailState.SKIPPED, UNWANTED
    return (MailState.HELD if pace == Pace.DAILY else MailState.WAITING), ""


def _context(
    address: MailAddress, kind: Kind, words: Mapping[str, Any], *, about: Record | None, language: str
) -> dict[str, Any]:
    known = KINDS.get(kind)
    return {
        "about": about,
        "deal": getattr(about, "deal", None),
        **words,
        "base_url": settings.BASE_URL,
        "language": language,
        "kind": kind,
        "why_needed": known.why if known else None,
        "preferences_url": settings.BASE_URL + reverse("mail-preferences", args=[address.token]),
    }


def enqueue_again(uid: UUID) -> None:
    transaction.on_commit(lambda: enqueue(uid))
