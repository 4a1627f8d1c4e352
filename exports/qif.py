"""QIF: an account of kind Cash for each currency, read by other programs and, whole, by ours.

After Intuit's "Quicken Interchange Format (QIF) files". Days are written as ISO 8601 has them,
which can be read in one way alone. What QIF has no place for stands as JSON behind X, a letter of
no transaction's, which other programs pass over.
"""

from collections.abc import Iterator

from common.money import units_text
from exports.rows import Books, Row
from exports.texts import json_line, one_line, rest_of

OWN_MARK = "EXPTRACK"
#: In a category, these would mean an account, a class or a category within another.
_MEANING = str.maketrans("[]/:", "()--")


def write_qif(books: Books) -> Iterator[bytes]:
    """Books without a row give an account without one."""
    yield b"!Option:AutoSwitch\n"
    for currency in [span.currency for span in books.spans()] or [books.currency]:
        yield f"!Account\nNExpense tracker {currency}\nTCash\n^\n!Type:Cash\n".encode()
        for page in books.pages(currency):
            yield "".join(map(_transaction, page)).encode()


def _transaction(row: Row) -> str:
    sign = "" if row.came_in else "-"
    texts = {
        "P": one_line(row.description),
        "M": one_line(row.notes),
        "L": one_line(row.category or "").translate(_MEANING),
        "X": OWN_MARK + json_line({"currency": row.currency, **rest_of(row)}),
    }
    written = "".join(f"{letter}{text}\n" for letter, text in texts.items() if text)
    return f"D{row.date}\nT{sign}{units_text(row.amount, row.currency)}\n{written}^\n"
