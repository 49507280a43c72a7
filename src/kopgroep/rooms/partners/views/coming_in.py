"""The page behind an invitation. Opening it changes nothing: scanners open links too. A button lets one in."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.links.actions import digest_of_token
from kopgroep.kernel.links.limits import too_many_guesses
from kopgroep.kernel.obstacles import Obstructed
from kopgroep.rooms.partners.actions.invitations import accept_invitation
from kopgroep.rooms.partners.models import Invitation
from kopgroep.rooms.partners.queries.invitations import words_of_invitation
from kopgroep.rooms.partners.rules.invitations import obstacles_to_accepting

# Until when the own page helps somebody who is new.
NEWCOMER = "came_in_on"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    rows = Invitation.objects.select_related(
        "contact__organisation", "contact__person", "contact__deal", "deal", "invited_by"
    )
    found = rows.filter(digest=digest_of_token(token)).first()
    if found is None:
        slow = too_many_guesses(request)
        answer = render(request, "links/unknown.html", {"slow": slow}, status=429 if slow else 404)
    else:
        # The mail's language, unless the visitor chose another on this site.
        chosen = request.COOKIES.get("django_language") or found.language
        with override(chosen if chosen in ("nl", "en") else "nl"):
            answer = _page(request, found)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _page(request: HttpRequest, found: Invitation) -> HttpResponse:
    context = words_of_invitation(found)
    context["title"] = _("You are invited")
    obstacles = list(obstacles_to_accepting(found, clock.today()))
    if obstacles:
        return render(
            request, "partners/invitation_over.html", {**context, "obstacles": obstacles}, status=410
        )
    if who := _who_must_sign_in(request, found):
        return render(request, "partners/invitation_sign_in.html", {**context, **who})
    if request.method != "POST":
        return render(request, "partners/invitation.html", context)
    try:
        user = accept_invitation(invitation=found, at=clock.now())
    except Obstructed as refusal:
        gone = {**context, "obstacles": refusal.obstacles}
        return render(request, "partners/invitation_over.html", gone, status=410)
    answer: HttpResponse = redirect("desk")
    if not request.user.is_authenticated:
        answer = cast(HttpResponse, perform_login(request, Login(user=user, redirect_url=reverse("desk"))))
    request.session[NEWCOMER] = clock.today().isoformat()
    return answer


def _who_must_sign_in(request: HttpRequest, found: Invitation) -> dict[str, Any]:
    """An old mail is no key to an account that is in use; and who is signed in as somebody else is told so."""
    if isinstance(request.user, User):
        if request.user.email == found.email:
            return {}
        return {"somebody_else": request.user.name, "next": request.path}
    in_use = User.objects.filter(email=found.email, last_login__isnull=False).exists()
    if not in_use:
        return {}
    return {"sign_in_url": f"{reverse('account_login')}?{urlencode({'next': request.path})}"}
