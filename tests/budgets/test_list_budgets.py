from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.budgets.plans import PATH, PROGRESS, plan
from tests.conftest import client_of
from tests.entries import category_id, every_row, ids
from users.models import User

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def client(alice: User) -> Any:
    with time_machine.travel(START, tick=False):
        yield client_of(alice)


@pytest.fixture
def five(client: Any) -> dict[str, int]:
    """Budgets made a minute apart, by a name for each."""
    wanted = {
        "all": {"amount": "2000", "category": None, "month": None},
        "november": {"amount": "2500", "category": None, "month": "2026-11"},
        "food": {"amount": "400", "category": "Food", "month": None},
        "travel": {"amount": "900", "category": "Travel", "month": "2026-10", "currency": "EUR"},
        "feast": {"amount": "900", "category": "Food", "month": "2026-11"},
    }
    found = {}
    for minutes, (name, fields) in enumerate(wanted.items()):
        with time_machine.travel(START + timedelta(minutes=minutes), tick=False):
            found[name] = plan(client, **fields)["id"]
    return found


def named(client: Any, five: dict[str, int], **query: Any) -> list[str]:
    names = {number: name for name, number in five.items()}
    return [names[number] for number in ids(every_row(client, PATH, **query))]


ORDERINGS = [
    (None, ["all", "november", "food", "travel", "feast"]),
    ("created_at", ["all", "november", "food", "travel", "feast"]),
    ("-created_at", ["feast", "travel", "food", "november", "all"]),
    ("month", ["all", "food", "travel", "november", "feast"]),
    ("-month", ["feast", "november", "travel", "food", "all"]),
    ("amount", ["food", "travel", "feast", "all", "november"]),
    ("-amount", ["november", "all", "feast", "travel", "food"]),
]


@pytest.mark.parametrize(("ordering", "expected"), ORDERINGS)
def test_it_orders(
    client: Any, five: dict[str, int], ordering: str | None, expected: list[str]
) -> None:
    query = {} if ordering is None else {"ordering": ordering}
    assert named(client, five, **query) == expected
    assert named(client, five, page_size=2, **query) == expected


FILTERS = [
    ({"month": "2026-11"}, ["november", "feast"]),
    ({"month": "2026-11-01"}, ["november", "feast"]),
    ({"month": "none"}, ["all", "food"]),
    ({"month": "2026-12"}, []),
    ({"currency": "eur"}, ["travel"]),
    ({"currency": "JPY"}, []),
    ({"category": "none"}, ["all", "november"]),
    ({"category": "{Food}"}, ["food", "feast"]),
    ({"category": "{Food},none"}, ["all", "november", "food", "feast"]),
    ({"category": ["{Food}", "{Travel}"]}, ["food", "travel", "feast"]),
    ({"category": "{Food}", "month": "none"}, ["food"]),
    ({"category": "{Housing}"}, []),
    ({"category": "987654321"}, []),
    ({"category": "0"}, []),
    ({"category": "9" * 40}, []),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_it_filters(
    client: Any, five: dict[str, int], query: dict[str, Any], expected: list[str]
) -> None:
    known = {name: category_id(client, name) for name in ("Food", "Travel", "Housing")}

    def filled(value: Any) -> Any:
        return list(map(filled, value)) if isinstance(value, list) else value.format(**known)

    assert named(client, five, **{name: filled(value) for name, value in query.items()}) == expected


def test_it_pages(client: Any, five: dict[str, int]) -> None:
    first = client.get(PATH, {"page_size": 2}).json()
    assert (first["count"], len(first["results"]), first["previous"]) == (5, 2, None)
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert (len(third["results"]), third["next"], third["count"]) == (1, None, 5)
    assert client.get(third["previous"]).json() == second
    assert client.get(PATH, {"page_size": 2, "page": 4}).status_code == 404


def test_it_answers_an_empty_list(client: Any) -> None:
    empty = {"count": 0, "next": None, "previous": None, "results": []}
    assert client.get(PATH).json() == client.get(PROGRESS).json() == empty
    assert client.get(PROGRESS, {"page": 2}).status_code == 404


def test_it_hides_the_budgets_of_others(
    client: Any, five: dict[str, int], charlie_client: Any
) -> None:
    food = category_id(client, "Food")
    for path in (PATH, PROGRESS):
        for query in ({}, {"category": food}, {"month": "2026-11"}, {"category": "none"}):
            assert charlie_client.get(path, query).json()["results"] == [], (path, query)
    plan(charlie_client, category="Food")
    assert charlie_client.get(PATH, {"category": food}).json()["count"] == 0
