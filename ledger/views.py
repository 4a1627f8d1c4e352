"""Views of the books: conditional reads, writes through the ledger, ownership."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from common.columns import outgoing, outgoing_value
from common.filters import StrictFilters, StrictOrdering
from common.kept_answers import keep_answer, kept_answer
from common.network import whole_url
from common.pagination import Page, numbered_page
from common.problems import Problem
from common.renderers import to_json
from common.views import ContractView
from ledger.conditional import (
    book_tag,
    bytes_tag,
    has_already,
    has_any,
    not_modified,
    object_tag,
    refuse_stale,
)
from ledger.idempotency import request_of
from ledger.models import Book
from ledger.querysets import OwnedQuerySet
from ledger.writing import Act, Answer, Unit, write

JSON = "application/json"
RowWriter = Callable[[tuple[Any, ...]], dict[str, Any]]


class _Known(Exception):
    """The answer is known before anything is read."""

    def __init__(self, answer: HttpResponse) -> None:
        self.answer = answer


class BookView(ContractView):
    """A view of the caller's books."""

    is_conditional = True
    writes_books = True

    #: Answers from outside the books (the profile) are tagged by their bytes.
    tagged_by_bytes = False
    #: Whether one object is answered, whose tag is strong.
    is_single = False
    #: Whether answers are kept where there is a Redis: for those that take long to make.
    is_kept = False
    tag: str | None = None

    @property
    def book(self) -> Book:
        book: Book = self.request.user.book  # type: ignore[union-attr]
        return book

    def from_elsewhere(self) -> str:
        """What the answer has from outside the books, where it has something from both."""
        return ""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in {"GET", "HEAD"} and not self.tagged_by_bytes:
            more = self.from_elsewhere()
            self.tag = book_tag(request, self.book, strong=self.is_single, more=more)
            if has_already(request, self.tag):
                raise _Known(not_modified(self.tag))
            if self.is_kept and (kept := kept_answer(self.tag)) is not None:
                self.is_kept = False  # it is there already
                raise _Known(HttpResponse(kept, content_type=JSON))

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, _Known):
            return exc.answer  # type: ignore[return-value]
        return super().handle_exception(exc)

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Response:
        if request.method in {"GET", "HEAD"} and response.status_code == 200:
            response = self._tagged(request, response)
        return super().finalize_response(request, response, *args, **kwargs)

    def _tagged(self, request: Request, response: HttpResponse) -> HttpResponse:
        tag = self.tag or bytes_tag(self.book.owner_id, response.content)
        if has_any(request) or (self.tagged_by_bytes and has_already(request, tag)):
            return not_modified(tag)
        response["ETag"] = tag
        if self.is_kept and request.method == "GET":
            keep_answer(tag, response.content)
        return response

    def write(self, kind: str, act: Act) -> HttpResponse:
        """Run the act through the ledger and answer what it, or its first run, answered."""
        answer = write(self.book.pk, act, request_of(self.request, kind))
        return self._written(answer)

    def _written(self, answer: Answer) -> HttpResponse:
        response = HttpResponse(answer.body, status=answer.status, content_type=JSON)
        if not answer.body:
            del response["Content-Type"]
        response["Operation-Id"] = str(answer.operation)
        if answer.location:
            response["Location"] = whole_url(self.request, answer.location)
        if answer.replayed:
            response["Idempotent-Replayed"] = "true"
        return response


