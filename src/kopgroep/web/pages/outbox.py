"""The outbox: which mails were made, how each stands, and what one can do when one did not arrive."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, Role, SignInFirst, may, roles_on
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.journal.mail import DOES_NOT_ARRIVE, UNWANTED
from kopgroep.kernel.journal.models import Mail, MailState
from kopgroep.kernel.lists import Choice, Column, ListOf, Search, Since
from kopgroep.kernel.lists.columns import in_words
from kopgroep.kernel.mailing.actions import obstacles_to_sending_again, send_again, trust_again
from kopgroep.kernel.mailing.kinds import Kind
from kopgroep.kernel.mailing.models import MailAddress
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.web.pages.desk import my_deals

TONES = {
    MailState.WAITING: "neutral",
    MailState.HELD: "neutral",
    MailState.SENDING: "info",
    MailState.SENT: "good",
    MailState.BUNDLED: "good",
    MailState.RETURNED: "bad",
    MailState.FAILED: "bad",
    MailState.UNCLEAR: "warning",
    MailState.SKIPPED: "warning",
}
WHY: dict[str, Promise] = {
    UNWANTED: _("This person does not want this kind of mail."),
    DOES_NOT_ARRIVE: _("Mail to this address came back before, so nothing was sent."),
}


def why(mail: Mail) -> str:
    """Why it was not sent, in words; what a mail server said stays as it said it."""
    return str(WHY.get(mail.error, mail.error))


MAILS = ListOf(
    noun=lambda count: ngettext("mail", "mails", count),
    columns=(
        Column("subject", _("Subject"), sort=("subject",), url=lambda row: reverse("mail", args=[row.uid])),
        Column("to", _("To"), value="to_email", sort=("to_email",), phone=True),
        Column(
            "state",
            _("State"),
            value=lambda row: row.get_state_display(),
            tone=lambda row: TONES[MailState(row.state)],
            note=why,
            sort=("state",),
            phone=True,
        ),
        Column("made", _("Made"), value="made_at", sort=("made_at",), phone=True),
        Column("kind", _("Kind"), value=lambda row: row.get_kind_display(), sort=("kind",)),
    ),
    filters=(
        Search("q", _("Search on address or subject"), ("to_email", "subject")),
        Choice("state", _("State"), MailState.choices),
        Choice("kind", _("Kind"), Kind.choices),
        Since("since", _("Since"), lookup="made_at__date"),
    ),
    order="-made",
    empty=_("Here come the mails that are sent from here."),
)


def visible_mails(request: HttpRequest) -> QuerySet[Mail]:
    """All of them for an administrator; for a manager those about the own deals. Sign-in mails are nobody else's."""
    user = request.user
    if not isinstance(user, User):
        raise SignInFirst
    if Role.ADMINISTRATOR in roles_on(user, None):
        return Mail.objects.all()
    mine = [deal for deal in my_deals(user) if may(request, Permission.MAIL_VIEW, about=deal)]
    if not mine:
        raise PermissionDenied
    return Mail.objects.filter(chain__in=[deal.journal_chain for deal in mine])


@never_cache
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    shown = MAILS.show(request, visible_mails(request), title=gettext("Outbox"))
    if shown.download:
        return shown.download
    return render(request, "mailing/outbox.html", {"list": shown})


def _one(request: HttpRequest, uid: UUID) -> Mail:
    return get_object_or_404(visible_mails(request), uid=uid)


@never_cache
@require_GET
def mail(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _one(request, uid)
    address = MailAddress.objects.filter(email=found.to_email).first()
    facts: list[dict[str, Any]] = [
        {"label": gettext("To"), "value": found.to_email},
        {"label": gettext("Kind"), "value": found.get_kind_display()},
        {"label": gettext("Made"), "value": in_words(found.made_at)},
        {"label": gettext("Sent"), "value": in_words(found.sent_at) or gettext("no")},
        {"label": gettext("Tries"), "value": str(found.attempts)},
    ]
    if found.error:
        facts.append({"label": gettext("What went wrong"), "value": why(found)})
    if found.state == MailState.WAITING and found.attempts:
        facts.append({"label": gettext("Next try"), "value": in_words(found.next_at)})
    context = {
        "mail": found,
        "tone": TONES[MailState(found.state)],
        "facts": facts,
        "may_send": not list(obstacles_to_sending_again(found)),
        "unclear": found.state == MailState.UNCLEAR,
        "returned": address if address and address.returned_at else None,
    }
    return render(request, "mailing/mail.html", context)


@require_POST
def again(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = _one(request, uid)
    try:
        send_again(mail=found, by=Actor.of(_user(request)), at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("The mail is sent again; see below how it stands."))
    return redirect("mail", uid)


@require_POST
def trust(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Somebody looked into it: the address of this mail is right."""
    found = _one(request, uid)
    address = get_object_or_404(MailAddress, email=found.to_email)
    trust_again(address=address, by=Actor.of(_user(request)), at=clock.now())
    messages.success(request, gettext("Mail goes to %(email)s again.") % {"email": address.email})
    return redirect("mail", uid)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
