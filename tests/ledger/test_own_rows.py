"""Ownership: nobody reads or writes what is not theirs, on no path, present or future."""

from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from rest_framework.test import APIClient

from ledger.models import OwnedModel
from ledger.views import BookView, OwnedModelViewSet
from tests.ledger.routes import Route, routes

#: Whoever adds a path here says that it needs no sign-in.
PUBLIC = {
    "/api/",
    "/api/schema/",
    "/api/docs/",
    "/api/redoc/",
    "/api/register/",
    "/api/login/",
    "/api/token/refresh/",
    "/api/logout/",  # a refresh token is enough
    "/api/password-reset/",
    "/api/password-reset/confirm/",
}
#: Of the account, not of its books.
OF_THE_ACCOUNT = {"/api/logout/all/", "/api/me/delete/", "/api/me/password/"}
LISTS = (
    *("transactions/", "expenses/", "income/", "budgets/", "budgets/progress/", "tokens/"),
    "imports/",
)
METHODS = ("get", "post", "put", "patch", "delete")
UNKNOWN = 987654321
STATEMENT = b"date,amount,description\n2026-03-01,-5.00,Coffee\n2026-03-02,-5.00,Coffee\n"
needs_sign_in = [route for route in routes() if route.path not in PUBLIC]
of_the_books = [route for route in needs_sign_in if route.path not in OF_THE_ACCOUNT]
with_row = [route for route in of_the_books if route.has_row]
for_each = pytest.mark.parametrize


def mine(client: Any) -> dict[str, int]:
    """A row of each resource."""
    rows = {}
    for kind in ("expense", "income"):
        body = {"type": kind, "amount": "5.00", "category": "Food"}
        rows[kind] = client.post("/api/transactions/", body).json()
    budget = client.post("/api/budgets/", {"amount": "5.00", "category": "Food"})
    return {
        "categories": rows["expense"]["category"],
        "transactions": rows["expense"]["id"],
        "expenses": rows["expense"]["id"],
        "income": rows["income"]["id"],
        "budgets": budget.json()["id"],
        "operations": int(budget["Operation-Id"]),
        "tokens": client.post("/api/tokens/", {"name": "Phone"}).json()["id"],
        "imports": imported(client),
    }


def imported(client: Any) -> int:
    """One of two rows that waits to be committed."""
    body = {"file": SimpleUploadedFile("march.csv", STATEMENT), "dry_run": True}
    answer = client.post("/api/imports/", body, format="multipart")
    assert answer.json()["new"] == 2
    return answer.json()["id"]


def row_of(route: Route, rows: dict[str, int]) -> str:
    return route.url(rows[route.path.split("/")[2]])


def seen_by_owner(client: Any, url: str) -> bytes:
    """The row that the URL is of, or is below."""
    _, api, kind, number, *_ = url.split("/")
    answer = client.get(f"/{api}/{kind}/{number}/")
    assert answer.status_code == 200, url
    return bytes(answer.content)


def shape(answer: HttpResponse) -> tuple[int, Any]:
    problem = answer.json()
    del problem["request_id"]
    return answer.status_code, problem


def test_it_names_every_public_path() -> None:
    assert {route.path for route in routes()} >= PUBLIC | OF_THE_ACCOUNT
    assert len(of_the_books) >= 15


@for_each("route", of_the_books, ids=str)
def test_it_serves_the_books_by_views_of_the_books(route: Route) -> None:
    assert issubclass(route.view, BookView)


def test_it_asks_for_a_sign_in(transactional_db: None) -> None:
    """For the methods that a path does not take, too."""
    for route, method in product(needs_sign_in, METHODS):
        answer = getattr(APIClient(), method)(route.url(1), {})
        assert answer.status_code == 401, (method, route.path)
        assert answer.json()["code"] == "not_authenticated"
        assert answer["WWW-Authenticate"] == 'Token realm="api", Bearer realm="api"'


def test_it_answers_a_stranger_as_if_there_was_no_row(
    alice_client: Any, charlie_client: Any
) -> None:
    rows = mine(alice_client)
    for route, method in [(each, name) for each in with_row for name in each.methods]:
        url = row_of(route, rows)
        before = seen_by_owner(alice_client, url)
        body = {"name": "X", "type": "income", "amount": "1"} if method in "put patch" else None
        strange = getattr(charlie_client, method)(url, body)
        unknown = getattr(charlie_client, method)(route.url(UNKNOWN), body)
        assert shape(strange) == shape(unknown)
        assert strange.status_code == 404, (method, url)
        assert seen_by_owner(alice_client, url) == before


def test_it_answers_of_a_strangers_import_and_of_a_row_it_has_not_alike(
    alice_client: Any, charlie_client: Any
) -> None:
    number, own = imported(alice_client), imported(charlie_client)
    url = "/api/imports/{}/rows/{}/".format
    before = alice_client.get(f"/api/imports/{number}/rows/").content
    strange = shape(charlie_client.patch(url(number, 1), {"skip": True}))
    assert strange[0] == 404
    for unknown in (url(UNKNOWN, 1), url(own, 3), url(own, 0), url(own, 999_999_999)):
        assert shape(charlie_client.patch(unknown, {"skip": True})) == strange
    assert alice_client.get(f"/api/imports/{number}/rows/").content == before


