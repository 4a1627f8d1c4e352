"""The admin: a superuser made by the command looks at everything and changes nothing."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from budgets.models import Budget
from categories.models import Category
from ledger.models import Book, Operation
from tests.answers import ContractClient
from tests.budgets.plans import plan
from tests.conftest import client_of
from tests.entries import record
from tests.queries import counted
from transactions.models import Transaction
from users.models import AccessToken, TokenFamily, User
from users.registration import open_account

MODELS = [User, AccessToken, TokenFamily, Book, Operation, Category, Transaction, Budget]


@pytest.fixture
def superuser(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "battery-staple-7")
    call_command(
        "createsuperuser", interactive=False, username="root", email="root@example.org", verbosity=0
    )
    return User.objects.get(username="root")


@pytest.fixture
def admin_client(superuser: User) -> Client:
    client = Client()
    credentials = {"username": "root", "password": "battery-staple-7"}
    response = client.post("/admin/login/?next=/admin/", credentials)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    return client


def _fill(client: ContractClient, **fields: str) -> None:
    """A row of each model."""
    record(client, category="Food", **fields)
    plan(client, category="Food")


def _path(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_it_gives_a_superuser_books_like_anyone(superuser: User) -> None:
    assert (superuser.is_staff, superuser.is_superuser) == (True, True)
    assert Category.objects.in_book(superuser.book.pk).count() == 12


def test_it_lists_what_is_there_and_nothing_else(admin_client: Client) -> None:
    assert set(admin.site._registry) == set(MODELS)
    assert admin_client.get("/admin/").status_code == 200


def test_it_is_closed_to_others(alice: User) -> None:
    client = Client()
    client.force_login(alice)
    for model in MODELS:
        assert client.get(_path(model, "changelist")).status_code == 302


@pytest.mark.parametrize("model", MODELS)
def test_it_shows_a_list_and_a_row(
    admin_client: Client, alice_client: ContractClient, model: type
) -> None:
    _fill(alice_client)
    assert admin_client.get(_path(model, "changelist")).status_code == 200
    row = model._base_manager.first()
    assert admin_client.get(_path(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_it_refuses_to_write(
    admin_client: Client, alice_client: ContractClient, model: type
) -> None:
    _fill(alice_client)
    before = list(model._base_manager.order_by("pk").values())
    pk = before[0]["id"]
    for path in (_path(model, "add"), _path(model, "change", pk), _path(model, "delete", pk)):
        assert admin_client.post(path, {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    assert b"delete_selected" not in admin_client.post(_path(model, "changelist"), chosen).content
    assert list(model._base_manager.order_by("pk").values()) == before


def test_it_shows_no_secret(
    admin_client: Client, alice: User, alice_client: ContractClient
) -> None:
    _fill(alice_client, notes="between us")
    token, family = AccessToken.objects.get(user=alice), TokenFamily.objects.get(user=alice)
    key = alice_client._credentials["HTTP_AUTHORIZATION"].split()[1]
    shown = "".join(
        admin_client.get(path).content.decode()
        for model in MODELS
        for path in (
            _path(model, "changelist"),
            *(
                _path(model, "change", pk)
                for pk in model._base_manager.values_list("pk", flat=True)
            ),
        )
    )
    answers = Operation.objects.exclude(answer_body="").values_list("answer_body", flat=True)
    for secret in (key, token.nonce, token.digest, family.current, alice.password, *answers):
        assert secret
        assert secret not in shown
    assert "argon2" not in shown


def _queries(client: Client) -> dict[str, int]:
    """How many queries each list costs."""
    found = {}
    for model in MODELS:
        with counted() as said:
            assert client.get(_path(model, "changelist")).status_code == 200
        found[model.__name__] = len(said)
    return found


def test_its_lists_cost_the_same_however_many_rows_they_show(
    admin_client: Client, alice_client: ContractClient
) -> None:
    _fill(alice_client)
    before = _queries(admin_client)
    for number in range(9):
        user = open_account(
            username=f"p{number}", email=f"p{number}@example.org", password="not-to-be-used-5"
        )
        _fill(client_of(user))
    assert Category.objects.count() > 100
    assert _queries(admin_client) == before
    assert max(before.values()) < 12
