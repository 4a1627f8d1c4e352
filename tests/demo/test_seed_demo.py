import hashlib
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from ledger.models import Operation
from transactions.models import Transaction
from users import demo
from users.demo_household import household
from users.models import User
from users.registration import open_account

UNTIL = "2026-10-31"
SIGN_IN = {"username": "demo", "password": "demo-books-2026"}
# Changes with every change of the demo's books, and with nothing else: not with the engine, the
# day, or the version of Python.
DIGEST = "151cc2a9434fe055fdaa939d70c49901e28a7d1be5d22a5cf1628dd17bebcbcd"


def seed(until: str = UNTIL) -> str:
    said = StringIO()
    call_command("seed_demo", f"--until={until}", stdout=said, stderr=StringIO())
    return said.getvalue()


def digest_of_the_books() -> str:
    rows = Transaction.objects.order_by("external_id").values_list(
        *("external_id", "date", "type", "amount", "currency", "refund", "category__name"),
        *("description", "notes", "search_text"),
    )
    return hashlib.sha256("\n".join(str(row) for row in rows).encode()).hexdigest()


def test_it_writes_the_same_books_every_time(transactional_db: None) -> None:
    assert "Wrote 2,003 transactions" in seed()

    assert Transaction.objects.count() == 2003
    assert digest_of_the_books() == DIGEST


def test_it_finishes_books_that_were_interrupted(transactional_db: None) -> None:
    half = demo.open_demo()
    for entries in household(date(2026, 10, 31))[:3]:
        demo.write_month(half.book.pk, entries)

    seed()

    assert digest_of_the_books() == DIGEST


def test_it_lets_nobody_into_half_a_demo(anonymous_client: APIClient) -> None:
    demo.open_demo()

    assert anonymous_client.post("/api/login/", SIGN_IN).status_code == 401


def test_it_lets_everybody_into_a_whole_one(anonymous_client: APIClient) -> None:
    demo.let_in(demo.open_demo())

    assert anonymous_client.post("/api/login/", SIGN_IN).status_code == 200


def test_it_leaves_a_whole_demo_as_it_is(transactional_db: None) -> None:
    demo.let_in(demo.open_demo())

    assert seed() == f"The demo is there already: username demo, password {demo.PASSWORD}.\n"
    assert not Transaction.objects.exists()


def test_it_writes_one_operation_a_month(transactional_db: None) -> None:
    account = demo.open_demo()
    for entries in household(date(2026, 10, 31))[:2]:
        demo.write_month(account.book.pk, entries)

    assert Operation.objects.filter(kind="demo.write").count() == 2


def test_it_leaves_somebody_elses_account_alone(transactional_db: None) -> None:
    theirs = open_account(username="Demo", email="d@example.org", password="correct-horse-9")

    with pytest.raises(CommandError, match="somebody's own account"):
        seed()
    assert not Transaction.objects.filter(book=theirs.book).exists()


def test_it_says_that_its_address_is_taken(transactional_db: None) -> None:
    open_account(username="eve", email="demo@example.org", password="correct-horse-9")

    with pytest.raises(CommandError, match="This email address has an account already"):
        seed()
    assert User.objects.count() == 1


@pytest.mark.parametrize("until", ["yesterday", "2026-02-30", "1901-12-31", "2200-01-01"])
def test_it_refuses_a_last_day_without_books(until: str) -> None:
    with pytest.raises(CommandError, match="until"):
        call_command("seed_demo", f"--until={until}")
