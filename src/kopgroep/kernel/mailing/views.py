"""Which mails one gets: under the account, and by the link in every mail, without an account."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.links.limits import too_many_guesses
from kopgroep.kernel.mailing.actions import choose_mails, stop_mails
from kopgroep.kernel.mailing.forms import MailsForm
from kopgroep.kernel.mailing.kinds import CHOSEN, KINDS, NEEDED, Kind, Pace
from kopgroep.kernel.mailing.models import MailAddress


@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """One's own mails; who never got one has no row yet, and gets it by choosing."""
    user = cast(User, request.user)
    address = MailAddress.objects.filter(email=user.email).first()
    form = MailsForm(request.POST or None, address=address)
    if form.is_valid():
        at = clock.now()
        with transaction.atomic():
            address, _made = MailAddress.objects.get_or_create(
                email=user.email, defaults={"language": user.language, "used_at": at}
            )
            choose_mails(address=address, paces=form.cleaned_data, by=Actor.of(user), at=at)
        messages.success(request, _("Your choice is kept."))
        return redirect("my-mails")
    return render(request, "mailing/preferences.html", _words(form, user.email, address))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the link in a mail. Opening it changes nothing."""
    address = MailAddress.objects.by_token(token)
    if address is None:
        return _unknown(request)
    with override(_language(request, address)):
        form = MailsForm(request.POST or None, address=address)
        if form.is_valid():
            _choose(address, form.cleaned_data)
            messages.success(request, _("Your choice is kept."))
            return redirect("mail-preferences", token)
        return _private(render(request, "mailing/preferences.html", _words(form, address.email, address)))


# A mail program posts here by itself when its reader clicks "unsubscribe" (RFC 8058): no cookie, no form of ours.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """Stop one kind of mail with one click. Scanners open links too: a GET only shows the button."""
    address = MailAddress.objects.by_token(token)
    if address is None or kind not in {*CHOSEN, Kind.DAILY}:
        return _unknown(request)
    wanted = Kind(kind)
    with override(_language(request, address)):
        if request.method == "POST":
            stop_mails(address=address, kind=wanted, by=Actor.public(), at=clock.now())
            address.refresh_from_db()
        context = {
            "kind": wanted,
            "email": address.email,
            "stopped": _is_stopped(address, wanted),
            "preferences_url": reverse("mail-preferences", args=[token]),
        }
        return _private(render(request, "mailing/stop.html", context))


def _choose(address: MailAddress, paces: dict[str, str]) -> None:
    choose_mails(address=address, paces=paces, by=Actor.public(), at=clock.now())


def _is_stopped(address: MailAddress, kind: Kind) -> bool:
    if kind == Kind.DAILY:
        return not any(address.pace_of(each) == Pace.DAILY for each in CHOSEN)
    return address.pace_of(kind) == Pace.NEVER


def _words(form: MailsForm, email: str, address: MailAddress | None) -> dict[str, Any]:
    needed = [
        {"label": kind.label, "value": KINDS[kind].explanation, "note": KINDS[kind].why} for kind in NEEDED
    ]
    return {
        "form": form,
        "email": email,
        "needed": needed,
        "returned": address is not None and address.returned_at is not None,
    }


def _language(request: HttpRequest, address: MailAddress) -> str:
    """That of the reader's mails, unless this browser asked for another."""
    wanted = request.COOKIES.get("django_language") or address.language
    return wanted if wanted in ("nl", "en") else "nl"


def _unknown(request: HttpRequest) -> HttpResponse:
    slow = too_many_guesses(request)
    return _private(render(request, "links/unknown.html", {"slow": slow}, status=429 if slow else 404))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
