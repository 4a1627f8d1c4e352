"""A bank's statement as CSV, made from the numbers of its rows alone."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HEADER = ("Date", "Description", "Amount", "Currency", "Category")
DAYS = 5 * 365
_SALARY = "Salary"
_MERCHANTS = (
    ("REWE Markt {} Berlin", "Groceries"),
    ("DB Vertrieb GmbH {}", "Transport"),
    ("Stadtwerke Köln Abschlag {}", "Housing"),
    ("Apotheke am Ring {}", "Health"),
    ("Kino Central Kasse {}", "Leisure"),
    ("Café Zoë {}", "Dining"),
    ("Mobilfunk Rechnung {}", "Subscriptions"),
    ("Lohn und Gehalt {} ACME GmbH", _SALARY),
    ("Lidl sagt Danke {}", "Groceries"),
)


def statement(count: int, last: date) -> Iterator[tuple[str, ...]]:
    """So many rows in the order of their dates, in the DAYS days that end with `last`."""
    for number in range(count):
        merchant, category = _MERCHANTS[number * 7 % len(_MERCHANTS)]
        day = last - timedelta(days=DAYS - 1 - number * DAYS // count)
        whole, cents = divmod(100 + number * 7919 % 24_989, 100)
        sign = "" if category == _SALARY else "-"
        name = merchant.format(1000 + number * 31 % 8999)
        yield day.isoformat(), name, f"{sign}{whole}.{cents:02}", "EUR", category


def write_statement(file: Path, count: int, last: date) -> None:
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(HEADER)
        writer.writerows(statement(count, last))
