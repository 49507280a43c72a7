"""One's own account, one's tokens, the language, and the example people."""

from __future__ import annotations

from datetime import timedelta
from typing import cast
from uuid import UUID

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_language_cookie

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.actions import change_account, end_token, keep_language, make_token
from kopgroep.kernel.accounts.adapter import speak
from kopgroep.kernel.accounts.demo import may_sign_in_by_button
from kopgroep.kernel.accounts.forms import AccountForm, TokenForm, show_refusal
from kopgroep.kernel.accounts.models import ApiToken, User
from kopgroep.kernel.accounts.words import SCOPE_WORDS
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and where the rest of the account is."""
    user = cast(User, request.user)
    form = AccountForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if form.is_valid():
        change_account(user=user, by=Actor.of(user), at=clock.now(), **form.cleaned_data)
        response = redirect("account")
        speak(response, user.language)
        messages.success(request, _("Your account is kept."))
        return response
    return render(request, "accounts/account.html", {"form": form})


@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of one's programs; the secret of a new one is shown here, once."""
    user = cast(User, request.user)
    form, secret = TokenForm(request.POST or None), ""
    if form.is_valid():
        typed = form.cleaned_data
        ends = clock.today() + timedelta(days=typed["days"])
        try:
            _made, secret = make_token(
                user=user,
                name=typed["name"],
                scopes=typed["scopes"],
                expires_on=ends,
                by=Actor.of(user),
                at=clock.now(),
            )
        except Obstructed as refusal:
            show_refusal(form, refusal)
        else:
            form = TokenForm()
    rows = [(each, [SCOPE_WORDS[scope] for scope in each.scopes]) for each in _usable_tokens(user)]
    return render(request, "accounts/tokens.html", {"form": form, "secret": secret, "tokens": rows})


def _usable_tokens(user: User) -> list[ApiToken]:
    rows = ApiToken.objects.filter(user=user, ended_at=None, expires_on__gte=clock.today())
    return list(rows.order_by("-made_at"))


@login_required
@require_POST
def token_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    user = cast(User, request.user)
    token = get_object_or_404(ApiToken, uid=uid, user=user)
    try:
        end_token(token=token, by=Actor.of(user), at=clock.now())
    except Obstructed as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("The token %(token)s has ended; the program that used it is a stranger now.")
        messages.success(request, words % {"token": token.name})
    return redirect("tokens")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The language of the pages: for this browser, and for who is signed in in every browser."""
    code = request.POST.get("language", "")
    if isinstance(request.user, User) and code in dict(settings.LANGUAGES) and check_for_language(code):
        keep_language(user=request.user, language=code)
    return set_language_cookie(request)


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in as an example person; refuses everybody else, and everybody while the setting is off."""
    try:
        person = User.objects.filter(uid=UUID(request.POST.get("person", ""))).first()
    except ValueError:
        person = None
    if person is None or not may_sign_in_by_button(person):
        raise PermissionDenied
    wanted = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return cast(
        HttpResponse, perform_login(request, Login(user=person, redirect_url=wanted if known else None))
    )
