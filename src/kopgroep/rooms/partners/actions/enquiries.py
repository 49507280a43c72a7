"""Somebody turns to a deal and gets an answer: a reply, a later day, a kind no, or a place in the network."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.mail import mail_to
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.models import Channel, Enquiry, EnquiryState, Wish
from kopgroep.rooms.partners.models.enquiries import KEPT_DAYS
from kopgroep.rooms.partners.queries.enquiries import helix_of
from kopgroep.rooms.partners.rules import (
    obstacles_to_enquiring,
    obstacles_to_handling,
    obstacles_to_mailing,
    obstacles_to_postponing,
    obstacles_to_reopening,
)
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.queries import joining_of, reply_by

# Who clicks twice, or sends the same again because the page was slow, wrote once.
SAME_WITHIN = timedelta(minutes=15)
# Anyone may type any address; nobody gets more mails by it than these in a day.
MOST_MAILS_A_DAY = 3


@transaction.atomic
def register_enquiry(
    *,
    deal: Deal,
    organisation_name: str,
    name: str = "",
    email: str = "",
    phone: str = "",
    message: str = "",
    kind: str = "",
    wish: str = Wish.KNOW,
    channel: str = Channel.FORM,
    language: str = "nl",
    by: Actor,
    at: datetime,
) -> Enquiry:
    """Note that somebody turned to a deal, say by when there is an answer, and mail what one should know."""
    clear(obstacles_to_enquiring(deal))
    # Two clicks at once: the second waits here, and then finds the first.
    Deal.objects.select_for_update().get(pk=deal.pk)
    said = {
        "organisation_name": organisation_name.strip(),
        "email": email.strip().lower(),
        "name": name.strip(),
        "message": message.strip(),
    }
    twice = Enquiry.objects.filter(deal=deal, received_at__gt=at - SAME_WITHIN, **said).order_by("pk").first()
    if twice is not None:
        return twice
    enquiry = Enquiry.objects.create(
        deal=deal,
        kind=kind,
        helix=helix_of(kind),
        phone=phone.strip(),
        wish=wish,
        channel=channel,
        language=language,
        received_at=at,
        due_on=reply_by(deal, day_of(at)),
        **said,
    )
    if enquiry.email and not _mailed_enough(enquiry, at):
        template = "enquiry_information" if channel == Channel.PHONE else "enquiry_received"
        _mail(enquiry, template, at=at)
        enquiry.informed_at = at
        enquiry.save(update_fields=["informed_at"])
    _record(Verb.ENQUIRY_MADE, enquiry, by=by, at=at)
    return enquiry


@transaction.atomic
def answer_enquiry(
    *, enquiry: Enquiry, text: str, send: bool, seen_revision: int | None = None, by: Actor, at: datetime
) -> Enquiry:
    """Note that somebody was answered, by this mail or otherwise."""
    return _close(enquiry, EnquiryState.ANSWERED, text, send=send, seen_revision=seen_revision, by=by, at=at)


@transaction.atomic
def decline_enquiry(
    *, enquiry: Enquiry, text: str, send: bool, seen_revision: int | None = None, by: Actor, at: datetime
) -> Enquiry:
    """Say kindly that it does not fit now."""
    return _close(enquiry, EnquiryState.DECLINED, text, send=send, seen_revision=seen_revision, by=by, at=at)


@transaction.atomic
def postpone_enquiry(
    *,
    enquiry: Enquiry,
    until_on: date,
    note: str = "",
    send: bool,
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Enquiry:
    """Come back to it on a later day; it waits on the desk again from then on."""
    _take(enquiry, seen_revision)
    clear(obstacles_to_postponing(enquiry, until_on, on=day_of(at)))
    if send:
        clear(obstacles_to_mailing(enquiry))
        _mail(enquiry, "enquiry_later", {"until_on": until_on, "note": note.strip()}, at=at)
    enquiry.state, enquiry.due_on = EnquiryState.LATER, until_on
    enquiry.save(update_fields=["state", "due_on"])
    _record(Verb.ENQUIRY_POSTPONED, enquiry, by=by, at=at, facts={"on": until_on}, note=note.strip())
    return enquiry


@transaction.atomic
def reopen_enquiry(*, enquiry: Enquiry, seen_revision: int | None = None, by: Actor, at: datetime) -> Enquiry:
    """Take an answer or a no back: it waits again, with a new term."""
    _take(enquiry, seen_revision)
    clear(obstacles_to_reopening(enquiry))
    enquiry.state, enquiry.closed_at = EnquiryState.OPEN, None
    enquiry.due_on = reply_by(enquiry.deal, day_of(at))
    enquiry.save(update_fields=["state", "closed_at", "due_on"])
    _record(Verb.ENQUIRY_REOPENED, enquiry, by=by, at=at)
    return enquiry


def _close(
    enquiry: Enquiry,
    state: EnquiryState,
    text: str,
    *,
    send: bool,
    seen_revision: int | None,
    by: Actor,
    at: datetime,
) -> Enquiry:
    _take(enquiry, seen_revision)
    clear(obstacles_to_handling(enquiry))
    if send:
        clear(obstacles_to_mailing(enquiry))
        _mail(enquiry, "enquiry_reply", {"text": text.strip()}, at=at)
    enquiry.state, enquiry.closed_at = state, at
    enquiry.save(update_fields=["state", "closed_at"])
    verb = Verb.ENQUIRY_ANSWERED if state == EnquiryState.ANSWERED else Verb.ENQUIRY_DECLINED
    _record(verb, enquiry, by=by, at=at, facts={"mailed": send}, note=text.strip())
    return enquiry


def _take(enquiry: Enquiry, seen_revision: int | None) -> None:
    enquiry.claim(seen_revision)
    enquiry.refresh_from_db()


def _mail(enquiry: Enquiry, template: str, more: Mapping[str, Any] | None = None, *, at: datetime) -> None:
    """In the language of who wrote; nothing in it that the writer typed, but the own name."""
    deal = enquiry.deal
    words = {
        "name": enquiry.name,
        "organisation": enquiry.organisation_name,
        "deal": deal,
        "joining": joining_of(deal),
        "due_on": enquiry.due_on,
        "kept_days": KEPT_DAYS,
        "url": settings.BASE_URL + reverse("partners:join", args=[deal.code]) if deal.is_open else "",
        **(more or {}),
    }
    mail_to(email=enquiry.email, language=enquiry.language, template=template, words=words, at=at, about=deal)


def _mailed_enough(enquiry: Enquiry, at: datetime) -> bool:
    recent = Enquiry.objects.filter(email=enquiry.email, informed_at__gt=at - timedelta(days=1))
    return recent.count() >= MOST_MAILS_A_DAY


def _record(
    verb: Verb,
    enquiry: Enquiry,
    *,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """Who turned to a deal may be a person, so the name can be erased."""
    private = {"organisation": enquiry.organisation_name} | ({"note": note} if note else {})
    record(verb, about=enquiry, by=by, at=at, facts=facts, private=private)
