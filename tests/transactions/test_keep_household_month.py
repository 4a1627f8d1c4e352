"""A month of a real household, its numbers added up by hand.

Mira and Jonas in Lisbon keep their books in euros, as of 28 March 2026.

    Income    2150.00 Jonas' salary (1 March)
              1980.45 Mira's salary (2 March)
                85.00 sold bicycle (14 March)                    = 4215.45
    Housing    950.00 rent (1 March)                             =  950.00
    Food        64.30 + 71.85 + 58.10 + 92.45 groceries          =  286.70
                 less 4.50 a broken jar, paid back               =  282.20
    Health     120.00 dentist, 96.00 of it paid back on 20 March =   24.00
    Transport   40.00 + 40.00 passes, one entered twice: deleted =   40.00
    Tea          3.20 + 3.20                                     =    6.40
    none        25.00 a present, first entered as 52.00          =   25.00
    Expense   950.00 + 282.20 + 24.00 + 40.00 + 6.40 + 25.00     = 1327.60
    Net       4215.45 - 1327.60                                  = 2887.85
    In yen    a weekend's sushi, 4800, and a taxi, 2300          =    7100
"""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from tests.entries import category_id, every_row, record

TOTALS = "/api/transactions/totals/"


@pytest.fixture
def client(alice, alice_client):
    alice.book.currency, alice.book.timezone = "EUR", "Europe/Lisbon"
    alice.book.save()
    with time_machine.travel(datetime(2026, 3, 28, 20, tzinfo=UTC), tick=False):
        yield alice_client


@pytest.fixture
def march(client):
    """The month as it was entered, mistakes and all."""

    def spent(day: int, amount: str, category: str | None = None, **rest: Any) -> Any:
        rest = {"date": f"2026-03-{day:02}", "amount": amount, "category": category} | rest
        return record(client, "/api/expenses/", type="expense", **rest)

    for day, amount, name in ((1, "2150.00", "Salary"), (2, "1980.45", "Salary"), (14, "85", None)):
        body = {"amount": amount, "category": name, "date": f"2026-03-{day:02}"}
        assert client.post("/api/income/", body).status_code == 201
    spent(1, "950.00", "Housing", description="Rent")
    for day, amount in ((3, "64.30"), (10, "71.85"), (17, "58.10"), (24, "92.45")):
        spent(day, amount, "food", description="Groceries")
    spent(11, "4.50", "Food", refund=True, description="Broken jar")
    spent(5, "120.00", "Health", description="Dentist")
    spent(20, "96.00", "Health", refund=True, description="Dentist, from the insurance")
    spent(2, "40.00", "Transport", description="Pass")
    twice = spent(2, "40.00", "Transport", description="Pass")
    for day in (7, 21):
        spent(day, "3.20", "Chá", description="Chá verde 🍵")
    wrong = spent(15, "52.00", description="Present")
    spent(28, "4800", "Food", currency="JPY", description="寿司 🍣")
    spent(28, "2300", "Transport", currency="JPY", description="Taxi")
    client.delete(f"/api/expenses/{twice['id']}/")
    client.patch(f"/api/transactions/{wrong['id']}/", {"amount": "25.00"})


def summed(client: Any, **query: Any) -> list[tuple[str, str, str, str, int]]:
    names = ("currency", "income", "expense", "net", "count")
    results = client.get(TOTALS, query).json()["results"]
    return [tuple(each[name] for name in names) for each in results]


def test_it_adds_up_the_month(client, march):
    assert summed(client, period="this_month") == [
        ("EUR", "4215.45", "1327.60", "2887.85", 15),
        ("JPY", "0", "7100", "-7100", 2),
    ]
    assert summed(client) == summed(client, start_date="2026-03-01", end_date="2026-03-31")


@pytest.mark.parametrize(
    ("name", "expense", "count"),
    [
        ("Housing", "950.00", 1),
        ("Food", "282.20", 5),
        ("Health", "24.00", 2),
        ("Transport", "40.00", 1),
        ("Chá", "6.40", 2),
    ],
)
def test_it_adds_up_each_category(client, march, name, expense, count):
    (euros,) = summed(client, category=category_id(client, name), currency="EUR")
    assert (euros[2], euros[4]) == (expense, count)


def test_it_adds_up_what_has_no_category(client, march):
    assert summed(client, category="none") == [("EUR", "85.00", "25.00", "60.00", 2)]


def test_it_adds_up_parts_of_the_month(client, march):
    assert summed(client, end_date="2026-03-02") == [("EUR", "4130.45", "990.00", "3140.45", 4)]
    week = summed(client, period="last_7_days", currency="EUR")
    assert week == [("EUR", "0.00", "92.45", "-92.45", 1)]
    assert summed(client, search="dentist") == [("EUR", "0.00", "24.00", "-24.00", 2)]
    assert summed(client, weekday="2", type="expense") == [("EUR", "0.00", "286.70", "-286.70", 4)]
    assert summed(client, period="last_month") == []


def test_it_lists_the_month(client, march):
    rows = every_row(client, period="this_month", page_size=6)
    assert len(rows) == 17
    assert [row["date"] for row in rows] == sorted((row["date"] for row in rows), reverse=True)
    (tea, other) = every_row(client, search="CHÁ VERDE")
    assert (tea["date"], tea["category_name"]) == ("2026-03-21", "Chá")
    assert tea["category"] == other["category"]
    assert [row["amount"] for row in every_row(client, currency="JPY", ordering="amount")] == [
        "2300",
        "4800",
    ]


def test_it_tidies_up_at_the_end_of_the_month(client, march):
    tea, food = category_id(client, "Chá"), category_id(client, "Food")
    assert client.delete(f"/api/categories/{tea}/").status_code == 409
    assert client.get(f"/api/categories/{tea}/dependents/").json()["transactions"] == 2
    assert client.delete(f"/api/categories/{tea}/?move_to={food}").status_code == 204
    # 282.20 + 6.40
    assert summed(client, category=food, currency="EUR")[0][2] == "288.60"
    assert summed(client, currency="EUR") == [("EUR", "4215.45", "1327.60", "2887.85", 15)]
