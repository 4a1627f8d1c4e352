"""The limit on everything a signed-in person does, told in the answer's headers."""

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from common.limits import Limit, charge, shared_counter

SIGNED_IN = Limit("signed-in", times=1200, seconds=60)


class CallerThrottle(BaseThrottle):
    """1,200 requests a minute for each person; whoever is not signed in has limits of their own."""

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.user.is_authenticated:
            charge(request._request, SIGNED_IN, str(request.user.pk), shared_counter())
        return True
