"""What the state machine of `test_oracle.py` draws from: names, amounts, days, whole bodies."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.proof.oracle import DAY, DECIMALS, Row

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
DEFAULTS: Row = {
    "currency": "USD",
    "refund": False,
    "category": None,
    "description": "",
    "notes": "",
    "external_id": None,
}

days = st.sampled_from(
    [date(*day) for day in [(1900, 1, 1), (2024, 2, 29), (2199, 12, 31), (2026, 3, 17)]]
    + [date(year, month, 1) - n * DAY for year in (2025, 2026) for month in (1, 3) for n in (0, 1)]
) | st.dates(date(2025, 3, 1), date(2026, 4, 30))
amounts = st.sampled_from(["0.001", "0.01", "1", "10", "99999999999"]).map(Decimal) | st.builds(
    lambda units, places: Decimal(units).scaleb(-places), st.integers(1, 10**6), st.integers(0, 3)
)
numbers = st.integers(0, 30)
#: A name; or the place of an id among all that there ever were; or none.
references = st.none() | st.sampled_from(sorted(KEYS)) | numbers
fields = {
    "type": st.sampled_from(["expense", "expense", "income"]),
    "amount": amounts,
    "currency": st.sampled_from(sorted(DECIMALS)),
    "refund": st.booleans(),
    "category": references,
    "date": days,
    "description": st.sampled_from(["", "tea", "Tée 🍵"]),
    "notes": st.sampled_from(["", "two\nlines"]),
    "external_id": st.none() | st.sampled_from(["a", "b", "c"]),
}
REQUIRED = ("type", "amount", "currency", "date")
paths = st.sampled_from(sorted(PATHS))
new_rows = st.fixed_dictionaries(
    {"amount": amounts}, optional={name: each for name, each in fields.items() if name != "amount"}
)
edits = st.sampled_from(sorted(fields)).flatmap(
    lambda name: st.fixed_dictionaries({name: fields[name]})
) | st.fixed_dictionaries({}, optional=fields)
replacements = st.fixed_dictionaries(
    {name: fields[name] for name in REQUIRED},
    optional={name: each for name, each in fields.items() if name not in REQUIRED},
)


def spans(today: date) -> list[tuple[dict[str, str], date, date, bool]]:
    """Queries, the days they mean, and whether those are compared by the calendar."""
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    last_month = (month - DAY).replace(day=1)
    next_month = (month + 31 * DAY).replace(day=1)
    named = [
        ("last_7_days", today - 6 * DAY, today),
        ("last_30_days", today - 29 * DAY, today),
        ("last_365_days", today - 364 * DAY, today),
        ("last_month", last_month, month - DAY),
        ("this_month", month, next_month - DAY),
        ("last_year", year.replace(year=year.year - 1), year - DAY),
        ("this_year", year, date(year.year, 12, 31)),
    ]
    dated = [
        (date(2026, 2, 1), date(2026, 3, 31)),
        (date(2025, 12, 31), date(2026, 3, 1)),
        (date(2025, 4, 1), date(2026, 3, 31)),
    ]
    return [({"period": name}, first, last, name[-4:] != "days") for name, first, last in named] + [
        ({"start_date": f"{first}", "end_date": f"{last}"}, first, last, True)
        for first, last in dated
    ]


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
