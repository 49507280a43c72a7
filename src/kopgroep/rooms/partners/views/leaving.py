"""A partner leaves, comes back, or is welcomed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, require
from kopgroep.kernel.journal.mail import mail_in_words
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions import leave_deal, undo_leaving, welcome_partner
from kopgroep.rooms.partners.actions.accepting import words_of_welcome
from kopgroep.rooms.partners.forms.asking import AskForm
from kopgroep.rooms.partners.forms.leaving import LeaveForm
from kopgroep.rooms.partners.forms.parts import SeenForm, kept, show_refusal
from kopgroep.rooms.partners.queries.obligations import obligations_of
from kopgroep.rooms.partners.queries.partner import contacts_of, partner_file, whom_to_ask
from kopgroep.rooms.partners.rules import obstacles_to_undoing_leaving, obstacles_to_welcoming
from kopgroep.rooms.partners.views.loading import load_partner
from kopgroep.rooms.partners.views.pages import shown_form
from kopgroep.rooms.programme.rules import obstacles_to_changing


def leave(request: HttpRequest, partner_id: int) -> HttpResponse:
    """What ends, what stays, who is told; then the day and the reason."""
    partner = load_partner(request, partner_id)
    by = require(request, Permission.PARTNER_ADMIT, about=partner)
    on = clock.today()
    contacts = whom_to_ask(partner, on=on)
    initial = {"on": on, "seen_revision": partner.revision, "tell": [str(each.pk) for each in contacts]}
    form = LeaveForm(request.POST or None, initial=initial, contacts=contacts)
    if kept(form, leave_deal, partner=partner, by=by, at=clock.now()):
        words = _("%(partner)s leaves from %(day)s. You can undo it on this page.")
        day = date_format(form.cleaned_data["on"], "j F Y")
        messages.success(request, words % {"partner": partner.organisation.name, "day": day})
        return redirect(partner)
    return shown_form(
        request,
        partner,
        form,
        _("Leave the deal"),
        _("Note that it leaves"),
        running=partner_file(partner, on=on).running,
        owed=obligations_of(partner, on=on),
        people=contacts_of(partner.organisation, on=on, deals=[partner.deal_id]),
        leaving=True,
    )


def undo(request: HttpRequest, partner_id: int) -> HttpResponse:
    partner = load_partner(request, partner_id)
    by = require(request, Permission.PARTNER_ADMIT, about=partner)
    obstacles = list(obstacles_to_undoing_leaving(partner))
    # Nothing needs to be filled in, so an empty form is an answer too.
    typed = request.POST if request.method == "POST" else None
    form = SeenForm(typed, initial={"seen_revision": partner.revision})
    if kept(form, undo_leaving, partner=partner, by=by, at=clock.now()):
        messages.success(request, _("The leaving is undone. Roles are as they were."))
        return redirect(partner)
    title = _("Undo the leaving")
    return shown_form(request, partner, form, title, title, obstacles=obstacles, undoing=True)


def welcome(request: HttpRequest, partner_id: int) -> HttpResponse:
    """The mail for who joined, to read before it goes."""
    partner = load_partner(request, partner_id)
    by = require(request, Permission.LINK_SEND, about=partner)
    on = clock.today()
    contacts = whom_to_ask(partner, on=on)
    form = AskForm(request.POST or None, contacts=contacts)
    form.fields["people"].help_text = ""
    if form.is_valid():
        try:
            told = welcome_partner(partner=partner, contacts=form.chosen(), by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            names = ", ".join(contact.person.name for contact in told)
            messages.success(request, _("The welcome goes to %(people)s by mail.") % {"people": names})
            return redirect(partner)
    nobody = [] if contacts else list(obstacles_to_welcoming(partner, contacts))
    mail = None
    if contacts:
        person = contacts[0].person
        words = {
            **words_of_welcome(partner, on=on),
            "name": person.name,
            "asker": by.user.name if by.user else "",
        }
        language = person.user.language if person.user else "nl"
        mail = mail_in_words(language=language, template="partner_welcome", words=words)
    return shown_form(
        request,
        partner,
        form,
        _("Mail the welcome"),
        _("Mail the welcome"),
        template="partners/ask.html",
        obstacles=list(obstacles_to_changing(partner.deal)) or nobody,
        mail=mail,
    )
