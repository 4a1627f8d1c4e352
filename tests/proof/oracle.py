"""What the API must answer, worked out anew from a plain list of rows, one by one.

Exact fractions, no totals, no database: nothing here is shared with the application.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from itertools import groupby
from math import ceil, floor
from typing import Any

Row = dict[str, Any]
Answer = dict[str, Any]
#: A first and a last day.
Span = tuple[date, date]
DECIMALS = {"BHD": 3, "JPY": 0, "USD": 2}
DAY = timedelta(days=1)
#: By interval: what all days of one step have in common.
STEPS: dict[str, Callable[[date], Any]] = {
    "day": lambda day: day,
    "week": lambda day: day.isocalendar()[:2],
    "month": lambda day: (day.year, day.month),
    "quarter": lambda day: (day.year, (day.month - 1) // 3),
    "year": lambda day: day.year,
}


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
    return {**ends(span), **figures(within(rows, span), currency)}


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
    return {
        "currency": currency,
        **ends(span),
        "balance": ever["net"],
        "total_income": ever["income"],
        "total_expense": ever["expense"],
        "count": ever["count"],
        **{f"last_{n}_days": figures_of(rows, currency, each) for n, each in recent.items()},
        "by_category": by_category(within(rows, span), "expense", currency),
        "daily": [
            {"date": f"{day}", **figures(within(rows, (day, day)), currency)} for day in days(span)
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


def ends(span: Span) -> Answer:
    return {"start_date": f"{span[0]}", "end_date": f"{span[1]}"}


def in_and_out(rows: list[Row], currency: str) -> Answer:
    found = figures(rows, currency)
    return {name: found[name] for name in ("income", "expense", "count")}


@lru_cache(maxsize=16)
def days(span: Span) -> list[date]:
    return [span[0] + DAY * number for number in range((span[1] - span[0]).days + 1)]


@lru_cache(maxsize=16)
def steps(span: Span, interval: str) -> list[Span]:
    """Every step of the span, found by going through its days."""
    groups = (list(group) for _, group in groupby(days(span), STEPS[interval]))
    return [(group[0], group[-1]) for group in groups]


def trends(rows: list[Row], currency: str, span: Span, chosen: list[Span]) -> Answer:
    """The chosen steps of a span, which has others before and after."""
    return {
        "currency": currency,
        **ends(span),
        "results": [
            {
                **figures_of(rows, currency, step),
                "cumulative_net": text(flow(within(rows, (span[0], step[1])))["net"], currency),
            }
            for step in chosen
        ],
    }


def calendar(rows: list[Row], currency: str, span: Span) -> Answer:
    """The level of a day: how many of the days with expenses have no more than it, in quarters."""
    by_day = {day: within(rows, (day, day)) for day in days(span)}
    spent = {day: flow(own)["expense"] for day, own in by_day.items()}
    ranked = {day: each for day, each in spent.items() if each > 0}
    peak = min(ranked, key=lambda day: (-ranked[day], day), default=None)

    def level(day: date) -> int:
        no_more = sum(each <= spent[day] for each in ranked.values())
        return ceil(Fraction(4 * no_more, len(ranked))) if day in ranked else 0

    return {
        "currency": currency,
        **ends(span),
        "days": [
            {"date": f"{day}", **in_and_out(own, currency), "level": level(day)}
            for day, own in by_day.items()
        ],
        "peak": peak and {"date": f"{peak}", "expense": text(spent[peak], currency)},
    }


def weekly(rows: list[Row], currency: str, span: Span, kind: str) -> Answer:
    """`kind` is what the highest weekday and week have most of."""
    rows, weeks = within(rows, span), steps(span, "week")
    by_weekday = {
        number: [row for row in rows if row["date"].isoweekday() == number]
        for number in range(1, 8)
    }
    by_week = {name_of_week(week): within(rows, week) for week in weeks}
    tops = [top(each, kind) for each in (by_weekday, by_week)]
    return {
        "currency": currency,
        **ends(span),
        "weekdays": [
            {"weekday": each, **in_and_out(own, currency)} for each, own in by_weekday.items()
        ],
        "weeks": [
            {"week": name, **ends(week), **in_and_out(own, currency)}
            for week, (name, own) in zip(weeks, by_week.items(), strict=True)
        ],
        "highest": None if None in tops else dict(zip(("weekday", "week"), tops, strict=True)),
    }


def name_of_week(week: Span) -> str:
    year, number, _ = week[0].isocalendar()
    return f"{year}-W{number:02}"


def top(groups: dict[Any, list[Row]], kind: str) -> Any:
    """The first of those with the most; None where no group has anything above zero."""
    sums = {name: flow(own)[kind] for name, own in groups.items()}
    most = max(sums.values(), default=Decimal(0))
    return next(name for name, each in sums.items() if each == most) if most > 0 else None


def currencies(rows: list[Row], span: Span) -> Answer:
    found = totals(within(rows, span))
    return {**ends(span), "count": len(found), "results": found}
