"""Users sign in with an e-mail address; a grant gives a role on one record, for as long as it lasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q

from kopgroep.kernel.access import Role
from kopgroep.kernel.records import Keep, Record


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

    personal: ClassVar[Mapping[str, Keep]] = {
        "email": Keep(days=730, after="last_login"),
        "name": Keep(days=730, after="last_login"),
        "seen_at": Keep(days=730, after="last_login"),
    }

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def journal_chain(self) -> str:
        return "accounts"

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

    def __str__(self) -> str:
        return f"{self.role} on {self.on}"

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

    goes_with: ClassVar[tuple[str, ...]] = ("page",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"], name="saved_view_name_once_per_list_and_user"
            ),
        ]

    def __str__(self) -> str:
        return self.name
