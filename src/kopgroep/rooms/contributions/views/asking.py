"""The month's question by mail: answered in two taps, without an account, for each organisation one speaks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission
from kopgroep.kernel.acting import act_page
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.links.actions import ask_by_mail
from kopgroep.kernel.obstacles import Obstacle, Obstructed
from kopgroep.rooms.contributions import forms
from kopgroep.rooms.contributions.actions import give_hours
from kopgroep.rooms.contributions.faces import together
from kopgroep.rooms.contributions.queries import first_of_month, sheet_of, sheets_of
from kopgroep.rooms.contributions.views.loading import crumbs_of, load_deal
from kopgroep.rooms.partners.models import Partner
from kopgroep.rooms.partners.queries.partner import whom_to_ask
from kopgroep.rooms.programme.rules import obstacles_to_changing


def month_before(on: date) -> date:
    return first_of_month(first_of_month(on) - timedelta(days=1))


class MonthHours:
    """The purpose of a personal link: how many days an organisation gave in the month before."""

    code = "month-hours"
    days = 40
    template = "month_hours"

    def title(self, about: Partner) -> str:
        return _("How many days did %(organisation)s give?") % {"organisation": about.organisation.name}

    def facts(self, about: Partner, on: date) -> Mapping[str, Any]:
        month = date_format(month_before(on), "F Y")
        return {
            "lead": _("It is about %(month)s. Was it as agreed? Then send it as it is.") % {"month": month},
            "submit": _("Send these days"),
            "organisation": about.organisation.name,
            "month": month,
            "deal": about.deal,
        }

    def may_answer(self, about: Partner, email: str, on: date) -> bool:
        return any(contact.person.email == email for contact in whom_to_ask(about, on=on))

    def obstacles(self, about: Partner) -> Iterator[Obstacle]:
        yield from obstacles_to_changing(about.deal)

    def form(self, about: Partner, typed: Any) -> forms.MonthForm:
        on = clock.today()
        sheet = sheet_of(about, on)
        asked = next((m.asked for m in sheet.months if m.month_from == month_before(on)), None)
        days = forms.plain(asked.days(sheet.per_day)) if asked else ""
        return forms.MonthForm(typed, deal=about.deal, on=on, initial={"amount": days})

    def act(self, about: Partner, typed: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
        give_hours(partner=about, month_from=typed["month_from"], time=typed["time"], by=by, at=at)

    def effect(self, about: Partner, on: date) -> str:
        time, _money = together(sheets_of(about.deal, on))
        own = sheet_of(about, on).given
        per_day = about.deal.hours_per_day
        return _("You gave %(own)s, all of you together %(all)s.") % {
            "own": own.shown(per_day),
            "all": time.shown(per_day),
        }


def ask(request: HttpRequest, deal: str) -> HttpResponse:
    """Mail the month's question to everybody who has not answered it yet."""
    found, by = load_deal(request, deal, Permission.LINK_SEND)
    on = clock.today()
    waiting = _without_answer(found, on)
    form = django_forms.Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = _mail(waiting, by=by, at=clock.now())
        except Obstructed as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext("%(count)d mail goes out.", "%(count)d mails go out.", sent) % {"count": sent}
            messages.success(request, words)
            return redirect("contributions:contributions", found.code)
    number = len(waiting)
    return act_page(
        request,
        found,
        form,
        title=_("Ask for the days of %(month)s") % {"month": date_format(month_before(on), "F Y")},
        lead=ngettext(
            "%(count)d partner has not answered yet.", "%(count)d partners have not answered yet.", number
        )
        % {"count": number},
        submit=_("Mail the question"),
        back=reverse("contributions:contributions", args=[found.code]),
        crumbs=crumbs_of(found),
        obstacles=list(obstacles_to_changing(found)) or list(_nobody(waiting)),
    )


def _without_answer(deal: Any, on: date) -> list[Partner]:
    month = month_before(on)
    return [
        sheet.partner
        for sheet in sheets_of(deal, on)
        if any(m.month_from == month and m.asked and not m.given for m in sheet.months)
    ]


def _nobody(waiting: list[Partner]) -> Iterator[Obstacle]:
    if not waiting:
        yield Obstacle(
            "nobody-to-ask", _("Everybody has answered already, or nothing was asked in that month.")
        )


def _mail(partners: list[Partner], *, by: Actor, at: datetime) -> int:
    """To everybody who speaks for each of them; who stands for three gets three links, and one page for all."""
    sent = 0
    for partner in partners:
        for contact in whom_to_ask(partner, on=clock.day_of(at))[:1]:
            person = contact.person
            ask_by_mail(
                purpose=MonthHours(),
                about=partner,
                name=person.name,
                email=person.email,
                language=person.user.language if person.user else "nl",
                by=by,
                at=at,
            )
            sent += 1
    return sent
