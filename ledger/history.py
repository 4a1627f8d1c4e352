"""The history of the books over HTTP: what was done, what that changed, and how it is undone."""

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request

from common.columns import outgoing
from common.filters import clean_given, in_order, ordering_of
from common.pagination import Page, numbered_page
from common.periods import Period, Preset
from common.problems import Problem, invalid
from common.ranges import RangeError, read_range
from common.renderers import to_json
from common.serializers import StrictSerializer
from common.snapshots import snapshot
from ledger.examples import UNDONE
from ledger.filters import OperationFilter
from ledger.models import Book, Change, Operation
from ledger.querysets import OwnedQuerySet
from ledger.resources import Snapshot, resource_named
from ledger.serializers import ChangeRows, OperationOutput, SyncedChanges
from ledger.syncing import Place, read_changes
from ledger.undoing import BOOK, is_undoable, undo
from ledger.views import BookView, OwnedRowsViewSet, json_response
from ledger.writing import Answer, Unit

COLUMNS = ("id", "version", "kind", "created_at", "undoes_id", "undone_by__id", "change_count")
SINCE = OpenApiParameter("since", str, description="The `cursor` of an earlier answer.")


def write_row(values: tuple[Any, ...]) -> dict[str, Any]:
    number, version, kind, created_at, undoes, undone_by, change_count = values
    return {
        "id": number,
        "version": version,
        "kind": kind,
        "created_at": created_at,
        "undoes": undoes,
        "undone_by": undone_by,
        "undoable": is_undoable(kind, change_count, undone_by),
        "change_count": change_count,
    }


def write_change(change: Change) -> dict[str, Any]:
    """A change in the words of the API; `id` is null where it is that of many rows."""
    return {
        "resource": change.resource,
        "id": change.row,
        "count": change.count,
        "before": _printed(change.resource, change.before),
        "after": _printed(change.resource, change.after),
    }


def _printed(name: str, snapshot: Snapshot | None) -> dict[str, Any] | None:
    """With the fields in our own order: some engines keep those of JSON in another one."""
    if snapshot is None:
        return None
    if name == BOOK:
        return dict(sorted(snapshot.items()))
    resource = resource_named(name)
    return resource.print_snapshot(
        {field: snapshot[field] for field in resource.snapshot_fields if field in snapshot}
    )


class OperationViewSet(OwnedRowsViewSet):
    """What was done to the caller's books."""

    queryset = Operation.objects.all()
    columns = COLUMNS
    write_row = write_row
    output_serializer_class = OperationOutput
    filterset_class = OperationFilter
    orderings = {"-version": "version", "version": "version"}
    #: Of the answers that have pages and are no list of operations.
    page_parameters: Collection[str] = ()

    def known_parameters(self) -> Collection[str]:
        return self.page_parameters or super().known_parameters()

    def get_queryset(self) -> OwnedQuerySet:
        owned = super().get_queryset()
        fake = getattr(self, "swagger_fake_view", False)
        # Of those before, a part may be left while they are pruned.
        return owned if fake else owned.filter(version__gt=self.book.pruned_to)

    def page(self) -> Page:
        chosen = self._chosen()
        rows = in_order(chosen, self.orderings, ordering_of(self.request, self.orderings))
        return numbered_page(
            rows.values_list(*outgoing(self.columns)), chosen.count(), self.request
        )

    def _chosen(self) -> OwnedQuerySet:
        """The caller's operations that the query asks for."""
        asked = clean_given(OperationFilter, self.request.query_params)
        chosen = self.get_queryset()
        if "kind" in asked:
            chosen = chosen.filter(kind=asked["kind"])
        if "resource" in asked:
            changes = Change.objects.in_book(self.book.pk)
            of_it = changes.filter(operation=OuterRef("pk"), resource=asked["resource"])
            chosen = chosen.filter(Exists(of_it))
        period = _period_of(asked, self.book.today())
        if period is not None:
            begin, end = (_midnight(day, self.book) for day in (period.start, period.end))
            chosen = chosen.filter(created_at__gte=begin, created_at__lt=end)
        return chosen

    @extend_schema(responses=ChangeRows)
    @action(
        detail=True,
        filter_backends=[],
        pagination_class=None,
        page_parameters=("page", "page_size"),
    )
    def changes(self, request: Request, pk: str) -> HttpResponse:
        """What it changed, row by row.

        The fields that are not the same before and after; `before` is null for a new row, `after`
        for a deleted one. What was done to many rows alike is one entry with their `count`.
        """
        operation = self.row(pk)
        changes = Change.objects.in_book(self.book.pk).filter(operation=operation)
        page = numbered_page(changes.order_by("pk"), changes.count(), request)
        return json_response(page.as_json([write_change(change) for change in page.rows]))

    @extend_schema(request=None, responses={201: OperationOutput}, examples=[UNDONE])
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def undo(self, request: Request, pk: str) -> HttpResponse:
        """Undo it.

        By a new operation, which can be undone itself. Rows that come back have their ids again. If
        any row was written by a later operation, nothing is undone, and 409 says which.
        """

        data = request.data

        def act(unit: Unit) -> Answer:
            # A key that nobody takes could be meant to change what is done.
            StrictSerializer(data=data).is_valid(raise_exception=True)
            undo(unit, self.row(pk))
            return Answer(201, b"", of_operation=_told)

        return self.write("undo", act)


def _told(operation: Operation) -> tuple[bytes, str]:
    row = (
        operation.pk,
        operation.version,
        operation.kind,
        operation.created_at,
        operation.undoes_id,
        None,
        operation.change_count,
    )
    return to_json(write_row(row)), f"/api/operations/{operation.pk}/"


def _period_of(asked: dict[str, Any], today: date) -> Period | None:
    dates = (asked.get("start_date"), asked.get("end_date"), asked.get("period"))
    try:
        return read_range(*dates, default=Preset.ALL, today=today).bounds
    except RangeError as error:
        raise invalid(error.name, str(error), place="query") from None


def _midnight(day: date, book: Book) -> datetime:
    """When the day begins where the books are kept."""
    return datetime.combine(day, time.min, ZoneInfo(book.timezone))


class ChangesView(BookView):
    """What is new since a client last asked."""

    query_parameters = frozenset({"since"})

    @extend_schema(
        operation_id="changes",
        parameters=[SINCE],
        responses=SyncedChanges,
        tags=["operations"],
    )
    def get(self, request: Request) -> HttpResponse:
        """What has changed since.

        Without `since` all rows, categories first. Keep the `cursor` and send it as `since`, at
        once while `has_more`, later for what is new. A row may come again: the last one holds. A
        category that was renamed does not send its transactions again. 410: start again without.
        """
        text = request.query_params.get("since")
        since = None if text is None else Place.read(text)
        with snapshot():
            book = Book.objects.filter(pk=self.book.pk).first()
            if book is None:
                raise Problem("token_not_valid")  # the account was erased meanwhile
            found = read_changes(book, since)
        return json_response(
            {
                "changes": found.changes,
                "cursor": found.place.write(),
                "has_more": found.has_more,
            }
        )
