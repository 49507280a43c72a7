"""Django's settings on one page; what differs per installation comes from env.py."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from kopgroep.config.env import read_settings
from kopgroep.config.logs import logging_settings
from kopgroep.config.static import static_headers

django_stubs_ext.monkeypatch()

ENV = read_settings()
PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR: Path = ENV["DATA"]
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str, given: str) -> str:
    """A key from the environment, or one that is made once and kept in the data folder, readable by its owner only."""
    if given:
        return given
    path = DATA_DIR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = _kept_secret("secret.key", ENV["SECRET_KEY"])
JOURNAL_KEY = _kept_secret("journal.key", ENV["JOURNAL_KEY"]).encode()
DEBUG = ENV["DEBUG"]
ALLOWED_HOSTS = ENV["ALLOWED_HOSTS"]
BASE_URL = ENV["BASE_URL"].rstrip("/")
DEMO = ENV["DEMO"]
THEME = ENV["THEME"]
CONTACT_MAIL = ENV["CONTACT_MAIL"]
BACKUP_FOLDER: Path | None = ENV["BACKUP_FOLDER"]
BACKUP_KEEP: int = ENV["BACKUP_KEEP"]
WEBHOOKS_TO_PRIVATE: bool = ENV["WEBHOOKS_TO_PRIVATE"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "huey.contrib.djhuey",
    "rest_framework",
    "drf_spectacular",
    "kopgroep.kernel.accounts",
    "kopgroep.kernel.journal",
    "kopgroep.kernel.mailing",
    "kopgroep.kernel.jobs",
    "kopgroep.kernel.imports",
    "kopgroep.kernel.links",
    "kopgroep.kernel.search",
    "kopgroep.kernel.comments",
    "kopgroep.kernel.webhooks",
    "kopgroep.kernel.privacy",
    "kopgroep.rooms.programme",
    "kopgroep.rooms.partners",
    "kopgroep.rooms.contributions",
    "kopgroep.rooms.tools",
    "kopgroep.rooms.meetings",
    "kopgroep.rooms.assessment",
    "kopgroep.rooms.selection",
    "kopgroep.rooms.teams",
    "kopgroep.rooms.signing",
    "kopgroep.rooms.gates",
    "kopgroep.rooms.archive",
    "kopgroep.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kopgroep.web.middleware.log_request",
    "kopgroep.web.middleware.keep_private",
    "kopgroep.api.middleware.api_headers",
    "kopgroep.web.middleware.refuse_odd_input",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kopgroep.web.middleware.sign_in_first",
    "kopgroep.kernel.accounts.middleware.second_factor_first",
    "kopgroep.kernel.accounts.middleware.note_session",
]

ROOT_URLCONF = "kopgroep.web.urls"
WSGI_APPLICATION = "kopgroep.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "kopgroep.web.nav.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "kopgroep.web.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def _database(url: str) -> dict[str, Any]:
    if url.startswith("postgres"):
        parts = urlsplit(url)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # Compiling a query of some milliseconds takes longer than answering it.
            "OPTIONS": {"options": "-c jit=off"},
        }
    path = url.removeprefix("sqlite:///") if url else str(DATA_DIR / "kopgroep.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A writer waits for its turn instead of failing half-way; what was answered is on disk (FULL).
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # What is deleted is overwritten (secure_delete), so that who is erased is gone from the file too.
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-32000;"
            "PRAGMA secure_delete=ON;",
        },
    }


def _queue(url: str) -> dict[str, Any]:
    if url.startswith("postgres"):
        engine: dict[str, Any] = {"huey_class": "huey.PostgresHuey", "connection": {"dsn": url}}
    elif url.startswith("redis"):
        engine = {"huey_class": "huey.RedisHuey", "url": url}
    else:
        path = url.removeprefix("sqlite:///") if url else str(DATA_DIR / "queue.sqlite3")
        engine = {"huey_class": "huey.SqliteHuey", "filename": path}
    return engine | {
        "name": "kopgroep",
        "immediate": False,
        "consumer": {"workers": 2, "worker_type": "thread"},
    }


DATABASES = {"default": _database(ENV["DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
HUEY = _queue(ENV["QUEUE_URL"])
TASKS = {"default": {"BACKEND": "huey.contrib.djhuey.tasks_backend.HueyBackend", "QUEUES": ["default"]}}


def _cache(url: str) -> dict[str, Any]:
    """Counts of sign-in attempts and the like, seen by every process: in PostgreSQL, or in files beside SQLite."""
    if url.startswith("postgres"):
        return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    return {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache"),
        # A full cache forgets at random, and with it who tried too often.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }


CACHES = {"default": _cache(ENV["DATABASE_URL"])}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "kopgroep.kernel.accounts.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Mail goes astray: once or twice more without beginning again.
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Mail servers that do not know us yet let a mail wait for some minutes.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = ENV["PROXIES"]

# Which roles must have a second factor; empty: whoever wants one.
SECOND_FACTOR = frozenset(ENV["SECOND_FACTOR"])
MFA_ADAPTER = "kopgroep.kernel.accounts.factors.SecondFactors"
MFA_FORMS = {
    "add_webauthn": "kopgroep.kernel.accounts.factors.AddPasskeyForm",
    "edit_webauthn": "kopgroep.kernel.accounts.factors.EditPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody signs up alone: an address that was never confirmed is one that the office wrote down.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A clock may be half a minute wrong.
MFA_TOTP_TOLERANCE = 1
# Browsers themselves offer passkeys on https and on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV["HTTPS"]

OIDC_NAME = ENV["OIDC_NAME"]
OIDC_PROVIDER = "organisation"
SOCIALACCOUNT_ADAPTER = "kopgroep.kernel.accounts.organisation.OrganisationAdapter"
# A link, no form: the policy for forms forbids that one ends at another host, and a provider may have several.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": OIDC_PROVIDER,
                    "name": OIDC_NAME,
                    "client_id": ENV["OIDC_CLIENT"],
                    "secret": ENV["OIDC_SECRET"],
                    "settings": {"server_url": ENV["OIDC_SERVER"].rstrip("/"), "oauth_pkce_enabled": True},
                }
            ],
        }
    }
    if ENV["OIDC_SERVER"]
    else {}
)

LANGUAGE_CODE = ENV["LANGUAGE"]
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "uploads"
IMPORT_MAX_BYTES = ENV["IMPORT_MAX_MB"] * 1_000_000
IMPORT_KEEP_DAYS = ENV["IMPORT_KEEP_DAYS"]
# An upload stops as soon as it is larger than anything that is taken.
FILE_UPLOAD_HANDLERS = ["kopgroep.web.uploads.LimitedUpload"]


def _mail(url: str, tls: str) -> dict[str, Any]:
    if not url or url.startswith("file"):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": url.removeprefix("file://") or str(DATA_DIR / "mail"),
        }
    if url.startswith("console"):
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    starttls = parts.hostname not in {"127.0.0.1", "localhost"} if tls == "auto" else tls == "always"
    return {
        "EMAIL_BACKEND": "kopgroep.kernel.journal.smtp.Backend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and starttls,
        "EMAIL_TIMEOUT": 15,
    }


globals().update(_mail(ENV["MAIL_URL"], ENV["MAIL_TLS"]))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV["MAIL_FROM"]
MAIL_REPLY_TO: str = ENV["MAIL_REPLY_TO"]
MAIL_BOUNCES_TO: str = ENV["MAIL_BOUNCES_TO"]
MAIL_BOUNCES: str = ENV["MAIL_BOUNCES"]

HTTPS = ENV["HTTPS"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "kopgroep.web.pages.errors.form_too_old"
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["kopgroep.api.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["djangorestframework_camel_case.render.CamelCaseJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["djangorestframework_camel_case.parser.CamelCaseJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "kopgroep.api.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["kopgroep.api.auth.RateLimit"],
    # Whom to count: what a visitor says in X-Forwarded-For is believed of own proxies only.
    "NUM_PROXIES": ENV["PROXIES"],
    "EXCEPTION_HANDLER": "kopgroep.api.errors.problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "JSON_UNDERSCOREIZE": {"no_underscore_before_number": True},
}
API_RATE = ENV["API_RATE"]
API_VERSION = "1.0.0"
SPECTACULAR_SETTINGS = {
    "TITLE": "Kopgroep",
    "DESCRIPTION": _("City Deals: their partners, norms and gates."),
    "VERSION": API_VERSION,
    "OAS_VERSION": "3.1.1",
    "CONTACT": {"name": "Kopgroep", "url": BASE_URL, "email": CONTACT_MAIL or ENV["MAIL_FROM"]},
    "SERVERS": [{"url": f"{BASE_URL}/api/v1"}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "DealKindEnum": "kopgroep.rooms.programme.models.DealKind",
        "PhaseKindEnum": "kopgroep.rooms.programme.models.PhaseKind",
        "OrganisationKindEnum": "kopgroep.rooms.partners.models.OrganisationKind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "drf_spectacular.contrib.djangorestframework_camel_case.camelize_serializer_fields",
        "kopgroep.api.schema.design_rules",
    ],
}

LOGGING_CONFIG = None
logging_settings(form=ENV["LOG_FORMAT"], level=ENV["LOG_LEVEL"])

SILENCED_SYSTEM_CHECKS: list[str] = []
