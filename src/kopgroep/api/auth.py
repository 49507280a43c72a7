"""Programs sign in with a token of their user; a token acts within its scopes, and never beyond its user's roles."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.factors import lacks_second_factor
from kopgroep.kernel.accounts.models import ApiToken, User
from kopgroep.kernel.limits import times_in, visitor_of

MINUTE = 60
GUESSES_A_MINUTE = 30


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; only the token's SHA-256 is known here."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed(_("Send the token as: Authorization: Bearer TOKEN."))
        digest = hashlib.sha256(words[1]).hexdigest()
        token = ApiToken.objects.select_related("user").filter(digest=digest).first()
        today = clock.today()
        if token is None or token.ended_at or token.expires_on < today or not token.user.is_active:
            # Before anybody is known, so that the limit of the API itself does not count it.
            if times_in(f"token-guess-{visitor_of(request, 'tokens')}", seconds=MINUTE) > GUESSES_A_MINUTE:
                raise Throttled(wait=MINUTE)
            raise AuthenticationFailed(
                _("This token is not known, has ended or has expired; make a new one.")
            )
        if lacks_second_factor(token.user):
            # Else a token would be a way around it.
            raise PermissionDenied(
                _("The role of this token's user asks for a second factor. Sign in on the site and add one.")
            )
        if token.used_at is None or clock.day_of(token.used_at) != today:
            # Once a day is enough to see which tokens are in use, and keeps reading free of writing.
            ApiToken.objects.filter(pk=token.pk).update(used_at=clock.now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "kopgroep.api.auth.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": str(_("A token that a user made for a program.")),
        }


class RateLimit(SimpleRateThrottle):
    """Counts per user, or per address for visitors without a token."""

    scope = "api"

    def get_rate(self) -> str:
        return str(settings.API_RATE)

    def get_cache_key(self, request: Request, view: object) -> str:
        who = f"user-{request.user.pk}" if request.user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": who}
