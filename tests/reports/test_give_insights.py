"""`reports/insights/`: a half year of which there is something to say, and each thing explained."""

import random
import re
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from categories.models import Category
from tests.conftest import client_of
from tests.entries import record, record_all
from tests.queries import counted
from tests.refusals import faults
from tests.reports.links import rows_behind
from tests.reports.oracle import DECIMALS
from users import demo
from users.models import User
from users.registration import open_account

INSIGHTS = "/api/reports/insights/"
SEVERITIES = ["alert", "warning", "info"]
LIST = "http://testserver/api/transactions/"
#: Every month of the half year before March 2026, the same.
MONTHS = ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]
#: (day, amount, category, description)
EVERY_MONTH = [
    (1, "900.00", "Housing", "Rent"),
    (10, "200.00", "Food", "Market"),
    (20, "100.00", "Food", "Market"),
]
PHYSIO = ["30.00", "40.00", "50.00", "60.00", "40.00"]
STREAMING = ["9.99", "9.99", "9.99", "9.99", "9.99", "12.99", "12.99"]
MARCH = [
    ("2026-03-01", "900.00", "Housing", "Rent"),
    *[
        (f"2026-03-{day:02}", amount, "Food", "Market")
        for day in (7, 8, 14, 15)  # all of them on weekends
        for amount in ("60.00", "40.00")
    ],
    ("2026-03-03", "8.00", "Transport", "Bus"),
    ("2026-03-10", "8.00", "Transport", "Bus"),
    ("2026-03-12", "8.00", "Transport", "Bus"),
]


