"""Who has which role on a deal; the programme manager gives roles and takes them back."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kopgroep.kernel import clock
from kopgroep.kernel.access import Permission, Role, require, roles_on
from kopgroep.kernel.accounts.actions import add_user, end_grant, grant_role
from kopgroep.kernel.accounts.forms import GrantForm, show_refusal
from kopgroep.kernel.accounts.models import Grant
from kopgroep.kernel.accounts.words import ROLE_WORDS
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.programme.models import Deal


def people(request: HttpRequest, deal: str) -> HttpResponse:
    found = get_object_or_404(Deal, code=deal)
    by = manager(request, found)
    form = GrantForm(request.POST or None)
    if form.is_valid():
        typed, at = form.cleaned_data, clock.now()
        try:
            with transaction.atomic():
                user = typed["user"] or add_user(email=typed["email"], name=typed["name"], by=by, at=at)
                grant_role(user=user, role=Role(typed["role"]), on=found, by=by, at=at)
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            words = _("%(person)s has the role %(role)s from now on, and can sign in with a code by mail.")
            messages.success(request, words % {"person": user.name, "role": ROLE_WORDS[typed["role"]]})
            return redirect("people", deal=found.code)
    running = Grant.objects.in_force(clock.today()).filter(on=found.address).select_related("user")
    rows = [(grant, ROLE_WORDS[grant.role]) for grant in running.order_by("user__name", "role")]
    return render(request, "pages/people.html", {"deal": found, "grants": rows, "form": form})


@require_POST
def end(request: HttpRequest, deal: str, grant_id: int) -> HttpResponse:
    found = get_object_or_404(Deal, code=deal)
    by = manager(request, found)
    grant = get_object_or_404(Grant.objects.select_related("user"), pk=grant_id, on=found.address)
    try:
        end_grant(grant=grant, on=found, by=by, at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("%(person)s does not have the role %(role)s any more.")
        messages.success(request, words % {"person": grant.user.name, "role": ROLE_WORDS[grant.role]})
    return redirect("people", deal=found.code)


def manager(request: HttpRequest, deal: Deal) -> Actor:
    """Who may give roles on this deal: its manager, or an administrator of the installation."""
    if request.user.is_authenticated and Role.ADMINISTRATOR in roles_on(request.user, None):
        return Actor.of(request.user)
    return require(request, Permission.ACCOUNT_MANAGE, about=deal)
