"""Moving the budgets of a category to another one."""

from collections.abc import Iterable

from budgets.models import Budget
from ledger.resources import Moved
from ledger.writing import Unit


def count_in_category(book: int, category: int) -> int:
    return Budget.objects.in_book(book).in_category(category).count()


def move_to_category(unit: Unit, category: int, target: int | None) -> Moved:
    """Where the target has one for the same currency and month, that stays and the other goes.

    Without a target all go: nobody budgets for what is uncategorised, and a budget without a
    category would be one over all expenses.
    """
    budgets = Budget.objects.in_book(unit.book.pk)
    taken = set() if target is None else _places(budgets.in_category(target))
    moving: list[Budget] = []
    dropped: list[Budget] = []
    for budget in budgets.in_category(category):
        has_no_place = target is None or (budget.currency, budget.month) in taken
        (dropped if has_no_place else moving).append(budget)
    if dropped:
        unit.delete_all(dropped)
    if moving:
        unit.update_all(moving, {"category_number": target})
    return Moved(len(moving), len(dropped))


def _places(budgets: Iterable[Budget]) -> set[tuple[str, str]]:
    return {(budget.currency, budget.month) for budget in budgets}
