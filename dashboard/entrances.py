"""The forms in front of the pages: sign in, sign up, ask for a new password.

They work without a script. The page's own dialog, where a session has ended in the middle of
something, sends the same form and asks for JSON: 204, or a problem.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.db import DatabaseError, InterfaceError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import View
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from common.problem_handler import as_problem
from common.problems import Problem, ProblemResponse
from ledger.retrying import retrying
from users import limits, serializers
from users.models import User
from users.registration import open_account, refuse_taken
from users.reset_views import mail_link
from users.sessions import check_credentials

#: Django's own, in the form beside what the serializers know.
_NOT_INPUT = {"csrfmiddlewaretoken", "next"}
#: Each has its place on the form, for what is wrong with it.
_FIELDS = {"username", "email", "password"}
_NOT_KEPT = "private, no-store"


def open_session(request: HttpRequest, user: User) -> None:
    """Under a key that nobody had before, and that no earlier session of the browser goes on by."""
    before = request.session.session_key

    def unit() -> None:
        with transaction.atomic(durable=True):
            request.session.delete(before)
            request.session.flush()  # also what an earlier run, committed though lost, has left
            login(request, user)

    retrying(unit)


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class Entrance(View):
    """A form: `enter` makes of its values the user who is signed in from now on."""

    http_method_names = ["get", "head", "post"]
    template_name: str
    serializer_class: Any

    def get(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(self.way_on())
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponseBase:
        try:
            self.act(Request(request))
        except (Problem, ValidationError, DatabaseError, InterfaceError) as error:
            problem = as_problem(error)
            if problem is None:
                raise
            return self.refuse(problem)
        if self.is_asked_by_page():
            return HttpResponse(status=204, headers={"Cache-Control": _NOT_KEPT})
        return self.done()

    def act(self, request: Request) -> None:
        open_session(self.request, self.enter(request))

    def done(self) -> HttpResponseBase:
        return redirect(self.way_on())

    def enter(self, request: Request) -> User:
        raise NotImplementedError

    def values(self) -> Mapping[str, Any]:
        """What was typed, checked as the API checks it."""
        typed = {name: self.request.POST[name] for name in self.request.POST}
        serializer = self.serializer_class(
            data={name: text for name, text in typed.items() if name not in _NOT_INPUT}
        )
        serializer.is_valid(raise_exception=True)
        values: Mapping[str, Any] = serializer.validated_data
        return values

    def refuse(self, problem: Problem) -> HttpResponse:
        if self.is_asked_by_page():
            return ProblemResponse(problem)
        errors: dict[str, list[str]] = {}
        for fault in problem.faults:
            errors.setdefault(fault.attr if fault.attr in _FIELDS else "", []).append(fault.detail)
        complaints = errors.pop("", [] if errors else [problem.text])
        said = {attr: " ".join(details) for attr, details in errors.items()}
        return self.show(
            problem.kind.status,
            headers=problem.headers,
            errors=said,
            complaint=" ".join(complaints),
        )

    def show(
        self, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
    ) -> HttpResponse:
        kept = {name: self.request.POST.get(name, "") for name in ("username", "email")}
        context = {"next": self.way_on(), "registration": settings.REGISTRATION_OPEN, **context}
        response = render(self.request, self.template_name, kept | context, status=status)
        for name, text in (headers or {}).items():
            response[name] = text
        response["Cache-Control"] = _NOT_KEPT
        return response

    def is_asked_by_page(self) -> bool:
        return self.request.headers.get("Accept", "").startswith("application/json")

    def way_on(self) -> str:
        """Where the visitor wanted to go, if that is one of our own pages."""
        asked = self.request.POST.get("next") or self.request.GET.get("next") or "/"
        is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
        return asked if is_ours and asked.startswith("/") else "/"


class SignIn(Entrance):
    template_name = "dashboard/sign_in.html"
    serializer_class = serializers.Login

    def enter(self, request: Request) -> User:
        values = self.values()
        name = values.get("username") or values["email"]
        limits.charge_address(request, limits.LOGIN_BY_ADDRESS)
        limits.charge_account(request, limits.LOGIN_BY_ACCOUNT, name)
        return check_credentials(name, values["password"])


class SignUp(Entrance):
    template_name = "dashboard/sign_up.html"
    serializer_class = serializers.Registration

    def enter(self, request: Request) -> User:
        if not settings.REGISTRATION_OPEN:
            raise Problem("permission_denied", "Registration is closed on this server.")
        limits.charge_address(request, limits.REGISTER)
        values = self.values()
        refuse_taken(username=values["username"], email=values["email"])
        return open_account(**values)


class ForgotPassword(Entrance):
    """Signs nobody in: it says the same whether there is such an account or not."""

    template_name = "dashboard/forgot_password.html"
    serializer_class = serializers.Reset

    def act(self, request: Request) -> None:
        mail_link(request, self.values)

    def done(self) -> HttpResponseBase:
        return self.show(sent=True)


@require_safe
def reset_page(request: HttpRequest) -> HttpResponse:
    """What the mail's link opens: its script sends the secret, which no server's log has seen."""
    return render(request, "dashboard/reset_password.html")
