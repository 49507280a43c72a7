"""Another e-mail address for one's own account."""

from __future__ import annotations

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.actions import ask_for_proof, change_address
from kopgroep.kernel.accounts.addresses import read_proof
from kopgroep.kernel.accounts.forms import AddressForm, show_refusal
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.limits import times_in
from kopgroep.kernel.obstacles import Obstructed

HOUR = 60 * 60
MAILS_AN_HOUR = 5


@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def address(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = AddressForm(request.POST or None)
    if form.is_valid():
        if times_in(f"own-address-{user.pk}", seconds=HOUR) > MAILS_AN_HOUR:
            return render(request, "429.html", status=429)
        email = form.cleaned_data["email"]
        try:
            ask_for_proof(user=user, email=email, at=clock.now())
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            words = _(
                "We mailed %(address)s. Open that mail within a day to confirm it; until then nothing changes."
            )
            messages.success(request, words % {"address": email})
            return redirect("account_email")
    return render(request, "accounts/address.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, proof: str) -> HttpResponse:
    """Opening it changes nothing: scanners open links too. A button does."""
    found = read_proof(proof)
    if found is None:
        return render(request, "accounts/address_confirm.html", {"proof": None}, status=410)
    obstacles = []
    if request.method == "POST":
        try:
            change_address(user=found.user, email=found.email, by=Actor.of(found.user), at=clock.now())
        except Obstructed as refusal:
            obstacles = list(refusal.obstacles)
        else:
            messages.success(request, _("Your new address counts from now on."))
            return redirect("account" if request.user.is_authenticated else "account_login")
    return render(request, "accounts/address_confirm.html", {"proof": found, "obstacles": obstacles})
