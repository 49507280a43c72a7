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
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as set_language_cookie

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.actions import change_account, end_token, keep_language, make_token
from kopgroep.kernel.accounts.adapter import speak
from kopgroep.kernel.accounts.demo import may_sign_in_by_button
from kopgroep.kernel.accounts.factors import has_second_factor, must_have_second_factor
from kopgroep.kernel.accounts.forms import AccountForm, TokenForm, show_refusal
from kopgroep.kernel.accounts.models import ApiToken, User
from kopgroep.kernel.accounts.sessions import end_other_sessions, end_session, sessions_of
from kopgroep.kernel.accounts.words import SCOPE_WORDS
from kopgroep.kernel.actors import Actor
from kopgroep.kernel.obstacles import Obstructed

# Pages of the account that other parts of the house bring: shown when they are there.
MORE: tuple[tuple[Promise, Promise, str], ...] = (
    (gettext_lazy("Mail"), gettext_lazy("Which mails you get, and how often"), "my-mails"),
    (
        gettext_lazy("Who knows what"),
        gettext_lazy("Say what others in your deals can ask you about"),
        "partners:my-expertise",
    ),
)


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
    context = {
        "form": form,
        "has_second_factor": has_second_factor(user),
        "must_have_second_factor": must_have_second_factor(user),
        "session_count": len(sessions_of(request, user, at=clock.now())),
        "token_count": len(_usable_tokens(user)),
        "more": [(title, words, url) for title, words, name in MORE if (url := _address_of(name))],
    }
    return render(request, "accounts/account.html", context)


def _address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@login_required
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, to end what one does not know."""
    user = cast(User, request.user)
    rows = sessions_of(request, user, at=clock.now())
    return render(request, "accounts/sessions.html", {"sessions": rows, "others": len(rows) - 1})


@login_required
@require_POST
def session_end(request: HttpRequest, number: int) -> HttpResponse:
    user = cast(User, request.user)
    here = {row.number for row in sessions_of(request, user, at=clock.now()) if row.is_here}
    if number in here:
        # Ending this one is signing out, and for that there is a button.
        raise PermissionDenied
    if not end_session(user, number):
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("sessions")


@login_required
@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    count = end_other_sessions(request, cast(User, request.user))
    words = ngettext("%(count)s device is signed out.", "%(count)s devices are signed out.", count)
    messages.success(request, words % {"count": count})
    return redirect("sessions")


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
