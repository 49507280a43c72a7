"""Join in: what a deal is, asks and gives, and the form for who is interested. For everyone, without an account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.limits import times_in, visitor_of
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions import register_enquiry
from kopgroep.rooms.partners.forms.enquiries import EnquiryForm
from kopgroep.rooms.partners.forms.parts import show_refusal
from kopgroep.rooms.partners.models import Channel, Wish
from kopgroep.rooms.partners.models.enquiries import KEPT_DAYS
from kopgroep.rooms.partners.queries.enquiries import public_partner_named
from kopgroep.rooms.partners.queries.joining import join_page
from kopgroep.rooms.partners.rules import obstacles_to_enquiring_in_public
from kopgroep.rooms.programme.models import Deal
from kopgroep.rooms.programme.queries import joining_of, reply_by

# From one address; an office of a hundred people shares one, but does not fill in this form all day.
MOST, WITHIN = 5, 600
# A field that people do not see, and that a program which fills in every field does.
TRAP = "surname_of_pet"


def join(request: HttpRequest, deal: str) -> HttpResponse:
    found = _load(request, deal)
    context = {
        **_shared(request, found),
        "page": join_page(found, on=clock.today()),
        "obstacles": list(obstacles_to_enquiring_in_public(found)),
    }
    return render(request, "partners/join.html", context)


@never_cache
def enquire(request: HttpRequest, deal: str) -> HttpResponse:
    """Nothing is kept before it can be kept; whatever goes wrong, what was typed stands in the form."""
    found = _load(request, deal)
    obstacles = list(obstacles_to_enquiring_in_public(found))
    wish = request.GET.get("wish")
    initial = {"wish": wish if wish in Wish.values else Wish.JOIN}
    form = EnquiryForm(request.POST or None, initial=initial)
    known, status = "", 200
    if request.method == "POST" and not obstacles and form.is_valid():
        known = _known(found, form)
        if request.POST.get(TRAP):
            form.add_error(
                None, _("Something filled in a field that people do not see. Please send it again.")
            )
        elif known:
            form = _asked_again(request)
        elif times_in(f"enquiry-{visitor_of(request, 'enquiry')}", seconds=WITHIN) > MOST:
            status = 429
            form.add_error(
                None,
                _(
                    "Much was sent from here in a short time. What you typed is still here: send it in ten minutes."
                ),
            )
        elif _kept(found, form):
            return redirect("partners:join-thanks", found.code)
    context = {**_shared(request, found), "form": form, "known": known, "obstacles": obstacles, "trap": TRAP}
    return render(request, "partners/enquire.html", context, status=status)


def thanks(request: HttpRequest, deal: str) -> HttpResponse:
    found = _load(request, deal)
    context = {**_shared(request, found), "due_on": reply_by(found, clock.today())}
    return render(request, "partners/thanks.html", context)


def _load(request: HttpRequest, code: str) -> Deal:
    """A deal that this visitor may see; of a deal that is not public nobody is told that it is there."""
    deal = get_object_or_404(Deal, code=code)
    require(request, Permission.ENQUIRY_MAKE, about=deal)
    return deal


def _shared(request: HttpRequest, deal: Deal) -> dict[str, Any]:
    joining = joining_of(deal)
    return {
        "deal": deal,
        "joining": joining,
        "ask_email": joining.email or settings.CONTACT_MAIL,
        "kept_days": KEPT_DAYS,
        "may_handle": may(request, Permission.ENQUIRY_HANDLE, about=deal),
    }


def _known(deal: Deal, form: EnquiryForm) -> str:
    """Who takes part already and has this name; said before anything is kept, and only what is public."""
    typed = form.cleaned_data
    if typed["despite_known"]:
        return ""
    return public_partner_named(deal, typed["organisation_name"], on=clock.today())


def _asked_again(request: HttpRequest) -> EnquiryForm:
    typed = request.POST.copy()
    typed["despite_known"] = "on"
    return EnquiryForm(typed)


def _kept(deal: Deal, form: EnquiryForm) -> bool:
    facts = {name: value for name, value in form.cleaned_data.items() if name != "despite_known"}
    try:
        register_enquiry(
            deal=deal,
            channel=Channel.FORM,
            language=get_language() or "nl",
            by=Actor.public(),
            at=clock.now(),
            **facts,
        )
    except Obstructed as refusal:
        show_refusal(form, refusal)
        return False
    return True
