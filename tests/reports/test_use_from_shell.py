"""Reports are plain functions over a scope and a range: a shell or a job can call them."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.intervals import Interval
from common.periods import Period, Preset
from common.ranges import read_range
from reports.analytics import analytics
from reports.by_category import by_category
from reports.calendar import calendar
from reports.currencies import currencies
from reports.monthly import monthly_summary
from reports.summary import summary
from reports.trends import trends
from reports.weekly import weekly
from tests.entries import record_all
from tests.reports import oracle
from tests.reports.oracle import Flow, random_entries
from transactions.totals import Scope
from users.models import User
from users.registration import open_account

TODAY = date(2026, 3, 17)


def named(period: str) -> Any:
    return read_range(None, None, period, default=Preset.ALL, today=TODAY)


def test_it_gives_decimals_and_dates(alice: User) -> None:
    record_all(alice, [{"amount": Decimal("12.50"), "date": TODAY}])
    scope = Scope(alice.book.pk, "USD")
    found = summary(scope, named("this_month"))
    assert (found.flow.expense, found.flow.count) == (Decimal("12.50"), 1)
    assert found.average_daily_expense == Decimal("12.50") / 31
    assert monthly_summary(scope, Period.month(2026, 3)).flow == found.flow
    span, (row,) = by_category(scope, named("all"), top=1)
    assert (span.start, span.end, row.total) == (TODAY, TODAY, Decimal("12.50"))
    assert analytics(scope, named("last_7_days"), TODAY).all_time == found.flow


def test_it_tells_steps_days_weeks_and_currencies(alice: User) -> None:
    record_all(alice, [{"amount": Decimal("12.50"), "date": TODAY}])
    scope, month = Scope(alice.book.pk, "USD"), named("this_month")
    trend = trends(scope, month, Interval.WEEK)
    assert [step.cumulative_net for step in trend[2:4]] == [Decimal(0), Decimal("-12.50")]
    peak = calendar(scope, month).peak
    assert peak is not None
    assert (peak.day, peak.level, peak.flow.expense) == (TODAY, 4, Decimal("12.50"))
    highest = weekly(scope, month)
    week = Period.days(date(2026, 3, 16), date(2026, 3, 22))
    assert (highest.highest_weekday, highest.highest_week) == (2, week)
    _, ((currency, flow),) = currencies(Scope(alice.book.pk), named("all"))
    assert (currency, flow.net) == ("USD", Decimal("-12.50"))


def test_it_speaks_of_one_book(alice: User, charlie: User) -> None:
    record_all(charlie, [{"amount": Decimal("12.50"), "date": TODAY}])
    assert summary(Scope(alice.book.pk, "USD"), named("all")).flow.count == 0


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**6), number=st.integers(0, 40))
def test_it_equals_the_rows_of_any_book(transactional_db: None, seed: int, number: int) -> None:
    owner = open_account(username=f"u{User.objects.count()}", email="", password=None)
    first, last = date(2025, 11, 1), date(2026, 4, 30)
    entries = random_entries(random.Random(seed), [], number=number, first=first, last=last)
    if entries:
        record_all(owner, [entry.fields() for entry in entries])
    for currency in oracle.DECIMALS:
        own = [entry for entry in entries if entry.currency == currency]
        found = summary(Scope(owner.book.pk, currency), named("all"))
        flow = Flow(own)
        assert (found.flow.income, found.flow.expense) == (flow.income, flow.expense)
        assert found.span.start == min((entry.date for entry in own), default=None)
        assert found.span.end == max((entry.date for entry in own), default=None)
