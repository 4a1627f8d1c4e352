"""The one way to write a book.

`write` takes the book's row first, so writers of one book wait for each other and see each other's
work; runs the act; lets derived rows follow; records the operation with its changes; and commits,
all in one database transaction, which is run again from its start after a fault of the moment.
"""

import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from common.prepared import Param, Prepared, PreparedInsert, PreparedUpdate
from common.problems import Problem
from ledger.models import Book, Change, Operation, OwnedModel, Tombstone
from ledger.resources import Edit, resource_named, resource_of
from ledger.retrying import retrying

Row = TypeVar("Row", bound=OwnedModel)

# No client can name a key of ours.
_CLIENTS, _OUR_OWN = "c:", "s:"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a write answers, kept with its operation for as long as it may be repeated."""

    status: int
    body: bytes
    location: str = ""
    operation: int | None = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for what: `key` and `fingerprint` make two requests the same one."""

    actor: int | None
    kind: str
    key: str
    fingerprint: str = ""

    @classmethod
    def of_our_own(cls, kind: str, actor: int | None = None) -> "Request":
        """A write that no client can repeat; the key is for our own retries."""
        return cls(actor, kind, f"{_OUR_OWN}{uuid.uuid4().hex}")

    @classmethod
    def of_a_client(cls, kind: str, actor: int | None, key: str, fingerprint: str) -> "Request":
        """A write that the client may send again under its own key."""
        return cls(actor, kind, f"{_CLIENTS}{key}", fingerprint)

    @property
    def is_repeatable(self) -> bool:
        return self.key.startswith(_CLIENTS)


