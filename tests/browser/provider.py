"""An OpenID Connect provider of an invented municipality, as a process of its own: python provider.py FOLDER PORT SITE.

anna has a confirmed address, onno has one that nobody confirmed; both have the password `kopgroep`.
"""

import sys
from pathlib import Path
from types import ModuleType
from wsgiref.simple_server import make_server

import django
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

CLIENT, SECRET, PASSWORD = "kopgroep-test", "a secret between two", "kopgroep"
PEOPLE = (("anna", "Anna van Alphen", True), ("onno", "Onno Onbekend", False))
URLS = "urls_of_provider"


def configure(folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    settings.configure(
        SECRET_KEY="only for this test",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=URLS,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        # Cookies know hosts, no ports: the site that signs in here stands on the same host.
        SESSION_COOKIE_NAME="provider_session",
        CSRF_COOKIE_NAME="provider_csrf",
        ACCOUNT_EMAIL_VERIFICATION="none",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        IDP_OIDC_PRIVATE_KEY=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    )


def fill(site: str) -> None:
    from allauth.account.models import EmailAddress  # noqa: PLC0415 -- models exist only after django.setup()
    from allauth.idp.oidc.models import Client  # noqa: PLC0415 -- as above
    from django.contrib.auth.models import User  # noqa: PLC0415 -- as above

    for name, whole, confirmed in PEOPLE:
        first, _, last = whole.partition(" ")
        email = f"{name}@gemeente.example"
        user = User.objects.create_user(name, email, PASSWORD, first_name=first, last_name=last)
        EmailAddress.objects.create(user=user, email=email, verified=confirmed, primary=True)
    client = Client(id=CLIENT, name="Kopgroep", skip_consent=True)
    client.set_secret(SECRET)
    client.set_scopes(["openid", "profile", "email"])
    client.set_redirect_uris([f"{site}/account/oidc/organisation/login/callback/"])
    client.save()


def main(folder: Path, port: int, site: str) -> None:
    configure(folder)
    django.setup()
    # Made here, for allauth's addresses can be read only now.
    urls = ModuleType(URLS)
    vars(urls)["urlpatterns"] = [
        path("accounts/", include("allauth.urls")),
        path("", include("allauth.idp.urls")),
    ]
    sys.modules[URLS] = urls
    call_command("migrate", verbosity=0)
    fill(site)
    make_server("127.0.0.1", port, get_wsgi_application()).serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
