"""What the state machine of `test_oracle.py` draws from: names, amounts, days, whole bodies."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.proof.oracle import DAY, Row, Span

Fields = dict[str, st.SearchStrategy[Any]]
PATHS = {"/api/transactions/": None, "/api/expenses/": "expense", "/api/income/": "income"}
#: Every line's names are one name.
NAMES = (
    ("Café", "CAFÉ", " Cafe\u0301 "),
    ("Cafe",),
    ("Food", "food", "ＦＯＯＤ"),
    ("Straße", "STRASSE"),
    ("🍣",),
    ("🍺",),
)
KEYS = {text: line[0] for line in NAMES for name in line for text in (name, name.strip())}
OLDEST = date(1900, 1, 1)
DEFAULTS: Row = {
    "currency": "USD",
    "refund": False,
    "category": None,
    "description": "",
    "notes": "",
    "external_id": None,
}

BUDGET_DEFAULTS: Row = {"currency": "USD", "category": None, "month": None}

PLACES = st.integers(1, 3)
days = st.one_of(
    st.sampled_from([OLDEST, date(2024, 2, 29), date(2026, 3, 17), date(2199, 12, 31)]),
    st.sampled_from([date(2026, month, 1) - n * DAY for month in (1, 2, 3, 4) for n in (0, 1)]),
    st.dates(date(2026, 1, 25), date(2026, 3, 25)),
    st.dates(date(2025, 3, 1), date(2026, 4, 30)),
)
# Most are right in every currency: what is refused leaves the books as they were.
amounts = st.one_of(
    st.integers(1, 300).map(Decimal),
    st.integers(1, 10**6).map(Decimal),
    st.builds(lambda units, places: Decimal(units).scaleb(-places), st.integers(1, 10**6), PLACES),
    st.sampled_from(["0.001", "0.01", "1", "10", "99999999999"]).map(Decimal),
)
numbers = st.integers(0, 30)
#: A name; or the place of an id among all that there ever were; or none.
references = st.none() | st.sampled_from(sorted(KEYS)) | st.integers(0, 5) | numbers
fields = {
    "type": st.sampled_from(["expense", "expense", "income"]),
    "amount": amounts,
    "currency": st.sampled_from(["USD", "USD", "JPY", "BHD"]),
    "refund": st.sampled_from([False, False, True]),
    "category": references,
    "date": days,
    "description": st.sampled_from(["", "tea", "Tée 🍵"]),
    "notes": st.sampled_from(["", "two\nlines"]),
    "external_id": st.sampled_from([None, None, None, "a", "b", "c"]),
}
# Few categories, currencies and months: what there may be once is to clash, and to override.
planned = {
    "amount": amounts,
    "currency": st.sampled_from(["USD", "USD", "USD", "JPY", "BHD"]),
    "category": st.none() | st.sampled_from(["Food", "food", "🍣"]) | st.integers(0, 3) | numbers,
    "month": st.none() | st.sampled_from(["2026-02", "2026-03", "2026-04", "2026-03-01"]),
}
ANY_TYPE = "/api/transactions/"
paths = st.sampled_from([ANY_TYPE, ANY_TYPE, ANY_TYPE, *PATHS])


def bodies(*required: str, fields: Fields = fields) -> st.SearchStrategy[Row]:
    """These fields, and any of the others."""
    others = {name: each for name, each in fields.items() if name not in required}
    return st.fixed_dictionaries({name: fields[name] for name in required}, optional=others)


def changes(fields: Fields) -> st.SearchStrategy[Row]:
    """One field, or any."""
    one = st.sampled_from(sorted(fields)).flatmap(
        lambda name: st.fixed_dictionaries({name: fields[name]})
    )
    return one | bodies(fields=fields)


#: Right by themselves, whatever the books hold: of several in one request, none is to be wrong.
easy = {
    "type": st.sampled_from(["expense", "income"]),
    "amount": st.integers(1, 300).map(Decimal),
    "category": st.none() | st.sampled_from(sorted(KEYS)),
    "date": days,
    "description": fields["description"],
}
easy_rows = bodies("type", "amount", fields=easy)
easy_edits = changes({name: each for name, each in easy.items() if name != "type"})
#: What many rows get alike.
alike = changes({name: each for name, each in fields.items() if name != "external_id"})
spans_of_days = st.tuples(days, days).map(sorted).map(tuple)
new_rows = bodies("type", "amount", "date") | bodies("type", "amount") | bodies("amount")
edits = changes(fields)
replacements = bodies("type", "amount", "currency", "date")
new_budgets = bodies("amount", fields=planned)
budget_edits = changes(planned)
budget_replacements = bodies("amount", "currency", fields=planned)


def spans(today: date, rows: list[Row]) -> list[tuple[dict[str, str], Span, Span | None]]:
    """Queries, the days they mean, and the days that those are compared with."""
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    next_month = (month + 31 * DAY).replace(day=1)
    counted = {f"last_{n}_days": (today - (n - 1) * DAY, today) for n in (7, 30, 365)}
    by_calendar = {
        "last_month": ((month - DAY).replace(day=1), month - DAY),
        "this_month": (month, next_month - DAY),
        "last_year": (year.replace(year=year.year - 1), year - DAY),
        "this_year": (year, date(year.year, 12, 31)),
    }
    dated = [
        (date(2026, 2, 1), date(2026, 3, 31)),
        (date(2025, 12, 31), date(2026, 3, 1)),
        (date(2025, 4, 1), date(2026, 3, 31)),
    ]
    ever = [row["date"] for row in rows]
    return [
        *(({"period": name}, span, as_long(span)) for name, span in counted.items()),
        *(({"period": name}, span, before(span)) for name, span in by_calendar.items()),
        *((as_dates(span), span, before(span)) for span in dated),
        *([({"period": "all"}, (min(ever), max(ever)), None)] if ever else []),
    ]


def before(span: Span) -> Span | None:
    """Whole months go with as many months before, all else with as many days.

    None where no row can be: there is nothing older than 1900.
    """
    first, last = span
    if first == OLDEST:
        return None
    if not first.day == (last + DAY).day == 1:
        return as_long(span)
    months = 12 * (first.year - last.year) + first.month - last.month - 1
    year, month = divmod(12 * first.year + first.month - 1 + months, 12)
    return date(year, month + 1, 1), first - DAY


def as_long(span: Span) -> Span:
    first, last = span
    return first - (last - first) - DAY, first - DAY


def as_dates(span: Span) -> dict[str, str]:
    return {"start_date": f"{span[0]}", "end_date": f"{span[1]}"}


def as_json(value: Any) -> Any:
    """As a client sends it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f"{value}" if isinstance(value, date) else value


def like(found: Any, expected: Any) -> Any:
    """`found`, without the keys that the oracle does not speak of."""
    if isinstance(found, dict) and isinstance(expected, dict):
        return {name: like(found.get(name), each) for name, each in expected.items()}
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        return [like(*pair) for pair in zip(found, expected, strict=True)]
    return found
