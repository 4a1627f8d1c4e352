"""Accounts over HTTP: register, sign in, refresh, sign out, the profile."""

from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from common.limits import Limit, charge, count_in_database
from common.network import client_network, whole_url
from common.permissions import TokenAllows
from common.problems import Problem, invalid
from common.renderers import to_json
from common.text import fold
from common.views import ContractView
from ledger.views import BookView, json_response
from ledger.writing import Answer, Unit
from users import serializers
from users.erasing import close_account, erase_account
from users.families import rotate
from users.models import User
from users.profile import change_profile, objection_to_new_address
from users.registration import open_account, refuse_taken
from users.sessions import check_credentials, sign_in, sign_out, sign_out_everywhere

log = structlog.get_logger("users")

LOGIN_BY_ADDRESS = Limit("login-address", times=60, seconds=60)
LOGIN_BY_ACCOUNT = Limit("login-account", times=10, seconds=60)
REGISTER = Limit("register", times=30, seconds=3600)
REFRESH = Limit("refresh", times=120, seconds=60)


def _profile(user: User) -> dict[str, Any]:
    return dict(serializers.Profile(user).data)


def _values(serializer_class: Any, request: Request) -> dict[str, Any]:
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    values: dict[str, Any] = serializer.validated_data
    return values


def _charge_address(request: Request, limit: Limit) -> None:
    charge(request._request, limit, client_network(request._request), count_in_database)


class PublicView(ContractView):
    """Needs no sign-in, and ignores one: an expired header must not hinder a new login."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    cache_control = "private, no-store"


class Register(PublicView):
    @extend_schema(
        operation_id="register",
        request=serializers.Registration,
        responses={201: serializers.Registered, 403: None},
        tags=["sign-in"],
    )
    def post(self, request: Request) -> HttpResponse:
        """Open an account, with the starter categories, and sign in."""
        if not settings.REGISTRATION_OPEN:
            raise Problem("permission_denied", "Registration is closed on this server.")
        _charge_address(request, REGISTER)
        values = _values(serializers.Registration, request)
        refuse_taken(username=values["username"], email=values["email"])
        user = open_account(**values)
        account = {"id": user.pk, "username": user.username, "email": user.email}
        response = json_response({**account, **sign_in(user), "user": _profile(user)}, 201)
        response["Location"] = whole_url(request, "/api/me/")
        return response


class LogIn(PublicView):
    @extend_schema(
        operation_id="login",
        request=serializers.Login,
        responses={200: serializers.SignedIn, 401: None},
        tags=["sign-in"],
    )
    def post(self, request: Request) -> HttpResponse:
        """Sign in with the username or the email.

        `token` is the account's one login token: the same at every sign-in until it is ended.
        """
        values = _values(serializers.Login, request)
        name = values.get("username") or values["email"]
        _charge_address(request, LOGIN_BY_ADDRESS)
        charge(request._request, LOGIN_BY_ACCOUNT, fold(name), count_in_database)
        user = check_credentials(name, values["password"])
        return json_response({**sign_in(user), "user": _profile(user)})


class RefreshTokens(PublicView):
    @extend_schema(
        operation_id="refresh",
        request=serializers.Refresh,
        responses={200: serializers.Refreshed, 401: None},
        tags=["sign-in"],
    )
    def post(self, request: Request) -> HttpResponse:
        """The next access and refresh token.

        Each refresh token works once. Used again within 10 seconds it is refused; later, its whole
        sign-in ends.
        """
        _charge_address(request, REFRESH)
        return json_response(rotate(_values(serializers.Refresh, request)["refresh"]))


class LogOut(ContractView):
    permission_classes = (TokenAllows,)

    @extend_schema(
        operation_id="logout", request=serializers.Logout, responses={204: None}, tags=["sign-in"]
    )
    def post(self, request: Request) -> HttpResponse:
        """Sign out.

        Ends what was presented: the token, the access token's whole sign-in, or the session; and
        the sign-in of the refresh token in the body, which is enough without a header.
        """
        refresh = _values(serializers.Logout, request).get("refresh")
        if not request.user.is_authenticated and refresh is None:
            raise Problem("not_authenticated")
        presented: Any = request.auth
        if presented is None and request.user.is_authenticated:
            presented = request._request.session
        sign_out(presented, refresh)
        return HttpResponse(status=204)


class LogOutEverywhere(ContractView):
    needs_person = True

    @extend_schema(operation_id="logout_all", request=None, responses={204: None}, tags=["sign-in"])
    def post(self, request: Request) -> HttpResponse:
        """End every token, every sign-in and every session of the account."""
        sign_out_everywhere(_person(request))
        return HttpResponse(status=204)


class Me(BookView):
    tagged_by_bytes = True

    @extend_schema(operation_id="me", responses=serializers.Profile, tags=["profile"])
    def get(self, request: Request) -> HttpResponse:
        """The profile."""
        return json_response(_profile(_person(request)))

    @extend_schema(
        operation_id="me_update",
        request=serializers.ProfileChange,
        responses=serializers.Profile,
        tags=["profile"],
    )
    def patch(self, request: Request) -> HttpResponse:
        """Change the profile.

        Currency and time zone change defaults and reports, never rows. A new email address needs
        `current_password`.
        """
        wanted = _values(serializers.ProfileChange, request)
        if getattr(request.auth, "is_named", False):
            objection: Problem | None = Problem("token_not_allowed")
        else:
            objection = objection_to_new_address(_person(request), wanted)

        def act(unit: Unit) -> Answer:
            user = User.objects.select_related("book").get(pk=request.user.pk)
            change_profile(unit, user, wanted, objection)
            after = User.objects.select_related("book").get(pk=user.pk)
            return Answer(200, to_json(_profile(after)))

        try:
            return self.write("profile.update", act)
        except IntegrityError:  # somebody took the name between the look and the write
            refuse_taken(
                username=wanted.get("username", ""),
                email=wanted.get("email") or "",
                but=request.user.pk,
            )
            raise


class DeleteMe(ContractView):
    needs_person = True

    @extend_schema(
        operation_id="me_delete",
        request=serializers.Deletion,
        responses={204: None},
        tags=["profile"],
    )
    def post(self, request: Request) -> HttpResponse:
        """Delete the account.

        And everything in it: there is no way back.
        """
        user = _person(request)
        if not user.check_password(_values(serializers.Deletion, request)["password"]):
            raise invalid("password", "This is not your password.")
        close_account(user)
        try:
            erase_account(user)
        except Problem:  # the account is closed all the same; erase_accounts finishes it
            log.warning("erasure interrupted", user=user.pk)
        return HttpResponse(status=204)


def _person(request: Request) -> User:
    user: User = request.user  # type: ignore[assignment]
    return user
