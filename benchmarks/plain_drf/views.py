"""A ModelViewSet, and two reports that add the rows up."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from benchmarks.plain_drf.models import Transaction


class TransactionSerializer(serializers.ModelSerializer):
    category_name = serializers.CharField(source="category.name", read_only=True, default=None)
    category_emoji = serializers.CharField(source="category.emoji", read_only=True, default=None)

    class Meta:
        model = Transaction
        fields = [
            "id",
            "version",
            "type",
            "amount",
            "currency",
            "refund",
            "category",
            "category_name",
            "category_emoji",
            "date",
            "description",
            "notes",
            "external_id",
            "created_at",
            "updated_at",
        ]
        read_only_fields = ["version"]


_INCOME, _EXPENSE = Q(type="income"), Q(type="expense", refund=False)
_REFUND = Q(type="expense", refund=True)


class TransactionViewSet(viewsets.ModelViewSet):
    serializer_class = TransactionSerializer

    def get_queryset(self) -> QuerySet[Transaction]:
        return Transaction.objects.filter(user=self.request.user).select_related("category")

    def perform_create(self, serializer: Any) -> None:
        serializer.save(user=self.request.user)

    @action(detail=False)
    def balance(self, request: Request) -> Response:
        """All money in and out, from the rows."""
        sums = {"income": _INCOME, "expense": _EXPENSE, "refunds": _REFUND}
        found = self.get_queryset().aggregate(
            **{name: Sum("amount", filter=condition) for name, condition in sums.items()},
            count=Count("pk"),
        )
        return Response(found)

    @action(detail=False)
    def monthly(self, request: Request) -> Response:
        """A month by category, from the rows."""
        first = date.fromisoformat(f"{request.query_params['month']}-01")
        following = (first + timedelta(days=31)).replace(day=1)
        # A range, which the index serves; `date__month` would call Python for every row on SQLite.
        rows = self.get_queryset().filter(date__gte=first, date__lt=following).order_by()
        grouped = rows.values("type", "refund", "category", "category__name")
        return Response(grouped.annotate(total=Sum("amount"), count=Count("pk")))
