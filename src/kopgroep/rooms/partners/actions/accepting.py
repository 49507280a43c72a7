"""An enquiry becomes a partner in one act, and who joins is welcomed with what the deal knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.mail import mail_to
from kopgroep.kernel.journal.record import record
from kopgroep.kernel.journal.verbs import Verb
from kopgroep.kernel.obstacles import clear
from kopgroep.rooms.partners.actions.organisations import add_organisation
from kopgroep.rooms.partners.actions.partners import add_partner, give_motivation, move_partner
from kopgroep.rooms.partners.actions.people import add_contact
from kopgroep.rooms.partners.models import (
    TAKING_PART,
    Contact,
    Enquiry,
    EnquiryState,
    Organisation,
    Partner,
    Person,
    Stage,
)
from kopgroep.rooms.partners.queries.obligations import obligations_of
from kopgroep.rooms.partners.queries.partner import whom_to_ask
from kopgroep.rooms.partners.rules import obstacles_to_handling, obstacles_to_welcoming
from kopgroep.rooms.programme.models import phase_on
from kopgroep.rooms.programme.queries import in_both_languages, joining_of


@transaction.atomic
def accept_enquiry(
    *,
    enquiry: Enquiry,
    organisation: Organisation | None,
    new: Mapping[str, str] | None = None,
    stage: str,
    since_on: date,
    motivation: str = "",
    welcome: bool = False,
    seen_revision: int | None = None,
    by: Actor,
    at: datetime,
) -> Partner:
    """Make who wrote a partner: organisation, stage, motivation and contact at once, without typing anything twice.

    organisation  the one that is known; None makes it from `new` (name, kind, helix and its codes)
    """
    enquiry.claim(seen_revision)
    enquiry.refresh_from_db()
    clear(obstacles_to_handling(enquiry))
    if organisation is None:
        said = new or {}
        organisation = add_organisation(
            name=said.get("name", ""),
            kind=said.get("kind", ""),
            helix=said.get("helix", ""),
            cbs_code=said.get("cbs_code", ""),
            by=by,
            at=at,
        )
    partner = _partner(enquiry, organisation, stage, since_on, by=by, at=at)
    contact = _contact(enquiry, organisation, by=by, at=at)
    why = motivation.strip()
    if why and not partner.motivations.filter(text=why).exists():
        give_motivation(partner=partner, text=why, given_on=day_of(enquiry.received_at), by=by, at=at)
    enquiry.state, enquiry.partner, enquiry.closed_at = EnquiryState.JOINED, partner, at
    enquiry.save(update_fields=["state", "partner", "closed_at"])
    facts = {
        "organisation": organisation.name,
        "stage": in_both_languages(lambda: str(Stage(stage).label)),
        "on": since_on,
    }
    record(Verb.ENQUIRY_ACCEPTED, about=partner, also=[enquiry, organisation], by=by, at=at, facts=facts)
    if welcome and contact is not None and contact.person.email:
        welcome_partner(partner=partner, contacts=[contact], language=enquiry.language, by=by, at=at)
    return partner


def _partner(
    enquiry: Enquiry, organisation: Organisation, stage: str, since_on: date, *, by: Actor, at: datetime
) -> Partner:
    """Its part in the deal: a new one, or the one that it has, moved on; who is in stays as it is."""
    known = Partner.objects.filter(deal=enquiry.deal, organisation=organisation).first()
    if known is None:
        return add_partner(
            deal=enquiry.deal, organisation=organisation, stage=stage, since_on=since_on, by=by, at=at
        )
    now = Partner.objects.standing_on(since_on).filter(pk=known.pk).first()
    if now is None or (now.stage not in TAKING_PART and now.stage != stage):
        note = _("By the enquiry that it made.")
        move_partner(partner=known, stage=stage, since_on=since_on, note=note, by=by, at=at)
    return known


def _contact(enquiry: Enquiry, organisation: Organisation, *, by: Actor, at: datetime) -> Contact | None:
    """Who wrote becomes a contact; who is known by the address keeps the name that is known."""
    if not enquiry.name:
        return None
    on = day_of(at)
    person = Person.objects.filter(email=enquiry.email).first() if enquiry.email else None
    if person and (has := organisation.contacts.current(on).filter(person=person).order_by("pk").first()):
        return has
    return add_contact(
        organisation=organisation,
        name=person.name if person else enquiry.name,
        email=enquiry.email,
        phone=enquiry.phone,
        since_on=on,
        by=by,
        at=at,
    )


@transaction.atomic
def welcome_partner(
    *, partner: Partner, contacts: Sequence[Contact] = (), language: str = "", by: Actor, at: datetime
) -> list[Contact]:
    """Mail to its contacts what the deal is by now, what it asks of them, and where all of it stands."""
    on = day_of(at)
    told = list(contacts) or whom_to_ask(partner, on=on)
    clear(obstacles_to_welcoming(partner, told))
    words = words_of_welcome(partner, on=on)
    for contact in told:
        person = contact.person
        mail_to(
            email=person.email,
            language=(person.user.language if person.user else language) or "nl",
            template="partner_welcome",
            words={**words, "name": person.name, "asker": by.user.name if by.user else ""},
            at=at,
            about=partner,
        )
    record(
        Verb.PARTNER_WELCOMED,
        about=partner,
        by=by,
        at=at,
        facts={"partner": partner.organisation.name},
        private={"person": ", ".join(contact.person.name for contact in told)},
    )
    return told


def words_of_welcome(partner: Partner, *, on: date) -> dict[str, Any]:
    """What the mail and its preview say: where the deal is, what is asked now, whom to ask."""
    deal = partner.deal
    return {
        "organisation": partner.organisation.name,
        "deal": deal,
        "phase": phase_on(deal, on),
        "now": next((each for each in obligations_of(partner, on=on) if each.is_now), None),
        "joining": joining_of(deal),
        "url": settings.BASE_URL + reverse("onboarding", args=[partner.pk]),
    }
