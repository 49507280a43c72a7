"""Somebody leaves: who takes over, asked by mail where one does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.clock import day_of
from kopgroep.kernel.links.actions import ask_by_mail
from kopgroep.kernel.obstacles import Obstacle, Obstructed
from kopgroep.rooms.partners.actions.succession import settle_without_successor, succeed_contact
from kopgroep.rooms.partners.forms.parts import show_refusal
from kopgroep.rooms.partners.forms.succession import SuccessionForm, SuccessorForm
from kopgroep.rooms.partners.models import Contact
from kopgroep.rooms.partners.queries.succession import (
    asked_for_successor,
    colleagues_of,
    other_tasks_of,
    whom_to_ask_for_successor,
)
from kopgroep.rooms.partners.rules.succession import obstacles_to_settling
from kopgroep.rooms.partners.views.people import load_contact


class SuccessorQuestion:
    """The purpose of a personal link: who takes over from somebody who leaves."""

    code = "successor"
    days = 30
    template = "successor_asked"

    def title(self, about: Contact) -> str:
        return _("Who takes over from %(person)s?") % {"person": about.person.name}

    def facts(self, about: Contact, on: date) -> Mapping[str, Any]:
        words = _(
            "%(person)s was %(capacity)s of %(organisation)s. What %(organisation)s promised and did stays as it is; "
            "only the person changes."
        )
        named = {"person": about.person.name, "capacity": about.get_capacity_display()}
        return {
            "lead": words % {**named, "organisation": about.organisation.name},
            "submit": _("This person takes over"),
            "organisation": about.organisation.name,
            "person": about.person.name,
        }

    def may_answer(self, about: Contact, email: str, on: date) -> bool:
        return any(each.person.email == email for each in whom_to_ask_for_successor(about, on=on))

    def obstacles(self, about: Contact) -> Iterator[Obstacle]:
        yield from obstacles_to_settling(about)

    def form(self, about: Contact, typed: Any) -> SuccessorForm:
        return SuccessorForm(typed, colleagues=colleagues_of(about, on=clock.today()))

    def act(self, about: Contact, typed: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
        """All that this person did for the organisation and nobody took over goes along."""
        tasks = [each for each in other_tasks_of(about) if each.until_on is not None]
        from_on = first_day(about, day_of(at))
        succeed_contact(contact=about, tasks=tasks, from_on=from_on, by=by, at=at, **typed)

    def effect(self, about: Contact, on: date) -> str:
        about.refresh_from_db()
        if about.successor is None:
            return _("Nobody takes over.")
        person = about.successor.person
        words = (
            _("%(person)s takes over, and gets a mail with a button to come in.")
            if person.email and person.user is None
            else _("%(person)s takes over.")
        )
        return words % {"person": person.name}


def first_day(contact: Contact, on: date) -> date:
    """A successor begins when the other is gone, and not in the past."""
    return max(on, contact.until_on or on)


def succession(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Name who takes over, ask by mail, or say that nobody does."""
    contact = load_contact(contact_id)
    by = require(request, Permission.CONTACT_EDIT, about=contact)
    on = clock.today()
    tasks = other_tasks_of(contact)
    initial = {"from_on": first_day(contact, on), "tasks": [each.pk for each in tasks], "invite": True}
    form = SuccessionForm(
        request.POST or None, colleagues=colleagues_of(contact, on=on), tasks=tasks, initial=initial
    )
    if form.is_valid():
        typed = dict(form.cleaned_data)
        typed.pop("tasks", None)
        try:
            follower = succeed_contact(contact=contact, tasks=form.chosen(), by=by, at=clock.now(), **typed)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            words = _("%(person)s takes over. What %(organisation)s promised and did stays as it was.")
            named = {"person": follower.person.name, "organisation": contact.organisation.name}
            messages.success(request, words % named)
            return redirect("partners:handover", contact.pk)
    asked = asked_for_successor(contact, purpose=SuccessorQuestion.code, on=on)
    context = {
        "organisation": contact.organisation,
        "contact": contact,
        "form": form,
        "is_over": contact.until_on is not None and contact.until_on <= on,
        "settled": contact.settled_at is not None,
        "whom": whom_to_ask_for_successor(contact, on=on) if contact.until_on else [],
        "asked": asked,
    }
    return render(request, "partners/succession.html", context)


@require_POST
def ask(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Mail the question to the deputy, or to who else speaks for the organisation."""
    contact = load_contact(contact_id)
    by = require(request, Permission.CONTACT_EDIT, about=contact)
    try:
        names = ask_for_successor(contact, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        if names:
            words = _("The question goes to %(people)s by mail.")
            messages.success(request, words % {"people": ", ".join(names)})
        else:
            messages.warning(request, _("Nobody there can be asked by mail: no address is known."))
    return redirect("partners:succession", contact.pk)


@require_POST
def nobody(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = load_contact(contact_id)
    by = require(request, Permission.CONTACT_EDIT, about=contact)
    try:
        settle_without_successor(contact=contact, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("It is noted that nobody takes over from %(person)s.")
        messages.success(request, words % {"person": contact.person.name})
    return redirect(f"{reverse('partners:organisation', args=[contact.organisation_id])}#contacts")


def ask_for_successor(contact: Contact, *, by: Actor, at: datetime) -> list[str]:
    """Mail everybody who may answer; who was asked before gets a new link and the old one ends."""
    asked = []
    for each in whom_to_ask_for_successor(contact, on=day_of(at)):
        person = each.person
        ask_by_mail(
            purpose=SuccessorQuestion(),
            about=contact,
            name=person.name,
            email=person.email,
            language=person.user.language if person.user else "nl",
            by=by,
            at=at,
        )
        asked.append(person.name)
    return asked
