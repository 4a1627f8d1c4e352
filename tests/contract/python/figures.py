"""Each report, asked for the month that was just recorded."""

from datetime import timedelta
from typing import TypedDict
from urllib.parse import parse_qs, urlsplit

from books import FIRST, LAST
from expense_tracker_client.api.budgets import budgets_create
from expense_tracker_client.api.expenses import expenses_create
from expense_tracker_client.api.reports import (
    analytics,
    report_by_category,
    report_calendar,
    report_currencies,
    report_insights,
    report_monthly_summary,
    report_summary,
    report_trends,
    report_weekly,
)
from expense_tracker_client.models import (
    Analytics,
    Budget,
    BudgetInsight,
    BudgetRequest,
    ByCategoryOrdering,
    Calendar,
    CategoryRows,
    Currencies,
    Insights,
    Interval,
    MonthlySummary,
    Period,
    Summary,
    Transaction,
    TransactionOfOneTypeRequest,
    TrendSteps,
    Weekly,
)
from telling import Person, cents, check, equal, value


def read_summary(person: Person) -> None:
    found = report_summary.sync(client=person.api, start_date=FIRST, end_date=LAST)
    summary = value(Summary, found)
    equal("income", summary.income, "2400.00")
    equal("expense", summary.expense, "109.65")
    check("December had nothing", summary.previous is not None and summary.previous.count == 0)
    change = summary.change
    check("growth from nothing is none", change is not None and change.income.percent is None)

    whole = value(Summary, report_summary.sync(client=person.api, period=Period.ALL))
    equal("nothing comes before everything", whole.previous, None)


def break_down(person: Person) -> None:
    found = report_by_category.sync(
        client=person.api,
        start_date=FIRST,
        end_date=LAST,
        top=1,
        ordering=ByCategoryOrdering.TOTAL_DESCENDING,
    )
    largest, others = value(CategoryRows, found).results

    equal("the largest", largest.category_name, "Groceries")
    check("the others in one", others.rest)
    check("they have shares", largest.share is not None and others.share is not None)
    equal("the shares", round(((largest.share or 0) + (others.share or 0)) * 10), 1000)


def follow_trends(person: Person) -> None:
    found = report_trends.sync(
        client=person.api, start_date=FIRST, end_date=LAST, interval=Interval.WEEK
    )
    weeks = value(TrendSteps, found).results

    net = sum(cents(week.net) for week in weeks)
    equal("where the weeks lead", cents(weeks[-1].cumulative_net), net)


def read_month(person: Person) -> None:
    found = report_monthly_summary.sync(client=person.api, month="2024-01")
    month = value(MonthlySummary, found)

    equal("the balance", month.balance, "2290.35")
    equal("both types", len({row.type_ for row in month.by_category}), 2)


def read_days(person: Person) -> None:
    asked = report_calendar.sync(client=person.api, start_date=FIRST, end_date=LAST)
    calendar = value(Calendar, asked)
    equal("every day", len(calendar.days), 31)
    check("the dearest day", calendar.peak is not None and calendar.peak.expense == "75.50")

    found = report_weekly.sync(client=person.api, start_date=FIRST, end_date=LAST)
    weekly = value(Weekly, found)
    equal("seven weekdays", len(weekly.weekdays), 7)
    check("the dearest week", weekly.highest is not None and weekly.highest.week == "2024-W01")


def read_currencies(person: Person) -> None:
    found = report_currencies.sync(client=person.api, start_date=FIRST, end_date=LAST)

    [euros] = value(Currencies, found).results
    equal("euros alone", euros.currency, "EUR")
    behind = parse_qs(urlsplit(euros.transactions_url).query)
    equal("the rows behind the figure", behind["currency"], ["EUR"])


def read_analytics(person: Person) -> None:
    found = analytics.sync_detailed(client=person.api, start_date=FIRST, end_date=LAST)
    equal("the balance of all time", value(Analytics, found.parsed).balance, "2290.35")
    equal("every day of the range", len(value(Analytics, found.parsed).daily), 31)

    again = analytics.sync_detailed(
        client=person.api, start_date=FIRST, end_date=LAST, if_none_match=found.headers["ETag"]
    )
    equal("nothing has changed", again.status_code, 304)


class _Francs(TypedDict):
    currency: str
    category: str


#: They stay out of the figures in euros.
FRANCS: _Francs = {"currency": "CHF", "category": "Travel"}


def heed_insights(person: Person) -> None:
    body = TransactionOfOneTypeRequest("120.00", **FRANCS)
    today = value(Transaction, expenses_create.sync(client=person.api, body=body))
    # Should the month end between two requests, the next one has its expense, too.
    body.date = (today.date.replace(day=1) + timedelta(days=31)).replace(day=1)
    value(Transaction, expenses_create.sync(client=person.api, body=body))
    limit = BudgetRequest("100", **FRANCS)
    value(Budget, budgets_create.sync(client=person.api, body=limit))

    insights = value(Insights, report_insights.sync(client=person.api, currency="CHF"))
    [exceeded] = [each for each in insights.results if each.code == "budget_exceeded"]
    equal("an alert", exceeded.severity, "alert")
    equal("what was spent", value(BudgetInsight, exceeded.data).spent, "120.00")