def insights(client: Any, **query: Any) -> dict[str, Any]:
    answer = client.get(INSIGHTS, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def results(client: Any, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = insights(client, **query)["results"]
    return found


def codes(client: Any, **query: Any) -> list[str]:
    return [each["code"] for each in results(client, **query)]


def named(client: Any, code: str) -> dict[str, Any]:
    (found,) = [each for each in results(client) if each["code"] == code]
    return found


def entry(day: str, amount: str, category: Any, description: str, **more: Any) -> dict[str, Any]:
    plain = {"date": date.fromisoformat(day), "amount": Decimal(amount), "category": category}
    return plain | {"description": description} | more


@pytest.fixture
def categories(alice: User) -> dict[str, Category]:
    return {each.name: each for each in Category.objects.in_book(alice.book.pk)}


@pytest.fixture
def half_year(alice: User, client: Any, categories: dict[str, Category]) -> list[int]:
    """The ids of alice's books up to 17 March 2026, a Tuesday; two budgets."""
    told = [
        (f"{month}-{day:02}", amount, category, description)
        for month in MONTHS
        for day, amount, category, description in EVERY_MONTH
    ]
    told += [
        (f"{month}-05", amount, "Entertainment", f"Streaming {month}")
        for month, amount in zip([*MONTHS, "2026-03"], STREAMING, strict=True)
    ]
    told += [
        (f"{month}-15", amount, "Health", "Physio")
        for month, amount in zip(MONTHS[:5], PHYSIO, strict=True)
    ]
    told += [("2026-02-07", "1500.00", "Shopping", "Sofa"), *MARCH]
    rows = [entry(day, amount, categories[name], what) for day, amount, name, what in told]
    rows += [entry(f"{month}-01", "2000.00", None, "Salary", type="income") for month in MONTHS]
    rows += [entry("2026-03-12", "20.00", categories["Food"], "Market", refund=True)]
    ids = record_all(alice, rows)
    for name, limit in (("Food", "300.00"), ("Transport", "30.00")):
        made = client.post("/api/budgets/", {"category": name, "amount": limit})
        assert made.status_code == 201, made.content
    return ids


def assert_adds_up(client: Any, insight: dict[str, Any]) -> None:
    """Each figure of the insight is what the list behind it comes to."""
    data, rows = insight["data"], rows_behind(client, insight["transactions_url"])
    income = sum((Decimal(row["amount"]) for row in rows if row["type"] == "income"), Decimal(0))
    expense = sum((Decimal(row["amount"]) * (-1 if row["refund"] else 1) for row in rows), -income)
    figures = {"income": income, "expense": expense, "net": income - expense}
    figures |= {"total": expense, "spent": expense}
    told = {name: Decimal(data[name]) for name in figures.keys() & data.keys()}
    assert told
    assert told == {name: figures[name] for name in told}, insight
    assert data["count"] == len(rows) > 0, insight
    days = [row["date"] for row in rows]
    assert data["start_date"] <= min(days) <= max(days) <= data["end_date"], insight


def test_it_says_nothing_to_a_new_user(client: Any) -> None:
    assert insights(client) == {
        "currency": "USD",
        "date": "2026-03-17",
        "count": 0,
        "next": None,
        "previous": None,
        "results": [],
    }


def test_it_says_nothing_of_a_first_purchase(client: Any) -> None:
    record(client, date="2026-03-14", amount="5000.00", category="Food", description="Rent")
    client.post("/api/budgets/", {"category": "Food", "amount": "6000.00"})
    assert results(client) == []


def test_it_says_what_there_is_to_say(client: Any, half_year: list[int]) -> None:
    told = [f"{each['severity']} {each['code']}: {each['message']}" for each in results(client)]
    assert told == [
        "alert budget_exceeded: The budget for Food is exceeded by 80.00 USD this month.",
        "alert month_below_zero: In February 2026 you spent 712.99 USD more than came in.",
        "warning budget_will_be_exceeded: At this pace the budget for Transport is passed on "
        "24 March; the month would end at 37.18 USD of 30.00 USD.",
        "warning category_above_usual: Food: 380.00 USD this month, well above the usual "
        "300.00 USD.",
        "warning price_increased: Streaming 2026-03 costs 12.99 USD a month now; it was 9.99 USD.",
        "info largest_category: Housing has the largest share of this month's expenses: 68.3 %, "
        "900.00 USD.",
        "info biggest_expenses: The largest expenses of this month: Rent, 900.00 USD; "
        "Market, 60.00 USD; Market, 60.00 USD.",
        "info weekend_spending: 91.7 % of what you spent in the last four weeks was spent on "
        "weekends: 1,300.00 USD.",
        "info category_stopped: Health: nothing since 1 February, after about 40.00 USD every "
        "month.",
        "info likely_subscription: Rent looks like a subscription or a regular bill: 900.00 USD "
        "a month, 7 months in a row.",
    ]


THIS_MONTH = {"start_date": "2026-03-01", "end_date": "2026-03-31"}
#: By code: the data but for ids, and the query of the link; {…} is an id.
TOLD: dict[str, tuple[dict[str, Any], str]] = {
    "budget_exceeded": (
        {"category_name": "Food", **THIS_MONTH, "limit": "300.00", "spent": "380.00", "count": 9},
        "type=expense&category={Food}&start_date=2026-03-01&end_date=2026-03-31",
    ),
    "month_below_zero": (
        {
            "start_date": "2026-02-01",
            "end_date": "2026-02-28",
            "income": "2000.00",
            "expense": "2712.99",
            "net": "-712.99",
            "count": 6,
        },
        "start_date=2026-02-01&end_date=2026-02-28",
    ),
    "budget_will_be_exceeded": (
        {
            "category_name": "Transport",
            **THIS_MONTH,
            "limit": "30.00",
            "spent": "24.00",
            "count": 3,
            "projected": "37.18",  # 24 + 16 / 17 × 14
            "passed_on": "2026-03-24",
        },
        "type=expense&category={Transport}&start_date=2026-03-01&end_date=2026-03-31",
    ),
    "category_above_usual": (
        {"category_name": "Food", **THIS_MONTH, "total": "380.00", "count": 9, "usual": "300.00"},
        "type=expense&category={Food}&start_date=2026-03-01&end_date=2026-03-31",
    ),
    "price_increased": (
        {
            "merchant": "Streaming 2026-03",
            "amount": "12.99",
            "start_date": "2025-09-05",
            "end_date": "2026-03-05",
            "total": "75.93",
            "count": 7,
            "before": "9.99",
            "percent": 30.0,
        },
        "type=expense&id={18},{19},{20},{21},{22},{23},{24}",
    ),
    "largest_category": (
        {"category_name": "Housing", **THIS_MONTH, "total": "900.00", "count": 1, "share": 68.3},
        "type=expense&category={Housing}&start_date=2026-03-01&end_date=2026-03-31",
    ),
    "weekend_spending": (
        {
            "start_date": "2026-02-18",
            "end_date": "2026-03-17",
            "total": "1300.00",
            "count": 9,
            "share": 91.7,
        },
        "type=expense&weekday=6,7&start_date=2026-02-18&end_date=2026-03-17",
    ),
    "category_stopped": (
        {
            "category_name": "Health",
            "start_date": "2025-09-01",
            "end_date": "2026-01-31",
            "total": "220.00",
            "count": 5,
            "usual": "40.00",
        },
        "type=expense&category={Health}&start_date=2025-09-01&end_date=2026-01-31",
    ),
    "likely_subscription": (
        {
            "merchant": "Rent",
            "amount": "900.00",
            "start_date": "2025-09-01",
            "end_date": "2026-03-01",
            "total": "6300.00",
            "count": 7,
        },
        "type=expense&id={0},{3},{6},{9},{12},{15},{31}",
    ),
}


@pytest.mark.parametrize("code", TOLD)
def test_it_gives_the_numbers_of_what_it_says(
    client: Any, half_year: list[int], categories: dict[str, Category], code: str
) -> None:
    data, query = TOLD[code]
    found = named(client, code)
    numbers = {name: each.pk for name, each in categories.items()}
    numbers |= {str(place): number for place, number in enumerate(half_year)}
    link = re.sub(r"\{(\w+)\}", lambda name: str(numbers[name[1]]), query)
    assert found["transactions_url"] == f"{LIST}?currency=USD&{link}"
    if "category_name" in data:
        data = data | {"category": numbers[data["category_name"]]}
    assert {name: value for name, value in found["data"].items() if name != "budget"} == data


def test_it_names_the_budget_that_it_speaks_of(client: Any, half_year: list[int]) -> None:
    budgets = {
        row["category_name"]: row["id"] for row in client.get("/api/budgets/").json()["results"]
    }
    assert named(client, "budget_exceeded")["data"]["budget"] == budgets["Food"]
    assert named(client, "budget_will_be_exceeded")["data"]["budget"] == budgets["Transport"]


def test_it_gives_the_largest_expenses_one_by_one(client: Any, half_year: list[int]) -> None:
    found = named(client, "biggest_expenses")
    rent, later, earlier = half_year[31], half_year[38], half_year[36]
    assert found["data"] == {
        **THIS_MONTH,
        "total": "1020.00",
        "count": 3,
        "transactions": [
            {"id": rent, "date": "2026-03-01", "amount": "900.00", "description": "Rent"},
            {"id": later, "date": "2026-03-15", "amount": "60.00", "description": "Market"},
            {"id": earlier, "date": "2026-03-14", "amount": "60.00", "description": "Market"},
        ],
    }
    assert (
        found["transactions_url"] == f"{LIST}?currency=USD&type=expense&id={rent},{earlier},{later}"
    )


def test_it_explains_each_insight(client: Any, half_year: list[int]) -> None:
    found = results(client)
    assert len(found) == 10
    for insight in found:
        assert_adds_up(client, insight)


def test_it_explains_the_budget_over_all_expenses(client: Any, half_year: list[int]) -> None:
    client.post("/api/budgets/", {"amount": "1000.00"})
    exceeded = results(client)[0]
    assert exceeded["message"] == (
        "The budget for all expenses is exceeded by 316.99 USD this month."
    )
    assert (exceeded["data"]["category"], exceeded["data"]["category_name"]) == (None, None)
    assert_adds_up(client, exceeded)


def test_it_explains_what_has_no_category(alice: User, client: Any) -> None:
    days = [*(f"{month}-10" for month in MONTHS), "2026-03-10"]
    amounts = ["100.00"] * 6 + ["300.00"]
    told = zip(days, amounts, strict=True)
    record_all(alice, [entry(day, amount, None, "") for day, amount in told])
    (found,) = results(client)
    assert found["message"] == (
        "Uncategorised: 300.00 USD this month, well above the usual 100.00 USD."
    )
    assert (found["data"]["category"], found["data"]["category_name"]) == (None, None)
    assert "&category=none&" in found["transactions_url"]
    assert_adds_up(client, found)


def test_it_comes_in_pages(client: Any, half_year: list[int]) -> None:
    first = insights(client, page_size=4)
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert [len(page["results"]) for page in (first, second, third)] == [4, 4, 2]
    assert [page["count"] for page in (first, second, third)] == [10, 10, 10]
    assert third["next"] is None
    assert client.get(third["previous"]).json() == second
    joined = first["results"] + second["results"] + third["results"]
    assert joined == results(client)


def test_it_keeps_currencies_apart(
    alice: User, client: Any, half_year: list[int], categories: dict[str, Category]
) -> None:
    before = insights(client)
    abroad = [
        (f"2026-03-{day:02}", amount, categories[name], "Rent")
        for day, amount, name in [
            (2, "7000.00", "Travel"),
            (7, "70.00", "Food"),
            (8, "60.00", "Food"),
            (14, "50.00", "Food"),
            (15, "40.00", "Food"),
        ]
    ]
    record_all(alice, [entry(*told, currency="EUR") for told in abroad])
    assert insights(client) == before
    assert [each["message"] for each in results(client, currency="EUR")] == [
        "Travel has the largest share of this month's expenses: 97.0 %, 7,000.00 EUR.",
        "The largest expenses of this month: Rent, 7,000.00 EUR; Rent, 70.00 EUR; Rent, 60.00 EUR.",
    ]
    for insight in results(client, currency="EUR"):
        assert_adds_up(client, insight)
    assert insights(client, currency="CHF")["count"] == 0


def test_it_says_yen_without_decimals(
    alice: User, client: Any, categories: dict[str, Category]
) -> None:
    days = [*(f"{month}-10" for month in MONTHS), "2026-03-10"]
    told = zip(days, ["2000"] * 6 + ["3000"], strict=True)
    food = categories["Food"]
    record_all(alice, [entry(day, amount, food, "", currency="JPY") for day, amount in told])
    (found,) = results(client, currency="JPY")
    assert found["message"] == "Food: 3,000 JPY this month, well above the usual 2,000 JPY."
    assert (found["data"]["total"], found["data"]["usual"]) == ("3000", "2000")
    assert_adds_up(client, found)


def test_it_tells_a_stranger_nothing(
    charlie: User, client: Any, half_year: list[int], clock: Any
) -> None:
    stranger = client_of(charlie)
    assert results(stranger) == []
    for url in (each["transactions_url"] for each in results(client)):
        answer = stranger.get(url).json()
        assert answer["results"] == [], url


def test_it_takes_no_refund_and_no_income_for_an_expense(
    alice: User, client: Any, half_year: list[int], categories: dict[str, Category]
) -> None:
    before = named(client, "biggest_expenses")
    back = entry("2026-03-09", "5000.00", categories["Travel"], "Sofa", refund=True)
    paid = entry("2026-03-09", "6000.00", categories["Travel"], "Prize", type="income")
    record_all(alice, [back, paid])
    assert named(client, "biggest_expenses") == before
    assert "largest_category" not in codes(client)  # more came back than was spent
    assert "weekend_spending" not in codes(client)


def test_it_takes_no_refunds_for_a_subscription(alice: User, client: Any) -> None:
    rows = [entry(f"{month}-05", "9.99", None, "Cashback", refund=True) for month in MONTHS]
    record_all(alice, rows)
    assert results(client) == []


def test_it_asks_five_times_besides_the_sign_in(client: Any, half_year: list[int]) -> None:
    with counted() as queries:
        insights(client)
    assert len(queries) == 1 + 5
    tables = [query.count("book_id") for query in queries[1:]]
    assert min(tables) > 0


def test_it_says_the_same_until_something_changes(client: Any, half_year: list[int]) -> None:
    first, second = client.get(INSIGHTS), client.get(INSIGHTS)
    assert first.content == second.content
    again = client.get(INSIGHTS, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    record(client, date="2026-03-16", amount="70.00", category="Food", description="Shoes")
    changed = client.get(INSIGHTS, HTTP_IF_NONE_MATCH=first["ETag"])
    assert changed.status_code == 200
    assert "Shoes, 70.00 USD" in named(client, "biggest_expenses")["message"]


def test_it_goes_by_the_user_s_own_day(client: Any, half_year: list[int], clock: Any) -> None:
    clock.move_to("2026-03-31T11:00:00+00:00")
    march = client.get(INSIGHTS)
    assert march.json()["date"] == "2026-03-31"
    assert client.patch("/api/me/", {"timezone": "Pacific/Kiritimati"}).status_code == 200
    april = client.get(INSIGHTS, HTTP_IF_NONE_MATCH=march["ETag"])
    assert april.json()["date"] == "2026-04-01"
    told = [each["message"] for each in april.json()["results"]]
    assert "In March 2026 you spent 1,316.99 USD more than came in." in told
    assert not [each for each in told if "this month" in each]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("currency=XXX", "currency"),
        ("currency=", "currency"),
        ("currency=USD&currency=EUR", "currency"),
        ("period=this_month", "period"),
        ("start_date=2026-03-01", "start_date"),
        ("month=2026-03", "month"),
        ("type=expense", "type"),
        ("category=1", "category"),
        ("severity=alert", "severity"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("page_size=0", "page_size"),
    ],
)
def test_it_names_the_parameter_that_it_cannot_take(client: Any, query: str, name: str) -> None:
    answer = client.get(f"{INSIGHTS}?{query}")
    assert answer.status_code == 400
    assert faults(answer) == [("query", name)]


def test_it_has_no_page_past_the_end(client: Any) -> None:
    assert client.get(INSIGHTS, {"page": 2}).status_code == 404


def test_it_asks_who_is_there(anonymous_client: Any) -> None:
    assert anonymous_client.get(INSIGHTS).status_code == 401


# Random books

_AMOUNT = re.compile(r"(-?[\d,]+(?:\.\d+)?) ([A-Z]{3})\b")
DAYS = [2, 10, 12, 14, 17, 24, 31]
OFTEN = {
    "budget_exceeded",
    "month_below_zero",
    "category_above_usual",
    "price_increased",
    "largest_category",
    "biggest_expenses",
    "likely_subscription",
}
CHARGES = ["Rent", "Streaming 2026", "🎬 Video"]


def random_books(dice: random.Random, categories: list[Any], currency: str) -> list[dict[str, Any]]:
    """Up to eight months, to March, of one currency: what is charged monthly, and purchases."""
    unit = Decimal(1).scaleb(-DECIMALS[currency])
    rise, purchases, is_wild = dice.randint(3, 9), dice.choice([0, 4, 10, 14]), dice.random() < 0.5
    sundays = dice.choice([0.1, 0.9])
    rows: list[dict[str, Any]] = []
    for month in range(dice.randint(0, 2), 8):
        first = date(2025 + (7 + month) // 12, (7 + month) % 12 + 1, 1)
        for place, what in enumerate(CHARGES):
            amount = unit * (1200 if month >= rise else 1000) * (place + 1)
            day = first + timedelta(days=place)
            rows.append({"date": day, "amount": amount, "description": what})
            rows[-1]["category"] = categories[place]
        many = purchases * 2 if month == 7 and is_wild else purchases
        rows += [_purchase(dice, first, unit, categories, sundays) for _ in range(many)]
    return [row | {"currency": currency} for row in rows if dice.random() < 0.98]


def _purchase(
    dice: random.Random, first: date, unit: Decimal, categories: list[Any], sundays: float
) -> dict[str, Any]:
    day = first + timedelta(days=dice.randint(0, 27))
    if dice.random() < sundays:  # on a Sunday, where the month has not begun since
        day = max(first, day - timedelta(days=day.isoweekday() % 7))
    kind = dice.choice(["expense"] * 5 + ["income"])
    return {
        "date": day,
        "amount": unit * dice.choice([1, *[dice.randint(500, 999)] * 8, dice.randint(1, 10**5)]),
        "type": kind,
        "refund": kind == "expense" and dice.random() < 0.1,
        "description": dice.choice(["Market", "", "42", "Shoes, size 9"]),
        "category": dice.choice([None, *categories, *[categories[3]] * 5]),
    }


def assert_worded(insight: dict[str, Any], currency: str) -> None:
    """Every amount of the message has the currency's decimals, and nothing looks like Python."""
    said = insight["message"]
    for amount, code in _AMOUNT.findall(said):
        assert code == currency, said
        assert len(amount.partition(".")[2]) == DECIMALS[currency], said
    assert not re.search(r"Decimal|None|nan|E[+-]\d|\d\.\d{4}|--|- ", said), said


def test_it_adds_up_in_any_books(transactional_db: None, clock: Any, record_property: Any) -> None:
    seen: list[str] = []

    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(seed=st.integers(0, 10**6), currency=st.sampled_from(["USD", "JPY", "BHD"]))
    def check(seed: int, currency: str) -> None:
        today = date(2026, 3, DAYS[seed % 7])
        clock.move_to(f"{today}T12:00:00+00:00")
        client = a_reader(random.Random(seed), currency, today)
        seen.extend(checked(client, currency))

    check()
    record_property("insights", len(seen))
    assert set(seen) >= OFTEN


def a_reader(dice: random.Random, currency: str, today: date) -> Any:
    """Somebody new, with random books of which little is dated later, and three budgets."""
    user = open_account(username=f"reader{User.objects.count()}", email="", password=None)
    client = client_of(user)
    categories = list(Category.objects.in_book(user.book.pk).order_by("pk")[:4])
    rows = random_books(dice, categories, currency)
    record_all(user, [row for row in rows if row["date"] <= today or dice.random() < 0.05])
    for category, most in (
        (None, 40_000),
        (categories[0].name, 4000),
        (categories[3].name, 12_000),
    ):
        limit = Decimal(dice.randint(most // 4, most)).scaleb(-DECIMALS[currency])
        fields = {"category": category, "amount": str(limit), "currency": currency}
        assert client.post("/api/budgets/", fields).status_code == 201
    return client


def checked(client: Any, currency: str) -> list[str]:
    """The codes of what these books have to say, each looked at."""
    answer = client.get(INSIGHTS, {"currency": currency, "page_size": 500})
    assert answer.content == client.get(answer.wsgi_request.get_full_path()).content
    found = answer.json()["results"]
    severities = [SEVERITIES.index(each["severity"]) for each in found]
    assert severities == sorted(severities)
    for insight in found:
        assert_worded(insight, currency)
        assert_adds_up(client, insight)
    return [each["code"] for each in found]


# The demo's books


def test_it_tells_the_demo_s_household_what_is_worth_it(transactional_db: None, clock: Any) -> None:
    call_command("seed_demo", "--until=2026-03-17", stdout=StringIO(), stderr=StringIO())
    client = client_of(User.objects.get(username=demo.USERNAME))
    found = results(client)
    for each in found:
        assert_adds_up(client, each)
    regular = " looks like a subscription or a regular bill: "
    assert [each["message"] for each in found] == [
        "Housing has the largest share of this month's expenses: 53.9 %, 1,450.00 USD.",
        "The largest expenses of this month: Rent, 1,450.00 USD; Electricity and heating, "
        "109.36 USD; Green Basket, 89.74 USD.",
        f"Rent{regular}1,450.00 USD a month, 7 months in a row.",
        f"Transit pass{regular}86.00 USD a month, 7 months in a row.",
        f"Internet{regular}49.90 USD a month, 7 months in a row.",
        f"Gym{regular}39.00 USD a month, 7 months in a row.",
        f"Mobile phone{regular}25.00 USD a month, 7 months in a row.",
        f"Video streaming{regular}15.49 USD a month, 7 months in a row.",
        f"Music streaming{regular}10.99 USD a month, 7 months in a row.",
        f"Local newspaper{regular}8.00 USD a month, 6 months in a row.",
        f"Cloud storage{regular}2.99 USD a month, 7 months in a row.",
    ]
