"""What the API must answer, worked out anew from a plain dict of rows, one by one.

Exact fractions, no totals, no database: nothing here is shared with the application.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

Row = dict[str, Any]
Answer = dict[str, Any]
DECIMALS = {"BHD": 3, "JPY": 0, "USD": 2}
DAY = timedelta(days=1)
#: No row is older, so nothing is before it.
EARLIEST = date(1900, 1, 1)


def text(amount: Fraction | Decimal, currency: str) -> str:
    """With the currency's decimals; Python rounds a fraction exactly, and half-even."""
    places = DECIMALS[currency]
    return f"{Decimal(round(Fraction(amount) * 10**places)).scaleb(-places):f}"


def within(rows: list[Row], first: date, last: date) -> list[Row]:
    return [row for row in rows if first <= row["date"] <= last]


def flow(rows: list[Row]) -> tuple[Decimal, Decimal, Decimal]:
    """Income, expense, net."""
    income = sum((row["amount"] for row in rows if row["type"] == "income"), Decimal(0))
    expenses = [row for row in rows if row["type"] == "expense"]
    expense = sum((row["amount"] * (-1 if row["refund"] else 1) for row in expenses), Decimal(0))
    return income, expense, income - expense


def figures(rows: list[Row], currency: str) -> Answer:
    income, expense, net = (text(each, currency) for each in flow(rows))
    return {"income": income, "expense": expense, "net": net, "count": len(rows)}


def totals(rows: list[Row]) -> list[Answer]:
    by_currency = {each: [row for row in rows if row["currency"] == each] for each in DECIMALS}
    return [{"currency": each, **figures(own, each)} for each, own in by_currency.items() if own]


def by_category(rows: list[Row], kind: str, currency: str) -> list[Answer]:
    """The largest first; of equals, the older category."""
    rows = [row for row in rows if row["type"] == kind]
    groups = [
        (category, [row for row in rows if row["category"] == category])
        for category in sorted({row["category"] for row in rows}, key=lambda each: each or 0)
    ]
    place = 0 if kind == "income" else 1
    sums = [(flow(own)[place], category, len(own)) for category, own in groups]
    sums.sort(key=lambda each: -each[0])
    return [
        {
            "category": category,
            "type": kind,
            "total": text(total, currency),
            "share": share,
            "count": count,
            "average": text(Fraction(total) / count, currency),
        }
        for (total, category, count), share in zip(sums, shares([s[0] for s in sums]), strict=True)
    ]


def shares(sums: list[Decimal]) -> list[float | None]:
    """Tenths of a percent by the largest remainder; of equals, the earlier."""
    if sum(sums) <= 0:
        return [None for _ in sums]
    parts = [max(Fraction(each), Fraction(0)) for each in sums]
    exact = [1000 * each / sum(parts) for each in parts]
    missing = 1000 - sum(map(floor, exact))
    raised = sorted(range(len(exact)), key=lambda n: floor(exact[n]) - exact[n])[:missing]
    return [(floor(each) + (place in raised)) / 10 for place, each in enumerate(exact)]


def before(first: date, last: date, by_calendar: bool) -> tuple[date, date]:
    """Whole months go with as many months before, all else with as many days."""
    start = first
    if not (by_calendar and first.day == 1 and (last + DAY).day == 1):
        return first - (last - first) - DAY, first - DAY
    for month_start in (first + DAY * n for n in range((last - first).days + 1)):
        start = (start - DAY).replace(day=1) if month_start.day == 1 else start
    return start, first - DAY


def compared(rows: list[Row], currency: str, first: date, last: date, by_calendar: bool) -> Answer:
    if first == EARLIEST:
        return {"previous": None, "change": None}
    start, end = before(first, last, by_calendar)
    earlier = within(rows, start, end)
    pairs = zip(flow(within(rows, first, last)), flow(earlier), strict=True)
    changes = {
        name: {
            "amount": text(now - then, currency),
            "percent": round(Fraction(now - then) * 1000 / abs(Fraction(then))) / 10
            if then
            else None,
        }
        for name, (now, then) in zip(("income", "expense", "net"), pairs, strict=True)
    }
    ends = {"start_date": f"{start}", "end_date": f"{end}"}
    return {"previous": ends | figures(earlier, currency), "change": changes}


def summary(rows: list[Row], currency: str, first: date, last: date, by_calendar: bool) -> Answer:
    chosen = within(rows, first, last)
    average = Fraction(flow(chosen)[1]) / ((last - first).days + 1)
    return {
        "currency": currency,
        "start_date": f"{first}",
        "end_date": f"{last}",
        **figures(chosen, currency),
        "average_daily_expense": text(average, currency),
        **compared(rows, currency, first, last, by_calendar),
    }


def analytics(
    rows: list[Row], currency: str, first: date, last: date, by_calendar: bool, today: date
) -> Answer:
    income, expense, net = (text(each, currency) for each in flow(rows))
    recent = {n: (today - DAY * (n - 1), today) for n in (7, 30, 365)}
    days = [first + DAY * n for n in range((last - first).days + 1)]
    chosen = within(rows, first, last)
    return {
        "currency": currency,
        "start_date": f"{first}",
        "end_date": f"{last}",
        "balance": net,
        "total_income": income,
        "total_expense": expense,
        "count": len(rows),
        **{
            f"last_{n}_days": {
                "start_date": f"{start}",
                "end_date": f"{end}",
                **figures(within(rows, start, end), currency),
            }
            for n, (start, end) in recent.items()
        },
        "by_category": by_category(chosen, "expense", currency),
        "daily": [{"date": f"{day}", **figures(within(rows, day, day), currency)} for day in days],
        **compared(rows, currency, first, last, by_calendar),
    }


def monthly(rows: list[Row], currency: str, first: date, last: date) -> Answer:
    chosen = within(rows, first, last)
    income, expense, net = (text(each, currency) for each in flow(chosen))
    return {
        "month": first.month,
        "year": first.year,
        "currency": currency,
        **figures(chosen, currency),
        "total_income": income,
        "total_expense": expense,
        "balance": net,
        "by_category": [
            row for kind in ("expense", "income") for row in by_category(chosen, kind, currency)
        ],
    }
