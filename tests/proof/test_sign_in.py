"""What signs somebody in cannot be read, forged, used twice, nor guessed by the clock.

On a server as it runs. `--sign-ins` says how often: so many times four refresh at once with one
token; from 50 on, the time of a failed login is measured, too.
"""

import os
import random
import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connections
from django.db.models import F

from tests.ledger.threads import at_once
from tests.mail_sink import MailSink, text_of
from tests.proof.books import served_database
from tests.proof.forging import FORGERIES, claims_of, signed
from tests.serving import PASSWORD, Reply, Server, empty_database, environment, serving
from tests.users.people import hidden_part
from users.keys import digest_of, looks_like_key
from users.models import TokenFamily

Record = Callable[[str, object], None]
DAVE = {"username": "dave", "email": "dave@example.org", "password": PASSWORD}
#: Whose address nobody changes.
ERIN = {"username": "erin", "email": "erin@example.org", "password": PASSWORD}
MISTYPED = "mistyped-horse-9"
SECOND, THIRD = "a short swim in the sea", "a long walk in the rain"
#: Fewer say nothing about time.
ENOUGH = 50
#: What was called with secrets.
PATHS = (
    *("/api/token/refresh/", "/api/login/", "/api/me/", "/api/tokens/", "/api/me/password/"),
    *("/api/password-reset/", "/api/password-reset/confirm/"),
)
DUMPERS = {"mysql": ("mariadb-dump", "mysqldump"), "postgresql": ("pg_dump",)}


@dataclass(frozen=True)
class Host:
    """A server, and what its operator can read."""

    server: Server
    log: Any
    blocker: Any
    mails: MailSink

    def post(self, path: str, body: Any, **headers: str) -> Reply:
        return self.server.send("POST", path, body, **headers)

    def log_in(self, name: str = "dave", password: str = PASSWORD) -> Reply:
        return self.post("/api/login/", {"username": name, "password": password})

    def reset(self, email: str) -> Reply:
        return self.post("/api/password-reset/", {"email": email})

    def refresh(self, token: str) -> Reply:
        return self.post("/api/token/refresh/", {"refresh": token})

    def status_of(self, secret: str, scheme: str = "Bearer") -> int:
        return self.server.send("GET", "/api/me/", Authorization=f"{scheme} {secret}").status

    def dump(self) -> str:
        with served_database(self.server, self.blocker) as alias:
            return dump(alias)


def dump(alias: str) -> str:
    """A whole database, as the engine's own tool writes it down."""
    there = connections[alias]
    if there.vendor == "sqlite":
        there.ensure_connection()
        return "\n".join(there.connection.iterdump())
    program = next(filter(None, map(shutil.which, DUMPERS[there.vendor])), None)
    if program is None:
        pytest.skip(f"None of {', '.join(DUMPERS[there.vendor])} is installed.")
    words, more = there.client.settings_to_cmd_args_env(there.settings_dict, [])
    done = subprocess.run(
        [program, *words[1:]], env={**os.environ, **(more or {})}, capture_output=True, check=True
    )
    return done.stdout.decode(errors="surrogateescape")


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Host]:
    folder = tmp_path_factory.mktemp("sign-in")
    with (
        MailSink() as mails,
        empty_database(folder, django_db_blocker) as url,
        serving(environment(url, EMAIL_URL=mails.url), folder / "log") as server,
    ):
        for account in (DAVE, ERIN):
            server.post("/api/register/", account)
        yield Host(server, folder / "log", django_db_blocker, mails)


@pytest.fixture
def times(pytestconfig: pytest.Config) -> int:
    return int(pytestconfig.getoption("--sign-ins"))


