"""Opening an account by the form: books that are ready, and a session to see them by."""

from typing import Any

import pytest
from django.core import mail

from categories.models import Category
from ledger.models import Book
from tests.conftest import PASSWORD
from tests.entrances.forms import ELSEWHERE, JSON, complaint, error, kept, person, send, visitor
from tests.refusals import faults, refused
from users.models import User

PATH = "/sign-up/"
DAVE = {"username": "dave", "email": "dave@example.org", "password": PASSWORD}


def test_it_opens_books_and_signs_in(transactional_db: None) -> None:
    client = visitor()
    answer = send(client, PATH, DAVE | {"next": "/budgets/"})
    assert (answer.status_code, answer["Location"]) == (302, "/budgets/")
    assert person(client) == "dave"
    book = Book.objects.get(owner__username="dave")
    assert Category.objects.filter(book=book).count() > 5
    assert User.objects.get().check_password(PASSWORD)
    assert mail.outbox == []


def test_it_opens_what_the_api_opens(transactional_db: None, alice: User) -> None:
    send(visitor(), PATH, DAVE)
    books = [Book.objects.get(owner__username=name) for name in ("alice", "dave")]
    assert books[0].currency == books[1].currency
    names = [list(Category.objects.filter(book=book).values_list("name")) for book in books]
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("username", "ALICE", "This username is taken."),
        ("username", "al ice", "Enter a valid username"),
        ("username", "eve@example.org", "must be the account's own"),
        ("username", "\x00", "Null characters are not allowed."),
        ("username", "x" * 10_000, "no more than 150 characters"),
        ("username", "", "may not be blank"),
        ("email", "Alice@Example.org", "has an account already"),
        ("email", "dave", "Enter a valid email address."),
        ("email", "😀@example.org\nBcc: eve@example.org", "Enter a valid email address."),
        ("password", "dave1", "too short"),
        ("password", "password", "too common"),
        ("password", "12345678901", "entirely numeric"),
        ("password", "x" * 10_000, "no more than 512 characters"),
    ],
)
def test_it_says_at_the_field_what_is_wrong(alice: User, name: str, text: str, words: str) -> None:
    answer = send(visitor(), PATH, DAVE | {name: text})
    assert answer.status_code == 400
    assert words in error(answer, name)
    assert complaint(answer) == ""
    typed = DAVE | {name: text}
    assert [kept(answer, each) for each in ("username", "email")] == [
        typed["username"],
        typed["email"],
    ]
    assert User.objects.count() == 1


def test_it_says_everything_that_is_wrong_at_once(transactional_db: None) -> None:
    answer = send(visitor(), PATH, {"username": "", "email": "x", "password": ""})
    assert all(error(answer, name) for name in ("username", "email", "password"))
    answer = send(visitor(), PATH, DAVE | {"password": "12345"})
    assert "too short" in error(answer, "password")
    assert "entirely numeric" in error(answer, "password")


def test_it_gives_no_rights_that_a_field_asks_for(transactional_db: None) -> None:
    answer = send(visitor(), PATH, DAVE | {"is_superuser": "on", "is_staff": "on"})
    assert answer.status_code == 400
    assert complaint(answer)
    assert not User.objects.exists()


def test_it_refuses_a_form_of_another_site(transactional_db: None) -> None:
    assert visitor().post(PATH, DAVE).status_code == 403
    assert not User.objects.exists()


@pytest.mark.parametrize("way", ELSEWHERE)
def test_it_leads_nowhere_else(transactional_db: None, way: str) -> None:
    assert send(visitor(), PATH, DAVE | {"next": way})["Location"] == "/"


def test_it_can_be_closed(transactional_db: None, settings: Any) -> None:
    settings.REGISTRATION_OPEN = False
    client = visitor()
    for answer in (client.get(PATH), send(client, PATH, DAVE)):
        assert "Registration is closed" in answer.content.decode()
        assert 'name="password"' not in answer.content.decode()
    assert send(client, PATH, DAVE).status_code == 403
    assert refused(send(client, PATH, DAVE, HTTP_ACCEPT=JSON), 403, "permission_denied")
    assert "Open an account" not in client.get("/sign-in/").content.decode()
    assert not User.objects.exists()


def test_it_answers_in_json_where_that_is_asked_for(alice: User) -> None:
    client = visitor()
    answer = send(client, PATH, DAVE | {"email": "alice@example.org"}, HTTP_ACCEPT=JSON)
    assert faults(answer) == [("body", "email")]
    assert send(client, PATH, DAVE, HTTP_ACCEPT=JSON).status_code == 204
    assert person(client) == "dave"


def test_whoever_is_signed_in_is_sent_on(alice: User) -> None:
    client = visitor()
    client.force_login(alice)
    assert client.get(PATH, {"next": "/history/"})["Location"] == "/history/"


def test_it_is_limited_together_with_the_api(transactional_db: None, settings: Any) -> None:
    settings.THROTTLE = True
    client = visitor()
    for number in range(30):
        wrong = {"username": f"u{number}", "email": "x", "password": PASSWORD}
        if number % 2:
            assert send(client, PATH, wrong).status_code == 400
        else:
            assert client.post("/api/register/", wrong, content_type=JSON).status_code == 400
    answer = send(client, PATH, DAVE)
    assert answer.status_code == 429
    assert complaint(answer) == f"Try again in {answer['Retry-After']} seconds."
    assert kept(answer, "username") == "dave"
