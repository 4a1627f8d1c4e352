"""Following every figure of a report to the transactions behind it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

#: What a figure's keys are called, by what they hold of the transactions.
_INCOME = {"income", "total_income"}
_EXPENSE = {"expense", "total_expense"}
_NET = {"net", "balance"}


def rows_behind(client: Any, url: str) -> list[dict[str, Any]]:
    """Every transaction of the list that a figure names."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.content)
    page = answer.json()
    rows = list(page["results"])
    assert page["count"] == len(rows) or page["next"]
    while page["next"]:
        page = client.get(page["next"]).json()
        rows += page["results"]
    return rows


def figures(answer: Any) -> Iterator[dict[str, Any]]:
    """Every object of the answer that says where it comes from."""
    if isinstance(answer, dict):
        if "transactions_url" in answer:
            yield answer
        for value in answer.values():
            yield from figures(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from figures(value)


def assert_explained(client: Any, answer: Any) -> int:
    """Each figure equals the sum of the rows that its URL lists; how many there were."""
    seen: dict[str, tuple[Decimal, Decimal, int]] = {}
    found = list(figures(answer))
    for figure in found:
        url = figure["transactions_url"]
        if url not in seen:
            seen[url] = _sums(rows_behind(client, url))
        income, expense, count = seen[url]
        is_row = "total" in figure
        for name, value in figure.items():
            expected = {
                **dict.fromkeys(_INCOME, income),
                **dict.fromkeys(_EXPENSE, expense),
                **dict.fromkeys(_NET, income - expense),
                "total": income if figure.get("type") == "income" else expense,
            }.get(name)
            if expected is not None:
                assert Decimal(value) == expected, (name, url)
        if not (is_row and "results" in figure):
            assert figure["count"] == count, url
    return len(found)


def _sums(rows: list[dict[str, Any]]) -> tuple[Decimal, Decimal, int]:
    income = expense = Decimal(0)
    for row in rows:
        amount = Decimal(row["amount"])
        if row["type"] == "income":
            income += amount
        else:
            expense += -amount if row["refund"] else amount
    return income, expense, len(rows)