def lead_a_life(host: Host) -> list[str]:
    """Sign in, refresh, fail, be mistaken, sign out; every secret that was given or sent."""
    login = host.log_in().json()
    pair = host.refresh(login["refresh"]).json()
    host.refresh(login["refresh"])
    host.log_in(password=MISTYPED)
    form = urlencode({"username": "dave", "password": PASSWORD}).encode()
    host.post("/api/login/", form, Content_Type="application/x-www-form-urlencoded")
    broken = f'{{"username": "dave", "password": "{PASSWORD}"'.encode()
    host.post("/api/login/", broken, Content_Type="application/json")
    named = ("access", "refresh")
    given = [login["token"], *(body[name] for body in (login, pair) for name in named)]
    for secret in [*given, MISTYPED]:
        for scheme in ("Token", "Bearer", "Basic"):
            host.status_of(secret, scheme)
        host.server.send("GET", f"/api/me/?token={secret}")
        host.post("/api/register/", {**DAVE, secret: secret, "email": secret})
    change = {"email": "dave@example.net", "current_password": PASSWORD}
    host.server.send("PATCH", "/api/me/", change, token=login["token"])
    host.post("/api/logout/", {"refresh": pair["refresh"]})
    return [*given, PASSWORD, MISTYPED]


def lead_another(host: Host) -> list[str]:
    """Make a named token, change the password, forget it; the secrets, and dave is as before."""
    fay = {"username": "fay", "email": "fay@example.org", "password": PASSWORD}
    login = host.post("/api/register/", fay).json()["token"]
    named = host.server.post("/api/tokens/", {"name": "Phone of Fay"}, login)["key"]
    change = {"current_password": PASSWORD, "new_password": SECOND}
    for key in (named, login):
        host.server.send("POST", "/api/me/password/", change, token=key)
    host.post("/api/password-reset/", {"email": fay["email"]})
    mail = text_of(host.mails.wait_for(fay["email"]))
    link = dict(re.findall(r"^(uid|token): (\S+)", mail, re.M))
    for uid in ("x", link["uid"], link["uid"]):
        body = {**link, "uid": uid, "new_password": THIRD}
        answer = host.post("/api/password-reset/confirm/", body)
        host.server.send("GET", f"/api/me/?token={link['token']}")
    assert answer.status == 400  # it was taken, and works once
    assert host.log_in("fay", THIRD).status == 200
    return [login, named, link["token"], SECOND, THIRD]


def test_it_keeps_no_secret_that_a_dump_or_a_log_could_tell(host: Host) -> None:
    secrets = lead_a_life(host) + lead_another(host)
    names = [claims_of(secret)["jti"] for secret in secrets if secret.startswith("eyJ")]
    dumped, logged = host.dump(), host.log.read_text(encoding="utf-8")

    # Else nothing was looked at.
    assert "dave@example.net" in dumped
    assert "Phone of Fay" in dumped
    assert all(digest_of(each) in dumped for each in secrets if looks_like_key(each))
    assert all(path in logged for path in PATHS)
    for secret in [*secrets, *map(hidden_part, secrets), *names]:
        assert secret not in dumped
        assert secret not in logged


def test_of_four_at_once_one_wins(host: Host, times: int, record_property: Record) -> None:
    record_property("refreshed by four at once", times)
    token = host.log_in().json()["refresh"]

    for _ in range(times):
        answers = at_once(4, lambda _, token=token: host.refresh(token))
        assert sorted(answer.status for answer in answers) == [200, 401, 401, 401]
        (winner,) = (answer.json() for answer in answers if answer.status == 200)
        assert host.status_of(winner["access"]) == 200
        token = winner["refresh"]


def test_used_again_later_it_ends_the_family(host: Host) -> None:
    first = host.log_in().json()
    second = host.refresh(first["refresh"]).json()
    with served_database(host.server, host.blocker) as alias:
        earlier = F("rotated_at") - timedelta(seconds=11)
        TokenFamily.objects.using(alias).update(rotated_at=earlier)

    answers = at_once(4, lambda _: host.refresh(first["refresh"]))

    assert [answer.status for answer in answers] == [401] * 4
    assert host.refresh(second["refresh"]).status == 401
    assert [host.status_of(body["access"]) for body in (first, second)] == [401, 401]
    assert host.status_of(first["token"]) == 200


