"""The progress of budgets, from the rows."""

from typing import Any

from django.db.models import Q, Sum

from benchmarks.from_rows.question import Question
from benchmarks.from_rows.reading import CAME_BACK, PAID, SUMS, difference
from budgets.models import ALL_EXPENSES, Budget
from budgets.months import month_name
from budgets.progress import Progress
from common.money import ZERO
from transactions.models import Transaction, Type


def of_budgets(asked: Question) -> list[Progress]:
    book, by_today = asked.scope.book, Q(date__lte=asked.today)
    rows = Transaction.objects.in_book(book).of_type(Type.EXPENSE).within(asked.month)
    grouped = rows.order_by().values("currency", "category")
    sums = list(
        grouped.annotate(
            **SUMS,
            paid_by_today=Sum("amount", filter=PAID & by_today),
            came_back_by_today=Sum("amount", filter=CAME_BACK & by_today),
        )
    )
    budgets = Budget.objects.in_book(book).holding_in(month_name(asked.month))
    # The month's own come last, and take the place of the every-month ones.
    holding = {
        (each.category_number, each.currency): each for each in budgets.select_related("category")
    }
    return [_progress(each, asked, sums) for each in sorted(holding.values(), key=_place)]


def _place(budget: Budget) -> tuple[bool, str, str]:
    category = budget.category
    return category is not None, category.name_key if category else "", budget.currency


def _progress(budget: Budget, asked: Question, sums: list[dict[str, Any]]) -> Progress:
    number, category = budget.category_number, budget.category
    own = [
        each
        for each in sums
        if each["currency"] == budget.currency and number in {ALL_EXPENSES, each["category"]}
    ]
    return Progress(
        budget=budget.pk,
        category=number,
        category_name=category.name if category else None,
        category_emoji=category.emoji if category else None,
        currency=budget.currency,
        month=asked.month,
        today=asked.today,
        limit=budget.amount,
        spent=sum((difference(each) for each in own), ZERO),
        count=sum(each["number"] for each in own),
        spent_by_today=sum((difference(each, "_by_today") for each in own), ZERO),
    )
