"""The story of an account: named tokens, a new password, everything as a file, a forgotten one."""

import re
from typing import Any

from tests.mail_sink import MailSink, text_of
from tests.proof.later_story import latest
from tests.proof.teller import Teller
from tests.serving import PASSWORD

INES = {"username": "Inês", "email": "ines@example.org", "password": PASSWORD}
SECOND, THIRD = "a short swim in the sea", "ein Spaziergang im Regen ☔"


def tell_of_an_account(say: Teller, mails: MailSink) -> None:
    say.token = say.post("register/", INES)["token"]
    tell_of_tokens(say)
    tell_of_scopes(say)
    tell_of_everything(say)
    tell_of_a_new_password(say)
    tell_of_a_forgotten_password(say, mails)


def tell_of_tokens(say: Teller) -> None:
    bodies: tuple[dict[str, Any], ...] = (
        {"name": "Phone"},
        {"name": "Telefone da Inês 📱", "scope": "write", "expires_at": "2199-12-31T23:59:59Z"},
        {"name": "Script", "scope": "read", "expires_at": None, "key": "mine", "id": 7},
        {},
        {"name": " "},
        {"name": "x" * 101},
        {"name": "Phone", "scope": "all", "expires_at": "2016-02-29T00:00:00Z"},
        {"name": "Phone", "expires_at": "2199-02-30", "colour": "red"},
    )
    for number, body in enumerate(bodies):
        for _ in "ab":
            say.post("tokens/", body, Idempotency_Key=f"token {number}")
    for query in ({}, {"ordering": "created_at", "page_size": 2}, {"ordering": "name"}):
        say.get("tokens/", **query)
    for number in (named_token(say, "Phone"), 10**12):
        say.get(f"tokens/{number}/")
        for _ in "ab":
            say("DELETE", f"tokens/{number}/", Idempotency_Key=f"no {number}")
        say("DELETE", f"tokens/{number}/")
        say.get(f"tokens/{number}/")
    say.post(f"operations/{latest(say)}/undo/", None)
    say.get("tokens/")


def named_token(say: Teller, name: str) -> int:
    rows = say.server.get("/api/tokens/", say.token)["results"]
    return int(next(row["id"] for row in rows if row["name"] == name))


def tell_of_scopes(say: Teller) -> None:
    """What a named token may, and may not."""
    row = {"type": "expense", "amount": "1.50", "date": "2016-05-01", "category": "Chá 🍵"}
    login = say.token
    for scope in ("read", "write"):
        body = {"name": f"To {scope}", "scope": scope}
        say.token = say.server.post("/api/tokens/", body, login)["key"]
        say.post("transactions/", row)
        for path in ("me/", "tokens/", "me/export/"):
            say.get(path)
        say.post("tokens/", {"name": "Another"})
        say.post("me/password/", {"current_password": PASSWORD, "new_password": SECOND})
        say("PATCH", "me/", {"email": "i@example.org", "current_password": PASSWORD})
        say.post("me/delete/", {"password": PASSWORD})
        say.post("logout/all/", None)
        say.post("logout/", {})
        say.get("me/")
    say.token = login


def tell_of_everything(say: Teller) -> None:
    say.post("categories/", {"name": "=1+1", "emoji": "🍵", "description": '+a, "b"\nc'})
    say.post("budgets/", {"amount": "65.5", "currency": "JPY", "category": "Chá 🍵"})
    say.post("budgets/", {"amount": "655", "currency": "JPY", "month": "2016-05"})
    say.post("income/", {"amount": "0.125", "currency": "BHD", "date": "2016-02-29", "notes": "@x"})
    say.get("me/export/")
    say.get("me/export/", format="csv")


def tell_of_a_new_password(say: Teller) -> None:
    for current, new in (
        ("wrong", SECOND),
        (PASSWORD, "short"),
        (PASSWORD, "12345678901"),
        (PASSWORD, "ines@example.org"),
        (PASSWORD, "x" * 513),
        (PASSWORD, SECOND),
        (PASSWORD, THIRD),
    ):
        say.post("me/password/", {"current_password": current, "new_password": new})
    say.post("me/password/", {"password": SECOND})
    say.get("tokens/")
    for password in (PASSWORD, SECOND):
        say.post("login/", {"username": "INÊS", "password": password})


def tell_of_a_forgotten_password(say: Teller, mails: MailSink) -> None:
    login, say.token = say.token, ""
    for email in ("Ines@Example.org", "nobody@example.org", "no address"):
        say.post("password-reset/", {"email": email})
    words = text_of(mails.wait_for(INES["email"]))
    say.hear(words)
    link = dict(re.findall(r"^(uid|token): (\S+)", words, re.M))
    for wrong in ({"token": "x"}, {"uid": "x"}, {"uid": "999999", "new_password": "short"}, {}):
        say.post(
            "password-reset/confirm/", {**link, "new_password": THIRD, **wrong} if wrong else {}
        )
    for new in ("short", THIRD, THIRD):
        say.post("password-reset/confirm/", {**link, "new_password": new})
    for password in (SECOND, THIRD):
        say.post("login/", {"username": "inês", "password": password})
    say.token = login
    say.get("me/")
