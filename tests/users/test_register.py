from typing import Any

import pytest
from rest_framework.test import APIClient

from categories.models import Category
from ledger.models import Book
from tests.answers import ContractClient
from tests.conftest import PASSWORD
from tests.ledger.threads import at_once
from tests.refusals import faults, refused
from tests.users.people import DAVE, send, status_of
from users.models import TokenFamily, User

pytestmark = pytest.mark.usefixtures("transactional_db")


def test_it_answers_the_account_and_its_credentials(anonymous_client: APIClient) -> None:
    response = anonymous_client.post("/api/register/", DAVE)
    body = response.json()
    assert response.status_code == 201
    assert list(body) == ["id", "username", "email", "token", "access", "refresh", "user"]
    assert (body["username"], body["email"]) == ("dave", "dave@example.org")
    assert body["user"] == {
        "id": body["id"],
        "username": "dave",
        "email": "dave@example.org",
        "first_name": "",
        "last_name": "",
        "currency": "USD",
        "timezone": "UTC",
    }
    assert "no-store" in response["Cache-Control"]


def test_it_signs_in_by_all_it_gave(anonymous_client: APIClient) -> None:
    body = anonymous_client.post("/api/register/", DAVE).json()
    assert status_of(f"Token {body['token']}") == 200
    assert status_of(f"Bearer {body['access']}") == 200
    again = anonymous_client.post("/api/token/refresh/", {"refresh": body["refresh"]})
    assert again.status_code == 200


def test_it_gives_the_token_that_login_gives(anonymous_client: APIClient) -> None:
    token = anonymous_client.post("/api/register/", DAVE).json()["token"]
    login = anonymous_client.post("/api/login/", {"username": "dave", "password": PASSWORD})
    assert login.json()["token"] == token


def test_it_fills_the_books_with_the_starter_categories(anonymous_client: APIClient) -> None:
    user = anonymous_client.post("/api/register/", DAVE).json()["id"]
    names = Category.objects.filter(book__owner=user).order_by("pk").values_list("name", flat=True)
    assert list(names) == [
        "Food",
        "Shopping",
        "Entertainment",
        "Social",
        "Transport",
        "Housing",
        "Utilities",
        "Health",
        "Education",
        "Travel",
        "Salary",
        "Other",
    ]


def test_it_is_refused_where_registration_is_closed(
    anonymous_client: APIClient, settings: Any
) -> None:
    settings.REGISTRATION_OPEN = False
    assert refused(anonymous_client.post("/api/register/", DAVE), 403, "permission_denied")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["José", "JOSÉ", "Jose\u0301", "ｊｏｓé"], ids=["same", "case", "form", "width"]
)
def test_it_refuses_a_taken_name_in_any_spelling(anonymous_client: APIClient, name: str) -> None:
    first = anonymous_client.post("/api/register/", DAVE | {"username": "José"})
    assert first.status_code == 201
    other = {"username": name, "email": "other@example.org", "password": PASSWORD}
    response = anonymous_client.post("/api/register/", other)
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "username")]
    assert User.objects.count() == 1


def test_it_takes_a_name_that_differs_by_an_accent(anonymous_client: APIClient) -> None:
    for number, name in enumerate(("jose", "josé", "josè")):
        body = {"username": name, "email": f"{number}@example.org", "password": PASSWORD}
        assert anonymous_client.post("/api/register/", body).status_code == 201


@pytest.mark.parametrize("email", ["alice@example.org", "ALICE@Example.ORG", " alice@example.org "])
def test_it_refuses_a_taken_address(alice: User, anonymous_client: APIClient, email: str) -> None:
    response = anonymous_client.post("/api/register/", DAVE | {"email": email})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "email")]


def test_it_opens_one_account_for_eight_at_once() -> None:
    def register(number: int) -> int:
        body = {"username": "dave", "email": f"{number}@example.org", "password": PASSWORD}
        return int(ContractClient().post("/api/register/", body).status_code)

    assert sorted(at_once(8, register)) == [201, *[400] * 7]
    assert (User.objects.count(), Book.objects.count(), TokenFamily.objects.count()) == (1, 1, 1)


