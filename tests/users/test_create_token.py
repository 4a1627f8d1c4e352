from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from tests.refusals import refused
from tests.users.people import status_of, with_header
from users.models import AccessToken, User

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def _run(*words: str) -> tuple[str, str]:
    out, hints = StringIO(), StringIO()
    call_command("create_token", *words, stdout=out, stderr=hints)
    return out.getvalue(), hints.getvalue()


@pytest.mark.parametrize("name", ["alice", "ALICE", "alice@example.org"])
def test_it_prints_the_key_alone(alice: User, name: str) -> None:
    key, hints = _run(name)
    assert key.count("\n") == 1
    assert status_of(f"Token {key.strip()}") == 200
    assert key.strip() not in hints
    token = AccessToken.objects.get(user=alice, name="command line")
    assert (token.scope, token.expires_at, token.is_named) == ("write", None, True)


def test_it_makes_another_each_time(alice: User) -> None:
    keys = {_run("alice")[0] for _ in range(3)}
    assert len(keys) == 3
    assert all(status_of(f"Token {key.strip()}") == 200 for key in keys)


def test_it_takes_name_scope_and_days(alice: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        key, hints = _run("alice", "--name", "cron", "--scope", "read", "--expires-in-days", "2")
        client = with_header(f"Token {key.strip()}")
        assert refused(client.post("/api/categories/", {"name": "x"}), 403, "read_only_token")
        token = AccessToken.objects.get(name="cron")
        assert (token.scope, token.expires_at) == ("read", NOON + timedelta(days=2))
        assert "2026-11-23 12:00 UTC" in hints
        clock.shift(timedelta(days=2))
        assert client.get("/api/me/").status_code == 401


@pytest.mark.parametrize(
    "words",
    [
        ["nobody"],
        [""],
        ["alice", "--scope", "admin"],
        ["alice", "--name", " "],
        ["alice", "--name", "x" * 101],
        *(["alice", "--expires-in-days", days] for days in ("0", "-1", "1.5", "٣", "99999", "x")),
    ],
    ids=" ".join,
)
def test_it_refuses_in_plain_words(alice: User, words: list[str]) -> None:
    before = AccessToken.objects.count()
    with pytest.raises(CommandError):
        _run(*words)
    assert AccessToken.objects.count() == before


def test_it_says_who_is_unknown_or_inactive(alice: User) -> None:
    with pytest.raises(CommandError, match="There is no user nobody"):
        _run("nobody")
    User.objects.filter(pk=alice.pk).update(is_active=False)
    with pytest.raises(CommandError, match="The account alice is not active"):
        _run("alice")


def test_its_key_is_dead_with_the_account(alice: User) -> None:
    key = _run("alice")[0].strip()
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert status_of(f"Token {key}") == 401


def test_createsuperuser_opens_books_too(
    transactional_db: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"USERNAME": "root", "EMAIL": "Root@example.org", "PASSWORD": "correct-horse-9"}
    for name, value in given.items():
        monkeypatch.setenv(f"DJANGO_SUPERUSER_{name}", value)
    call_command("createsuperuser", "--noinput", stdout=StringIO())
    user = User.objects.get(username="root")
    assert (user.is_staff, user.is_superuser, user.email) == (True, True, "root@example.org")
    client = with_header(f"Token {_run('root')[0].strip()}")
    assert client.get("/api/categories/").json()["count"] == 12
