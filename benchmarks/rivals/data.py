"""The page by SQLAlchemy Core, for FastAPI and Litestar: sign-in by a join, keyset, count.

On SQLite the statements run where the request is handled: there is nobody to wait for, and a
change of threads costs more. On a server they run in a thread, as both frameworks advise.
"""

import hashlib
import os
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    select,
)

from benchmarks.rivals.page import NAMES, SIZE, money, next_url

_SCHEMES = {"mysql:": "mysql+mysqldb:", "postgresql:": "postgresql+psycopg:"}


def _address(url: str) -> str:
    for plain, with_driver in _SCHEMES.items():
        if url.startswith(plain):
            return url.replace(plain, with_driver, 1)
    return url


URL = os.environ["DATABASE_URL"]
IS_EMBEDDED = URL.startswith("sqlite")
engine = create_engine(_address(URL), isolation_level="AUTOCOMMIT")

_known = MetaData()
tokens = Table(
    "users_accesstoken",
    _known,
    Column("id", BigInteger, primary_key=True),
    Column("user_id", BigInteger),
    Column("digest", String),
    Column("revoked_at", DateTime),
)
users = Table(
    "users_user",
    _known,
    Column("id", BigInteger, primary_key=True),
    Column("username", String),
    Column("is_active", Boolean),
)
books = Table(
    "ledger_book",
    _known,
    Column("id", BigInteger, primary_key=True),
    Column("owner_id", BigInteger),
    Column("version", BigInteger),
    Column("currency", String),
    Column("timezone", String),
)
categories = Table(
    "categories_category",
    _known,
    Column("id", BigInteger, primary_key=True),
    Column("name", String),
    Column("emoji", String),
)
transactions = Table(
    "transactions_transaction",
    _known,
    Column("id", BigInteger, primary_key=True),
    Column("book_id", BigInteger),
    Column("version", BigInteger),
    Column("type", String),
    Column("amount", BigInteger),
    Column("currency", String),
    Column("refund", Boolean),
    Column("category_id", BigInteger),
    Column("date", Date),
    Column("description", String),
    Column("notes", String),
    Column("external_id", String),
    Column("created_at", DateTime),
    Column("updated_at", DateTime),
)
months = Table(
    "transactions_monthlytotal",
    _known,
    Column("book_id", BigInteger),
    Column("count", Integer),
)


class NotSignedIn(Exception):
    pass


def sign_in(connection: Any, header: str) -> Any:
    """The signed-in person's token, user and book, in one row."""
    digest = hashlib.sha256(header.removeprefix("Token ").encode()).hexdigest()
    living = (tokens.c.digest == digest, tokens.c.revoked_at.is_(None), users.c.is_active)
    joined = tokens.join(users, users.c.id == tokens.c.user_id).join(
        books, books.c.owner_id == users.c.id
    )
    chosen = select(tokens, users.c.username, books.c.id.label("book"), books.c.currency)
    found = connection.execute(chosen.select_from(joined).where(*living)).one_or_none()
    if found is None:
        raise NotSignedIn
    return found


def first_page(header: str) -> tuple[int, str | None, list[dict[str, Any]]]:
    """The count, the next page's URL, and the rows, for whom the header signs in."""
    with engine.connect() as connection:
        book = sign_in(connection, header).book
        rows = connection.execute(_page_of(book)).all()
        counted = select(func.sum(months.c.count)).where(months.c.book_id == book)
        count = int(connection.execute(counted).scalar_one() or 0)
    return count, next_url(rows), [_shown(row) for row in rows[:SIZE]]


def _page_of(book: int) -> Any:
    row = transactions.c
    columns = [
        *(row.id, row.version, row.type, row.amount, row.currency, row.refund, row.category_id),
        *(categories.c.name, categories.c.emoji, row.date, row.description, row.notes),
        *(row.external_id, row.created_at, row.updated_at),
    ]
    joined = transactions.outerjoin(categories, categories.c.id == row.category_id)
    page = select(*columns).select_from(joined).where(row.book_id == book)
    return page.order_by(row.date.desc(), row.id.desc()).limit(SIZE + 1)


def _shown(values: Any) -> dict[str, Any]:
    row = dict(zip(NAMES, values, strict=True))
    row["amount"] = money(row["amount"])
    row["created_at"] = _in_utc(row["created_at"])
    row["updated_at"] = _in_utc(row["updated_at"])
    return row


def _in_utc(instant: datetime) -> datetime:
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
