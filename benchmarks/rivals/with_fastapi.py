"""FastAPI: Pydantic models as the response, the sign-in and the page in one function."""

from datetime import date, datetime

from fastapi import FastAPI, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel

from benchmarks.rivals.data import IS_EMBEDDED, NotSignedIn, first_page


class Transaction(BaseModel):
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


class Page(BaseModel):
    count: int | None
    next: str | None
    previous: str | None
    results: list[Transaction]


application = FastAPI(openapi_url=None)


@application.get("/api/transactions/")
async def read_page(request: Request) -> Page:
    header = request.headers["authorization"]
    try:
        if IS_EMBEDDED:
            count, following, rows = first_page(header)
        else:
            count, following, rows = await run_in_threadpool(first_page, header)
    except NotSignedIn:
        raise HTTPException(401) from None
    results = [Transaction(**row) for row in rows]
    return Page(count=count, next=following, previous=None, results=results)
