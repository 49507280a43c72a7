"""Contacts of an organisation: add, change, end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, may, require
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.kernel.records import EditedMeanwhile
from kopgroep.rooms.partners.actions import add_contact, change_contact, end_contact
from kopgroep.rooms.partners.forms import ContactForm, EndContactForm
from kopgroep.rooms.partners.forms.parts import show_refusal
from kopgroep.rooms.partners.models import Capacity, Contact, Organisation


def add(request: HttpRequest, organisation_id: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    by = require(request, Permission.CONTACT_EDIT, about=organisation)
    form = ContactForm(request.POST or None, organisation=organisation, initial={"since_on": clock.today()})
    if form.is_valid():
        typed = dict(form.cleaned_data)
        typed.pop("seen_revision")
        try:
            contact = add_contact(organisation=organisation, by=by, at=clock.now(), **typed)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            words = _("%(person)s is %(capacity)s of %(organisation)s now.")
            named = {"person": contact.person.name, "capacity": contact.get_capacity_display()}
            messages.success(request, words % {**named, "organisation": organisation.name})
            return redirect(f"{organisation.get_absolute_url()}#contacts")
    return render(request, "partners/contact_add.html", {"organisation": organisation, "form": form})


def edit(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = load_contact(contact_id)
    by = require(request, Permission.CONTACT_EDIT, about=contact)
    form = ContactForm.of(contact, request.POST or None)
    meanwhile: Contact | None = None
    if form.is_valid():
        try:
            change_contact(contact=contact, by=by, at=clock.now(), **form.cleaned_data)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        except EditedMeanwhile:
            meanwhile = load_contact(contact_id)
            typed = request.POST.copy()
            typed["seen_revision"] = str(meanwhile.revision)
            form = ContactForm.of(meanwhile, typed)
        else:
            messages.success(request, _("It is kept."))
            return redirect(f"{contact.organisation.get_absolute_url()}#contacts")
    context = {
        "organisation": contact.organisation,
        "contact": contact,
        "form": form,
        "meanwhile": meanwhile,
        "may_see_data": may(request, Permission.PERSON_EXPORT, about=contact.person),
    }
    return render(request, "partners/contact_edit.html", context)


def end(request: HttpRequest, contact_id: int) -> HttpResponse:
    contact = load_contact(contact_id)
    by = require(request, Permission.CONTACT_EDIT, about=contact)
    form = EndContactForm(request.POST or None, initial={"until_on": clock.today()})
    if form.is_valid():
        try:
            end_contact(contact=contact, by=by, at=clock.now(), **form.cleaned_data)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("It is noted. What this person did stays on record."))
            if contact.capacity in (Capacity.CONTACT, Capacity.DEPUTY):
                return redirect("partners:succession", contact.pk)
            return redirect(f"{contact.organisation.get_absolute_url()}#contacts")
    context = {"organisation": contact.organisation, "contact": contact, "form": form}
    return render(request, "partners/contact_end.html", context)


def load_contact(contact_id: int) -> Contact:
    rows = Contact.objects.select_related("organisation", "person__user", "deal", "successor__person__user")
    return get_object_or_404(rows, pk=contact_id)
