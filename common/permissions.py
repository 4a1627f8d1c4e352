"""Who may: signed in, and with a token that is allowed to."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from common.problems import Problem


class TokenAllows(BasePermission):
    """403 where the token's scope or kind is not enough; no token is no objection.

    A view that needs the person, not a script's named token, says `needs_person = True`.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        token: Any = request.auth
        if getattr(token, "is_named", False):
            if request.method not in SAFE_METHODS and token.scope == "read":
                raise Problem("read_only_token")
            if getattr(view, "needs_person", False):
                raise Problem("token_not_allowed")
        return True


class SignedIn(TokenAllows):
    """401 without a sign-in, and what the token may."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(request.user.is_authenticated) and super().has_permission(request, view)
