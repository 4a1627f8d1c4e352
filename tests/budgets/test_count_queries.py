"""What each request costs the database; a number that grows here is a page that grows slow."""

from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.budgets.plans import PATH, PROGRESS, plan, progress
from tests.entries import category_id, record, record_all
from tests.queries import counted
from users.models import User


def cost_of(client: Any, path: str, **query: Any) -> int:
    with counted() as queries:
        assert client.get(path, query).status_code == 200
    return len(queries)


def test_it_tells_of_progress_with_two_besides_the_sign_in(client: Any) -> None:
    plan(client)
    plan(client, category="Food")
    for query in (
        {},
        {"month": "2026-02"},
        {"month": "2026-04"},
        {"currency": "USD", "category": "none", "over_budget": "true", "page": "1"},
    ):
        assert cost_of(client, PROGRESS, **query) == 3, query


def test_it_reads_budgets_and_totals_in_one_snapshot(client: Any) -> None:
    plan(client)
    with CaptureQueriesContext(connection) as captured:
        client.get(PROGRESS)
    said = [query["sql"] for query in captured]
    wanted = ("BEGIN", "budgets_budget", "transactions_monthlytotal", "COMMIT")
    places = [next(n for n, sql in enumerate(said) if word in sql) for word in wanted]
    assert places == sorted(places)


def test_it_costs_the_same_however_much_there_is(client: Any, alice: User) -> None:
    plan(client)
    record(client, category="Food")
    before = cost_of(client, PROGRESS)
    for number in range(30):
        plan(client, category=f"Category {number}")
    record_all(alice, [{"amount": Decimal(number)} for number in range(1, 101)])
    assert cost_of(client, PROGRESS) == before == 3
    assert len(progress(client)) == 31


def test_it_lists_with_two_and_reads_one_with_one(client: Any) -> None:
    row = plan(client, category="Food")
    assert cost_of(client, PATH, month="none") == 3
    assert cost_of(client, f"{PATH}{row['id']}/") == 2


def test_it_answers_that_nothing_has_changed_with_the_sign_in_alone(client: Any) -> None:
    row = plan(client, category="Food")
    for path in (PATH, PROGRESS, f"{PATH}{row['id']}/"):
        tag = client.get(path)["ETag"]
        with counted() as queries:
            response = client.get(path, HTTP_IF_NONE_MATCH=tag)
        assert (response.status_code, response.content) == (304, b"")
        assert len(queries) == 1, (path, queries)


def test_it_writes_with_ten_at_most(client: Any) -> None:
    food = category_id(client, "Food")
    for body, cost in (({}, 8), ({"category": food}, 9), ({"category": "New"}, 10)):
        with counted() as queries:
            response = client.post(PATH, {"amount": "5", **body})
        assert (response.status_code, len(queries)) == (201, cost), queries
    with counted() as queries:
        assert client.patch(response["Location"], {"amount": "6"}).status_code == 200
    assert len(queries) == 9, queries
