"""Who asks whether somebody has an account here, hears nothing: word for word, head for head.

That the time tells nothing either: one hash of one cost is computed whatever is wrong
(tests/users/test_log_in.py), no answer waits for a mail (tests/security/test_reset_password.py),
and `dev.py prove` measures it (tests/proof/test_sign_in.py). Registering is the exception: it must
say that a name is taken, as often as its limit lets it.
"""

from base64 import urlsafe_b64encode

import pytest

from tests.security.attacking import PASSWORD, Person, Site, an_address, code_of, plain
from tests.security.conftest import Record
from tests.security.windows import HOUR, in_one_window
from tests.serving import Reply


@pytest.fixture(scope="module")
def gone(site: Site) -> Person:
    """Who has deleted their account."""
    person = site.person()
    deletion = site.post("/api/me/delete/", {"password": PASSWORD}, token=person.token)
    assert deletion.status == 204
    return person


@pytest.fixture(scope="module")
def somebody(site: Site) -> Person:
    return site.person()


@pytest.mark.parametrize("key", ["username", "email"])
def test_a_login_fails_alike_for_everybody(
    limited_site: Site, somebody: Person, gone: Person, key: str, record_property: Record
) -> None:
    """Also in what its limits say: the account counts that was typed, not one that was found."""
    names = [getattr(each, key.replace("username", "name")) for each in (somebody, gone)]
    names += ["nobody@example.org", f"deleted:{gone.id}"]
    said = []
    for name in names:
        headers = {"X-Forwarded-For": an_address()}
        body = {key: name, "password": "wrong-horse-9"}
        said.append(plain(limited_site.post("/api/login/", body, headers=headers)))
    # The first try for each name; what is left of it differs for one that was tried before.
    assert {each[0] for each in said} == {401}
    assert len({each[2] for each in said}) == 1
    heads = [{**each[1], "ratelimit-remaining": ""} for each in said]
    assert all(head == heads[0] for head in heads)
    record_property(f"logins by {key}", f"{len(said)} times the same 401")


def test_the_limit_of_a_name_is_nobodys_account(limited_site: Site, somebody: Person) -> None:
    """Somebody's name and address are counted apart: together they would tell that both are one."""

    def try_both() -> list[Reply]:
        person = limited_site.person()
        return [
            limited_site.log_in(name, "wrong-horse-9", headers={"X-Forwarded-For": an_address()})
            for name in (person.name, person.email)
        ]

    left = [reply.headers["RateLimit-Remaining"] for reply in in_one_window(try_both)]
    assert left == ["9", "9"]


def test_a_reset_is_answered_alike_for_everybody(
    site: Site, somebody: Person, gone: Person, record_property: Record
) -> None:
    emails = [somebody.email, gone.email, f"nobody-{gone.email}", "root@localhost.example"]
    said = []
    for email in emails:
        headers = {"X-Forwarded-For": an_address()}
        said.append(plain(site.post("/api/password-reset/", {"email": email}, headers=headers)))
    assert all(each == said[0] for each in said)
    assert said[0][0] == 202
    record_property("resets", f"{len(said)} times the same 202")


def test_a_confirmation_is_refused_alike_for_everybody(
    site: Site, somebody: Person, gone: Person
) -> None:
    said = []
    for number in (somebody.id, gone.id, 10**9):
        uid = urlsafe_b64encode(str(number).encode()).decode().rstrip("=")
        body = {"uid": uid, "token": f"abc123-{'0' * 32}", "new_password": "battery-staple-7"}
        headers = {"X-Forwarded-For": an_address()}
        said.append(plain(site.post("/api/password-reset/confirm/", body, headers=headers)))
    assert all(each == said[0] for each in said)
    assert said[0][0] == 400


def test_registering_tells_it_no_faster_than_its_limit(
    limited_site: Site, somebody: Person, record_property: Record
) -> None:
    """It names the field that is taken, and nothing else: not whose, nor since when."""
    account = {"username": somebody.name, "email": somebody.email, "password": PASSWORD}

    def register_often() -> list[Reply]:
        headers = {"X-Forwarded-For": an_address()}
        return [limited_site.post("/api/register/", account, headers=headers) for _ in range(31)]

    replies = in_one_window(register_often, HOUR)
    assert [code_of(reply) for reply in replies] == ["400 invalid"] * 30 + ["429 throttled"]
    assert {fault["attr"] for fault in replies[0].json()["errors"]} <= {"username", "email"}
    record_property("registrations of taken names", "30 an hour, the others 429")


def test_renaming_tells_it_no_faster(
    limited_site: Site, somebody: Person, record_property: Record
) -> None:
    def rename_often() -> list[Reply]:
        token = limited_site.person().token
        wanted = {"username": somebody.name}
        return [limited_site.send("PATCH", "/api/me/", wanted, token=token) for _ in range(31)]

    replies = in_one_window(rename_often, HOUR)
    assert [code_of(reply) for reply in replies] == ["400 invalid"] * 30 + ["429 throttled"]
    record_property("renamings to taken names", "30 an hour, the others 429")
