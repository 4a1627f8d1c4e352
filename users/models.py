"""People and what they sign in with.

User: a person. AccessToken: a long-lived key (`Authorization: Token`); the login token is the one
that every sign-in gives again, the others are named and belong to a phone or a script. TokenFamily:
one sign-in's chain of refresh tokens and the access tokens made from them (`Bearer`).
"""

from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone

from common.text import KeyField, fold


class AccountManager(UserManager):  # type: ignore[type-arg]
    """Every account is opened with its books: there is no user without them."""

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        from users.registration import open_account

        return open_account(username=username, email=email or "", password=password, **fields)

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(username, email, password, **fields)

    def named(self, name: str) -> "User | None":
        """The user of this username or, where it has an @, of this email."""
        key = fold(name)
        by = {"email": key} if "@" in key else {"username_key": key}
        return self.filter(**by).select_related("book").first()

    def get_by_natural_key(self, username: str | None) -> "User":
        user = self.named(username or "")
        if user is None:
            raise User.DoesNotExist
        return user


class User(AbstractUser):
    """A person. Names and addresses that differ by case or Unicode form alone are the same."""

    username_key = KeyField(max_length=150, unique=True, editable=False)
    email = KeyField(max_length=254, unique=True, null=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    # Part of every session's hash: a new one signs all browsers out.
    session_salt = models.CharField(max_length=32, default="", editable=False)

    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        return f"{super().get_session_auth_hash()}{self.session_salt}"


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def named_of(self, user: User) -> Self:
        """The user's named tokens, but for those that were ended; expired ones are among them."""
        return self.filter(user=user, login_slot=None, revoked_at=None)

    def numbered(self, token: int) -> Self:
        return self.filter(pk=token)


class AccessToken(models.Model):
    """A long-lived key. The database holds its digest: who reads it cannot sign in with it."""

    class Scope(models.TextChoices):
        READ = "read"
        WRITE = "write"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.WRITE)
    nonce = models.CharField(max_length=32)
    digest = KeyField(max_length=64, unique=True)
    prefix = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    # 1 for the valid login token, of which there is one a user; null for every other.
    login_slot = models.PositiveSmallIntegerField(null=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "login_slot"], name="one_login_token_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_named(self) -> bool:
        return self.login_slot is None


class TokenFamily(models.Model):
    """One sign-in's refresh tokens: each works once; an old one that comes back ends them all."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="token_families")
    current = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, default="")
    created_at = models.DateTimeField(default=timezone.now)
    rotated_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "token families"

    def __str__(self) -> str:
        return f"Sign-in {self.pk}"
