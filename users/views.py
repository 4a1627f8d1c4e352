"""Signing in over HTTP: register, log in, refresh, log out."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from common.network import whole_url
from common.permissions import TokenAllows
from common.problems import Problem
from common.views import ContractView
from ledger.views import json_response
from users import limits, serializers
from users.families import rotate
from users.models import User
from users.registration import refuse_taken, register
from users.serializers import profile_of, values_of
from users.sessions import check_credentials, sign_in, sign_out, sign_out_everywhere


def person(request: Request) -> User:
    """Whoever is signed in."""
    user: User = request.user  # type: ignore[assignment]
    return user


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
        limits.charge_address(request, limits.REGISTER)
        values = values_of(serializers.Registration, request)
        refuse_taken(username=values["username"], email=values["email"])
        user, signed_in = register(**values)
        account = {"id": user.pk, "username": user.username, "email": user.email}
        response = json_response({**account, **signed_in, "user": profile_of(user)}, 201)
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
        values = values_of(serializers.Login, request)
        name = values.get("username") or values["email"]
        limits.charge_address(request, limits.LOGIN_BY_ADDRESS)
        limits.charge_account(request, limits.LOGIN_BY_ACCOUNT, name)
        user = check_credentials(name, values["password"])
        return json_response({**sign_in(user), "user": profile_of(user)})


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
        limits.charge_address(request, limits.REFRESH)
        return json_response(rotate(values_of(serializers.Refresh, request)["refresh"]))


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
        refresh = values_of(serializers.Logout, request).get("refresh")
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
        sign_out_everywhere(person(request))
        return HttpResponse(status=204)
