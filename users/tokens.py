"""Named tokens over HTTP: keys for phones and scripts, each with a name, a scope and an end."""

from functools import partial
from typing import Any

import orjson
from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from common.filters import StrictOrdering
from common.problems import Problem
from common.renderers import to_json
from ledger.retrying import retrying
from ledger.views import OwnedRowsViewSet
from ledger.writing import Answer, Unit
from users import serializers
from users.keys import issue_token, key_of, revoke
from users.models import AccessToken
from users.views import person

COLUMNS = ("id", "name", "scope", "prefix", "created_at", "last_used_at", "expires_at")
#: Of one person; who has lost sight of them should see them all on one page.
MOST = 100


def write_row(values: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(COLUMNS, values, strict=True))


class TokenViewSet(OwnedRowsViewSet):
    """The caller's named tokens: the login token is not among them, nor is one that was ended."""

    queryset = AccessToken.objects.all()
    columns = COLUMNS
    write_row = write_row
    serializer_class = serializers.TokenInput
    output_serializer_class = serializers.TokenOutput
    filter_backends = (StrictOrdering,)
    orderings = {"-created_at": "created_at", "created_at": "created_at"}
    needs_person = True
    # They are not of the books, whose version does not change when one is used.
    tagged_by_bytes = True

    def get_queryset(self) -> QuerySet[AccessToken]:  # type: ignore[override]
        if getattr(self, "swagger_fake_view", False):
            return AccessToken.objects.none()
        return AccessToken.objects.named_of(person(self.request))

    @extend_schema(responses={201: serializers.NewTokenOutput})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Create a token.

        The answer has its `key`, which is not shown again but to a repeated request with the same
        `Idempotency-Key`.
        """
        data = request.data

        def act(unit: Unit) -> Answer:
            serializer = serializers.TokenInput(data=data)
            serializer.is_valid(raise_exception=True)
            if self.get_queryset().count() >= MOST:
                raise Problem("invalid", f"You have {MOST} tokens: delete one first.")
            token = issue_token(person(request), **serializer.validated_data)
            return Answer(201, self._row_as_json(token), f"{request.path}{token.pk}/")

        return self.write("token.create", act)

    def destroy(self, request: Request, *args: Any, pk: str, **kwargs: Any) -> HttpResponse:
        """Whoever uses it is refused from the next request on."""

        def act(unit: Unit) -> Answer:
            revoke(self.row(pk))
            return Answer(204, b"")

        return self.write("token.delete", act)

    def _written(self, answer: Answer) -> HttpResponse:
        """With the key: it is computed anew each time, and kept nowhere."""
        response = super()._written(answer)
        if answer.status == 201:
            row = orjson.loads(answer.body)
            # It is there already: a fault of the moment must not hide its key.
            token = retrying(partial(AccessToken.objects.get, pk=row["id"]))
            response.content = to_json({**row, "key": key_of(token)})
        response["Cache-Control"] = "private, no-store"
        return response