def json_response(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(to_json(data), status=status, content_type=JSON)


class OwnedRowsViewSet(BookView, GenericViewSet[Any]):
    """List and read rows of the caller's books.

    `columns` are read as `Outgoing` values and `write_row` makes of them the row's JSON: the one
    definition of what goes out.
    """

    queryset: Any
    columns: ClassVar[Sequence[str]]
    write_row: ClassVar[RowWriter]
    #: The relations that `columns` reach through.
    related: ClassVar[Sequence[str]] = ()
    filter_backends: Sequence[Any] = (StrictFilters, StrictOrdering)
    filterset_class: Any = None
    #: What `ordering` takes, and the column of each; the first one is the default.
    orderings: ClassVar[Mapping[str, str]]
    lookup_value_regex = "[0-9]{1,18}"
    pagination_parameters: Collection[str] = ("page", "page_size")

    def known_parameters(self) -> Collection[str]:
        if self.action in {"list", "metadata"}:
            filters = self.filterset_class.base_filters if self.filterset_class else ()
            return {*filters, *self.pagination_parameters, "ordering"}
        return self.query_parameters

    @property
    def is_single(self) -> bool:  # type: ignore[override]
        return self.action == "retrieve"

    def get_queryset(self) -> OwnedQuerySet:
        fake = getattr(self, "swagger_fake_view", False)
        owned: OwnedQuerySet = self.queryset.in_book(None if fake else self.book.pk)
        return owned

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "view": self}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        page = self.page()
        write_row = type(self).write_row
        return json_response(page.as_json([write_row(row) for row in page.rows]))

    def page(self) -> Page:
        chosen = self.filter_queryset(self.get_queryset())
        rows = chosen.values_list(*outgoing(self.columns))
        return numbered_page(rows, chosen.count(), self.request)

    def retrieve(self, request: Request, *args: Any, pk: str, **kwargs: Any) -> HttpResponse:
        row = self.get_queryset().numbered(int(pk)).values_list(*outgoing(self.columns)).first()
        if row is None:
            raise Problem("not_found")
        return json_response(type(self).write_row(row))

    def row(self, pk: str) -> Any:
        row = self.get_queryset().select_related(*self.related).numbered(int(pk)).first()
        if row is None:
            raise Problem("not_found")
        return row

    def _row_as_json(self, row: models.Model) -> bytes:
        values = tuple(outgoing_value(row, column) for column in self.columns)
        return to_json(type(self).write_row(values))

    def _validated(
        self,
        serializer_class: Any,
        data: Any,
        unit: Unit,
        *,
        row: Any = None,
        partial: bool = False,
    ) -> dict[str, Any]:
        context = {"request": self.request, "view": self, "unit": unit}
        serializer = serializer_class(row, data=data, partial=partial, context=context)
        serializer.is_valid(raise_exception=True)
        values: dict[str, Any] = serializer.validated_data
        return values


class OwnedModelViewSet(OwnedRowsViewSet):
    """Create, replace, edit and delete them as well; `serializer_class` validates what comes in."""

    resource: ClassVar[str]
    is_versioned = True
    #: Validates a PUT, where it requires more than a POST.
    replace_serializer_class: ClassVar[Any] = None

    def _written(self, answer: Answer) -> HttpResponse:
        """With the tag of the row, where it is a row that is answered."""
        response = super()._written(answer)
        if self.action in {"create", "update", "partial_update"}:
            path = answer.location or self.request.path
            response["ETag"] = object_tag(self.request, self.book, answer.version, path)
        return response

    def create(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        # Read before the book is taken: who sends a body slowly must not hold up other writers.
        data = request.data

        def act(unit: Unit) -> Answer:
            values = self._validated(self.serializer_class, data, unit)
            row = unit.create(self.queryset.model(**self.complete(unit, values, None)))
            location = f"{request.path}{row.pk}/"
            return Answer(201, self._row_as_json(row), location)

        return self.write(f"{self.resource}.create", act)

    def update(self, request: Request, *args: Any, pk: str, **kwargs: Any) -> HttpResponse:
        return self._edit(pk, self.replace_serializer_class or self.serializer_class)

    def partial_update(self, request: Request, *args: Any, pk: str, **kwargs: Any) -> HttpResponse:
        return self._edit(pk, self.serializer_class, partial=True)

    def destroy(self, request: Request, *args: Any, pk: str, **kwargs: Any) -> HttpResponse:
        def act(unit: Unit) -> Answer:
            row = self.row(pk)
            refuse_stale(self.request, unit.book, row.version)
            self.before_delete(unit, row)
            unit.delete(row)
            return Answer(204, b"")

        return self.write(f"{self.resource}.delete", act)

    def complete(self, unit: Unit, values: Mapping[str, Any], row: Any | None) -> Mapping[str, Any]:
        """The model's fields for validated values; `row` is the one edited, None for a new one."""
        return values

    def before_delete(self, unit: Unit, row: Any) -> None:
        """A place to refuse, or to bring along what refers to the row."""

    def _edit(self, pk: str, serializer_class: Any, *, partial: bool = False) -> HttpResponse:
        data = self.request.data

        def act(unit: Unit) -> Answer:
            row = self.row(pk)
            refuse_stale(self.request, unit.book, row.version)
            values = self._validated(serializer_class, data, unit, row=row, partial=partial)
            unit.update(row, self.complete(unit, values, row))
            return Answer(200, self._row_as_json(row))

        return self.write(f"{self.resource}.update", act)