class Unit:
    """One unit of work on a book: the only thing that creates, updates and deletes its rows."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.now: datetime = timezone.now()
        self._edits: dict[str, list[Edit]] = defaultdict(list)
        self._changes: list[Change] = []
        self._tombstones: list[Tombstone] = []

    @property
    def today(self) -> date:
        return self.book.today(self.now)

    def create(self, row: Row) -> Row:
        return self.create_all([row])[0]

    def create_all(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Rows of one model, inserted; each has its id afterwards."""
        for row in rows:
            row.book_id, row.version = self.book.pk, self.book.version
            row.created_at = row.updated_at = self.now
        model = type(rows[0])
        if len(rows) > 1 and connection.features.can_return_rows_from_bulk_insert:
            model._default_manager.bulk_create(rows, batch_size=500)
        else:
            for row in rows:
                _insert_of(model)(row)
        resource = resource_of(model)
        for row in rows:
            self._note(resource.name, row.pk, None, resource.snapshot(row))
        return rows

    def update(self, row: Row, values: Mapping[str, Any]) -> Row:
        """Set the row's fields; the row must have been read in this unit."""
        resource = resource_of(type(row))
        before = resource.snapshot(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.updated_at = self.book.version, self.now
        row.save(force_update=True, update_fields=[*values, "version", "updated_at"])
        self._note(resource.name, row.pk, before, resource.snapshot(row))
        return row

    def delete(self, row: OwnedModel) -> None:
        resource = resource_of(type(row))
        before, pk = resource.snapshot(row), row.pk
        # Not `row.delete()`: what refers to it was moved before, and is not to be searched again.
        rows = type(row)._base_manager.filter(pk=pk, book_id=self.book.pk)
        rows._raw_delete(rows.db)
        self._note(resource.name, pk, before, None)
        self._tombstones.append(self._tombstone(resource.name, pk))

    def change_book(self, values: Mapping[str, str]) -> None:
        """Set the currency or time zone that the books are kept in."""
        before = {name: getattr(self.book, name) for name in values}
        for name, value in values.items():
            setattr(self.book, name, value)
        self.book.save(force_update=True, update_fields=list(values))
        change = Change(resource="book", row=self.book.pk, before=before, after=dict(values))
        self._changes.append(change)

    def record_uniform(
        self, resource: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Note what one statement did to every row that now has this unit's version."""
        self._changes.append(Change(resource=resource, before=dict(before), after=dict(after)))

    def close(self, request: Request, answer: Answer) -> int:
        """Settle what is derived, write the operation down, and give its id."""
        for name, edits in self._edits.items():
            settle = resource_named(name).settle
            if settle is not None:
                settle(self, edits)
        operation = _insert_of(Operation)(
            Operation(
                book_id=self.book.pk,
                version=self.book.version,
                kind=request.kind,
                actor_id=request.actor,
                key=request.key,
                fingerprint=request.fingerprint,
                answer_status=answer.status,
                answer_body=answer.body.decode(),
                answer_location=answer.location,
                created_at=self.now,
            )
        )
        for change in self._changes:
            change.book_id, change.operation_id = self.book.pk, operation.pk
        if len(self._changes) == 1:
            _insert_of(Change)(self._changes[0])
        elif self._changes:
            Change.objects.bulk_create(self._changes, batch_size=500)
        if self._tombstones:
            Tombstone.objects.bulk_create(self._tombstones, batch_size=500)
        return int(operation.pk)

    def _note(self, resource: str, row: int, before: Any, after: Any) -> None:
        self._edits[resource].append((before, after))
        if before is not None and after is not None:
            changed = [name for name in after if before[name] != after[name]]
            before = {name: before[name] for name in changed}
            after = {name: after[name] for name in changed}
        self._changes.append(Change(resource=resource, row=row, before=before, after=after))

    def _tombstone(self, resource: str, row: int) -> Tombstone:
        return Tombstone(book=self.book, version=self.book.version, resource=resource, row=row)


@cache
def _insert_of(model: type[Any]) -> PreparedInsert[Any]:
    return PreparedInsert(model)


Act = Callable[[Unit], Answer]

_ONE_WRITER = threading.Lock()


def _turn() -> AbstractContextManager[Any]:
    """SQLite has one writer at a time and lets the others poll; a lock wakes the next at once."""
    return _ONE_WRITER if connection.vendor == "sqlite" else nullcontext()


class _AlreadyDone(Exception):
    """Rolls the unit back: an operation with this key is there, and here is its answer."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation


def write(book: int, act: Act, request: Request) -> Answer:
    """Run `act` on the book and keep its answer; the first answer where the key was used before.

    Raises whatever the act raises, with nothing written; Problem `key_reused` where the key
    belongs to another request, and `unavailable` where the database stayed away.
    """

    begun: set[datetime] = set()

    def unit() -> Answer:
        with _turn(), transaction.atomic(durable=True):
            opened = Unit(_take(book, request.key))
            begun.add(opened.now)
            answer = act(opened)
            operation = opened.close(request, answer)
        return Answer(answer.status, answer.body, answer.location, operation)

    try:
        return retrying(unit)
    except _AlreadyDone as done:
        # A run of our own that was committed although its connection was lost repeats nobody.
        ours = done.operation.created_at in begun
        return _first_answer(done.operation, request, is_repeated=not ours)


def _take(book: int, key: str) -> Book:
    """The book's row, ours until the commit, one version on."""
    if not _one_version_on(book=book):
        raise Problem("token_not_valid")  # the account was deleted while this request waited
    found: list[Any] = _book_and_same_key(book=book, key=key)
    taken: Book = found[0]
    if found[0].done is not None:
        raise _AlreadyDone(Operation.objects.in_book(book).get(pk=found[0].done))
    return taken


_one_version_on = PreparedUpdate(
    lambda: Book.objects.filter(pk=Param("book", Book._meta.pk)), version=F("version") + 1
)


def _query_book_and_same_key() -> QuerySet[Book]:
    """The book, with the id of its operation that has the key as `done`."""
    key = Param("key", Operation._meta.get_field("key"))
    same_key = FilteredRelation("operations", condition=Q(operations__key=key))
    books = Book.objects.annotate(same_key=same_key, done=F("same_key__id"))
    return books.filter(pk=Param("book", Book._meta.pk))


_book_and_same_key = Prepared(_query_book_and_same_key)


def _first_answer(operation: Operation, request: Request, *, is_repeated: bool) -> Answer:
    if operation.fingerprint != request.fingerprint:
        raise Problem("key_reused")
    return Answer(
        operation.answer_status,
        operation.answer_body.encode(),
        operation.answer_location,
        operation.pk,
        replayed=is_repeated and request.is_repeatable,
    )
