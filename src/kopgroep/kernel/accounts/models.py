"""Users sign in with an e-mail address; a grant gives a role on one record, for as long as it lasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kopgroep.kernel.access import Role
from kopgroep.kernel.clock import day_of, today
from kopgroep.kernel.records import Erasing, Keep, Privacy, Record

STAFF = (Role.MANAGER, Role.OFFICE)
# A host that can never be: no mail goes there.
ERASED_HOST = "erased.invalid"


def _since_last_sign_in(*, of: str = "", instead: object = None) -> Keep:
    return Keep(730, after=f"{of}last_login", or_after=f"{of}date_joined", instead=instead)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin, Record):
    """A person who signs in (gebruiker)."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2, default="nl", choices=[("nl", "Nederlands"), ("en", "English")])
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    identifies: ClassVar[Mapping[str, str]] = {"name": "name", "email": "email"}
    personal: ClassVar[Mapping[str, Keep]] = {
        "email": _since_last_sign_in(instead=lambda user: f"{user.uid}@{ERASED_HOST}"),
        "name": _since_last_sign_in(instead=_("Erased person")),
        "password": _since_last_sign_in(instead=lambda user: make_password(None)),
        "seen_at": _since_last_sign_in(),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Account: name, e-mail address, password (scrambled), last visit"),
        why=_("to let you sign in, and to show who did what"),
        seen_by=_("you, the programme manager of your deals and the administrators"),
        stays=_("An empty account stays, so that the history can say that somebody did something."),
    )

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def journal_chain(self) -> str:
        return "accounts"

    def roles_of(self, user: Any) -> frozenset[Role]:
        """Who runs a deal on which this user has a role, keeps that role here."""
        if not user.is_authenticated:
            return frozenset()
        running = Grant.objects.in_force(today())
        shared = running.filter(user=user, on__in=self.grants.values("on"), role__in=STAFF)
        return frozenset(Role(role) for role in shared.values_list("role", flat=True))

    def closed_by_erasure(self, at: datetime) -> Mapping[str, object]:
        return {"is_active": False, "is_staff": False, "is_superuser": False, "last_login": None}

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, on: date) -> GrantQuerySet:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on), granted_on__lte=on)


class Grant(Record):
    """A role given to a user on one record (by its address), from a day until a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    on = models.CharField(max_length=120, db_index=True)
    granted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    goes_with: ClassVar[tuple[str, ...]] = ("on",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "on"],
                condition=Q(ended_on=None),
                name="one_running_grant_per_user_and_role",
            ),
        ]

    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Roles on deals, now and before"),
        why=_("to know who may do what, and who could do what before"),
        seen_by=_("the programme manager and the administrators"),
        erasing=Erasing.STAY,
        stays=_("Running roles end. That a role was given and ended stays, without the name."),
    )

    def __str__(self) -> str:
        return f"{self.role} on {self.on}"

    def closed_by_erasure(self, at: datetime) -> Mapping[str, object]:
        return {} if self.ended_on else {"ended_on": max(day_of(at), self.granted_on)}

    @property
    def journal_chain(self) -> str:
        return "accounts"


class ApiToken(Record):
    """A secret with which a program acts as its user, within scopes; only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    personal: ClassVar[Mapping[str, Keep]] = {
        "name": Keep(days=365, after="expires_on"),
        "used_at": Keep(days=365, after="expires_on"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Tokens of own programs: their name, and when they were used last"),
        why=_("to let a program act for you, and to let you see that it does"),
        seen_by=_("only you"),
        erasing=Erasing.DELETE,
    )

    def __str__(self) -> str:
        return self.name

    @property
    def journal_chain(self) -> str:
        return "accounts"


class SavedView(Record):
    """A list with its filters and order, kept under a name by one user (bewaarde weergave)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=200)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    personal: ClassVar[Mapping[str, Keep]] = {
        "name": _since_last_sign_in(of="user__"),
        "query": _since_last_sign_in(of="user__"),
    }
    privacy: ClassVar[Privacy | None] = Privacy(
        what=_("Kept views of lists"),
        why=_("to show you a list as you like it"),
        seen_by=_("only you"),
        erasing=Erasing.DELETE,
    )

    goes_with: ClassVar[tuple[str, ...]] = ("page",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"], name="saved_view_name_once_per_list_and_user"
            ),
        ]

    def __str__(self) -> str:
        return self.name
