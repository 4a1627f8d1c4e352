"""A forgotten password over HTTP."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from common.jobs import hand_over_unseen
from common.network import whole_url
from common.problems import invalid
from users import jobs, limits, serializers
from users.passwords import change_password
from users.resetting import user_of_link
from users.serializers import values_of
from users.views import PublicView

_DEAD = "This link was used, is too old, or never was: ask for a new one."


def mail_link(request: Request, values: Callable[[], Mapping[str, Any]]) -> None:
    """To the address that `values` has, if there is such an account; within the limits."""
    limits.charge_address(request, limits.RESET_BY_ADDRESS)
    email = values()["email"]
    limits.charge_account(request, limits.RESET_BY_ACCOUNT, email)
    hand_over_unseen(jobs.mail_reset_link, email, whole_url(request, ""))


class AskForReset(PublicView):
    @extend_schema(
        operation_id="password_reset",
        request=serializers.Reset,
        responses={202: None},
        tags=["sign-in"],
    )
    def post(self, request: Request) -> HttpResponse:
        """Forgot the password.

        Sends a mail with a link, if there is an account with this address. Whether there is one,
        no answer tells.
        """
        mail_link(request, lambda: values_of(serializers.Reset, request))
        response = HttpResponse(status=202)
        del response["Content-Type"]  # there is no body to have one
        return response


class ConfirmReset(PublicView):
    @extend_schema(
        operation_id="password_reset_confirm",
        request=serializers.ResetConfirmation,
        responses={204: None},
        tags=["sign-in"],
    )
    def post(self, request: Request) -> HttpResponse:
        """Choose a new password.

        With what the mail says, once. Every sign-in, token and session ends.
        """
        limits.charge_address(request, limits.CONFIRM_RESET)
        wanted = values_of(serializers.ResetConfirmation, request)
        user = user_of_link(wanted["uid"], wanted["token"])
        if user is None:
            raise invalid("token", _DEAD)
        serializers.check_password_strength(wanted["new_password"], user, "new_password")
        if not change_password(user, wanted["new_password"]):
            raise invalid("token", _DEAD)  # it was used meanwhile
        return HttpResponse(status=204)
