"""`manage.py export_transactions --user NAME`: transactions of a user's as a file.

    python manage.py export_transactions --user demo --period last_year --output 2025.csv

It takes the filters of the list, and sends to standard output what no `--output` is named for.
"""

from argparse import ArgumentParser
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import QueryDict

from common.problems import Problem
from common.progress import progress
from common.query import check_query
from exports.formats import FORMATS
from ledger.command_line import book_named
from ledger.models import Book
from transactions.exporting import Selected, pieces_of
from transactions.filters import Selection, TransactionFilter
from transactions.views import TransactionViewSet

_FILTERS: Mapping[str, Any] = TransactionFilter.base_filters


class Command(BaseCommand):
    help = "Write the transactions that the filters choose, all where there is none, to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--user", required=True, metavar="NAME", help="whose they are")
        parser.add_argument(
            "--format", choices=list(FORMATS), default="csv", help="what kind of file (csv)"
        )
        parser.add_argument(
            "--output", type=Path, metavar="FILE", help="default: the standard output"
        )
        for name, each in _FILTERS.items():
            parser.add_argument(
                _option(name), dest=name, action="append", metavar="VALUE", help=each.label
            )

    def handle(self, *args: Any, **options: Any) -> None:
        book, name, output = book_named(options["user"]), options["format"], options["output"]
        selection = _selection(book, options)
        watched = _Watched(Selected(book, selection).count_pages(), self.stderr)
        pieces = pieces_of(Selected(book, selection, watched), name)
        try:
            if output is None:
                self._print(pieces, name)
            else:
                _write(pieces, output)
        except OSError as error:
            place = output or "The standard output"
            raise CommandError(f"{place} cannot be written: {error.strerror}.") from None
        finally:
            pieces.close()
        watched.end()
        place = f" to {output}" if output else ""
        self.stderr.write(f"Transactions exported{place}: {watched.rows:,}.", str)

    def _print(self, pieces: Iterable[bytes], name: str) -> None:
        if name == "xlsx" and self.stdout.isatty():
            raise CommandError("A spreadsheet is nothing for a terminal: name a file, --output.")
        out: Any = self.stdout
        for piece in pieces:
            out.buffer.write(piece)
        out.buffer.flush()


class _Watched:
    """Pages on their way, counted, with a bar on a terminal."""

    def __init__(self, pages: int, out: Any) -> None:
        self.rows = 0
        self._bar = progress(range(pages), "Exporting", out)

    def __call__(self, pages: Iterable[list[Any]]) -> Iterator[list[Any]]:
        for page in pages:
            self.rows += len(page)
            next(self._bar, None)
            yield page

    def end(self) -> None:
        deque(self._bar, maxlen=0)


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _selection(book: Book, options: Mapping[str, Any]) -> Selection:
    query = QueryDict(mutable=True)
    for name in _FILTERS:
        if options[name] is not None:
            query.setlist(name, options[name])
    try:
        check_query(query, _FILTERS, TransactionViewSet.repeatable_parameters)
        return Selection.of(TransactionFilter, query, book.today())
    except Problem as problem:
        raise CommandError(
            "\n".join(f"{_option(fault.attr)}: {fault.detail}" for fault in problem.faults)
        ) from None


def _write(pieces: Iterable[bytes], output: Path) -> None:
    """The whole file or, where it cannot be made, the one that was there before."""
    half = output.with_name(f"{output.name}.part")
    try:
        with half.open("wb") as file:
            file.writelines(pieces)
        half.replace(output)
    finally:
        half.unlink(missing_ok=True)
