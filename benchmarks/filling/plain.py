"""Fill the database of the plain DRF project with the same rows.

python -m benchmarks.filling.plain FOLDER   (spec.json and ours.json in, plain.json out)
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402
from rest_framework.authtoken.models import Token  # noqa: E402

from benchmarks.drivers import connect, insert_all  # noqa: E402
from benchmarks.filling.people import Spec, keep  # noqa: E402
from benchmarks.plain_drf.models import Category  # noqa: E402

_COLUMNS = (
    "user_id",
    "version",
    "created_at",
    "updated_at",
    "type",
    "amount",
    "currency",
    "refund",
    "category_id",
    "date",
    "description",
    "notes",
)


def open_account(name: str, starter_set: list[list[str]]) -> dict[str, Any]:
    user = User(username=name)
    user.set_unusable_password()
    user.save()
    categories = [
        Category.objects.create(user=user, name=title, emoji=emoji).pk
        for title, emoji in starter_set
    ]
    token = Token.objects.create(user=user)
    return {"token": token.key, "user": user.pk, "categories": categories}


def row_values(spec: Spec, name: str, account: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    now = timezone.now().strftime("%Y-%m-%d %H:%M:%S.%f")
    written = f"{now}+00" if connection.vendor == "postgresql" else now
    for row in spec.rows(name):
        yield (
            account["user"],
            1,
            written,
            written,
            row.type,
            row.units / 10_000,
            "USD",
            row.refund,
            None if row.category is None else account["categories"][row.category],
            row.day.isoformat(),
            row.description,
            row.notes,
        )


def fill(folder: Path, url: str) -> None:
    spec = Spec.read(folder / "spec.json")
    ours = json.loads((folder / "ours.json").read_text(encoding="utf-8"))
    starter_set = ours["starter_set"]
    driver = connect(url)
    accounts = {}
    for name in spec.people():
        accounts[name] = open_account(name, starter_set)
        values = row_values(spec, name, accounts[name])
        insert_all(driver, url, "plain_transaction", _COLUMNS, values)
    if connection.vendor == "postgresql":  # what its autovacuum would have done by tomorrow
        driver.execute("VACUUM ANALYZE")
    keep(folder / "plain.json", {"accounts": accounts})


if __name__ == "__main__":
    fill(Path(sys.argv[1]), os.environ["DATABASE_URL"])
