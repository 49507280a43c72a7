"""The second factor (tweede stap): an app or a passkey beside the mail or password, and for whom it is a must."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from cryptography.fernet import Fernet
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kopgroep.kernel.access import Role
from kopgroep.kernel.accounts.models import Grant, User
from kopgroep.kernel.clock import today

# Recovery codes are a way back, not a factor of their own.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def must_have_second_factor(user: User) -> bool:
    """Whether one of this user's roles asks for it on this installation (setting SECOND_FACTOR)."""
    asked: frozenset[str] = settings.SECOND_FACTOR
    if not asked:
        return False
    if user.is_superuser and Role.ADMINISTRATOR in asked:
        return True
    return Grant.objects.in_force(today()).filter(user=user, role__in=asked).exists()


def lacks_second_factor(user: User) -> bool:
    return must_have_second_factor(user) and not has_second_factor(user)


def _cipher() -> Fernet:
    key = sha256(b"second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(urlsafe_b64encode(key))


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets lie encrypted in the database; the QR code is drawn here; names are ours."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return f"Kopgroep {urlsplit(settings.BASE_URL).hostname}"

    def build_totp_svg(self, url: str) -> str:
        drawn = BytesIO()
        segno.make(url, error="m").save(drawn, kind="svg", xmldecl=False, scale=5, light="#fff")
        return drawn.getvalue().decode()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 -- allauth's name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("My passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=gettext_lazy("Name"),
            max_length=60,
            required=False,
            help_text=gettext_lazy("By which you know it again, such as: my telephone."),
        )
        self.fields["passwordless"].label = gettext_lazy("Sign in with only this passkey")
        self.fields["passwordless"].help_text = gettext_lazy(
            "Your device then asks for your finger, face or pin; you need no code and no password."
        )
        self.fields["passwordless"].initial = True
        self.order_fields(["name", "passwordless", "credential"])


class EditPasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
