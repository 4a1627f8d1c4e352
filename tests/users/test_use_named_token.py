import pytest

from tests.conftest import PASSWORD
from tests.entries import nothing_written
from tests.refusals import refused
from tests.users.people import named_key, signed_in, status_of, with_header
from users.models import User

READS = ["/api/me/", "/api/categories/", "/api/transactions/", "/api/transactions/totals/"]
READS += ["/api/analytics/", "/api/reports/summary/"]


def test_a_read_token_reads(alice: User) -> None:
    client = with_header(f"Token {named_key(alice, scope='read')}")
    for path in READS:
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
        assert client.options(path).status_code == 204


WRITES = [
    ("post", "/api/transactions/", {"type": "expense", "amount": "1.00"}),
    ("post", "/api/transactions/bulk/", {"create": [{"type": "expense", "amount": "1.00"}]}),
    ("post", "/api/expenses/bulk/edit/", {"filter": {"period": "all"}, "dry_run": True}),
    ("post", "/api/income/bulk/delete/", {"filter": {"period": "all"}, "expected_count": 0}),
    ("post", "/api/categories/1/merge/", {"into": 2}),
    ("post", "/api/operations/1/undo/", None),
    ("post", "/api/categories/", {"name": "Books"}),
    ("put", "/api/categories/1/", {"name": "Books"}),
    ("patch", "/api/categories/1/", {"name": "Books"}),
    ("delete", "/api/categories/1/", None),
    ("patch", "/api/me/", {"currency": "EUR"}),
    ("post", "/api/logout/", None),
    ("post", "/api/logout/all/", None),
    ("post", "/api/me/delete/", {"password": PASSWORD}),
]


def test_a_read_token_writes_nothing(alice: User) -> None:
    header = f"Token {named_key(alice, scope='read')}"
    for method, path, body in WRITES:
        with nothing_written(alice):
            response = getattr(with_header(header), method)(path, body)
            assert refused(response, 403, "read_only_token")
    assert status_of(header) == 200


def test_a_write_token_writes(alice: User) -> None:
    client = with_header(f"Bearer {named_key(alice)}")
    entry = {"type": "expense", "amount": "1.00"}
    assert client.post("/api/transactions/", entry).status_code == 201
    assert client.patch("/api/me/", {"currency": "EUR"}).status_code == 200


@pytest.mark.parametrize("path", ["/api/logout/all/", "/api/me/delete/"])
def test_it_may_not_do_what_needs_the_person(alice: User, path: str) -> None:
    login = signed_in("alice")
    client = with_header(f"Token {named_key(alice)}")
    assert refused(client.post(path, {"password": PASSWORD}), 403, "token_not_allowed")
    assert status_of(f"Token {login['token']}") == 200


def test_it_may_not_change_the_address(alice: User) -> None:
    client = with_header(f"Token {named_key(alice)}")
    change = {"email": "new@example.org", "current_password": PASSWORD}
    with nothing_written(alice):
        assert refused(client.patch("/api/me/", change), 403, "token_not_allowed")
    assert client.get("/api/me/").json()["email"] == "alice@example.org"


def test_it_may_send_the_profile_back(alice: User) -> None:
    client = with_header(f"Token {named_key(alice)}")
    profile = client.get("/api/me/").json()
    response = client.patch("/api/me/", profile | {"first_name": "Alice"})
    assert (response.status_code, response.json()["first_name"]) == (200, "Alice")


def test_it_may_end_itself_alone(alice: User) -> None:
    login, key = signed_in("alice"), named_key(alice)
    assert with_header(f"Token {key}").post("/api/logout/").status_code == 204
    assert status_of(f"Token {key}") == 401
    assert status_of(f"Token {login['token']}") == 200
