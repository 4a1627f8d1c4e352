"""What refers to a category, on whatever floor above it stands."""

from ledger.resources import Moved, references_to
from ledger.writing import Unit

#: The kinds that the contract counts, in its order.
KINDS = ("transactions", "budgets")


def count_dependents(book: int, category: int) -> dict[str, int]:
    """`{"transactions": 3, "budgets": 1}`"""
    counts = {
        reference.plural: reference.count(book, category) for reference in references_to("category")
    }
    return {kind: counts.get(kind, 0) for kind in KINDS}


def move_dependents(unit: Unit, category: int, target: int | None) -> dict[str, Moved]:
    """Point everything that refers to the category at another one, or at none; what became of it.

    `{"transactions": Moved(3), "budgets": Moved(1, dropped=1)}`
    """
    nothing = dict.fromkeys(KINDS, Moved(0))
    return nothing | {
        reference.plural: reference.move(unit, category, target)
        for reference in references_to("category")
    }
