"""Proving that the totals equal the rows, and mending them where they do not."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from common.money import from_units, to_units
from common.snapshots import snapshot
from ledger.writing import Answer, Request, Unit, write
from transactions.models import DailyTotal, MonthlyTotal, Total, Transaction
from transactions.settling import Amount, Bucket, add_to_totals

MODELS: dict[str, type[Total]] = {"day": DailyTotal, "month": MonthlyTotal}
_NOTHING: Amount = (0, 0)


@dataclass(frozen=True, slots=True)
class Drift:
    """One total that is not what its rows add up to."""

    book: int
    span: str
    bucket: Bucket
    kept: Amount
    rows: Amount

    def __str__(self) -> str:
        currency, kind, day, category = self.bucket
        where = f"{self.span} {day} {kind} {currency} category {category or 'none'}"
        kept, rows = from_units(self.kept[0]), from_units(self.rows[0])
        return (
            f"book {self.book}, {where}: kept {kept} in {self.kept[1]}, "
            f"rows add up to {rows} in {self.rows[1]}"
        )


def drifts(book: int) -> list[Drift]:
    """Every total of the book that is wrong, as of one moment, whoever writes meanwhile."""
    with snapshot():
        return list(_drifts(book))


def fix(book: int) -> list[Drift]:
    """Mend the book's totals, as an operation of its own; what was wrong."""
    found: list[Drift] = []

    def act(unit: Unit) -> Answer:
        found[:] = _drifts(book)
        for span, model in MODELS.items():
            missing = {
                each.bucket: (each.rows[0] - each.kept[0], each.rows[1] - each.kept[1])
                for each in found
                if each.span == span
            }
            add_to_totals(book, model, missing)
        return Answer(200, b"")

    write(book, act, Request.of_our_own("totals.fix"))
    return found


def _drifts(book: int) -> Iterator[Drift]:
    days = _sums_of_rows(book)
    months: dict[Bucket, Amount] = defaultdict(lambda: _NOTHING)
    for (currency, kind, day, category), amount in days.items():
        month = (currency, kind, day.replace(day=1), category)
        months[month] = _plus(months[month], amount)
    for span, rows in (("day", days), ("month", months)):
        kept = _kept(MODELS[span], book)
        for bucket in sorted(rows.keys() | kept.keys()):
            is_now, should_be = kept.get(bucket, _NOTHING), rows.get(bucket, _NOTHING)
            if is_now != should_be:
                yield Drift(book, span, bucket, is_now, should_be)


def _sums_of_rows(book: int) -> dict[Bucket, Amount]:
    sums: dict[Bucket, Amount] = defaultdict(lambda: _NOTHING)
    found = Transaction.objects.in_book(book).sums("currency", "type", "date", "category_id")
    for currency, kind, day, category, refund, total, count in found:
        bucket = (currency, kind, day, category or 0)
        units = to_units(total)
        sums[bucket] = _plus(sums[bucket], (-units if refund else units, count))
    return sums


def _kept(model: type[Total], book: int) -> dict[Bucket, Amount]:
    columns = ("currency", "type", "date", "category", "total", "count")
    rows = model._default_manager.filter(book_id=book).values_list(*columns)
    return {tuple(bucket): (to_units(total), count) for *bucket, total, count in rows}


def _plus(one: Amount, other: Amount) -> Amount:
    return one[0] + other[0], one[1] + other[1]
