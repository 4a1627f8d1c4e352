"""What chosen transactions add up to: from totals where those are kept so, else from the rows."""

from ledger.models import Book
from transactions.filters import Selection
from transactions.querysets import TransactionQuerySet
from transactions.totals import Flow, Part, Sum, flows_by, read_sums


def flows_by_currency(
    book: Book, selection: Selection, rows: TransactionQuerySet
) -> list[tuple[str, Flow]]:
    """Each currency with what came in and went out, in alphabetical order."""
    scope = selection.scope(book.pk)
    if scope is None:
        sums = _sums_of_rows(rows)
    else:
        (sums,) = read_sums(scope, Part(selection.range.bounds, by=("currency", "type")))
    return sorted(flows_by(lambda each: each.currency, sums).items())


def _sums_of_rows(rows: TransactionQuerySet) -> list[Sum]:
    return [
        Sum(total=-total if refund else total, count=count, currency=currency, type=kind)
        for currency, kind, refund, total, count in rows.sums("currency", "type")
    ]
