"""The one way to write a book.

`write` takes the book's row first, so writers of one book wait for each other and see each other's
work; runs the act; lets derived rows follow; records the operation with its changes; and commits,
all in one database transaction, which is run again from its start after a fault of the moment.
"""

import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from common.inserting import in_statements, insert_rows
from common.prepared import Param, Prepared, PreparedInsert, PreparedUpdate
from common.problems import Problem
from ledger.models import Book, Change, Operation, OwnedModel, Tombstone
from ledger.resources import Edit, Snapshot, resource_named, resource_of
from ledger.retrying import retrying

Row = TypeVar("Row", bound=OwnedModel)

_A_STATEMENT = 500
_CHARACTERS_AN_ID = 10
#: Their ids are some 100 KB.
_ROWS_A_CHANGE = 10_000
#: It is kept with the operation, by one statement.
_LONGEST_ANSWER = 4 * 2**20
_STAMPS = ("version", "updated_at")
# No client can name a key of ours.
_CLIENTS, _BEGINNINGS, _OUR_OWN = "c:", "b:", "s:"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a write answers, kept with its operation for as long as it may be repeated."""

    status: int
    body: bytes
    location: str = ""
    operation: int = 0
    """The operation's id, and the version that the books have by it; 0 until it is there."""
    version: int = 0
    replayed: bool = False
    of_operation: Callable[[Operation], tuple[bytes, str]] | None = None
    """Makes body and location of the operation itself, where they tell of it."""


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

    def of_its_beginning(self) -> "Request":
        """The same for the first of several units, the last of which gives the answer: whoever asks
        again, after a stop in between, finds what was begun."""
        return replace(self, key=f"{_BEGINNINGS}{self.key.partition(':')[2]}")

    def of_a_step(self) -> "Request":
        """The same for one of the units between."""
        return Request.of_our_own(self.kind, self.actor)

    @property
    def is_repeatable(self) -> bool:
        return self.key.startswith(_CLIENTS)


