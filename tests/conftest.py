"""The fixed cast and what every test of the suite is held to.

`alice` owns the books, `charlie` must see nothing of them. Their clients check every JSON answer
against the OpenAPI schema, and after every test the kept totals must equal the rows.
"""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.conf import settings as django_settings
from rest_framework.test import APIClient

from common import jobs
from ledger.models import Book
from tests.answers import ContractClient
from tests.emptying import empty_quickly
from transactions.checking import drifts
from users.keys import key_of
from users.models import AccessToken, User
from users.registration import open_account
from users.sessions import sign_in

PASSWORD = "correct-horse-9"
_LONG = {
    "proof",
    "contract",
    "security",
    "live",
    "docs",
    "benchmarks",
    "pages",
    "postman",
    "importing",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """How far the proofs of tests/proof go; without a word a share of each, always the same."""
    parser.addoption(
        "--steps",
        type=int,
        default=None,
        help="At least so many steps against the oracle, other ones every time "
        "(without it 2,000, always the same).",
    )
    parser.addoption(
        "--requests",
        type=int,
        default=400,
        help="At least so many requests by schemathesis; from 5,000 on, every boundary of every "
        "field is among them.",
    )
    parser.addoption(
        "--kills", type=int, default=4, help="So many times a server is killed in mid-write."
    )
    parser.addoption(
        "--seconds", type=float, default=1, help="So long eight writers write at once."
    )
    parser.addoption(
        "--sign-ins",
        type=int,
        default=3,
        help="So many times four refresh at once with one token; from 50 on, the time of a failed "
        "login is measured.",
    )
    parser.addoption(
        "--every-fault",
        action="store_true",
        help="Break every statement in every way (without it in one, each in its turn).",
    )
    parser.addoption(
        "--record",
        action="store_true",
        help="Write down anew what all engines must agree on (on PostgreSQL).",
    )


def pytest_configure() -> None:
    django_settings.PASSWORD_HASHERS = ["tests.hashers.QuickArgon2"]
    django_settings.ALLOWED_HOSTS = [*django_settings.ALLOWED_HOSTS, "testserver"]
    django_settings.WHITENOISE_AUTOREFRESH = True
    _spare_the_disk()
    empty_quickly()
    # A slow machine is no failure, and the same commit finds the same examples.
    hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
    hypothesis.settings.load_profile("suite")


def _spare_the_disk() -> None:
    """No test in this process pulls the plug; the servers of tests/live sync as they are set."""
    options = django_settings.DATABASES["default"]["OPTIONS"]
    if "synchronous=FULL" in options.get("init_command", ""):
        options["init_command"] = options["init_command"].replace("FULL", "OFF")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no worker is left alone with it in the end."""
    items.sort(key=lambda item: item.nodeid.split("/")[1] not in _LONG)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures that tests gave to `record_property`: how far a proof went."""
    reports = [each for each in terminalreporter.getreports("passed") if each.user_properties]
    if reports:
        terminalreporter.section("figures")
    for report in reports:
        figures = ", ".join(f"{name}: {value}" for name, value in report.user_properties)
        terminalreporter.write_line(f"{report.nodeid}: {figures}")


@pytest.fixture(autouse=True)
def _no_throttle(settings: Any) -> None:
    """Limits are tested where they are the subject; elsewhere they would depend on the clock."""
    settings.THROTTLE = False


@pytest.fixture(autouse=True)
def _totals_equal_rows(request: pytest.FixtureRequest) -> Iterator[None]:
    if "transactional_db" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    jobs.finish()
    wrong = [drift for book in Book.objects.values_list("pk", flat=True) for drift in drifts(book)]
    assert wrong == []


def _person(name: str) -> User:
    return open_account(username=name, email=f"{name}@example.org", password=PASSWORD)


@pytest.fixture
def alice(transactional_db: None) -> User:
    return _person("alice")


@pytest.fixture
def charlie(transactional_db: None) -> User:
    return _person("charlie")


def client_of(user: User) -> ContractClient:
    sign_in(user)
    token = AccessToken.objects.get(user=user, login_slot=1)
    # So that no test pays for the hourly note of its use.
    token.last_used_at = token.created_at
    token.save()
    client = ContractClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {key_of(token)}")
    return client


@pytest.fixture
def alice_client(alice: User) -> ContractClient:
    return client_of(alice)


@pytest.fixture
def charlie_client(charlie: User) -> ContractClient:
    return client_of(charlie)


@pytest.fixture
def anonymous_client(transactional_db: None) -> APIClient:
    return ContractClient()
