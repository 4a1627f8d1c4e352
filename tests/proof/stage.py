"""A small world in the database of the tests: set up, acted on, written down, put back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import close_old_connections, connection, transaction
from django.http import HttpResponse
from django.utils.http import urlsafe_base64_encode

from common import jobs
from common.models import LimitCount
from tests.answers import ContractClient
from tests.budgets.plans import plan
from tests.conftest import client_of
from tests.entries import add_category, record
from tests.ledger.operations import number_of
from tests.proof.writes import STATEMENT, Caller, Write
from tests.users.people import browser, status_of
from users.keys import revoke
from users.models import AccessToken, User
from users.sessions import sign_in

#: Django's own lists of what there is; and how often somebody tried, which a 503 counts as well.
_LEFT_OUT = {"auth", "contenttypes"}
_MODELS = [
    model
    for model in apps.get_models()
    if model._meta.app_label not in _LEFT_OUT and model is not LimitCount
]
#: Of one request; and what counts attempts. (A run of our own counts for a first one, too.)
_OTHER_EVERY_TIME = re.compile(r"X-Request-ID|Content-Length|ETag|RateLimit-.*|Idempotent-Replayed")
#: Ids are numbers of nine digits here (`lifted_ids`), and nothing else is.
_VARIES = re.compile(
    r"(?P<instant>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.]*(?:Z|\+00:00)?)|(?P<jwt>eyJ[\w.-]+)"
    r"|(?P<session>\b\.?eJ[\w-]+:[\w-]+:[\w-]+)|(?P<key>ext_\d+_[\w-]+)|(?P<hash>argon2\$\S+)|(?P<random>\b(?:s:)?(?:[0-9a-f]{33,64}|[0-9a-z]{32})\b)"
    r"|(?P<id>\b[1-9]\d{8}\b)"
)
_RESTART = {
    "sqlite": [
        "DELETE FROM sqlite_sequence WHERE name = '{table}'",
        "INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {first})",
    ],
    "mysql": ["ALTER TABLE {table} AUTO_INCREMENT = {first}"],
    "postgresql": ["ALTER TABLE {table} ALTER COLUMN id RESTART WITH {first}"],
}


@contextmanager
def lifted_ids() -> Iterator[None]:
    """Every new row has an id of nine digits, which no other model has."""
    _count_ids_from(100_000_000, apart=1_000_000)
    yield
    # Small again, because other tests reckon with ids; and none of theirs, which they remember.
    _count_ids_from(50_000, apart=0)


def _count_ids_from(first: int, *, apart: int) -> None:
    with connection.cursor() as cursor:
        for number, model in enumerate(_MODELS):
            place = {"table": model._meta.db_table, "first": first + number * apart}
            for statement in _RESTART[connection.vendor] if model._meta.auto_field else ():
                cursor.execute(statement.format(**place))
    connection.close()


@dataclass(frozen=True)
class Table:
    name: str
    columns: list[str]
    rows: list[tuple[Any, ...]]

    def lines(self) -> Iterator[str]:
        for row in self.rows:
            values = (f"{name}={value}" for name, value in zip(self.columns, row, strict=True))
            yield f"{self.name} {' '.join(values)}"

    def put_back(self, cursor: Any) -> None:
        cursor.execute(f"DELETE FROM {self.name}")
        if self.rows:
            names = ", ".join(map(connection.ops.quote_name, self.columns))
            places = ", ".join(["%s"] * len(self.columns))
            insert = f"INSERT INTO {self.name} ({names}) VALUES ({places})"
            cursor.executemany(insert, self.rows)


def _tables() -> list[Table]:
    found = []
    with connection.cursor() as cursor:
        for model in _MODELS:
            name = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {name}")
            rows = sorted(cursor.fetchall(), key=repr)
            found.append(Table(name, [column[0] for column in cursor.description], rows))
    return found


def contents() -> list[str]:
    """Every row of every table, each in a line."""
    return [line for table in _tables() for line in table.lines()]


def _uploaded(file: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("statement.csv", file)


def _imported(client: ContractClient, file: bytes, **fields: str) -> int:
    """The id of an import of this file."""
    form = {"file": _uploaded(file), **fields}
    answer = client.post("/api/imports/", form, format="multipart")
    assert answer.status_code == 201, answer.content
    return int(answer.json()["id"])


class Stage:
    """Alice has books with a few rows, and is signed in in every way; Charlie is signed out."""

    def __init__(self, alice: User, charlie: User) -> None:
        client = client_of(alice)
        expense = record(client, amount="12.50", category="Food")
        second = record(client, amount="2.50", category="Eating out", date="2026-02-28")
        incomes = [
            record(client, type="income", amount=amount, category="Salary")
            for amount in ("99.00", "1.00")
        ]
        # Salary's stays where Food's are moved to it; the one of March has room there.
        for name in ("Salary", "Food", "Eating out"):
            plan(client, category=name)
        budget = plan(client, category="Food", month="2026-03")
        merge = client.post(
            f"/api/categories/{second['category']}/merge/", {"into": expense["category"]}
        )
        cinema = b"Date,Amount,Description\n2026-03-02,-9.00,Cinema\n"
        self.names = {
            **sign_in(alice),
            "category": expense["category"],
            "other": incomes[0]["category"],
            "empty": add_category(client, "Empty")["id"],
            "expense": expense["id"],
            "second expense": second["id"],
            "income": incomes[0]["id"],
            "second income": incomes[1]["id"],
            "budget": budget["id"],
            "merge": number_of(merge),
            "imported": _imported(client, cinema),
            "looked at": _imported(client, STATEMENT, dry_run="true"),
            "row": 1,
            "phone": client.post("/api/tokens/", {"name": "Phone"}).json()["id"],
            "uid": urlsafe_base64_encode(str(alice.pk).encode()),
        }
        revoke(AccessToken.objects.get(user=charlie))
        self.cookies = browser(alice).cookies
        # What a mail would say now.
        self.names["reset"] = default_token_generator.make_token(User.objects.get(pk=alice.pk))
        self.tables = _tables()
        self.before = contents()
        self.known = {found[0] for found in _VARIES.finditer("\n".join(self.before))}

    def reset(self) -> None:
        """Everything is as it was, to the last id."""
        with (
            connection.constraint_checks_disabled(),
            transaction.atomic(durable=True),
            connection.cursor() as cursor,
        ):
            for then, now in zip(self.tables, _tables(), strict=True):
                if now != then:
                    then.put_back(cursor)
        LimitCount.objects.all().delete()
        mail.outbox.clear()

    def send(self, write: Write) -> HttpResponse:
        client = ContractClient()
        match write.caller:
            case Caller.TOKEN:
                client.credentials(HTTP_AUTHORIZATION=f"Token {self.names['token']}")
            case Caller.ACCESS:
                client.credentials(HTTP_AUTHORIZATION=f"Bearer {self.names['access']}")
            case Caller.SESSION:
                client.cookies = self.cookies.copy()
                client.credentials(HTTP_X_CSRFTOKEN=self.cookies["csrftoken"].value)
        path, body = write.path.format(**self.names), self._filled(write.body)
        if write.file:
            body, kind = body | {"file": _uploaded(write.file)}, "multipart"
        else:
            kind = "json"
        answer: HttpResponse = getattr(client, write.method)(
            path, body, format=kind, headers=write.headers
        )
        close_old_connections()  # as a server does after every request
        jobs.finish()
        return answer

    def _filled(self, body: Any) -> Any:
        """However deep the names stand."""
        match body:
            case str():
                return body.format(**self.names)
            case list():
                return [self._filled(each) for each in body]
            case dict():
                return {key: self._filled(each) for key, each in body.items()}
        return body

    def outcome(self, answer: HttpResponse) -> list[str]:
        """What was answered, and what is other than before, in words that are the same every time.

        What looks like an id, an instant or a secret, and was not there before, is named by its
        kind alone; ids keep their order.
        """
        headers = sorted(
            f"{name}: {text}"
            for name, text in answer.items()
            if not _OTHER_EVERY_TIME.fullmatch(name)
        )
        now = contents()
        gone = [f"gone: {line}" for line in self.before if line not in set(now)]
        made = [line for line in now if line not in set(self.before)]
        body = answer.content.decode()
        sent = [f"a mail to {each.to}: {each.subject}" for each in mail.outbox]
        found = [*headers, body, *gone, *made, *sent, *_doors(answer)]
        text = "\n".join([str(answer.status_code), *found])
        new = sorted({found["id"] for found in _VARIES.finditer(text) if found["id"]} - self.known)

        def plain(found: re.Match[str]) -> str:
            if found[0] in self.known:
                return found[0]
            place = f" {new.index(found[0])}" if found["id"] else ""
            return f"<{found.lastgroup}{place}>"

        return _VARIES.sub(plain, text).splitlines()


def _doors(answer: HttpResponse) -> Iterator[str]:
    """Whether what an answer gave to sign in with does so."""
    given = answer.json() if answer.content else {}
    for name in ("token", "access", "key"):
        if name in given:
            yield f"{name}: {status_of(f'Bearer {given[name]}')}"
    if "refresh" in given:
        again = ContractClient().post("/api/token/refresh/", {"refresh": given["refresh"]})
        yield f"refresh: {again.status_code}"
