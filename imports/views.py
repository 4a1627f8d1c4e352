"""Imports over HTTP."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar

import orjson
from django.conf import settings
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from common.filters import StrictOrdering
from common.jobs import has_taken
from common.limits import Limit, charge, count_in_database
from common.network import whole_url
from common.pagination import numbered_page
from common.parsers import MultiPartParser
from common.problems import Problem, invalid
from common.renderers import to_json
from common.serializers import StrictSerializer
from imports import examples
from imports.correcting import correct_row, drop_import, drop_rows
from imports.importing import begin_committing, begin_undoing, carry_through, found
from imports.jobs import carry_import_through
from imports.models import Import, Verdict
from imports.opening import Upload, correct_mapping, open_import
from imports.rows import row_values, write_import, write_row
from imports.serializers import (
    CommitInput,
    CorrectionInput,
    ImportOutput,
    ImportRowOutput,
    ImportRows,
    RowInput,
    UploadInput,
)
from ledger.idempotency import request_of
from ledger.views import OwnedRowsViewSet, json_response
from ledger.writing import Answer, Unit, first_answer, write

KIND = "import"
#: Enough for ten years of monthly statements in one sitting.
IMPORT = Limit("import", times=300, seconds=3600)
_MULTIPART = "Send the file as multipart/form-data, in the field `file`."
ROWS_PAGE = ("page", "page_size")
VERDICT = OpenApiParameter(
    "verdict", str, enum=Verdict.values, description="The rows with this verdict alone."
)


@extend_schema_view(
    list=extend_schema(responses=ImportOutput(many=True)),
    destroy=extend_schema(description="Not once it is committed: that is undone instead."),
)
class ImportViewSet(OwnedRowsViewSet):
    """Files on their way into the caller's books."""

    queryset = Import.objects.all()
    serializer_class = UploadInput
    output_serializer_class = ImportOutput
    filter_backends = (StrictOrdering,)
    orderings: ClassVar[Mapping[str, str]] = {"-created_at": "pk", "created_at": "pk"}
    request_serializers: ClassVar[Mapping[str, Any]] = {
        "partial_update": CorrectionInput,
        "edit_row": RowInput,
        "commit": CommitInput,
    }
    # Their rows are looked at and corrected without the books' being any other.
    tagged_by_bytes = True
    #: Of the answers that have pages and are no list of imports.
    page_parameters: Collection[str] = ()

    def get_parsers(self) -> Any:
        """Asked before the action is known, but where the schema is made."""
        of_method = self.action_map.get(str(getattr(self.request, "method", "")).lower())
        action = getattr(self, "action", None) or of_method
        return [MultiPartParser()] if action == "create" else super().get_parsers()

    def known_parameters(self) -> Collection[str]:
        if self.action == "rows":
            return {*ROWS_PAGE, "verdict"}
        return super().known_parameters()

    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = self.filter_queryset(self.get_queryset())
        page = numbered_page(chosen, chosen.count(), request)
        return json_response(page.as_json([self._shown(each) for each in page.rows]))

    def retrieve(self, request: Request, *args: Any, pk: str, **kwargs: Any) -> HttpResponse:
        return json_response(self._shown(self.row(pk)))

    @extend_schema(responses={201: ImportOutput, 202: ImportOutput})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Import a file.

        It is read, each row gets a verdict, and what is new is booked; with `dry_run` not yet, so
        that it can be looked at and corrected first. A file that was imported before adds nothing.
        202 where a job does it: read it again until its `status` rests.
        """
        try:
            data = request.data
        except UnsupportedMediaType:
            raise Problem("unsupported_media_type", _MULTIPART) from None
        charge(request._request, IMPORT, str(request.user.pk), count_in_database)

        def begin(unit: Unit) -> Import:
            values = self._validated(UploadInput, data, unit)
            upload = Upload(file=values["file"], name=values["file"].name, **_rest_of(values))
            return open_import(unit, upload)

        return self._carry("create", begin, 201)

    @extend_schema(responses={200: ImportOutput, 202: ImportOutput})
    def partial_update(self, request: Request, *args: Any, pk: str, **kwargs: Any) -> HttpResponse:
        """Correct how it is read.

        It is read again, which forgets what was said of single rows. For files with its columns the
        correction is remembered.
        """
        data = request.data

        def begin(unit: Unit) -> Import:
            statement = found(unit.book.pk, int(pk))
            values = self._validated(CorrectionInput, data, unit)
            correct_mapping(unit, statement, values["mapping"])
            return statement

        return self._carry("edit", begin)

    def destroy(self, request: Request, *args: Any, pk: str, **kwargs: Any) -> HttpResponse:
        def act(unit: Unit) -> Answer:
            drop_import(found(unit.book.pk, int(pk)))
            return Answer(204, b"")

        response = self.write(f"{KIND}.delete", act)
        drop_rows(self.book.pk, int(pk))
        return response

    @extend_schema(parameters=[VERDICT], responses=ImportRows)
    @action(detail=True, filter_backends=[], pagination_class=None, page_parameters=ROWS_PAGE)
    def rows(self, request: Request, pk: str) -> HttpResponse:
        """Its rows.

        Each with a verdict: `new`; `duplicate` of a transaction; or `invalid`, and why.
        """
        rows = row_values(self.row(pk))
        verdict = request.query_params.get("verdict")
        if verdict is not None and verdict not in Verdict.values:
            detail = f"This is one of {', '.join(Verdict.values)}."
            raise invalid("verdict", detail, place="query")
        chosen = rows if verdict is None else rows.filter(verdict=verdict)
        page = numbered_page(chosen, chosen.count(), request)
        return json_response(page.as_json([write_row(row) for row in page.rows]))

    @extend_schema(operation_id="imports_rows_partial_update", responses=ImportRowOutput)
    @action(
        detail=True,
        methods=["patch"],
        url_path="rows/(?P<row>[0-9]{1,9})",
        filter_backends=[],
        pagination_class=None,
    )
    def edit_row(self, request: Request, pk: str, row: str) -> HttpResponse:
        """Correct a row.

        Before it is committed: leave it out, book it although it is a duplicate, or put it in
        another category. What is left out stays as it is.
        """
        data = request.data

        def act(unit: Unit) -> Answer:
            statement = found(unit.book.pk, int(pk))
            values = self._validated(RowInput, data, unit)
            correct_row(unit, statement, int(row), values)
            shown = row_values(statement).get(number=int(row))
            return Answer(200, to_json(write_row(shown)))

        return self.write(f"{KIND}.edit", act)

    @extend_schema(
        responses={200: ImportOutput, 202: ImportOutput},
        examples=[examples.COMMIT_INPUT, examples.COMMITTED, examples.COMMITTING],
    )
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def commit(self, request: Request, pk: str) -> HttpResponse:
        """Commit it.

        Its new rows become transactions; those that are skipped or invalid do not. Sent again after
        a stop in between, it goes on where it stood.
        """
        data = request.data

        def begin(unit: Unit) -> Import:
            statement = found(unit.book.pk, int(pk))
            values = self._validated(CommitInput, data, unit)
            begin_committing(unit, statement, **values)
            return statement

        return self._carry("commit", begin)

    @extend_schema(
        request=None,
        responses={200: ImportOutput, 202: ImportOutput},
        examples=[examples.UNDONE, examples.UNDOING],
    )
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def undo(self, request: Request, pk: str) -> HttpResponse:
        """Undo it.

        What it made is deleted, but for what was edited since: `kept` names those. The file can be
        imported again.
        """
        data = request.data

        def begin(unit: Unit) -> Import:
            statement = found(unit.book.pk, int(pk))
            # A key that nobody takes could be meant to change what is done.
            StrictSerializer(data=data).is_valid(raise_exception=True)
            begin_undoing(statement)
            return statement

        return self._carry("undo", begin)

    def _carry(self, verb: str, begin: Callable[[Unit], Import], status: int = 200) -> HttpResponse:
        """Begin, and go on until it rests: a worker, where there is a broker, else this request."""
        kind = f"{KIND}.{verb}"
        request, book = request_of(self.request, kind), self.book.pk
        has_broker = bool(settings.CELERY_BROKER_URL)
        first = request if has_broker else request.of_its_beginning()
        status = 202 if has_broker else status
        known = None if has_broker else first_answer(book, request)
        if known is not None:
            return self._written(known)
        begun = write(book, lambda unit: self._told(begin(unit), status), first)
        number = orjson.loads(begun.body)["id"]
        if has_broker and has_taken(carry_import_through, book, number, kind):
            return self._written(begun)
        last = request.of_a_step() if has_broker else request
        done = carry_through(book, number, last, lambda each: self._told(each, status))
        return self._written(begun if has_broker else done)

    def _told(self, statement: Import, status: int) -> Answer:
        location = f"/api/imports/{statement.pk}/" if status != 200 else ""
        return Answer(status, to_json(self._shown(statement)), location)

    def _shown(self, statement: Import) -> dict[str, Any]:
        return write_import(statement, whole_url(self.request, "/api/imports/"))


def _rest_of(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "file"}
