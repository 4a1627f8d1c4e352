"""From bytes to lines: which encoding a file is in, and no line longer than any real one."""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, NoReturn

from imports.entries import Unreadable

#: What banks and spreadsheets write.
ENCODINGS = ("utf-8", "utf-16", "cp1252")
SAMPLE = 64 * 1024
LONGEST_LINE = 256 * 1024
_WRONG = re.compile("[\x00\udc80-\udcff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: How other formats begin whose names end as if they were ours.
_OTHERS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip, or a spreadsheet of Excel: save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet of Excel: save it as CSV"),
    (b"\x1f\x8b", "compressed by gzip: unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def sample_of(file: BinaryIO) -> bytes:
    """Its beginning; the file stands at its start again."""
    file.seek(0)
    sample = file.read(SAMPLE)
    file.seek(0)
    for mark, what in _OTHERS:
        if sample.startswith(mark):
            raise Unreadable(f"This is {what}.")
    if not sample.strip(b"\x00 \t\r\n\x1a"):
        raise Unreadable("The file is empty.")
    return sample


def guess_encoding(file: BinaryIO) -> str:
    """By its mark; else UTF-8 where all of it is, and what Windows has in the west where not."""
    sample = sample_of(file)
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(SAMPLE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    finally:
        file.seek(0)
    return "utf-8"


def decode_sample(sample: bytes, encoding: str) -> str:
    """The whole lines of the sample, or all of it where it has but one."""
    text = codecs.getincrementaldecoder(_codec(encoding))(errors="replace").decode(sample)
    whole, newline, _ = text.rpartition("\n")
    return whole + newline if newline and len(sample) >= SAMPLE else text


@contextmanager
def decoded(file: BinaryIO, encoding: str, errors: str) -> Iterator[io.TextIOWrapper]:
    """The text of a file, which stays open for whoever brought it."""
    text = io.TextIOWrapper(file, _codec(encoding), errors=errors, newline="")
    try:
        yield text
    finally:
        # Swept away together with what reads it, it may be closed by now.
        with suppress(ValueError):
            text.detach()


def lines_of(file: BinaryIO, encoding: str) -> Iterator[str]:
    """Each as it stands, with its end (any system's), one at a time in memory.

    Unreadable at a line that is too long, at bytes that are not of the encoding, and at NUL.
    """
    # A byte that is no character goes on as half of one, so that its line is known.
    errors = "strict" if encoding == "utf-16" else "surrogateescape"
    number = 0
    try:
        with decoded(file, encoding, errors) as text:
            while line := text.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE or _WRONG.search(line):
                    _refuse(line, number, encoding)
                yield line
    except UnicodeError:  # without a mark at the beginning, UTF-16 raises no UnicodeDecodeError
        raise Unreadable(_not_of(encoding), number + 1) from None


def _refuse(line: str, number: int, encoding: str) -> NoReturn:
    if len(line) > LONGEST_LINE:
        raise Unreadable(
            f"It is longer than {LONGEST_LINE // 1024} KiB, which no entry is.", number
        )
    wrong = _WRONG.search(line)
    if wrong and wrong[0] == "\x00":
        raise Unreadable("There is a NUL in it: save the file as text, in UTF-8.", number)
    raise Unreadable(_not_of(encoding), number)


def _not_of(encoding: str) -> str:
    return f"There are bytes in it that are not {encoding}: save the file in UTF-8."


def _codec(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding
