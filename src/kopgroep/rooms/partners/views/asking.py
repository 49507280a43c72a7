"""Asking a partner, by mail, why it takes part and what it wants to do; answered without an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.journal.mail import mail_in_words
from kopgroep.kernel.links.actions import ask_by_mail, words_of_mail
from kopgroep.kernel.obstacles import Obstacle, Obstructed
from kopgroep.rooms.partners.actions import give_motivation, take_role
from kopgroep.rooms.partners.forms.asking import AnswerForm, AskForm
from kopgroep.rooms.partners.forms.parts import show_refusal
from kopgroep.rooms.partners.models import Partner, Person
from kopgroep.rooms.partners.queries.partner import whom_to_ask
from kopgroep.rooms.partners.views.loading import load_partner
from kopgroep.rooms.programme.rules import obstacles_to_changing


class MotivationAndRole:
    """The purpose of a personal link: why an organisation takes part, and in which role."""

    code = "partner-motivation"
    days = 30
    template = "partner_motivation"

    def title(self, about: Partner) -> str:
        return _("Why does %(organisation)s take part?") % {"organisation": about.organisation.name}

    def facts(self, about: Partner, on: date) -> Mapping[str, Any]:
        return {
            "lead": str(about.deal.summary),
            "submit": _("Send this to the deal"),
            "organisation": about.organisation.name,
            "deal": about.deal,
        }

    def may_answer(self, about: Partner, email: str, on: date) -> bool:
        return any(contact.person.email == email for contact in whom_to_ask(about, on=on))

    def obstacles(self, about: Partner) -> Iterator[Obstacle]:
        yield from obstacles_to_changing(about.deal)

    def form(self, about: Partner, typed: Any) -> AnswerForm:
        latest = about.motivations.order_by("-given_on", "-pk").first()
        running = about.participations.order_by("-from_on", "-pk").first()
        initial = {"text": latest.text if latest else "", "role": running.role_id if running else None}
        return AnswerForm(typed, deal=about.deal, initial=initial)

    def act(self, about: Partner, typed: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
        """What is said already need not be written down again."""
        on = day_of(at)
        if not about.motivations.filter(text=typed["text"].strip()).exists():
            give_motivation(partner=about, text=typed["text"], given_on=on, by=by, at=at)
        running = about.participations.order_by("-from_on", "-pk").first()
        if running is None or running.role_id != typed["role"].pk:
            take_role(partner=about, role=typed["role"], from_on=on, by=by, at=at)

    def effect(self, about: Partner, on: date) -> str:
        partners = Partner.objects.taking_part(on).filter(deal=about.deal)
        given, total = partners.filter(motivations__given_on__lte=on).distinct().count(), partners.count()
        words = ngettext(
            "%(given)s of the %(total)s partner now says why it takes part. Everybody in the deal can read it.",
            "%(given)s of the %(total)s partners now say why they take part. Everybody in the deal can read it.",
            total,
        )
        return words % {"given": given, "total": total}


def ask(request: HttpRequest, partner_id: int) -> HttpResponse:
    """Choose whom to mail; those who speak for the organisation are ticked."""
    partner = load_partner(request, partner_id)
    by = require(request, Permission.LINK_SEND, about=partner)
    contacts = whom_to_ask(partner, on=clock.today())
    form = AskForm(request.POST or None, contacts=contacts)
    if form.is_valid():
        chosen = form.chosen()
        try:
            for contact in chosen:
                person = contact.person
                ask_by_mail(
                    purpose=MotivationAndRole(),
                    about=partner,
                    name=person.name,
                    email=person.email,
                    language=_language_of(person),
                    by=by,
                    at=clock.now(),
                )
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            names = ", ".join(contact.person.name for contact in chosen)
            messages.success(request, _("The question goes to %(people)s by mail.") % {"people": names})
            return redirect(partner)
    obstacles = list(obstacles_to_changing(partner.deal)) or list(_nobody(partner, contacts))
    context = {
        "deal": partner.deal,
        "partner": partner,
        "form": form,
        "title": _("Ask for motivation and role"),
        "submit": _("Mail the question"),
        "obstacles": obstacles,
        "mail": _first_mail(partner, contacts, by=by, on=clock.today()),
    }
    return render(request, "partners/ask.html", context)


def _first_mail(partner: Partner, contacts: list[Any], *, by: Actor, on: date) -> tuple[str, str] | None:
    """Subject and text as the first of them gets it; the link itself is made when it is sent."""
    if not contacts:
        return None
    person, purpose = contacts[0].person, MotivationAndRole()
    link = _("(here comes the link)")
    words = words_of_mail(purpose=purpose, about=partner, name=person.name, url=link, by=by, on=on)
    return mail_in_words(language=_language_of(person), template=purpose.template, words=words)


def _language_of(person: Person) -> str:
    return person.user.language if person.user else "nl"


def _nobody(partner: Partner, contacts: list[Any]) -> Iterator[Obstacle]:
    if not contacts:
        yield Obstacle(
            "nobody-to-ask",
            _("No contact of %(organisation)s with an e-mail address is known.")
            % {"organisation": partner.organisation.name},
            mend_url=partner.organisation.get_absolute_url(),
            mend_label=_("Add a contact"),
        )
