"""The enquiries of a deal: the list, the page of each, and every way to deal with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.partners.actions import (
    accept_enquiry,
    answer_enquiry,
    decline_enquiry,
    postpone_enquiry,
    register_enquiry,
    reopen_enquiry,
)
from kopgroep.rooms.partners.forms.enquiries import NEW, AcceptForm, CallForm, LaterForm, ReplyForm
from kopgroep.rooms.partners.forms.partners import municipality_names
from kopgroep.rooms.partners.forms.parts import show_refusal
from kopgroep.rooms.partners.models import Channel, Enquiry, EnquiryState, Organisation, Stage, Wish
from kopgroep.rooms.partners.queries.enquiries import helix_of, matches_of, municipality_named, others_from
from kopgroep.rooms.partners.rules import obstacles_to_enquiring, obstacles_to_handling
from kopgroep.rooms.partners.views.enquiry_list import ENQUIRY_TONES, enquiries_list, with_overdue
from kopgroep.rooms.programme.models import Deal


def enquiry_list(request: HttpRequest, deal: str) -> HttpResponse:
    found = get_object_or_404(Deal, code=deal)
    require(request, Permission.ENQUIRY_VIEW, about=found)
    on = clock.today()
    rows = with_overdue(Enquiry.objects.filter(deal=found), on)
    shown = enquiries_list().show(request, rows, title=_("Enquiries"))
    if shown.download:
        return shown.download
    waiting = Enquiry.objects.filter(deal=found).waiting(on)
    context = {
        "deal": found,
        "list": shown,
        "waiting": waiting.count(),
        "overdue": waiting.filter(due_on__lt=on).count(),
        "may_add": may(request, Permission.ENQUIRY_HANDLE, about=found) and not found.is_read_only,
        "wholly": True,
        "may_see_enquiries": True,
    }
    return render(request, "partners/enquiries.html", context)


def call(request: HttpRequest, deal: str) -> HttpResponse:
    """Somebody calls: four fields during the call, and the information is mailed."""
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.ENQUIRY_HANDLE, about=found)
    form = CallForm(request.POST or None)
    if form.is_valid():
        try:
            facts = form.facts()
            enquiry = register_enquiry(deal=found, channel=Channel.PHONE, by=by, at=clock.now(), **facts)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _noted(enquiry))
            return redirect(enquiry)
    names = Organisation.objects.existing(clock.today()).values_list("name", flat=True)
    context = {
        "deal": found,
        "form": form,
        "names": sorted({*names, *municipality_names()}),
        "obstacles": list(obstacles_to_enquiring(found)),
    }
    return render(request, "partners/call.html", context)


def _noted(enquiry: Enquiry) -> str:
    if enquiry.informed_at:
        return _("It is noted, and the information goes to %(email)s.") % {"email": enquiry.email}
    if enquiry.email:
        return _("It is noted. Nothing is mailed: this address got enough mails today.")
    return _("It is noted. Nothing is mailed, for no e-mail address is known.")


def enquiry_page(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    enquiry, _by = load_enquiry(request, enquiry_id, Permission.ENQUIRY_VIEW)
    on = clock.today()
    open_now = not enquiry.is_closed
    may_handle = may(request, Permission.ENQUIRY_HANDLE, about=enquiry) and not enquiry.deal.is_read_only
    context = {
        "deal": enquiry.deal,
        "enquiry": enquiry,
        "facts": _facts(enquiry),
        "tone": "bad" if _is_overdue(enquiry, on) else ENQUIRY_TONES[EnquiryState(enquiry.state)],
        "is_overdue": _is_overdue(enquiry, on),
        "matches": matches_of(enquiry, on=on) if open_now else [],
        "others": list(others_from(enquiry)),
        "may_handle": may_handle,
        "may_accept": may_handle and open_now,
        "steps": _steps(enquiry) if may_handle and open_now else [],
    }
    return render(request, "partners/enquiry.html", context)


def answer(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    enquiry, by = load_enquiry(request, enquiry_id, Permission.ENQUIRY_HANDLE)
    form = _reply_form(request, enquiry, _dear(enquiry))
    done = _("The answer is noted.")
    words = {"title": _("Answer"), "submit": _("Keep the answer"), "done": done}
    return _dealt_with(request, enquiry, form, answer_enquiry, by=by, **words)


def decline(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    enquiry, by = load_enquiry(request, enquiry_id, Permission.ENQUIRY_HANDLE)
    form = _reply_form(request, enquiry, _kind_no(enquiry))
    done = _("It is noted, and can be opened again.")
    words = {"title": _("Decline kindly"), "submit": _("Decline this enquiry"), "done": done}
    return _dealt_with(request, enquiry, form, decline_enquiry, by=by, **words)


def later(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    enquiry, by = load_enquiry(request, enquiry_id, Permission.ENQUIRY_HANDLE)
    initial = {"seen_revision": enquiry.revision, "send": True}
    form = LaterForm(request.POST or None, initial=initial, email=enquiry.email)
    done = _("It stands on the desk again on that day.")
    words = {"title": _("Come back to it later"), "submit": _("Come back to it that day"), "done": done}
    return _dealt_with(request, enquiry, form, postpone_enquiry, by=by, **words)


def accept(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    enquiry, by = load_enquiry(request, enquiry_id, Permission.ENQUIRY_HANDLE)
    matches = matches_of(enquiry, on=clock.today())
    form = AcceptForm(
        request.POST or None,
        initial=_proposal(enquiry, matches),
        matches=matches,
        may_mail=bool(enquiry.email and enquiry.name),
    )
    if form.is_valid():
        typed = form.cleaned_data
        kept = {name: typed[name] for name in ("stage", "since_on", "motivation", "welcome", "seen_revision")}
        try:
            partner = accept_enquiry(enquiry=enquiry, **form.chosen(), **kept, by=by, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        except EditedMeanwhile:
            return _changed_meanwhile(request, enquiry)
        else:
            words = _("%(organisation)s is in the network, with contact and motivation.")
            messages.success(request, words % {"organisation": partner.organisation.name})
            return redirect(partner)
    context = _on_form(enquiry, form, _("Make it a partner"), _("Make it a partner"))
    return render(request, "partners/accept.html", context)


@require_POST
def reopen(request: HttpRequest, enquiry_id: int) -> HttpResponse:
    enquiry, by = load_enquiry(request, enquiry_id, Permission.ENQUIRY_HANDLE)
    try:
        reopen_enquiry(enquiry=enquiry, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The enquiry is open again."))
    return redirect(enquiry)


def load_enquiry(request: HttpRequest, enquiry_id: int, permission: Permission) -> tuple[Enquiry, Actor]:
    enquiry = get_object_or_404(
        Enquiry.objects.select_related("deal", "partner__organisation"), pk=enquiry_id
    )
    return enquiry, require(request, permission, about=enquiry)


def _dealt_with(
    request: HttpRequest,
    enquiry: Enquiry,
    form: forms.Form,
    act: Callable[..., Enquiry],
    *,
    by: Actor,
    title: str,
    submit: str,
    done: str,
) -> HttpResponse:
    """A form, one action with what was typed, and back to the enquiry."""
    if form.is_valid():
        try:
            act(enquiry=enquiry, by=by, at=clock.now(), **form.cleaned_data)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        except EditedMeanwhile:
            return _changed_meanwhile(request, enquiry)
        else:
            messages.success(request, done)
            return redirect(enquiry)
    return render(request, "partners/enquiry_form.html", _on_form(enquiry, form, title, submit))


def _changed_meanwhile(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    messages.warning(request, _("Somebody else dealt with this enquiry just now. Look at what happened."))
    return redirect(enquiry)


def _on_form(enquiry: Enquiry, form: forms.Form, title: str, submit: str) -> dict[str, Any]:
    return {
        "deal": enquiry.deal,
        "enquiry": enquiry,
        "form": form,
        "title": title,
        "submit": submit,
        "obstacles": list(obstacles_to_handling(enquiry)),
    }


def _reply_form(request: HttpRequest, enquiry: Enquiry, text: str) -> ReplyForm:
    initial = {"text": text if enquiry.email else "", "send": True, "seen_revision": enquiry.revision}
    return ReplyForm(request.POST or None, initial=initial, email=enquiry.email)


def _dear(enquiry: Enquiry) -> str:
    """The beginning and the end of a mail in the language of who gets it."""
    with override(enquiry.language):
        words = _("Dear %(name)s,\n\n\n\nKind regards,\n%(deal)s")
        return words % {"name": enquiry.name, "deal": enquiry.deal.name}


def _kind_no(enquiry: Enquiry) -> str:
    with override(enquiry.language):
        words = _(
            "Dear %(name)s,\n\nThank you for turning to %(deal)s. At this moment we see no fitting place for "
            "%(organisation)s in the deal. What the deal makes is public, so you can follow and use it. If things "
            "change, on your side or on ours, we will gladly hear from you again.\n\nKind regards,\n%(deal)s"
        )
        return words % {
            "name": enquiry.name,
            "deal": enquiry.deal.name,
            "organisation": enquiry.organisation_name,
        }


def _proposal(enquiry: Enquiry, matches: list[Any]) -> dict[str, Any]:
    """Everything that is known already, so that nothing is typed twice."""
    joins = enquiry.wish == Wish.JOIN
    municipality = municipality_named(enquiry.organisation_name)
    return {
        "seen_revision": enquiry.revision,
        "organisation": str(matches[0].organisation.pk) if matches else NEW,
        "name": municipality[1] if municipality else enquiry.organisation_name,
        "kind": "municipality" if municipality else enquiry.kind,
        "helix": enquiry.helix or helix_of(enquiry.kind) or ("government" if municipality else ""),
        "stage": Stage.PARTNER if joins else Stage.TALK,
        "since_on": clock.today(),
        "motivation": enquiry.message if joins else "",
        "welcome": joins,
    }


def _is_overdue(enquiry: Enquiry, on: date) -> bool:
    return not enquiry.is_closed and enquiry.due_on < on


def _steps(enquiry: Enquiry) -> list[dict[str, str]]:
    steps = (("answer", _("Answer")), ("later", _("Come back to it later")), ("decline", _("Decline kindly")))
    return [
        {"label": label, "url": reverse(f"partners:enquiry-{page}", args=[enquiry.pk])}
        for page, label in steps
    ]


def _facts(enquiry: Enquiry) -> list[dict[str, Any]]:
    due = _("Answer by") if enquiry.state == EnquiryState.OPEN else _("Come back to it on")
    facts: list[dict[str, Any]] = [
        {"label": _("Organisation"), "value": enquiry.organisation_name},
        {"label": _("Kind"), "value": enquiry.get_kind_display()},
        {"label": _("Wish"), "value": enquiry.get_wish_display()},
        {"label": _("Name"), "value": enquiry.name},
        {
            "label": _("E-mail address"),
            "value": enquiry.email,
            "url": enquiry.email and f"mailto:{enquiry.email}",
        },
        {"label": _("Telephone"), "value": enquiry.phone, "url": enquiry.phone and f"tel:{enquiry.phone}"},
        {
            "label": _("Came in"),
            "value": clock.day_of(enquiry.received_at),
            "note": enquiry.get_channel_display(),
        },
    ]
    if not enquiry.is_closed:
        facts.append({"label": due, "value": enquiry.due_on})
    if enquiry.informed_at:
        facts.append({"label": _("Information mailed"), "value": clock.day_of(enquiry.informed_at)})
    for fact in facts:
        if isinstance(fact["value"], date):
            fact["value"] = date_format(fact["value"], "j F Y")
    always = {_("Name"), _("E-mail address")}
    return [fact for fact in facts if fact["value"] or fact["label"] in always]