def test_it_takes_no_forged_token(host: Host, record_property: Record) -> None:
    record_property("forgeries refused", 2 * len(FORGERIES))
    pair = host.log_in().json()
    key = host.server.environment["JWT_SIGNING_KEY"]

    for name, forge in FORGERIES.items():
        access, refresh = (forge(pair[kind], key) for kind in ("access", "refresh"))
        header = host.server.send("GET", "/api/me/", Authorization=f"Bearer {access}")
        for answer in (header, host.refresh(refresh)):
            assert (answer.status, answer.json()["code"]) == (401, "token_not_valid"), name

    # Made in the same way, the true ones are taken: no forgery has ended their family.
    assert host.status_of(signed(claims_of(pair["access"]), key)) == 200
    assert host.refresh(signed(claims_of(pair["refresh"]), key)).status == 200


def milliseconds(act: Callable[[], Reply], status: int) -> float:
    began = time.perf_counter()
    assert act().status == status
    return (time.perf_counter() - began) * 1000


def spread(sample: list[float]) -> float:
    first, _, third = statistics.quantiles(sample, n=4)
    return third - first


def timed(acts: dict[str, tuple[Callable[[], Reply], int]], times: int) -> dict[str, list[float]]:
    """In turn, and in no order, so that a slow moment is everybody's."""
    found: dict[str, list[float]] = {name: [] for name in acts}
    dice = random.Random(times)
    for _ in range(4 * times):
        for name in dice.sample(list(acts), len(acts)):
            found[name].append(milliseconds(*acts[name]))
    return found


def test_a_wrong_name_takes_as_long_as_a_wrong_password(
    host: Host, times: int, record_property: Record
) -> None:
    """That both compute one hash is shown in tests/users; here is what a clock can tell of it."""
    if times < ENOUGH:
        pytest.skip(f"Time is measured from --sign-ins {ENOUGH} on, on a quiet machine.")
    acts: dict[str, tuple[Callable[[], Reply], int]] = {
        "wrong name": (lambda: host.log_in("dora", MISTYPED), 401),
        "wrong password": (lambda: host.log_in("dave", MISTYPED), 401),
        "no hash": (lambda: host.post("/api/login/", {"username": "dave"}), 400),
    }
    found = timed(acts, times)
    medians = {name: statistics.median(sample) for name, sample in found.items()}
    noise = min(spread(found[name]) for name in ("wrong name", "wrong password"))
    difference = abs(medians["wrong name"] - medians["wrong password"])
    record_property("wrong name, ms", round(medians["wrong name"], 2))
    record_property("wrong password, ms", round(medians["wrong password"], 2))
    record_property("noise, ms", round(noise, 2))

    assert difference < noise
    # Else a clock as coarse as this one could tell nothing.
    assert medians["wrong password"] - medians["no hash"] > 2 * noise


def test_a_reset_takes_as_long_for_nobody(host: Host, times: int, record_property: Record) -> None:
    """That no answer waits for a mail is shown in tests/security."""
    if times < ENOUGH:
        pytest.skip(f"Time is measured from --sign-ins {ENOUGH} on, on a quiet machine.")
    found = timed(
        {
            "a reset for nobody": (lambda: host.reset("dora@example.org"), 202),
            "a reset for somebody": (lambda: host.reset(ERIN["email"]), 202),
        },
        times,
    )
    medians = [statistics.median(sample) for sample in found.values()]
    noise = min(map(spread, found.values()))
    for name, median in zip(found, medians, strict=True):
        record_property(f"{name}, ms", round(median, 2))
    record_property("noise of resets, ms", round(noise, 2))

    assert abs(medians[0] - medians[1]) < noise
