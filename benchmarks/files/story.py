"""A round of all that is measured with a file on its way in, each in books of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.bulk.stopwatch import Stopwatch
from benchmarks.files import ways_in
from benchmarks.files.acts import (
    AGAIN,
    BULK_CREATE,
    IMPORT,
    INTO_OTHERS,
    PIECES,
    PREVIEW,
    Files,
    commit_by,
)
from benchmarks.files.books import Books
from imports import committing
from transactions.models import Transaction


@dataclass(frozen=True, slots=True)
class Story:
    file: Path
    amounts: Files
    fresh: Iterator[Books]
    others: Books
    """With many transactions in them, none of them the file's."""
    watch: Stopwatch

    def tell(self, *, backwards: bool = False) -> None:
        acts = (self._bulk_create, self._import, *self._in_pieces(), self._into_others)
        # Back and forth, so that nobody always comes after the same other.
        for act in reversed(acts) if backwards else acts:
            act()

    def _bulk_create(self) -> None:
        books = next(self.fresh)
        self.watch.take(BULK_CREATE, lambda: ways_in.bulk_create(books, self.file))
        assert Transaction.objects.in_book(books.book).count() == self.amounts.rows

    def _import(self) -> None:
        books = next(self.fresh)
        done = self.watch.take(IMPORT, lambda: ways_in.send(books, self.file))
        self._check_committed(books, done)

    def _in_pieces(self) -> Iterator[Any]:
        for rows in PIECES:
            yield lambda rows=rows: self._preview_and_commit(rows)

    def _preview_and_commit(self, rows: int) -> None:
        """By so many a piece; with the larger ones, what the preview takes before and after."""
        books, watch = next(self.fresh), self.watch if rows == max(PIECES) else Stopwatch()
        seen = watch.take(PREVIEW, lambda: ways_in.preview(books, self.file))
        self._check_previewed(seen, new=self.amounts.rows)
        with patch.object(committing, "PIECE", rows):
            done = self.watch.take(commit_by(rows), lambda: ways_in.commit(books, seen["id"]))
        self._check_committed(books, done)
        if rows == max(PIECES):
            again = watch.take(AGAIN, lambda: ways_in.preview(books, self.file))
            self._check_previewed(again, new=0)

    def _into_others(self) -> None:
        seen = self.watch.take(INTO_OTHERS, lambda: ways_in.preview(self.others, self.file))
        self._check_previewed(seen, new=self.amounts.rows)

    def _check_previewed(self, seen: dict[str, Any], *, new: int) -> None:
        counts = [seen[name] for name in ("status", "new", "duplicates", "created")]
        assert counts == ["ready", new, self.amounts.rows - new, 0], str(seen)

    def _check_committed(self, books: Books, done: dict[str, Any]) -> None:
        counts = [done[name] for name in ("status", "new", "created")]
        assert counts == ["committed", self.amounts.rows, self.amounts.rows], str(done)
        books.check_totals()
