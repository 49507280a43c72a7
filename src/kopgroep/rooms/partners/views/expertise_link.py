"""Who is said to know something hears so by mail, and takes it away there without an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kopgroep.kernel.actors import Actor
from kopgroep.kernel.links.actions import ask_by_mail
from kopgroep.kernel.obstacles import Obstacle
from kopgroep.rooms.partners.actions.expertise import withdraw_expertise
from kopgroep.rooms.partners.models import Expertise, Person


class ExpertiseNoted(forms.Form):
    """Nothing to fill in: the button says it."""


class TakeAway:
    """The purpose of a personal link: to say that one does not want to be found by these words."""

    code = "expertise"
    days = 90
    template = "expertise_noted"

    def title(self, about: Person) -> str:
        return _("What others can ask you about")

    def facts(self, about: Person, on: date) -> Mapping[str, Any]:
        words = _words(about)
        return {
            "lead": _("A colleague noted that you agree to be found by these words. Right? Then do nothing."),
            "submit": _("Take it away"),
            "facts": [{"label": _("Knows about"), "value": words}] if words else [],
            "knows": words,
        }

    def may_answer(self, about: Person, email: str, on: date) -> bool:
        return bool(email) and about.email == email

    def obstacles(self, about: Person) -> Iterator[Obstacle]:
        if not _words(about):
            yield Obstacle("nothing-there", _("Nothing is shown of you: it was taken away already."))

    def form(self, about: Person, typed: Any) -> ExpertiseNoted:
        return ExpertiseNoted(typed)

    def act(self, about: Person, typed: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
        withdraw_expertise(person=about, by=by, at=at)

    def effect(self, about: Person, on: date) -> str:
        return _("It is taken away; nobody finds you by it any more.")


def tell_of_expertise(person: Person, *, by: Actor, at: datetime) -> None:
    """Whoever cannot be reached by mail hears it from the colleague who wrote it down."""
    if person.email:
        language = person.user.language if person.user else "nl"
        ask_by_mail(
            purpose=TakeAway(), about=person, name=person.name, email=person.email, language=language,
            by=by, at=at,
        )  # fmt: skip


def _words(person: Person) -> str:
    found = Expertise.objects.filter(person=person).first()
    return found.words if found else ""