def test_it_never_puts_a_row_into_a_strangers_category(
    alice_client: Any, charlie_client: Any
) -> None:
    category, own = mine(alice_client)["categories"], imported(charlie_client)
    url = f"/api/imports/{own}/rows/1/"
    strange, unknown = (charlie_client.patch(url, {"category": n}) for n in (category, UNKNOWN))
    assert shape(strange) == shape(unknown)
    assert strange.status_code == 400


def test_it_knows_no_duplicate_of_what_a_stranger_has(
    alice_client: Any, charlie_client: Any
) -> None:
    number = imported(alice_client)
    alice_client.post(f"/api/imports/{number}/commit/")
    rows = charlie_client.get(f"/api/imports/{imported(charlie_client)}/rows/").json()["results"]
    assert [(row["verdict"], row["duplicate_of"]) for row in rows] == [("new", None)] * 2
    made = [
        client.get("/api/transactions/", {"import": number})
        for client in (alice_client, charlie_client)
    ]
    assert [answer.json()["count"] for answer in made] == [2, 0]


def test_it_hides_rows_in_lists_and_reports(alice_client: Any, charlie_client: Any) -> None:
    mine(alice_client)
    for path in LISTS:
        assert charlie_client.get(f"/api/{path}").json()["count"] == 0
    assert charlie_client.get("/api/analytics/").json()["count"] == 0
    assert charlie_client.get("/api/transactions/totals/").json()["results"] == []


def test_it_refuses_a_strangers_category_as_an_unknown_one(
    alice_client: Any, charlie_client: Any
) -> None:
    category = mine(alice_client)["categories"]
    own = charlie_client.post("/api/transactions/", {"type": "expense", "amount": "1"}).json()
    planned = charlie_client.post("/api/budgets/", {"amount": "1"}).json()

    def attempts(number: int) -> list[Any]:
        body = {"type": "expense", "amount": "1", "currency": "USD", "category": number}
        url = f"/api/transactions/{own['id']}/"
        budget = {"amount": "1", "currency": "USD", "category": number}
        budget_url = f"/api/budgets/{planned['id']}/"
        return [
            shape(charlie_client.post("/api/transactions/", body)),
            shape(charlie_client.put(url, {**body, "date": "2026-02-28"})),
            shape(charlie_client.patch(url, {"category": number})),
            shape(charlie_client.post("/api/budgets/", budget)),
            shape(charlie_client.put(budget_url, budget)),
            shape(charlie_client.patch(budget_url, {"category": number})),
        ]

    assert attempts(category) == attempts(UNKNOWN)
    assert {status for status, _ in attempts(category)} == {400}


def test_it_does_not_move_to_a_strangers_category(alice_client: Any, charlie_client: Any) -> None:
    target = mine(alice_client)["categories"]
    own = charlie_client.post("/api/categories/", {"name": "Mine"}).json()["id"]
    strange = charlie_client.delete(f"/api/categories/{own}/?move_to={target}")
    unknown = charlie_client.delete(f"/api/categories/{own}/?move_to={UNKNOWN}")
    assert shape(strange) == shape(unknown)
    assert strange.status_code == 400


def test_it_matches_nothing_by_a_strangers_category(alice_client: Any, charlie_client: Any) -> None:
    category = mine(alice_client)["categories"]
    charlie_client.post("/api/transactions/", {"type": "expense", "amount": "1"})
    charlie_client.post("/api/budgets/", {"amount": "1"})
    of_rows = ("transactions/", "transactions/totals/", "reports/by-category/")
    paths = [f"{path}?period=all&" for path in of_rows] + ["budgets/?", "budgets/progress/?"]
    for path in paths:
        url = f"/api/{path}category="
        strange, unknown = (charlie_client.get(f"{url}{each}") for each in (category, UNKNOWN))
        assert strange.json()["results"] == unknown.json()["results"] == [], path


def test_it_takes_an_external_id_that_a_stranger_has(
    alice_client: Any, charlie_client: Any
) -> None:
    body = {"type": "expense", "amount": "1", "external_id": "bank-1"}
    assert alice_client.post("/api/transactions/", body).status_code == 201
    assert charlie_client.post("/api/transactions/", body).status_code == 201


def test_it_serves_owned_models_by_the_owned_viewset_alone() -> None:
    for route in routes():
        queryset = getattr(route.view, "queryset", None)
        if queryset is not None and issubclass(queryset.model, OwnedModel):
            assert issubclass(route.view, OwnedModelViewSet)


def of_a_book(model: Any) -> bool:
    return any(field.name == "book" for field in model._meta.local_fields)


@for_each("model", [each for each in apps.get_models() if of_a_book(each)])
def test_it_starts_every_key_and_index_with_the_book(model: Any) -> None:
    keys = [key.fields for key in model._meta.constraints if hasattr(key, "fields")]
    indexes = [index.fields for index in model._meta.indexes]
    assert {fields[0] for fields in [*keys, *indexes]} <= {"book"}
    assert not model._meta.unique_together
    for field in model._meta.local_fields:
        is_bare = (field.db_index or field.unique) and not field.primary_key
        assert not is_bare or field.name == "book" or field.is_relation, field


@for_each("model", [each for each in apps.get_models() if of_a_book(each)])
def test_it_has_no_row_without_a_book(model: Any) -> None:
    assert not model._meta.get_field("book").null
