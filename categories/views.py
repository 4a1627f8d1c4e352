"""Categories over HTTP."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request

from categories.filters import CategoryFilter
from categories.models import Category
from categories.naming import refuse_duplicate
from categories.rows import COLUMNS, write_row
from categories.serializers import CategoryInput, CategoryOutput, Dependents, Merged, MergeInput
from categories.using import count_dependents, move_dependents
from common.columns import outgoing_value
from common.filters import both_ways
from common.problems import Problem, invalid
from common.renderers import to_json
from common.text import fold
from ledger.views import OwnedModelViewSet, json_response
from ledger.writing import Answer, Unit

MOVE_TO = OpenApiParameter(
    "move_to",
    {"type": "string", "pattern": "^([0-9]+|none)$"},
    description="Where what refers to the category goes first: an id, or `none`: transactions are "
    "then uncategorised, and its budgets go with it.",
)


@extend_schema_view(
    create=extend_schema(responses={201: CategoryOutput}),
    destroy=extend_schema(parameters=[MOVE_TO]),
)
class CategoryViewSet(OwnedModelViewSet):
    """Categories of the caller's books."""

    queryset = Category.objects.all()
    resource = "category"
    columns = COLUMNS
    write_row = write_row
    serializer_class = CategoryInput
    output_serializer_class = CategoryOutput
    filterset_class = CategoryFilter
    orderings = both_ways(name="name_key", created_at="created_at")

    def known_parameters(self) -> Collection[str]:
        return {"move_to"} if self.action == "destroy" else super().known_parameters()

    @extend_schema(responses=Dependents)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def dependents(self, request: Request, pk: str) -> HttpResponse:
        """How many transactions and budgets refer to the category."""
        category = self.row(pk)
        return json_response(count_dependents(self.book.pk, category.pk))

    @extend_schema(request=MergeInput, responses=Merged)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def merge(self, request: Request, pk: str) -> HttpResponse:
        """Merge it into another category.

        What refers to it refers to the other one afterwards, and it is gone. Where the other one
        has a budget for the same currency and month, that one stays. One operation, which can be
        undone.
        """
        data = request.data

        def act(unit: Unit) -> Answer:
            return Answer(200, to_json(self._merge(unit, self.row(pk), data)))

        return self.write("category.merge", act)

    def _merge(self, unit: Unit, source: Category, data: Any) -> dict[str, Any]:
        into = self._validated(MergeInput, data, unit)["into"]
        target = self.get_queryset().numbered(into).first()
        if target is None or target.pk == source.pk:
            raise invalid("into", "This is the id of another category of yours.")
        moved = move_dependents(unit, source.pk, target.pk)
        unit.delete(source)
        values = tuple(outgoing_value(target, column) for column in COLUMNS)
        return {
            "category": write_row(values),
            "moved_transactions": moved["transactions"].moved,
            "moved_budgets": moved["budgets"].moved,
            "dropped_budgets": moved["budgets"].dropped,
        }

    def complete(
        self, unit: Unit, values: Mapping[str, Any], row: Category | None
    ) -> Mapping[str, Any]:
        if "name" not in values:
            return values
        refuse_duplicate(unit, values["name"], row)
        return {**values, "name_key": fold(values["name"])}

    def before_delete(self, unit: Unit, row: Category) -> None:
        move_to = self.request.query_params.get("move_to")
        if move_to is not None:
            move_dependents(unit, row.pk, self._target(row, move_to))
            return
        counts = count_dependents(unit.book.pk, row.pk)
        if any(counts.values()):
            raise Problem("in_use", f"{row.name} is still in use.", **dict[str, Any](counts))

    def _target(self, row: Category, move_to: str) -> int | None:
        if move_to == "none":
            return None
        known = move_to.isascii() and move_to.isdigit() and len(move_to) <= 18
        target = self.get_queryset().numbered(int(move_to)).first() if known else None
        if target is None or target.pk == row.pk:
            detail = "This is the id of another category of yours, or none."
            raise invalid("move_to", detail, place="query")
        return int(target.pk)
