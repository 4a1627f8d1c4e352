"""Each rule of insights, on facts that are written out: it speaks at its threshold, not below."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from budgets.progress import Progress
from common.periods import Period
from reports import insights as rules
from reports.by_category import CategoryRow
from reports.facts import Facts, History, half_year_before
from reports.insights import Code, Evidence, Insight, Severity, insights
from reports.merchants import Payment, Recurring
from transactions.totals import Flow

TODAY = date(2026, 3, 17)
MARCH = Period.month(2026, 3)
NEW = Facts("USD", TODAY, months=(Flow(),) * 6, categories=(), recent={})
#: Books with something in each of six months, and nothing that is worth a word.
OLD = replace(NEW, months=(Flow(count=1),) * 6)


def flow(expense: str, count: int = 1, income: str = "0") -> Flow:
    return Flow(Decimal(income), Decimal(expense), count)


def history(
    *months: str, now: str | None = None, count: int = 2, category: int = 1, name: str = "Food"
) -> History:
    """Of six months; `-` is a month without an expense, `0` one in which it all came back."""
    row = CategoryRow("expense", (category,), name, None, Decimal(now or 0), count, Decimal("40.5"))
    flows = (Flow() if each == "-" else flow(each) for each in months)
    return History(category, name, None if now is None else row, tuple(flows))


def payments(*told: str, description: str = "Shop", first_id: int = 1) -> tuple[Payment, ...]:
    """Each is such as `2026-03-05 9.99`, or `2026-03-05 9.99 4` in category 4."""
    return tuple(
        Payment(
            first_id + place,
            date.fromisoformat(words[0]),
            Decimal(words[1]),
            description,
            int(words[2]) if len(words) > 2 else None,
        )
        for place, words in enumerate(each.split() for each in told)
    )


def merchant(*amounts: str, name: str = "Streaming", first_id: int = 1) -> Recurring:
    """Charged on the fifth of every month up to March 2026."""
    months = ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    told = zip(months[-len(amounts) :], amounts, strict=True)
    charges = [f"{month}-05 {amount}" for month, amount in told]
    return Recurring(payments(*charges, description=name, first_id=first_id))


def budget(limit: str, spent: str, **changes: Any) -> Progress:
    """Of Food, category 4; all is spent by today unless told other."""
    plain = Progress(
        budget=9,
        category=4,
        category_name="Food",
        category_emoji=None,
        currency="USD",
        month=MARCH,
        today=TODAY,
        limit=Decimal(limit),
        spent=Decimal(spent),
        count=5,
        spent_by_today=Decimal(spent),
    )
    return replace(plain, **changes)


def only(found: Any) -> Insight:
    (insight,) = found
    assert isinstance(insight, Insight)
    return insight


def messages(found: Any) -> list[str]:
    return [each.message for each in found]


def test_it_says_nothing_to_a_new_user() -> None:
    assert insights(NEW) == []
    assert insights(OLD) == []


def test_it_looks_back_on_six_whole_months() -> None:
    assert half_year_before(date(2026, 3, 1)) == Period(date(2025, 9, 1), date(2026, 3, 1))
    assert half_year_before(date(2026, 3, 31)) == Period(date(2025, 9, 1), date(2026, 3, 1))
    assert half_year_before(date(2028, 2, 29)) == Period(date(2027, 8, 1), date(2028, 2, 1))


def test_it_says_the_most_pressing_first() -> None:
    severities = [rules.SEVERITIES[code] for code in Code]
    assert [rule.__name__ for rule in rules.RULES] == [code.value for code in Code]  # type: ignore[attr-defined]
    assert severities == [Severity.ALERT] * 2 + [Severity.WARNING] * 3 + [Severity.INFO] * 5


# A budget that is exceeded


def test_it_alerts_to_a_budget_of_which_more_than_all_is_spent() -> None:
    found = only(insights(replace(NEW, budgets=(budget("1000.00", "1000.01"),))))
    assert found.message == "The budget for Food is exceeded by 0.01 USD this month."
    assert (found.code, found.severity) == ("budget_exceeded", "alert")
    assert found.evidence == Evidence(MARCH, "expense", category=4)
    assert found.data == {
        "budget": 9,
        "category": 4,
        "category_name": "Food",
        "start_date": date(2026, 3, 1),
        "end_date": date(2026, 3, 31),
        "limit": Decimal("1000.00"),
        "spent": Decimal("1000.01"),
        "count": 5,
    }


@pytest.mark.parametrize("spent", ["1000.00", "0.00", "-5.00"])
def test_it_does_not_alert_to_a_budget_that_holds(spent: str) -> None:
    assert insights(replace(NEW, budgets=(budget("1000.00", spent),))) == []


def test_it_names_the_budget_over_all_expenses() -> None:
    whole = budget("10.00", "1510.00", category=0, category_name=None)
    found = only(rules.budget_exceeded(replace(NEW, budgets=(whole,))))
    assert found.message == "The budget for all expenses is exceeded by 1,500.00 USD this month."
    assert found.evidence == Evidence(MARCH, "expense", category=None)
    assert (found.data["category"], found.data["category_name"]) == (None, None)


# A month below zero


def test_it_alerts_to_a_month_that_cost_more_than_came_in() -> None:
    months = (*OLD.months[:5], flow("2000.01", 31, income="2000.00"))
    found = only(insights(replace(NEW, months=months)))
    assert found.message == "In February 2026 you spent 0.01 USD more than came in."
    assert (found.code, found.severity) == ("month_below_zero", "alert")
    assert found.evidence == Evidence(Period.month(2026, 2), None)
    assert found.data == {
        "start_date": date(2026, 2, 1),
        "end_date": date(2026, 2, 28),
        "income": Decimal("2000.00"),
        "expense": Decimal("2000.01"),
        "net": Decimal("-0.01"),
        "count": 31,
    }


def test_it_alerts_to_december_in_january() -> None:
    months = (flow("0", income="5"), *OLD.months[1:5], flow("1234.5"))
    facts = replace(NEW, months=months, today=date(2026, 1, 1))
    found = only(rules.month_below_zero(facts))
    assert found.message == "In December 2025 you spent 1,234.50 USD more than came in."


@pytest.mark.parametrize(
    "last",
    [
        flow("2000.00", income="2000.00"),
        flow("1999.99", income="2000.00"),
        flow("-10.00"),  # more came back than was spent
        Flow(),
    ],
)
def test_it_does_not_alert_to_a_month_that_is_not_below_zero(last: Flow) -> None:
    months = (flow("0", income="5"), *OLD.months[1:5], last)
    assert list(rules.month_below_zero(replace(NEW, months=months))) == []


def test_it_needs_income_to_say_that_less_came_in() -> None:
    months = (*OLD.months[:5], flow("2000.00"))
    assert list(rules.month_below_zero(replace(NEW, months=months))) == []


# A budget that will be exceeded: on 10 March, with 21 days to come

TENTH = date(2026, 3, 10)
#: 160 in all, and 100 without the largest: 10 a day.
SPENT = ("2026-03-02 60 4", "2026-03-04 40 4", "2026-03-04 40 4", "2026-03-10 20 4")


def paced(limit: str, *told: str, today: date = TENTH, **changes: Any) -> Facts:
    """A budget and the payments behind it."""
    paid = payments(*(told or SPENT))
    spent = str(sum(each.amount for each in paid if each.category == 4))
    planned = budget(limit, spent, today=today, **changes)
    return replace(NEW, today=today, budgets=(planned,), payments=paid)


def test_it_warns_of_a_budget_that_will_be_passed() -> None:
    found = only(insights(paced("200.00")))
    assert found.message == (
        "At this pace the budget for Food is passed on 15 March; the month would end at "
        "370.00 USD of 200.00 USD."
    )
    assert (found.code, found.severity) == ("budget_will_be_exceeded", "warning")
    assert found.evidence == Evidence(MARCH, "expense", category=4)
    assert found.data == {
        "budget": 9,
        "category": 4,
        "category_name": "Food",
        "start_date": date(2026, 3, 1),
        "end_date": date(2026, 3, 31),
        "limit": Decimal("200.00"),
        "spent": Decimal(160),
        "count": 5,
        "projected": Decimal("370.00"),
        "passed_on": date(2026, 3, 15),
    }


@pytest.mark.parametrize(
    ("limit", "day"),
    [
        ("160.00", "2026-03-11"),  # spent to the last cent: whatever comes next
        ("169.99", "2026-03-11"),
        ("170.00", "2026-03-12"),  # on the 11th nothing is left, but nothing is over
        ("369.99", "2026-03-31"),
        ("370.00", None),
    ],
)
def test_it_tells_the_day_on_which_a_budget_is_passed(limit: str, day: str | None) -> None:
    found = list(rules.budget_will_be_exceeded(paced(limit)))
    assert [str(each.data["passed_on"]) for each in found] == ([day] if day else [])


def test_it_compares_what_it_says_and_no_hundredth_of_a_cent() -> None:
    # 160 + 100 / 17 × 14 = 242.3529
    assert list(rules.budget_will_be_exceeded(paced("242.35", today=TODAY))) == []
    found = only(rules.budget_will_be_exceeded(paced("242.34", today=TODAY)))
    assert found.data["projected"] == Decimal("242.35")


def test_it_leaves_what_is_exceeded_to_the_alert() -> None:
    assert [each.code for each in insights(paced("159.99"))] == ["budget_exceeded"]


@pytest.mark.parametrize(("today", "number"), [("2026-03-06", 0), ("2026-03-07", 1)])
def test_it_waits_a_week_for_a_pace(today: str, number: int) -> None:
    told = ("2026-03-02 60 4", "2026-03-04 40 4", "2026-03-04 40 4", "2026-03-06 20 4")
    facts = paced("200.00", *told, today=date.fromisoformat(today))
    assert len(insights(facts)) == number


@pytest.mark.parametrize("today", ["2026-03-31", "2026-02-28"])
def test_it_foresees_nothing_on_the_last_day(today: str) -> None:
    day = date.fromisoformat(today)
    told = (each.replace("2026-03", today[:7]) for each in SPENT)
    assert insights(paced("160.01", *told, today=day, month=Period.month(2026, day.month))) == []


def test_it_foresees_the_last_day_on_the_day_before() -> None:
    # 160 + 100 / 30 × 1
    found = only(insights(paced("163.32", today=date(2026, 3, 30))))
    assert (found.data["projected"], found.data["passed_on"]) == (
        Decimal("163.33"),
        date(2026, 3, 31),
    )


def test_it_takes_one_large_payment_for_no_pace() -> None:
    rent = ("2026-03-01 1450 4", "2026-03-03 1 4", "2026-03-04 1 4")
    assert insights(paced("1500.00", *rent)) == []


def test_it_takes_two_payments_for_no_pace() -> None:
    assert insights(paced("160.01", "2026-03-02 80 4", "2026-03-09 80 4")) == []
    assert len(insights(paced("160.01", *["2026-03-02 80 4"] * 2, "2026-03-09 0.01 4"))) == 1


def test_it_takes_what_is_charged_once_a_month_for_no_pace() -> None:
    rents = payments(*(f"2026-0{month}-01 90 4" for month in (1, 2, 3)), first_id=20)
    facts = paced("460.00", "2026-03-01 90 4", *SPENT)
    assert len(insights(replace(facts, payments=facts.payments))) == 1  # 250 + 160 / 10 × 21
    monthly = replace(facts, merchants=(Recurring((*rents[:2], facts.payments[0])),))
    assert insights(monthly) == []  # 250 + 100 / 10 × 21


def test_it_counts_what_is_dated_later_once() -> None:
    found = only(insights(paced("380.00", *SPENT, "2026-03-28 30 4", spent_by_today=Decimal(160))))
    assert found.data["projected"] == Decimal("400.00")


def test_it_takes_what_came_back_from_the_pace() -> None:
    facts = paced("200.00")
    found = only(insights(replace(facts, budgets=(budget("200.00", "130.00", today=TENTH),))))
    assert found.data["projected"] == Decimal("277.00")  # 130 + (100 - 30) / 10 × 21
    assert insights(replace(facts, budgets=(budget("20.00", "20.00", today=TENTH),))) == []


def test_it_looks_at_the_payments_of_the_budget_s_category() -> None:
    others = ("2026-03-02 60 5", "2026-03-04 40 5", "2026-03-05 40")
    assert insights(paced("50.00", *others, "2026-03-05 40 4")) == []
    facts = paced("199.00", *others, "2026-03-05 40 4")
    whole = budget("199.00", "180", category=0, category_name=None, today=TENTH)
    found = only(insights(replace(facts, budgets=(whole,))))
    assert found.message.startswith("At this pace the budget for all expenses is passed on ")
    assert (found.data["projected"], found.evidence.category) == (Decimal("432.00"), None)


# A category above its usual month


def above(*months: str, now: str | None, **changes: Any) -> list[Insight]:
    facts = replace(OLD, categories=(history(*months, now=now, **changes),))
    return list(rules.category_above_usual(facts))


def test_it_warns_of_a_category_well_above_its_usual_month() -> None:
    found = only(above(*["1000.00"] * 6, now="1250.01", count=3))
    assert found.message == "Food: 1,250.01 USD this month, well above the usual 1,000.00 USD."
    assert (found.code, found.severity) == ("category_above_usual", "warning")
    assert found.evidence == Evidence(MARCH, "expense", category=1)
    assert found.data == {
        "category": 1,
        "category_name": "Food",
        "start_date": date(2026, 3, 1),
        "end_date": date(2026, 3, 31),
        "total": Decimal("1250.01"),
        "count": 3,
        "usual": Decimal("1000.00"),
    }


@pytest.mark.parametrize(
    ("months", "highest", "above_it"),
    [
        (["100"] * 6, "125.00", "125.01"),  # by a quarter
        (["-", "-", "100", "100", "100", "100"], "125.00", "125.01"),
        (["0", "100", "100", "100", "100", "100"], "125.00", "125.01"),
        (["-50", "100", "100", "100", "100", "5000"], "125.00", "125.01"),
        # by three spreads: the median is 100, the median deviation 10, and 3 × 14.826 is 44.478
        (["80", "90", "100", "100", "110", "120"], "144.47", "144.48"),
        (["-", "-", "90", "110", "100", "100"], "124.99", "169.73"),
    ],
)
def test_it_takes_the_median_and_the_spread_for_usual(
    months: list[str], highest: str, above_it: str
) -> None:
    assert above(*months, now=highest) == []
    assert len(above(*months, now=above_it)) == 1


@pytest.mark.parametrize(
    ("months", "now"),
    [
        (["100"] * 6, None),
        (["100"] * 6, "100"),
        (["100"] * 6, "-100"),
        (["-", "-", "-", "100", "100", "100"], "9999"),  # three months are not most
        (["-"] * 6, "9999"),
        (["0"] * 6, "9999"),  # it always all came back
        (["-100"] * 6, "9999"),
    ],
)
def test_it_does_not_warn_where_nothing_is_usual_or_above(
    months: list[str], now: str | None
) -> None:
    assert above(*months, now=now) == []


def test_it_needs_half_a_year_to_know_what_is_usual() -> None:
    facts = replace(OLD, categories=(history(*["100"] * 6, now="9999"),))
    young = replace(facts, months=(Flow(), *OLD.months[1:]))
    assert len(list(rules.category_above_usual(facts))) == 1
    assert list(rules.category_above_usual(young)) == []


def test_it_does_not_warn_of_what_is_little_in_a_month() -> None:
    facts = replace(
        OLD,
        months=tuple(flow(each) for each in ("0", "9", "2000", "2000", "2000", "2000")),
        categories=(history(*["10"] * 6, now="30.00"),),
    )
    assert insights(facts) == []
    more = replace(facts, categories=(history(*["10"] * 6, now="30.01"),))
    assert len(list(rules.category_above_usual(more))) == 1


def test_it_tells_the_largest_category_first_and_equal_ones_by_number() -> None:
    hundreds = ["100"] * 6
    told = [("200", 7, "C"), ("300", 8, "A"), ("200", 9, "B")]
    facts = replace(
        OLD,
        categories=tuple(
            history(*hundreds, now=now, category=category, name=name)
            for now, category, name in told
        ),
    )
    found = rules.category_above_usual(facts)
    assert [each.data["category"] for each in found] == [8, 7, 9]


@pytest.mark.parametrize(
    ("currency", "usual", "now", "message"),
    [
        ("JPY", "3000", "4000", "Food: 4,000 JPY this month, well above the usual 3,000 JPY."),
        ("BHD", "1.5", "2.125", "Food: 2.125 BHD this month, well above the usual 1.500 BHD."),
    ],
)
def test_it_says_money_with_the_currency_s_decimals(
    currency: str, usual: str, now: str, message: str
) -> None:
    facts = replace(OLD, currency=currency, categories=(history(*[usual] * 6, now=now),))
    assert messages(rules.category_above_usual(facts)) == [message]


def test_it_speaks_of_the_uncategorised() -> None:
    found = only(above(*["100"] * 6, now="200", category=0, name="Uncategorised"))
    assert found.message.startswith("Uncategorised: 200.00 USD this month, ")
    assert (found.data["category"], found.data["category_name"]) == (None, None)
    assert found.evidence.category == 0


# The largest category


def largest(*told: tuple[str, int], **changes: Any) -> list[Insight]:
    """Each category by what it has of this month: its total and count."""
    categories = tuple(
        history(*["-"] * 6, now=now, count=count, category=place, name=f"No. {place}")
        for place, (now, count) in enumerate(told, start=1)
    )
    return list(rules.largest_category(replace(NEW, categories=categories, **changes)))


def test_it_tells_the_largest_category() -> None:
    found = only(largest(("90.00", 3), ("1100.00", 2)))
    assert found.message == (
        "No. 2 has the largest share of this month's expenses: 40.5 %, 1,100.00 USD."
    )
    assert (found.code, found.severity) == ("largest_category", "info")
    assert found.evidence == Evidence(MARCH, "expense", category=2)
    assert found.data == {
        "category": 2,
        "category_name": "No. 2",
        "start_date": date(2026, 3, 1),
        "end_date": date(2026, 3, 31),
        "total": Decimal("1100.00"),
        "count": 2,
        "share": Decimal("40.5"),
    }


@pytest.mark.parametrize(
    "told",
    [
        [],
        [("90.00", 9)],  # the only one
        [("90.00", 9), ("-5.00", 1)],
        [("90.00", 9), ("0.00", 2)],
        [("90.00", 2), ("10.00", 2)],  # four expenses
    ],
)
def test_it_does_not_rank_categories_without_rivals_or_expenses(told: list[Any]) -> None:
    assert largest(*told) == []


def test_it_tells_the_first_of_equal_categories() -> None:
    assert only(largest(("90.00", 3), ("90.00", 3))).data["category"] == 1


def test_it_does_not_rank_where_nothing_has_a_share() -> None:
    rows = [history(*["-"] * 6, now="5", count=3, category=number) for number in (1, 2)]
    shareless = [replace(each, now=each.now and replace(each.now, share=None)) for each in rows]
    assert list(rules.largest_category(replace(NEW, categories=tuple(shareless)))) == []


# The biggest expenses


def biggest(*told: str, count: int = 5) -> list[Insight]:
    facts = replace(NEW, categories=(history(*["-"] * 6, now="0", count=count),))
    return list(rules.biggest_expenses(replace(facts, biggest=payments(*told, description=""))))


def test_it_tells_the_largest_expenses() -> None:
    facts = replace(
        NEW,
        categories=(history(*["-"] * 6, now="1576.5", count=5),),
        biggest=(
            *payments("2026-03-01 1450.00", description="Rent", first_id=8),
            *payments("2026-03-05 76.50", description="", first_id=3),
            *payments("2026-03-02 50.00", description="Shoes", first_id=5),
        ),
    )
    found = only(rules.biggest_expenses(facts))
    assert found.message == (
        "The largest expenses of this month: Rent, 1,450.00 USD; Expense, 76.50 USD; "
        "Shoes, 50.00 USD."
    )
    assert (found.code, found.severity) == ("biggest_expenses", "info")
    assert found.evidence == Evidence(None, "expense", ids=(3, 5, 8))
    assert (found.data["total"], found.data["count"]) == (Decimal("1576.50"), 3)
    assert (found.data["start_date"], found.data["end_date"]) == (MARCH.start, MARCH.last)
    assert found.data["transactions"][1] == {
        "id": 3,
        "date": date(2026, 3, 5),
        "amount": Decimal("76.50"),
        "description": "",
    }


def test_it_needs_five_expenses_and_three_payments_to_tell_the_largest() -> None:
    three = ["2026-03-01 30", "2026-03-01 20", "2026-03-01 10"]
    assert len(biggest(*three)) == 1
    assert biggest(*three, count=4) == []
    assert biggest(*three[:2]) == []
    assert biggest() == []


# Weekends: the four weeks from 18 February, a Wednesday, to 17 March

BEFORE = "2026-02-17 1"
#: Ten on weekdays, 100 in all.
WEEKDAYS = ["2026-02-18 10"] * 10


def weekend(*told: str, recent: dict[int, Flow], **changes: Any) -> list[Insight]:
    facts = replace(NEW, payments=payments(*told), recent=recent, **changes)
    return list(rules.weekend_spending(facts))


def test_it_tells_that_much_is_spent_on_weekends() -> None:
    told = [BEFORE, *WEEKDAYS, *["2026-02-21 50"] * 10, *["2026-03-15 60"] * 10]
    recent = {3: flow("1300", 10), 6: flow("500", 10), 7: flow("600", 10)}
    found = only(weekend(*told, recent=recent))
    assert found.message == (
        "45.8 % of what you spent in the last four weeks was spent on weekends: 1,100.00 USD."
    )
    assert (found.code, found.severity) == ("weekend_spending", "info")
    weeks = Period(date(2026, 2, 18), date(2026, 3, 18))
    assert found.evidence == Evidence(weeks, "expense", weekdays=(6, 7))
    assert found.data == {
        "start_date": date(2026, 2, 18),
        "end_date": date(2026, 3, 17),
        "total": Decimal(1100),
        "count": 20,
        "share": Decimal("45.8"),
    }


@pytest.mark.parametrize(
    ("weekday", "at_weekends", "number"),
    [
        ("55.00", "45.00", 1),
        ("55.10", "44.90", 0),
        ("0", "100", 1),
        ("-40", "100", 0),  # more came back on weekdays than was spent: 166.7 %
        ("100", "-40", 0),
        ("-50", "40", 0),
    ],
)
def test_it_tells_of_weekends_from_forty_five_percent(
    weekday: str, at_weekends: str, number: int
) -> None:
    told = [BEFORE, *["2026-03-14 10"] * 12]
    recent = {1: flow(weekday), 6: flow(at_weekends)}
    assert len(weekend(*told, recent=recent)) == number


RECENT = {1: flow("10"), 6: flow("990")}


def test_it_needs_ten_payments_and_four_weeks_to_tell_of_weekends() -> None:
    assert len(weekend(BEFORE, *["2026-03-14 10"] * 10, recent=RECENT)) == 1
    assert weekend(BEFORE, *["2026-03-14 10"] * 9, recent=RECENT) == []
    assert weekend("2026-02-18 1", *["2026-03-14 10"] * 10, recent=RECENT) == []


def test_it_takes_one_payment_on_a_sunday_for_no_habit() -> None:
    assert weekend(BEFORE, *WEEKDAYS, "2026-03-01 890", recent=RECENT) == []


def test_it_takes_a_rent_that_is_due_on_a_sunday_for_no_habit() -> None:
    rents = merchant("890", "890", "890", "890", first_id=50).charges
    sunday = [replace(each, day=date(2026, 3, 1)) for each in rents[-1:]]
    once = payments(BEFORE, *WEEKDAYS, "2026-03-14 60")
    facts = replace(NEW, recent=RECENT, payments=(*once, *sunday, *sunday))
    assert len(list(rules.weekend_spending(facts))) == 1
    monthly = replace(facts, merchants=(Recurring((*rents[:3], *sunday)),))
    assert list(rules.weekend_spending(monthly)) == []


# A category that stopped


def stopped(*months: str, facts: Facts = OLD, **changes: Any) -> list[Insight]:
    return list(rules.category_stopped(replace(facts, categories=(history(*months, **changes),))))


def test_it_tells_that_a_category_stopped() -> None:
    found = only(stopped("10.00", "1030.00", "20.00", "25.00", "15.00", "-"))
    assert found.message == "Food: nothing since 1 February, after about 20.00 USD every month."
    assert (found.code, found.severity) == ("category_stopped", "info")
    period = Period(date(2025, 9, 1), date(2026, 2, 1))
    assert found.evidence == Evidence(period, "expense", category=1)
    assert found.data == {
        "category": 1,
        "category_name": "Food",
        "start_date": date(2025, 9, 1),
        "end_date": date(2026, 1, 31),
        "total": Decimal("1100.00"),
        "count": 5,
        "usual": Decimal("20.00"),
    }


@pytest.mark.parametrize(
    ("months", "changes"),
    [
        (["10"] * 5 + ["10"], {}),
        (["10"] * 5 + ["0"], {}),  # bought and sent back
        (["10"] * 5 + ["-"], {"now": "10"}),
        (["10"] * 5 + ["-"], {"now": "-10"}),  # a refund is not nothing
        (["-", "10", "10", "10", "10", "-"], {}),
        (["10", "10", "-", "10", "10", "-"], {}),
        (["10", "10", "0", "10", "10", "-"], {}),
        (["10", "10", "-5", "10", "10", "-"], {}),
        (["10"] * 5 + ["-"], {"category": 0, "name": "Uncategorised"}),
        (["10"] * 5 + ["-"], {"facts": NEW}),
    ],
)
def test_it_does_not_take_for_stopped_what_did_not(months: list[str], changes: Any) -> None:
    assert stopped(*months, **changes) == []


# Who charges every month


def charged(*merchants: Recurring) -> list[Insight]:
    return insights(replace(NEW, merchants=merchants))


def test_it_tells_a_likely_subscription() -> None:
    found = only(charged(merchant("9.99", "10.49", "9.99", "10.49", first_id=11)))
    assert found.message == (
        "Streaming looks like a subscription or a regular bill: 10.49 USD a month, 4 months in "
        "a row."
    )
    assert (found.code, found.severity) == ("likely_subscription", "info")
    assert found.evidence == Evidence(None, "expense", ids=(11, 12, 13, 14))
    assert found.data == {
        "merchant": "Streaming",
        "amount": Decimal("10.49"),
        "start_date": date(2025, 12, 5),
        "end_date": date(2026, 3, 5),
        "total": Decimal("40.96"),
        "count": 4,
    }


def test_it_warns_of_a_price_that_went_up() -> None:
    found = only(charged(merchant("9.99", "9.99", "9.99", "12.99", "12.99")))
    assert found.message == "Streaming costs 12.99 USD a month now; it was 9.99 USD."
    assert (found.code, found.severity) == ("price_increased", "warning")
    assert found.evidence == Evidence(None, "expense", ids=(1, 2, 3, 4, 5))
    assert found.data == {
        "merchant": "Streaming",
        "amount": Decimal("12.99"),
        "start_date": date(2025, 11, 5),
        "end_date": date(2026, 3, 5),
        "total": Decimal("55.95"),
        "count": 5,
        "before": Decimal("9.99"),
        "percent": Decimal("30.0"),
    }


def test_it_says_of_one_merchant_one_thing() -> None:
    found = charged(merchant("10.00", "10.00", "10.00", "10.00", "10.50"))
    assert [each.code for each in found] == ["price_increased"]


def test_it_tells_a_subscription_at_the_price_of_its_last_four_charges() -> None:
    found = only(charged(merchant("8", "8", "8", "10", "10", "10", "10")))
    assert found.message.endswith(": 10.00 USD a month, 4 months in a row.")
    assert (found.evidence.ids, found.data["total"]) == ((4, 5, 6, 7), Decimal(40))


def test_it_does_not_take_changing_amounts_for_a_subscription() -> None:
    assert charged(merchant("20", "30", "25", "40", "20", "31")) == []


def test_it_tells_the_dearest_subscription_first() -> None:
    found = charged(
        merchant(*["5"] * 4, name="Cloud"),
        merchant(*["30"] * 4, name="Gym"),
        merchant(*["5"] * 4, name="News"),
    )
    assert [each.data["merchant"] for each in found] == ["Gym", "Cloud", "News"]
