"""The shape of a file: by which what was learnt of its bank's files is found again."""

import hashlib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from imports.csv_guessing import Guess, guess_mapping
from imports.entries import Unreadable
from imports.mapping import Mapping
from imports.models import SavedMapping
from imports.text import guess_encoding, lines_of

_LEARNT = "Read as earlier files with these columns were."

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Learnt:
    """Of files of one shape: what a person said of them, and what no row of one left in doubt."""

    corrections: Part = field(default_factory=dict)
    sure: Part = field(default_factory=dict)


def mapping_of_file(
    book: int, file: BinaryIO, given: AnyMapping[str, Any]
) -> tuple[Mapping, list[str]]:
    """How to read a CSV, and why: as guessed; in what the guess leaves open, as earlier files of
    its shape; in what a person said then or says now, as they say. What is learnt by it is kept.

    Unreadable where all of that is not enough, ValueError for corrections that are none.
    """
    guess = _guess(file)
    shape = _shape(file, guess)
    learnt = _learnt(book, shape)
    corrections = merged(learnt.corrections, given)
    if guess is None and not corrections.get("columns"):
        guess_mapping(file)  # which says what is missing
    sure = guess.sure if guess else {}
    mapping = _base(file, guess).corrected({**learnt.sure, **sure}).corrected(corrections)
    _keep(book, shape, Learnt(corrections, {**learnt.sure, **sure}))
    is_by_others = learnt != Learnt() and mapping != _base(file, guess).corrected(given)
    return mapping, [_LEARNT] if is_by_others else _open(guess, given)


def keep_corrections(book: int, file: BinaryIO, given: AnyMapping[str, Any]) -> None:
    """Remember them for files of this one's shape."""
    shape = _shape(file, _guess(file))
    learnt = _learnt(book, shape)
    _keep(book, shape, Learnt(merged(learnt.corrections, given), learnt.sure))


def merged(before: AnyMapping[str, Any], given: AnyMapping[str, Any]) -> Part:
    columns = {**before.get("columns", {}), **given.get("columns", {})}
    return {**before, **given, **({"columns": columns} if columns else {})}


def _open(guess: Guess | None, given: AnyMapping[str, Any]) -> list[str]:
    """The reasons for what was not given."""
    reasons = guess.reasons if guess else []
    return [reason for reason in reasons if not any(f"`{name}`" in reason for name in given)]


def _learnt(book: int, shape: str) -> Learnt:
    saved = SavedMapping.objects.in_book(book).filter(shape=shape).first()
    return Learnt(saved.corrections, saved.sure) if saved else Learnt()


def _keep(book: int, shape: str, learnt: Learnt) -> None:
    if learnt != Learnt():
        SavedMapping.objects.update_or_create(
            book_id=book,
            shape=shape,
            defaults={"corrections": learnt.corrections, "sure": learnt.sure},
        )


def _guess(file: BinaryIO) -> Guess | None:
    try:
        return guess_mapping(file)
    except Unreadable:
        return None


def _base(file: BinaryIO, guess: Guess | None) -> Mapping:
    return guess.mapping if guess else Mapping(encoding=guess_encoding(file))


def _shape(file: BinaryIO, guess: Guess | None) -> str:
    """A digest of the line that names the columns: the same for every file of one bank's."""
    mapping = _base(file, guess)
    number = mapping.header if guess else 1
    file.seek(0)
    lines = list(islice(lines_of(file, mapping.encoding), max(number, 1)))
    file.seek(0)
    line = lines[-1].strip() if lines else ""
    if not number:  # a row of data, of which the number of columns alone will be the same
        line = f"{mapping.delimiter}{line.count(mapping.delimiter)}"
    return hashlib.sha256(line.encode()).hexdigest()
