"""By category: where the money of a range went, or came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from common.money import ZERO, to_units
from common.ranges import Range
from reports.spans import Span, span_of
from transactions.totals import Part, Scope, Sum, read_sums


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category of one type, or (`rest`) all that a top N left out."""

    type: str
    categories: tuple[int, ...]
    """The one category (0 for uncategorised); of a rest, all of them."""
    name: str | None
    emoji: str | None
    total: Decimal
    count: int
    share: Decimal | None
    """Percent of the type's sum, one decimal; the rows add up to exactly 100.0."""
    rest: bool = False

    @property
    def average(self) -> Decimal:
        return self.total / self.count


def by_category(
    scope: Scope, wanted: Range, top: int | None = None
) -> tuple[Span, list[CategoryRow]]:
    """The rows of the scope's type, the largest first; with `top`, so many and one for the rest."""
    span = span_of(scope, wanted)
    (sums,) = read_sums(scope, Part(span.bounds, by=("type", "category")))
    rows = category_rows(sums)
    return span, rows if top is None else fold_rest(rows, top)


def category_rows(sums: Sequence[Sum]) -> list[CategoryRow]:
    """A row for each sum of one type, the largest first."""
    ordered = sorted(sums, key=lambda each: (-each.total, each.category))
    return [
        CategoryRow(
            each.type,
            (each.category,),
            each.category_name,
            each.category_emoji,
            each.total,
            each.count,
            share,
        )
        for each, share in zip(ordered, shares([each.total for each in ordered]), strict=True)
    ]


def fold_rest(rows: list[CategoryRow], top: int) -> list[CategoryRow]:
    """The first `top` rows, and one row for the others where there are any."""
    kept, others = rows[:top], rows[top:]
    if not others:
        return kept
    known = [row.share for row in others if row.share is not None]
    rest = CategoryRow(
        others[0].type,
        tuple(sorted(number for row in others for number in row.categories)),
        None,
        None,
        sum((row.total for row in others), ZERO),
        sum(row.count for row in others),
        sum(known, ZERO) if known else None,
        rest=True,
    )
    return [*kept, rest]


def shares(totals: Sequence[Decimal]) -> list[Decimal | None]:
    """Percentages with one decimal that add up to exactly 100.0, by the largest remainder.

    A total below zero (more refunded than spent) has 0.0 of it; where the sum is not above zero
    nothing has a share, and each is None. (Hamilton's method; ties go to the earlier row.)
    """
    if sum(totals, ZERO) <= 0:
        return [None] * len(totals)
    units = [max(0, to_units(total)) for total in totals]
    whole = sum(units)
    tenths = [1000 * each // whole for each in units]
    remainders = sorted(range(len(units)), key=lambda place: -(1000 * units[place] % whole))
    for place in remainders[: 1000 - sum(tenths)]:
        tenths[place] += 1
    return [Decimal(each) / 10 for each in tenths]
