"""Categories from history: where what came from the same merchant was put before."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from categories.models import Category
from transactions.merchants import merchant_key
from transactions.models import Transaction

#: So many of the latest transactions that have a category are looked at.
MOST = 20_000
#: In hundredths; what is less sure is not suggested.
LEAST_SURE = 50
_LONGEST_NAME = 40

_key_of = lru_cache(maxsize=10_000)(merchant_key)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`confidence` is in hundredths: of n earlier ones, k in this category, k / (n + 1); so one
    alone says little, and nothing is ever quite sure."""

    category: int
    confidence: int
    reason: str


class Suggestions:
    """What the history of one book suggests, as it was when this was made."""

    def __init__(self, book: int) -> None:
        found: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
        for kind, description, category in _history(book):
            found[kind, _key_of(description)][category] += 1
        shown = Category.objects.in_book(book).filter(archived=False)
        self._names = dict(shown.values_list("pk", "name"))
        self._found = found

    def __call__(self, kind: str, description: str) -> Suggestion | None:
        """For what is called so; None where the history does not say, or not clearly."""
        merchant = _key_of(description)
        counts = self._found.get((kind, merchant)) if merchant else None
        if not counts:
            return None
        # Of two that are equal, always the same one.
        category, times = min(counts.items(), key=lambda each: (-each[1], each[0]))
        number = counts.total()
        confidence = 100 * times // (number + 1)
        if confidence < LEAST_SURE or category not in self._names:
            return None
        name = self._names[category]
        reason = f"{times} of {number} like “{merchant[:_LONGEST_NAME]}” were in {name}."
        return Suggestion(category, confidence, reason[:200])


def _history(book: int) -> list[tuple[str, str, int]]:
    own = Transaction.objects.in_book(book).exclude(category=None).latest_first()
    return list(own.values_list("type", "description", "category_id")[:MOST])
