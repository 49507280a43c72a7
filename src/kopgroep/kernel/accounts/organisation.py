"""Signing in with the accounts of one's organisation (OpenID Connect): who one is comes from a verified address."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import get_language

from kopgroep.kernel import clock
from kopgroep.kernel.accounts.actions import add_user
from kopgroep.kernel.accounts.models import User
from kopgroep.kernel.actors import Actor


def verified_address(login: SocialLogin) -> str:
    """The address that the provider says belongs to this person; empty when it does not say so."""
    return next(
        (str(address.email).lower() for address in login.email_addresses if address.verified is True), ""
    )


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Everybody of the organisation may have an account; roles are given by people."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if not sociallogin.is_existing and not verified_address(sociallogin):
            page = render(
                request, "socialaccount/no_address.html", {"provider": settings.OIDC_NAME}, status=403
            )
            raise ImmediateHttpResponse(page)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        email = verified_address(sociallogin)
        user = User.objects.filter(email=email).first() if email else None
        if user is None:
            return None
        # The provider vouches for the address; without this row allauth would take the password away.
        EmailAddress.objects.update_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )
        return user, email

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """An account without any role, written down like every other."""
        said = sociallogin.account.get_provider_account().get_user_data() or {}
        email = verified_address(sociallogin)
        user = add_user(
            email=email,
            name=str(said.get("name") or email.partition("@")[0])[:150],
            language="en" if get_language() == "en" else "nl",
            by=Actor.system("oidc"),
            at=clock.now(),
        )
        sociallogin.user = user
        sociallogin.save(request)
        return user
