"""Counting what a request asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Said once for a transaction, whatever is done in it: not what a request's cost is counted in.
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements run inside, in order, without those that only open and close a transaction."""
    said: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield said
    said += [
        query["sql"] for query in captured if not query["sql"].upper().lstrip().startswith(_FRAME)
    ]