class Unit:
    """One unit of work on a book: the only thing that creates, updates and deletes its rows."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.now: datetime = timezone.now()
        #: What is asked for by many entries of one write is read once.
        self.seen: dict[Any, Any] = {}
        #: The operation that this one takes back, where it does.
        self.undoes: int | None = None
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
            _insert_all(rows)
        else:
            for row in rows:
                _insert_of(model)(row)
        self._note_new(rows)
        return rows

    def restore_all(self, rows: Sequence[Row]) -> None:
        """Rows of one model that were deleted, with the ids and days of making that they had."""
        for row in rows:
            row.book_id, row.version, row.updated_at = self.book.pk, self.book.version, self.now
        _insert_all(rows)
        self._note_new(rows)

    def update(self, row: Row, values: Mapping[str, Any]) -> Row:
        """Set the row's fields; the row must have been read in this unit."""
        resource = resource_of(type(row))
        before = resource.snapshot(row)
        self._set(row, values)
        _save(row, values)
        self._note(resource.name, row.pk, before, resource.snapshot(row))
        return row

    def update_all(self, rows: Sequence[Row], values: Mapping[str, Any]) -> None:
        """Set the same fields of rows of one model, which must have been read in this unit."""
        resource = resource_of(type(rows[0]))
        alike: dict[str, list[tuple[int, Any, Any]]] = defaultdict(list)
        for row in rows:
            before = resource.snapshot(row)
            self._set(row, values)
            after = resource.snapshot(row)
            self._edits[resource.name].append((before, after))
            part = _changed(before, after)
            alike[repr(part)].append((row.pk, *part))
        for those in alike.values():
            numbers, (_, old, new) = [number for number, *_ in those], those[0]
            self.record_alike(resource.name, numbers, old, new)
        if len(rows) == 1:
            _save(rows[0], values)
            return
        stamps = {"version": self.book.version, "updated_at": self.now}
        for chosen in self._in_statements(rows):
            chosen.update(**values, **stamps)

    def delete(self, row: OwnedModel) -> None:
        self.delete_all([row])

    def delete_all(self, rows: Sequence[Row]) -> None:
        """Rows of one model."""
        # Not `row.delete()`: what refers to it was moved before, and is not to be searched again.
        for chosen in self._in_statements(rows):
            chosen._raw_delete(chosen.db)
        resource = resource_of(type(rows[0]))
        for row in rows:
            self._note(resource.name, row.pk, resource.snapshot(row), None)
            self._tombstones.append(self._tombstone(resource.name, row.pk))

    def _set(self, row: OwnedModel, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.updated_at = self.book.version, self.now

    def _in_statements(self, rows: Sequence[Row]) -> Iterator[Any]:
        """Querysets that have all the rows, each few enough for one statement."""
        owned = type(rows[0])._base_manager.filter(book_id=self.book.pk)
        for first in range(0, len(rows), _A_STATEMENT):
            yield owned.filter(pk__in=[row.pk for row in rows[first : first + _A_STATEMENT]])

    def change_book(self, values: Mapping[str, str]) -> None:
        """Set the currency or time zone that the books are kept in."""
        before = {name: getattr(self.book, name) for name in values}
        for name, value in values.items():
            setattr(self.book, name, value)
        self.book.save(force_update=True, update_fields=list(values))
        change = Change(resource="book", row=self.book.pk, before=before, after=dict(values))
        self._changes.append(change)

    def record_alike(
        self,
        resource: str,
        rows: Sequence[int],
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any],
    ) -> None:
        """Note what was done to all these rows; their version is this unit's.

        `before` is None for rows that were made by one statement; `after` says then what made them.
        """
        for first in range(0, len(rows), _ROWS_A_CHANGE):
            some = list(rows[first : first + _ROWS_A_CHANGE])
            place = {"row": some[0]} if len(some) == 1 else {"rows": some, "count": len(some)}
            was = None if before is None else dict(before)
            change = Change(resource=resource, before=was, after=dict(after), **place)
            self._changes.append(change)

    def close(self, request: Request, answer: Answer) -> Answer:
        """Settle what is derived, write the operation down, and give the answer as it was kept."""
        if len(answer.body) > _LONGEST_ANSWER:
            detail = "The answer would have more than 4 MiB: write fewer rows at once."
            raise Problem("too_large", detail)
        for name, edits in self._edits.items():
            settle = resource_named(name).settle
            if settle is not None:
                settle(self, edits)
        operation = _insert_of(Operation)(
            Operation(
                book_id=self.book.pk,
                version=self.book.version,
                kind=request.kind,
                change_count=sum(change.count for change in self._changes),
                undoes_id=self.undoes,
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
        else:
            _insert_unasked(self._changes)
        _insert_unasked(self._tombstones)
        if answer.of_operation is not None:
            body, location = answer.of_operation(operation)
            operation.answer_body, operation.answer_location = body.decode(), location
            operation.save(update_fields=["answer_body", "answer_location"])
            answer = replace(answer, body=body, location=location)
        return replace(answer, operation=operation.pk, version=operation.version)

    def _note_new(self, rows: Sequence[OwnedModel]) -> None:
        resource = resource_of(type(rows[0]))
        for row in rows:
            self._note(resource.name, row.pk, None, resource.snapshot(row))

    def _note(self, resource: str, row: int, before: Any, after: Any) -> None:
        self._edits[resource].append((before, after))
        if before is not None and after is not None:
            before, after = _changed(before, after)
        self._changes.append(Change(resource=resource, row=row, before=before, after=after))

    def _tombstone(self, resource: str, row: int) -> Tombstone:
        return Tombstone(
            book_id=self.book.pk, version=self.book.version, resource=resource, row=row
        )


def _changed(before: Snapshot, after: Snapshot) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of two snapshots, the fields that differ."""
    names = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in names}, {name: after[name] for name in names}


def _insert_all(rows: Sequence[Any]) -> None:
    """Rows of one model."""
    for chosen in in_statements(rows, lambda row: _length(vars(row))):
        type(chosen[0])._default_manager.bulk_create(chosen)


def _insert_unasked(rows: Sequence[Any]) -> None:
    """Rows of one model whose keys nobody asks for."""
    if rows:
        fields = [
            each for each in type(rows[0])._meta.local_concrete_fields if not each.primary_key
        ]
        values = [
            [each.get_db_prep_save(getattr(row, each.attname), connection) for each in fields]
            for row in rows
        ]
        insert_rows(type(rows[0]), [each.name for each in fields], values)


def _length(value: Any) -> int:
    """So many characters at most; but for text and lists of ids there is nothing to speak of."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_length, value.values()))
    return _CHARACTERS_AN_ID * len(value) if isinstance(value, list) else 0


@cache
def _insert_of(model: type[Any]) -> PreparedInsert[Any]:
    return PreparedInsert(model)


def _save(row: OwnedModel, names: Iterable[str]) -> None:
    """Write these fields of the row, and its stamps."""
    known: Any = row._meta
    fields = [known.get_field(name) for name in sorted({*names, *_STAMPS})]
    values = {field.name: getattr(row, field.attname) for field in fields}
    if not _update_of(type(row), tuple(values))(id=row.pk, **values):
        raise DatabaseError(f"{row} is not there to be updated.")


@cache
def _update_of(model: type[Any], names: tuple[str, ...]) -> PreparedUpdate:
    new = {name: Param(name, model._meta.get_field(name)) for name in names}
    key = Param("id", model._meta.pk)
    return PreparedUpdate(lambda: model._base_manager.filter(pk=key), **new)


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
            return opened.close(request, answer)

    try:
        return retrying(unit)
    except _AlreadyDone as done:
        # A run of our own that was committed although its connection was lost repeats nobody.
        ours = done.operation.created_at in begun
        return _first_answer(done.operation, request, is_repeated=not ours)


def first_answer(book: int, request: Request) -> Answer | None:
    """What was answered to the request already, if anything; for whoever carries it out in several
    units. Problem `key_reused` where the key belongs to another request."""
    done = Operation.objects.in_book(book).filter(key=request.key)
    found = retrying(done.first)
    return None if found is None else _first_answer(found, request, is_repeated=True)


def forget_beginning(book: int, request: Request) -> None:
    """What was begun came to nothing: the client's key is free for another request."""
    begun = Operation.objects.in_book(book).filter(key=request.of_its_beginning().key)
    retrying(lambda: begun.update(key=request.of_a_step().key))


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
        operation.version,
        replayed=is_repeated and request.is_repeatable,
    )
