"""What accounts send and are sent."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils import timezone
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request

from common.fields import ChoiceField, CurrencyField, InstantField, TextField
from common.serializers import StrictSerializer
from common.text import fold
from users import examples
from users.models import AccessToken, User

_USERNAME_LENGTH = 150
_EMAIL_LENGTH = 254
PASSWORD_LENGTH = 512


def values_of(serializer_class: Any, request: Request) -> dict[str, Any]:
    """What the body says, checked."""
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    values: dict[str, Any] = serializer.validated_data
    return values


class _FoldedLength:
    """Text is compared, and kept, as it folds, and one character can fold to eighteen."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, text: str) -> None:
        if len(text) <= self.longest < len(fold(text)):
            raise serializers.ValidationError("This is too long.", code="max_length")


class UsernameField(TextField):
    def __init__(self, **options: Any) -> None:
        validators = [UnicodeUsernameValidator(), _FoldedLength(_USERNAME_LENGTH)]
        super().__init__(max_length=_USERNAME_LENGTH, validators=validators, **options)


class EmailField(serializers.EmailField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=_EMAIL_LENGTH, **options)
        self.validators.append(_FoldedLength(_EMAIL_LENGTH))

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is not serializers.empty and data is not None and not isinstance(data, str):
            raise serializers.ValidationError("This must be a string.", code="invalid")
        return super().run_validation(data)


class PasswordField(TextField):
    def __init__(self, **options: Any) -> None:
        style = {"input_type": "password"}
        super().__init__(max_length=PASSWORD_LENGTH, style=style, write_only=True, **options)


class TimezoneField(TextField):
    """An IANA time zone such as Europe/Berlin."""

    def to_internal_value(self, data: Any) -> str:
        if data not in available_timezones():
            message = "A timezone is a name of the IANA database such as UTC or Europe/Berlin."
            raise serializers.ValidationError(message, code="invalid")
        return str(data)


@extend_schema_serializer(examples=[examples.PROFILE])
class Profile(serializers.Serializer[User]):
    """A person's profile, as everything that shows one shows it."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    email = serializers.EmailField(allow_null=True)
    first_name = serializers.CharField()
    last_name = serializers.CharField()
    currency = CurrencyField(source="book.currency")
    timezone = serializers.CharField(source="book.timezone")


def profile_of(user: User) -> dict[str, Any]:
    return dict(Profile(user).data)


@extend_schema_serializer(examples=[examples.REGISTRATION])
class Registration(StrictSerializer):
    username = UsernameField()
    email = EmailField()
    password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_username(attrs["username"], attrs["email"])
        person = User(username=attrs["username"], email=attrs["email"])
        check_password_strength(attrs["password"], person)
        return attrs


def check_username(username: str, email: str | None) -> None:
    """A name that looks like an address would otherwise be taken for its owner's."""
    if "@" in username and fold(username) != fold(email or ""):
        message = "A username with an @ must be the account's own email address."
        raise serializers.ValidationError({"username": [message]})


def check_password_strength(password: str, user: User, attr: str = "password") -> None:
    try:
        validate_password(password, user)
    except DjangoValidationError as error:
        raise serializers.ValidationError({attr: error.messages}) from None


@extend_schema_serializer(examples=[examples.REGISTERED])
class Registered(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    username = serializers.CharField()
    email = serializers.EmailField()
    token = serializers.CharField()
    access = serializers.CharField()
    refresh = serializers.CharField()
    user = Profile()


@extend_schema_serializer(examples=examples.LOGINS)
class Login(StrictSerializer):
    username = TextField(required=False, max_length=254, help_text="The username or the email.")
    email = TextField(required=False, max_length=254, help_text="The email or the username.")
    password = PasswordField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("username") and not attrs.get("email"):
            message = "Send your username, or your email address."
            raise serializers.ValidationError({"username": [message]}, code="required")
        return attrs


@extend_schema_serializer(examples=[examples.SIGNED_IN])
class SignedIn(serializers.Serializer[Any]):
    token = serializers.CharField(help_text="For `Authorization: Token`; the same at each login.")
    access = serializers.CharField(help_text="For `Authorization: Bearer`, for 10 minutes.")
    refresh = serializers.CharField(help_text="For `POST /api/token/refresh/`, once, for 14 days.")
    user = Profile()


@extend_schema_serializer(examples=[examples.REFRESH])
class Refresh(StrictSerializer):
    refresh = TextField(max_length=4096)


class Refreshed(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField()


@extend_schema_serializer(examples=examples.LOGOUTS)
class Logout(StrictSerializer):
    refresh = TextField(max_length=4096, required=False)


@extend_schema_serializer(examples=[examples.PROFILE_CHANGE])
class ProfileChange(StrictSerializer):
    ignored_keys = frozenset({"id"})

    username = UsernameField(required=False)
    email = EmailField(
        required=False, allow_null=True, help_text="Null only where the account has none."
    )
    current_password = PasswordField(required=False)
    first_name = TextField(required=False, max_length=150, allow_blank=True)
    last_name = TextField(required=False, max_length=150, allow_blank=True)
    currency = CurrencyField(required=False)
    timezone = TimezoneField(required=False)


@extend_schema_serializer(examples=[examples.DELETION])
class Deletion(StrictSerializer):
    password = PasswordField()


@extend_schema_serializer(examples=[examples.PASSWORD_CHANGE])
class PasswordChange(StrictSerializer):
    current_password = PasswordField()
    new_password = PasswordField()


@extend_schema_serializer(examples=[examples.RESET])
class Reset(StrictSerializer):
    email = EmailField()


@extend_schema_serializer(examples=[examples.RESET_CONFIRMATION])
class ResetConfirmation(StrictSerializer):
    uid = TextField(max_length=100, help_text="As the mail has it.")
    token = TextField(max_length=100, help_text="As the mail has it; it works once, for an hour.")
    new_password = PasswordField()


@extend_schema_serializer(examples=examples.NEW_TOKENS)
class TokenInput(StrictSerializer):
    ignored_keys = frozenset({"id", "prefix", "created_at", "last_used_at", "key"})

    name = TextField(max_length=100, help_text="What it is for.")
    scope = ChoiceField(choices=AccessToken.Scope.choices, default=AccessToken.Scope.WRITE)
    expires_at = InstantField(
        allow_null=True, default=None, help_text="Later than now; null: it does not expire."
    )

    def validate_name(self, name: str) -> str:
        if not name.strip():
            raise serializers.ValidationError("Name what it is for.", code="blank")
        return name

    def validate_expires_at(self, instant: datetime | None) -> datetime | None:
        if instant is not None and instant <= timezone.now():
            raise serializers.ValidationError("This is in the past.", code="invalid")
        return instant


@extend_schema_serializer(examples=[examples.TOKEN])
class TokenOutput(serializers.Serializer[Any]):
    """A named token; its key was shown when it was made."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    scope = serializers.ChoiceField(choices=AccessToken.Scope.choices)
    prefix = serializers.CharField(help_text="How its key begins, to know it by.")
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the hour.")
    expires_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(examples=[examples.NEW_TOKEN])
class NewTokenOutput(TokenOutput):
    """A named token with its key, which is not shown again."""

    key = serializers.CharField(help_text="For `Authorization: Token <key>`.")
