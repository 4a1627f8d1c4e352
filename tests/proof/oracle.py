"""What the API must answer, worked out anew from a plain list of rows, one by one.

Exact fractions, no totals, no database: nothing here is shared with the application.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any

Row = dict[str, Any]
Answer = dict[str, Any]
#: A first and a last day.
Span = tuple[date, date]
DECIMALS = {"BHD": 3, "JPY": 0, "USD": 2}
DAY = timedelta(days=1)


@cache
def text(amount: Fraction | Decimal, currency: str) -> str:
    """With the currency's decimals; Python rounds a fraction exactly, and half-even."""
    places = DECIMALS[currency]
    return f"{Decimal(round(Fraction(amount) * 10**places)).scaleb(-places):f}"


def within(rows: list[Row], span: Span) -> list[Row]:
    return [row for row in rows if span[0] <= row["date"] <= span[1]]


def flow(rows: list[Row]) -> dict[str, Decimal]:
    income = sum((row["amount"] for row in rows if row["type"] == "income"), Decimal(0))
    expenses = [row for row in rows if row["type"] == "expense"]
    expense = sum((row["amount"] * (-1 if row["refund"] else 1) for row in expenses), Decimal(0))
    return {"income": income, "expense": expense, "net": income - expense}


def figures(rows: list[Row], currency: str) -> Answer:
    sums = {name: text(each, currency) for name, each in flow(rows).items()}
    return {**sums, "count": len(rows)}


def figures_of(rows: list[Row], currency: str, span: Span) -> Answer:
    ends = {"start_date": f"{span[0]}", "end_date": f"{span[1]}"}
    return {**ends, **figures(within(rows, span), currency)}


def totals(rows: list[Row]) -> list[Answer]:
    by_currency = {each: [row for row in rows if row["currency"] == each] for each in DECIMALS}
    return [{"currency": each, **figures(own, each)} for each, own in by_currency.items() if own]


def by_category(rows: list[Row], kind: str, currency: str) -> list[Answer]:
    """The largest first; of equals, the older category, and uncategorised before all."""
    rows = [row for row in rows if row["type"] == kind]
    groups = {
        number: [row for row in rows if row["category"] == number]
        for number in {row["category"] for row in rows}
    }
    sums = {number: flow(own)[kind] for number, own in groups.items()}
    order = sorted(sums, key=lambda number: (-sums[number], number or 0))
    return [
        {
            "category": number,
            "category_name": groups[number][0]["category_name"],
            "category_emoji": groups[number][0]["category_emoji"],
            "type": kind,
            "total": text(sums[number], currency),
            "share": share,
            "count": len(groups[number]),
            "average": text(Fraction(sums[number]) / len(groups[number]), currency),
        }
        for number, share in zip(order, shares([sums[number] for number in order]), strict=True)
    ]


def shares(sums: list[Decimal]) -> list[float | None]:
    """Tenths of a percent by the largest remainder; of equals, the earlier."""
    if sum(sums) <= 0:
        return [None for _ in sums]
    parts = [max(Fraction(each), Fraction(0)) for each in sums]
    exact = [1000 * each / sum(parts) for each in parts]
    missing = 1000 - sum(map(floor, exact))
    raised = sorted(range(len(exact)), key=lambda n: floor(exact[n]) - exact[n])[:missing]
    return [(floor(each) + (n in raised)) / 10 for n, each in enumerate(exact)]


def compared(rows: list[Row], currency: str, span: Span, earlier: Span | None) -> Answer:
    if earlier is None:
        return {"previous": None, "change": None}
    now, then = flow(within(rows, span)), flow(within(rows, earlier))
    change = {
        name: {
            "amount": text(now[name] - was, currency),
            "percent": round(1000 * Fraction(now[name] - was) / abs(Fraction(was))) / 10
            if was
            else None,
        }
        for name, was in then.items()
    }
    return {"previous": figures_of(rows, currency, earlier), "change": change}


def summary(rows: list[Row], currency: str, span: Span, earlier: Span | None) -> Answer:
    spent = Fraction(flow(within(rows, span))["expense"])
    return {
        "currency": currency,
        **figures_of(rows, currency, span),
        "average_daily_expense": text(spent / ((span[1] - span[0]).days + 1), currency),
        **compared(rows, currency, span, earlier),
    }


def analytics(
    rows: list[Row], currency: str, span: Span, earlier: Span | None, today: date
) -> Answer:
    ever, recent = (
        figures(rows, currency),
        {n: (today - DAY * (n - 1), today) for n in (7, 30, 365)},
    )
    days = [span[0] + DAY * n for n in range((span[1] - span[0]).days + 1)]
    return {
        "currency": currency,
        "start_date": f"{span[0]}",
        "end_date": f"{span[1]}",
        "balance": ever["net"],
        "total_income": ever["income"],
        "total_expense": ever["expense"],
        "count": ever["count"],
        **{f"last_{n}_days": figures_of(rows, currency, each) for n, each in recent.items()},
        "by_category": by_category(within(rows, span), "expense", currency),
        "daily": [
            {"date": f"{day}", **figures(within(rows, (day, day)), currency)} for day in days
        ],
        **compared(rows, currency, span, earlier),
    }


def monthly(rows: list[Row], currency: str, month: Span) -> Answer:
    chosen = within(rows, month)
    flows = figures(chosen, currency)
    return {
        "month": month[0].month,
        "year": month[0].year,
        "currency": currency,
        **flows,
        "total_income": flows["income"],
        "total_expense": flows["expense"],
        "balance": flows["net"],
        "by_category": [
            *by_category(chosen, "expense", currency),
            *by_category(chosen, "income", currency),
        ],
    }