def test_it_opens_one_account_for_an_address_at_once() -> None:
    def register(number: int) -> Any:
        body = {"username": f"dave{number}", "email": "dave@example.org", "password": PASSWORD}
        return ContractClient().post("/api/register/", body)

    answers = sorted(at_once(4, register), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [201, 400, 400, 400]
    assert all(faults(answer) == [("body", "email")] for answer in answers[1:])


def test_it_takes_a_name_with_an_at_sign_that_is_the_own_address(
    anonymous_client: APIClient,
) -> None:
    body = DAVE | {"username": "Dave@Example.org"}
    assert anonymous_client.post("/api/register/", body).status_code == 201


def test_it_refuses_a_name_that_is_an_address_of_somebody_else(
    alice: User, anonymous_client: APIClient
) -> None:
    body = DAVE | {"username": "bob@example.org"}
    assert faults(anonymous_client.post("/api/register/", body)) == [("body", "username")]


@pytest.mark.parametrize("password", ["short1!", "password123", "12345678901", "dave@example.org"])
def test_it_names_a_weak_password(anonymous_client: APIClient, password: str) -> None:
    response = anonymous_client.post("/api/register/", DAVE | {"password": password})
    assert refused(response, 400, "invalid")
    assert set(faults(response)) == {("body", "password")}
    assert not User.objects.exists()


_NO_TEXT = [None, "", 5, 1.5, True, [], ["dave"], {}, {"a": 1}]
_BROKEN = ["\x00", "dave\x00", "\ud800", "da\udfffve"]
_NO_NAME = [*_NO_TEXT, *_BROKEN, "d" * 151, "🍣", "da\u200fve", "da ve", "ﷺ" * 20, "a\nb", " dave"]
_NO_ADDRESS = [*_NO_TEXT, *_BROKEN, "dave", "d" * 255 + "@example.org", "🍣@example.org"]
_NO_ADDRESS += ["da\u200fve@example.org", "dave@", "@example.org", "a@b@example.org"]
_NO_PASSWORD = [*_NO_TEXT, *_BROKEN, "correct-horse-9" * 40]


@pytest.mark.parametrize(
    ("name", "values"),
    [("username", _NO_NAME), ("email", _NO_ADDRESS), ("password", _NO_PASSWORD)],
)
def test_it_names_the_field_at_fault(
    anonymous_client: APIClient, name: str, values: list[Any]
) -> None:
    for value in values:
        response = send(anonymous_client, "/api/register/", DAVE | {name: value})
        assert refused(response, 400, "invalid")
        assert {attr.split(".")[0] for _, attr in faults(response)} == {name}, ascii(value)
    assert not User.objects.exists()


def test_it_names_a_missing_field(anonymous_client: APIClient) -> None:
    for name in DAVE:
        body = {key: value for key, value in DAVE.items() if key != name}
        assert faults(anonymous_client.post("/api/register/", body)) == [("body", name)]


def test_it_names_a_key_that_it_does_not_know(anonymous_client: APIClient) -> None:
    response = anonymous_client.post("/api/register/", DAVE | {"is_superuser": True})
    assert faults(response) == [("body", "is_superuser")]
    assert not User.objects.exists()


def test_it_refuses_what_is_no_object(anonymous_client: APIClient) -> None:
    for body in (5, "dave", [], [DAVE], None, True):
        assert refused(send(anonymous_client, "/api/register/", body), 400, "invalid")


def test_it_refuses_an_address_that_folds_past_its_length(anonymous_client: APIClient) -> None:
    # Each of these letters is four once folded; as punycode the labels are short enough.
    domain = ".".join(["\ufdf2"] * 120) + ".org"
    response = anonymous_client.post("/api/register/", DAVE | {"email": f"d@{domain}"})
    assert refused(response, 400, "invalid")
    assert faults(response) == [("body", "email")]


@pytest.mark.parametrize(
    "password", ["🍣🍺🍣🍺 sushi and beer", "خمسة \u200f أحصنة صحيحة", "   nine   spaces "]
)
def test_it_takes_any_characters_in_a_password(anonymous_client: APIClient, password: str) -> None:
    assert anonymous_client.post("/api/register/", DAVE | {"password": password}).status_code == 201
    login = {"username": "dave", "password": password}
    assert anonymous_client.post("/api/login/", login).status_code == 200
    login = {"username": "dave", "password": password.strip() + "x"}
    assert anonymous_client.post("/api/login/", login).status_code == 401


def test_it_takes_a_form(anonymous_client: APIClient) -> None:
    assert anonymous_client.post("/api/register/", DAVE, format="multipart").status_code == 201
