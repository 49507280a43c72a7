"""Accounts are made by the office or by invitation; nobody signs up alone. Who changes a way in is told by mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.actions import tell_of_change
from kopgroep.kernel.accounts.mails import mail_of_sign_in
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.accounts.sessions import keep_session
from kopgroep.kernel.accounts.words import CHANGES
from kopgroep.kernel.actors import Actor


def speak(response: HttpResponse, language: str) -> None:
    """Let this browser ask for the pages in a language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.HTTPS,
    )


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: User, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        keep_session(request, at=clock.now())
        speak(response, user.language)
        return response

    def send_mail(self, template_prefix: str, email: str, context: Mapping[str, Any]) -> None:
        mail_of_sign_in(template_prefix, email=email, words={"email": email, **context}, at=clock.now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: Mapping[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """allauth names what was changed by its template; we write it down, and mail it by the worker."""
        change = template_prefix.rpartition("/")[2]
        if change in ("totp_activated", "webauthn_added"):
            # Who has just shown an app or a passkey need not show it again to see the recovery codes.
            record_authentication(self.request, user, method="mfa", reauthenticated=True)
        if change in CHANGES:
            tell_of_change(
                user=user, change=change, to=email or user.email, by=Actor.of(user), at=clock.now()
            )
