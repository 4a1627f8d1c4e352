"""Books that are a list, two rows a page, and texts that mean something to some format."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from common.currencies import CURRENCIES
from common.money import from_units, to_units, units_text
from exports.rows import Books, Row, Span
from imports.entries import Entry

NASTY = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "''=1", "'", "''", "'a"),
    *('say "so"', "a,b;c\td", "two\nlines", "two\r\nlines", "\rback", " both ends "),
    *("\ufeffx", "\\n", "a;  b", "[2026/13/45]", "[=x] :tag:", "key:: 1/0", "  ; note"),
    *("(code) *", "! = ~ %", "a  b", "^", "!Type:Bank", "!Account\nNx\n^", "D1/1'26\nT5\n^"),
    *("</STMTTRN><STMTTRN>", "<!DOCTYPE x>", "&amp;#10;", "]]>", "<![CDATA[x", "🍣 ☕", "寿司"),
    *("Ñandú", "e\u0301", "\u202eback", "\x01\x1f", "\x7f\x85\x9f", "\u2028\u2029"),
    *("\ufffe\uffff", "_x0041_", "\\", '\\"', "{", '{"refund": true}', "include x"),
    *("2026-01-01 open Assets:X", "comment", "date:1", "a" * 255),
]


def make(number: int = 1, amount: str = "10.00", **fields: Any) -> Row:
    plain = {
        "date": "2026-03-01",
        "type": "expense",
        "amount": to_units(Decimal(amount)),
        "currency": "USD",
        "refund": False,
        "category": None,
        "description": "",
        "notes": "",
        "external_id": None,
    }
    return Row(id=number, **plain | fields)


def nasty() -> list[Row]:
    """Rows whose texts are all nasty, in every field."""
    return [
        make(
            number,
            description=text,
            notes=text,
            category=text.strip()[:100] or None,
            external_id=text or None,
        )
        for number, text in enumerate(NASTY, start=1)
    ]


def _text(most: int, least: int = 0) -> st.SearchStrategy[str]:
    letters = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
    return st.sampled_from([text[:most] for text in NASTY]) | st.text(
        letters, min_size=least, max_size=most
    )


@st.composite
def _row(draw: Callable[..., Any], number: int) -> Row:
    currency = draw(st.sampled_from(["USD", "EUR", "JPY", "BHD", "CLF"]))
    step = 10 ** (4 - CURRENCIES[currency].exponent)
    kind = draw(st.sampled_from(["expense", "income"]))
    return Row(
        id=number,
        date=str(draw(st.dates(date(1900, 1, 1), date(2199, 12, 31)))),
        type=kind,
        amount=draw(st.integers(1, (10**15 - 1) // step)) * step,
        currency=currency,
        refund=kind == "expense" and draw(st.booleans()),
        category=draw(st.none() | _text(100, 1)),
        description=draw(_text(255)),
        notes=draw(_text(255)),
        external_id=draw(st.none() | _text(255, 1)),
    )


def drawn_rows() -> st.SearchStrategy[list[Row]]:
    some = st.integers(0, 6).flatmap(lambda count: st.tuples(*map(_row, range(1, count + 1))))
    return some.map(lambda rows: sorted(rows, key=lambda row: (row.date, row.id)))


class Listed:
    """`Books` of these rows."""

    currency, today = "USD", date(2026, 11, 21)

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = sorted(rows, key=lambda row: (str(row.date), row.id))

    def pages(self, currency: str | None = None) -> Iterator[Sequence[Row]]:
        chosen = [row for row in self._rows if currency in {None, row.currency}]
        return iter([chosen[first : first + 2] for first in range(0, len(chosen), 2)])

    def tuples(self) -> Iterator[Sequence[tuple[Any, ...]]]:
        return ([tuple(row) for row in page] for page in self.pages())

    def objects(self) -> Iterator[Sequence[dict[str, Any]]]:
        for page in self.pages():
            yield [
                row._asdict()
                | {
                    "amount": units_text(row.amount, row.currency),
                    "category": None,
                    "category_name": row.category,
                }
                for row in page
            ]

    def spans(self) -> list[Span]:
        days: dict[str, list[date | str]] = {}
        for row in self._rows:
            days.setdefault(row.currency, []).append(row.date)
        return [Span(code, found[0], found[-1]) for code, found in sorted(days.items())]

    def categories(self) -> list[str]:
        return list(dict.fromkeys(row.category for row in self._rows if row.category))


def written(write: Callable[[Books], Iterator[bytes]], rows: Iterable[Row] = ()) -> bytes:
    return b"".join(write(Listed(rows)))


def as_entry(row: Row) -> Entry:
    """What reading the row back is to give, wherever it stood."""
    return Entry(
        line=0,
        date=date.fromisoformat(str(row.date)),
        amount=from_units(row.amount),
        type=row.type,
        refund=row.refund,
        currency=row.currency,
        description=row.description,
        notes=row.notes,
        category=row.category or "",
        external_id=row.external_id or "",
    )
