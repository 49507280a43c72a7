"""Inviting people, and the list of who was invited and has not come in."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, Role, may, require
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.mail import mail_in_words
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions import add_contact
from kopgroep.rooms.partners.actions.invitations import (
    VALID,
    invite_contact,
    invite_to_role,
    resend_invitation,
    withdraw_invitation,
)
from kopgroep.rooms.partners.forms.inviting import InviteForm, InviteManyForm, InviteToRoleForm, WordsForm
from kopgroep.rooms.partners.forms.parts import show_refusal
from kopgroep.rooms.partners.models import Contact, Invitation, Organisation
from kopgroep.rooms.partners.queries.invitations import not_invited, open_invitations, words_of_invitation
from kopgroep.rooms.partners.rules.invitations import obstacles_to_inviting_contact
from kopgroep.rooms.partners.views.people import load_contact
from kopgroep.rooms.programme.models import Deal


def invite_somebody(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Somebody who does not stand here yet: added and invited at once."""
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    by = require(request, Permission.CONTACT_EDIT, about=organisation)
    form = InviteForm(request.POST or None, organisation=organisation)
    if form.is_valid():
        typed, at = dict(form.cleaned_data), clock.now()
        words = typed.pop("words")
        try:
            with transaction.atomic():
                contact = add_contact(
                    organisation=organisation, since_on=clock.day_of(at), by=by, at=at, **typed
                )
                invitation = invite_contact(contact=contact, words=words, by=by, at=at)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            tell_sent(request, invitation)
            return redirect(f"{organisation.get_absolute_url()}#contacts")
    return render(request, "partners/invite.html", {"organisation": organisation, "form": form})


def invite_known(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Somebody who stands here already, with the mail to read before it goes."""
    contact = load_contact(contact_id)
    by = require(request, Permission.CONTACT_EDIT, about=contact)
    form = WordsForm(request.POST or None)
    if form.is_valid():
        try:
            invitation = invite_contact(
                contact=contact, words=form.cleaned_data["words"], by=by, at=clock.now()
            )
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            tell_sent(request, invitation)
            return redirect(f"{contact.organisation.get_absolute_url()}#contacts")
    obstacles = list(obstacles_to_inviting_contact(contact, clock.today()))
    context = {
        "organisation": contact.organisation,
        "contact": contact,
        "form": form,
        "obstacles": obstacles,
        "mail": None if obstacles else mail_before(contact, by=by),
    }
    return render(request, "partners/invite_known.html", context)


def mail_before(contact: Contact, *, by: Actor) -> tuple[str, str]:
    """Subject and text as they will go; the link itself is made when it is sent."""
    at, person = clock.now(), contact.person
    draft = Invitation(
        contact=contact, deal=contact.deal, name=person.name, email=person.email,
        language=person.user.language if person.user else "nl",
        invited_at=at, invited_by=by.user, expires_on=clock.day_of(at) + VALID,
    )  # fmt: skip
    words = {**words_of_invitation(draft), "url": _("(here comes the link)")}
    return mail_in_words(language=draft.language, template="invitation", words=words)


def invitations(request: HttpRequest, deal: str) -> HttpResponse:
    """Who was invited and has not come in; and inviting at once all who were not."""
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.LINK_SEND, about=found)
    on = clock.today()
    contacts = not_invited(found, on)
    form = InviteManyForm(request.POST or None, contacts=contacts)
    if form.is_valid():
        try:
            with transaction.atomic():
                for contact in form.chosen():
                    invite_contact(
                        contact=contact, deal=found, words=form.cleaned_data["words"], by=by, at=clock.now()
                    )
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            count = len(form.chosen())
            words = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count)
            messages.success(request, words % {"count": count})
            return redirect("partners:invitations", deal=found.code)
    context = {
        "deal": found,
        "invited": open_invitations(Invitation.objects.about_deal(found), on),
        "form": form,
        "count": len(contacts),
        "may_give_roles": may(request, Permission.ACCOUNT_MANAGE, about=found),
    }
    return render(request, "partners/invitations.html", context)


def invite_role(request: HttpRequest, deal: str) -> HttpResponse:
    """For a role on the deal as a whole; who may give roles may invite for them."""
    found = get_object_or_404(Deal, code=deal)
    by = require(request, Permission.ACCOUNT_MANAGE, about=found)
    form = InviteToRoleForm(request.POST or None)
    if form.is_valid():
        typed = dict(form.cleaned_data)
        role = Role(typed.pop("role"))
        try:
            invitation = invite_to_role(deal=found, role=role, by=by, at=clock.now(), **typed)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            tell_sent(request, invitation)
            return redirect("partners:invitations", deal=found.code)
    return render(request, "partners/invite_role.html", {"deal": found, "form": form})


@require_POST
def resend(request: HttpRequest, uid: UUID) -> HttpResponse:
    invitation = load_invitation(uid)
    by = require_inviter(request, invitation)
    try:
        sent = resend_invitation(invitation=invitation, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        tell_sent(request, sent)
    return back(request, invitation)


@require_POST
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    invitation = load_invitation(uid)
    by = require_inviter(request, invitation)
    try:
        withdraw_invitation(invitation=invitation, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("The invitation of %(person)s is withdrawn; the link in the mail opens nothing any more.")
        messages.success(request, words % {"person": invitation.name})
    return back(request, invitation)


def load_invitation(uid: UUID) -> Invitation:
    rows = Invitation.objects.select_related("contact__organisation", "contact__deal", "deal")
    return get_object_or_404(rows, uid=uid)


def require_inviter(request: HttpRequest, invitation: Invitation) -> Actor:
    if invitation.contact is not None:
        return require(request, Permission.CONTACT_EDIT, about=invitation.contact)
    return require(request, Permission.ACCOUNT_MANAGE, about=invitation.deal)


def back(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """To the list that one came from: the deal's for its office, else the organisation's own."""
    deal = Deal.objects.filter(code=request.POST.get("deal", "")).first()
    if deal is not None and may(request, Permission.LINK_SEND, about=deal):
        return redirect("partners:invitations", deal=deal.code)
    if invitation.contact is not None:
        return redirect(f"{invitation.contact.organisation.get_absolute_url()}#contacts")
    assert invitation.deal is not None
    return redirect("partners:invitations", deal=invitation.deal.code)


def tell_sent(request: HttpRequest, invitation: Invitation) -> None:
    words = _("The invitation goes to %(person)s, %(address)s.")
    messages.success(request, words % {"person": invitation.name, "address": invitation.email})
