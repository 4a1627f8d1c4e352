"""`manage.py import_transactions --user ada statement.csv`: files of a bank into books."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rest_framework.exceptions import ParseError

from common.currencies import CURRENCIES
from common.parsers import parse_json
from common.problems import Problem
from common.progress import Bar
from imports.correcting import drop_import, drop_rows
from imports.importing import carry_through, found
from imports.matching import rows_of
from imports.models import Import, Status, Verdict
from imports.opening import Upload, open_import
from ledger.command_line import book_named
from ledger.writing import Answer, Request, Unit, write

KIND = "import.create"
MOST_TOLD = 20
_STOPPED = "Stopped. What is booked stays; the same command again books the rest."
_HEADS = ("File", "Format", "Rows", "New", "Duplicates", "Invalid", "Booked")


class Command(BaseCommand):
    help = (
        "Import files (CSV, OFX or QFX, QIF, CAMT.053, JSON lines) into a user's books. What the "
        "books have already is left out, so the same file twice adds nothing. Ends with 0 where "
        "every row was understood, with 1 where a file or a row was not; the others are booked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
        parser.add_argument(
            "--user", required=True, metavar="USER", help="the username or the email address"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be booked, and book nothing"
        )
        parser.add_argument(
            "--mapping",
            type=_mapping,
            default={},
            metavar="JSON",
            help='how a CSV is read, where the guess is wrong: \'{"sign": "expense"}\', or the '
            "name of a file with that",
        )
        parser.add_argument(
            "--currency", type=_currency, metavar="EUR", help="of rows that do not say"
        )
        parser.add_argument(
            "--apply-suggestions",
            action="store_true",
            help="put rows without a category where the merchant's earlier ones were",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        book = book_named(options["user"]).pk
        done = [self._import(book, path, options) for path in options["files"]]
        table = [_row(path, each) for path, each in zip(options["files"], done, strict=True)]
        for line in _aligned([_HEADS, *table]):
            self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write("Nothing was booked: this was a dry run.")
        for statement in done:
            if statement is not None and options["dry_run"]:
                _drop(statement)
        if any(each is None or each.invalid or each.status == Status.FAILED for each in done):
            raise SystemExit(1)

    def _import(self, book: int, path: Path, options: dict[str, Any]) -> Import | None:
        """What became of the file; None where it could not even be begun."""
        try:
            with path.open("rb") as file:
                given = (options["mapping"], options["currency"] or "")
                upload = Upload(file, path.name, *given, options["dry_run"])
                statement = self._carried(book, upload, options["apply_suggestions"])
        except OSError as error:
            self.stderr.write(f"{path}: {error.strerror}")
            return None
        except Problem as problem:
            self.stderr.write(f"{path}: {problem.text}")
            return None
        self._tell(path, statement)
        return statement

    def _carried(self, book: int, upload: Upload, apply_suggestions: bool) -> Import:
        request = Request.of_our_own(KIND)
        numbers: list[int] = []

        def begin(unit: Unit) -> Answer:
            statement = open_import(unit, upload)
            statement.applies_suggestions = apply_suggestions
            statement.save(force_update=True)
            numbers[:] = [statement.pk]
            return Answer(201, b"")

        write(book, begin, request)
        (number,) = numbers
        bar = Bar(self.stderr)
        try:
            carry_through(book, number, request.of_a_step(), _unasked, bar)
        except KeyboardInterrupt:
            raise CommandError(_STOPPED, returncode=130) from None
        finally:
            bar.close()
        return found(book, number)

    def _tell(self, path: Path, statement: Import) -> None:
        """With file and line, as compilers do, so that an editor leads there."""
        if statement.failure:
            self.stderr.write(f"{path}: {statement.failure}")
        flaws = rows_of(statement).filter(verdict=Verdict.INVALID).order_by("number")
        for line, reason in flaws.values_list("line", "reason")[:MOST_TOLD]:
            self.stderr.write(f"{path}:{line}: {reason}")
        if statement.invalid > MOST_TOLD:
            self.stderr.write(f"{path}: and {statement.invalid - MOST_TOLD:,} more")


def _unasked(statement: Import) -> Answer:
    return Answer(200, b"")


def _drop(statement: Import) -> None:
    def act(unit: Unit) -> Answer:
        drop_import(found(unit.book.pk, statement.pk))
        return Answer(204, b"")

    write(statement.book_id, act, Request.of_our_own("import.delete"))
    drop_rows(statement.book_id, statement.pk)


def _row(path: Path, statement: Import | None) -> tuple[str, ...]:
    if statement is None:
        return (path.name, "", "", "", "", "", "")
    counts = (statement.rows, statement.new, statement.duplicates, statement.invalid)
    return (path.name, statement.format, *(f"{each:,}" for each in (*counts, statement.created)))


def _aligned(table: list[tuple[str, ...]]) -> list[str]:
    """Words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place < 2 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]


def _mapping(text: str) -> dict[str, Any]:
    try:
        body = text if text.lstrip().startswith("{") else Path(text).read_text(encoding="utf-8")
        found_mapping = parse_json(body.encode())
    except OSError as error:
        raise ArgumentTypeError(f"{text}: {error.strerror}") from None
    except (ParseError, Problem, UnicodeDecodeError) as error:
        raise ArgumentTypeError(f"it is no JSON: {error}") from None
    if not isinstance(found_mapping, dict):
        raise ArgumentTypeError('a mapping is a JSON object: {"sign": "expense"}')
    return {key: part for key, part in found_mapping.items() if part is not None}


def _currency(text: str) -> str:
    code = text.upper()
    if code not in CURRENCIES:
        raise ArgumentTypeError(f"{text!r} is no currency of ISO 4217")
    return code
