"""One's own account over HTTP: the profile, the password, everything as a file, the end."""

from typing import Any

from django.db import IntegrityError
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from common.jobs import hand_over
from common.problems import Problem, invalid
from common.renderers import ZIP, JSONRenderer, ZipRenderer, to_json
from common.views import ContractView
from ledger.conditional import has_any
from ledger.views import BookView, json_response
from ledger.writing import Answer, Unit
from users import jobs, limits, serializers
from users.erasing import close_account
from users.exporting import Export
from users.models import AccessToken, User
from users.passwords import change_password
from users.profile import change_profile, objection_to_new_address
from users.registration import refuse_taken
from users.serializers import profile_of, values_of
from users.views import person


class Me(BookView):
    tagged_by_bytes = True

    @extend_schema(operation_id="me", responses=serializers.Profile, tags=["profile"])
    def get(self, request: Request) -> HttpResponse:
        """The profile."""
        return json_response(profile_of(person(request)))

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
        wanted = values_of(serializers.ProfileChange, request)
        if wanted.keys() & {"username", "email"}:  # the answer tells which are taken
            limits.charge_person(request, limits.RENAME)
        if getattr(request.auth, "is_named", False):
            objection: Problem | None = Problem("token_not_allowed")
        else:
            if "current_password" in wanted:
                limits.charge_person(request, limits.PASSWORD)
            objection = objection_to_new_address(person(request), wanted)

        def act(unit: Unit) -> Answer:
            user = User.objects.select_related("book").get(pk=request.user.pk)
            change_profile(unit, user, wanted, objection)
            after = User.objects.select_related("book").get(pk=user.pk)
            return Answer(200, to_json(profile_of(after)))

        try:
            return self.write("profile.update", act)
        except IntegrityError:  # somebody took the name between the look and the write
            refuse_taken(
                username=wanted.get("username", ""),
                email=wanted.get("email") or "",
                but=request.user.pk,
            )
            raise


class ChangePassword(ContractView):
    needs_person = True

    @extend_schema(
        operation_id="me_password",
        request=serializers.PasswordChange,
        responses={204: None},
        tags=["profile"],
    )
    def post(self, request: Request) -> HttpResponse:
        """Change the password.

        Every other sign-in, token and session ends; what this request was signed with goes on.
        """
        user = person(request)
        limits.charge_person(request, limits.PASSWORD)
        wanted = values_of(serializers.PasswordChange, request)
        current, new = wanted["current_password"], wanted["new_password"]
        wrong = invalid("current_password", "This is not your current password.")
        if not user.check_password(current):
            raise wrong
        serializers.check_password_strength(new, user, "new_password")
        presented: Any = request.auth or request._request.session
        if not change_password(user, new, keep=presented):
            raise wrong  # somebody changed it meanwhile
        return HttpResponse(status=204)


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

        And everything in it: there is no way back. It is gone at once for everybody; its rows are
        erased by a job.
        """
        user = person(request)
        limits.charge_person(request, limits.PASSWORD)
        if not user.check_password(values_of(serializers.Deletion, request)["password"]):
            raise invalid("password", "This is not your password.")
        close_account(user)
        hand_over(jobs.erase_account, user.pk)
        return HttpResponse(status=204)


class ExportMe(BookView):
    """Everything of the caller's as a zip."""

    renderer_classes = (ZipRenderer, JSONRenderer)
    writes_books = False

    def from_elsewhere(self) -> str:
        return repr(
            list(AccessToken.objects.named_of(person(self.request)).order_by("pk").values_list())
        )

    @extend_schema(
        operation_id="me_export",
        responses={(200, ZIP): OpenApiTypes.BINARY},
        tags=["profile"],
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Everything of yours.

        As a zip: the profile, the tokens (not their keys), the categories, transactions and
        budgets, each as JSON and as CSV, and all that was ever done to them.
        """
        limits.charge_person(request, limits.EXPORT)
        name = f"expenses-{self.book.today()}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        if request.method == "HEAD" or has_any(request):  # of which nothing is sent
            return HttpResponse(headers=headers, content_type=ZIP)
        pieces = Export(person(request))
        return StreamingHttpResponse(pieces, headers=headers, content_type=ZIP)
