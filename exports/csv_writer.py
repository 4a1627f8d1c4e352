"""CSV (RFC 4180) for spreadsheets and for our own reader, which gives back what was written.

In UTF-8 with a mark, without which a spreadsheet takes it for something else. Where a text would be
run as a formula (OWASP, CSV Injection), an apostrophe stands before it, and one more where the text
begins with apostrophes of its own, so that taking one away is always right.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

from common.money import units_text
from exports.rows import Books

HEADER = (
    "date",
    "type",
    "amount",
    "currency",
    "refund",
    "category",
    "description",
    "notes",
    "external_id",
)
MARK = "\ufeff".encode()
#: With these a spreadsheet takes a text for a formula.
FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
_FIRST = FORMULA | {"'"}
_RUN = re.compile(f"'*[{re.escape(''.join(sorted(FORMULA)))}]")


def write_csv(books: Books) -> Iterator[bytes]:
    yield MARK + lines([HEADER])
    for page in books.tuples():
        yield lines(map(_cells, page))


def lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _cells(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Of the fields of a Row. Most texts are harmless: they cost no call."""
    _, day, kind, units, currency, refund, category, description, notes, external_id = row
    return (
        day,
        kind,
        units_text(units, currency),
        currency,
        "true" if refund else "false",
        disarmed(category) if category and category[0] in _FIRST else category,
        disarmed(description) if description and description[0] in _FIRST else description,
        disarmed(notes) if notes and notes[0] in _FIRST else notes,
        disarmed(external_id) if external_id and external_id[0] in _FIRST else external_id,
    )


def disarmed(text: str) -> str:
    return f"'{text}" if _RUN.match(text) else text


def armed(cell: str) -> str:
    """The text that `disarmed` made the cell of."""
    return cell[1:] if cell[:1] == "'" and _RUN.match(cell) else cell
