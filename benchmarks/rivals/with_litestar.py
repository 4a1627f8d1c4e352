"""Litestar: msgspec structs as the response, the sign-in and the page in one function."""

from datetime import date, datetime

from litestar import Litestar, Request, get
from litestar.concurrency import sync_to_thread
from litestar.exceptions import NotAuthorizedException
from msgspec import Struct

from benchmarks.rivals.data import IS_EMBEDDED, NotSignedIn, first_page


class Transaction(Struct):
    id: int
    version: int
    type: str
    amount: str
    currency: str
    refund: bool
    category: int | None
    category_name: str | None
    category_emoji: str | None
    date: date
    description: str
    notes: str
    external_id: str | None
    created_at: datetime
    updated_at: datetime


class Page(Struct):
    count: int | None
    next: str | None
    previous: str | None
    results: list[Transaction]


@get("/api/transactions/")
async def read_page(request: Request) -> Page:
    header = request.headers["authorization"]
    try:
        if IS_EMBEDDED:
            count, following, rows = first_page(header)
        else:
            count, following, rows = await sync_to_thread(first_page, header)
    except NotSignedIn:
        raise NotAuthorizedException from None
    return Page(count, following, None, [Transaction(**row) for row in rows])


application = Litestar([read_page], openapi_config=None)
