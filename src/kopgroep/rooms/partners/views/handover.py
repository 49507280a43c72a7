"""The handover sheet: one printable page with what only one person knew."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.accounts.words import ROLE_WORDS
from kopgroep.kernel.records import Record
from kopgroep.rooms.partners.actions.succession import write_handover
from kopgroep.rooms.partners.forms.parts import kept
from kopgroep.rooms.partners.forms.succession import HandoverForm
from kopgroep.rooms.partners.models import Contact, Stage
from kopgroep.rooms.partners.queries.succession import Handover, Reader, Sees, handover_of
from kopgroep.rooms.partners.views.people import load_contact


def handover(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = load_contact(contact_id)
    require(request, Permission.CONTACT_EDIT, about=contact)
    on = clock.today()
    sheet = handover_of(contact, on=on, reader=_reader(request))
    context = {
        "organisation": contact.organisation,
        "contact": contact,
        "sheet": sheet,
        "on": on,
        "facts": _facts(contact, sheet),
        "parts": [_part(part) for part in sheet.parts],
        "roles": [{"text": deal.name, "note": ROLE_WORDS[role]} for deal, role in sheet.roles],
        "open": _open(sheet),
        "comments": [
            {"text": comment.text, "url": _page(record), "about": str(_name(record)), "at": comment.made_at}
            for comment, record in sheet.comments
        ],
    }
    return render(request, "partners/handover.html", context)


def handover_edit(request: HttpRequest, contact_id: int) -> HttpResponse:
    """What no record holds: in the words of who leaves, or of who knows."""
    contact = load_contact(contact_id)
    by = require(request, Permission.CONTACT_EDIT, about=contact)
    initial = {"text": contact.handover, "seen_revision": contact.revision}
    form = HandoverForm(request.POST or None, initial=initial)
    if kept(form, write_handover, contact=contact, by=by, at=clock.now()):
        messages.success(request, _("It is kept."))
        return redirect("partners:handover", contact.pk)
    context = {"organisation": contact.organisation, "contact": contact, "form": form}
    return render(request, "partners/handover_edit.html", context)


def _reader(request: HttpRequest) -> Reader:
    def sees(permission: Permission) -> Sees:
        def answer(record: Record) -> bool:
            return may(request, permission, about=record)

        return answer

    return Reader(
        partner=sees(Permission.HISTORY_VIEW),
        contacts=sees(Permission.CONTACTS_VIEW),
        comments=sees(Permission.COMMENT_READ),
        history=sees(Permission.HISTORY_VIEW),
        enquiries=sees(Permission.ENQUIRY_VIEW),
        log=sees(Permission.CONTACT_LOG),
    )


def _facts(contact: Contact, sheet: Handover) -> list[dict[str, Any]]:
    person = contact.person
    successor = contact.successor.person.name if contact.successor else ""
    facts: list[dict[str, Any]] = [
        {"label": _("Organisation"), "value": contact.organisation.name},
        {"label": _("Is here"), "value": "\n".join(_task(each) for each in sheet.tasks)},
        {"label": _("Position"), "value": contact.position},
        {"label": _("E-mail address"), "value": person.email},
        {"label": _("Telephone"), "value": person.phone},
        {"label": _("Knows about"), "value": ", ".join(sheet.expertise)},
        {"label": _("Taken over by"), "value": successor},
    ]
    return [fact for fact in facts if fact["value"] or fact["label"] == _("Taken over by")]


def _task(contact: Contact) -> str:
    words = str(contact.get_capacity_display())
    return f"{words} ({contact.deal})" if contact.deal else words


def _part(part: Any) -> dict[str, Any]:
    return {
        "partner": part.partner,
        "stage": Stage(part.partner.stage).label,
        "running": part.file.running,
        "motivation": part.file.motivations[0] if part.file.motivations else None,
        "lacks_motivation": part.file.lacks_motivation,
        "lacks_role": part.file.lacks_role,
        "office": part.office,
    }


def _open(sheet: Handover) -> list[dict[str, Any]]:
    """What waits for an answer of this person, or of the deal to this person."""
    items: list[dict[str, Any]] = [
        {"text": title, "note": _("asked by mail, not answered yet")} for _link, title in sheet.questions
    ]
    for each in sheet.enquiries:
        words = _("Enquiry to %(deal)s, not answered yet") % {"deal": each.deal}
        items.append({"text": words, "url": each.get_absolute_url()})
    for part in sheet.parts:
        url, deal = part.partner.get_absolute_url(), part.partner.deal
        if part.file.lacks_motivation:
            words = _("Write down why you take part in %(deal)s") % {"deal": deal}
            items.append({"text": words, "url": url})
        if part.file.lacks_role:
            words = _("Name your role in %(deal)s and the days a month") % {"deal": deal}
            items.append({"text": words, "url": url})
    return items


def _name(record: Record) -> Any:
    organisation = getattr(record, "organisation", None)
    return organisation if organisation is not None else record


def _page(record: Record) -> str:
    page = getattr(record, "get_absolute_url", None)
    return str(page()) if page else ""
