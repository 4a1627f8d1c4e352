"""Reading a file into rows that are staged, in pieces, each with its verdicts.

Whoever began to read and is heard of no more is superseded: the next one begins anew, and what the
first one still writes is refused.
"""

import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from django.db import transaction

from common.inserting import insert_rows
from imports.correcting import drop_rows
from imports.entries import Unreadable
from imports.formats import read
from imports.mapping import Mapping
from imports.matching import mark_duplicates
from imports.models import Import, ImportRow, Status
from imports.staging import NAMES, Staging
from imports.stored_file import stored_file
from imports.suggesting import Suggestions
from ledger.retrying import retrying

PIECE = 5_000
#: Longer than a piece takes; who has not moved on by then is dead.
PATIENCE, PAUSE = 15.0, 0.1

Watch = Callable[[str, int, int], None]


class Superseded(Exception):
    """Somebody else reads it now, or it is gone."""


def unwatched(what: str, done: int, of: int) -> None:
    """Where nobody looks on."""


def read_rows(statement: Import, watch: Watch = unwatched) -> str:
    """Stage all rows; why that is not possible, else nothing. Superseded where another one does."""
    if statement.reader:
        _wait_for_its_reader(statement)
    _claim(statement)
    drop_rows(statement.book_id, statement.pk)
    staging = Staging(statement, retrying(partial(Suggestions, statement.book_id)))
    try:
        with retrying(partial(stored_file, statement)) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
            found = read(file, statement.format, mapping_of(statement))
            for piece in in_pieces(found, PIECE):
                rows = staging(piece)
                retrying(partial(_keep, statement, rows))
                statement.rows += len(rows)
                watch("Reading", min(file.tell(), size), size)
    except Unreadable as error:
        return str(error)
    return "" if statement.rows else "There is nothing in it to book."


def mapping_of(statement: Import) -> Mapping | None:
    return None if statement.mapping is None else Mapping().corrected(statement.mapping)


def in_pieces(found: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(found)
    while piece := list(islice(rest, size)):
        yield piece


def _wait_for_its_reader(statement: Import) -> None:
    """Superseded as soon as it is read; returns where nothing moves any more."""
    seen, since = statement.rows, time.monotonic()
    while time.monotonic() - since < PATIENCE:
        time.sleep(PAUSE)
        waiting = _own(statement).filter(status=Status.READING)
        now = retrying(waiting.values_list("rows", flat=True).first)
        if now is None:
            raise Superseded
        if now != seen:
            seen, since = now, time.monotonic()


def _own(statement: Import) -> Any:
    return Import.objects.in_book(statement.book_id).filter(pk=statement.pk)


def _claim(statement: Import) -> None:
    waiting = _own(statement).filter(status=Status.READING)
    before, mine = statement.reader, uuid.uuid4().hex
    claim = partial(waiting.filter(reader=before).update, reader=mine, rows=0)
    # Not one row: somebody else was faster, or an earlier run was committed, its connection lost.
    if not retrying(claim) and not retrying(waiting.filter(reader=mine).exists):
        raise Superseded
    statement.reader, statement.rows = mine, 0


def _keep(statement: Import, rows: list[tuple[Any, ...]]) -> None:
    """Together with how far it has come; run again, it does the same."""
    before = statement.rows
    last = before + len(rows)
    with transaction.atomic(durable=True):
        mine = _own(statement).filter(status=Status.READING, reader=statement.reader)
        if not mine.filter(rows=before).update(rows=last):
            if mine.filter(rows=last).exists():
                return  # an earlier run was committed, though its connection was lost
            raise Superseded
        insert_rows(ImportRow, NAMES, rows)
        mark_duplicates(statement, before, last)
