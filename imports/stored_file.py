"""The file of an import, in the database: a worker on another machine reads it as well."""

import zlib
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from imports.models import Import, ImportPiece
from ledger.querysets import OwnedQuerySet

_A_PIECE = 1024 * 1024
#: What banks write is mostly the same words again: the first level gets most of it.
_LEVEL = 1


def store_file(statement: Import, file: BinaryIO) -> None:
    file.seek(0)
    number = 0
    while data := file.read(_A_PIECE):
        number += 1
        ImportPiece.objects.create(
            book_id=statement.book_id,
            statement_id=statement.pk,
            number=number,
            data=zlib.compress(data, _LEVEL),
        )


def pieces_of(statement: Import) -> OwnedQuerySet:
    return ImportPiece.objects.in_book(statement.book_id).filter(statement_id=statement.pk)


def drop_file(statement: Import) -> None:
    pieces = pieces_of(statement)
    pieces._raw_delete(pieces.db)


def stored_file(statement: Import) -> BinaryIO:
    """The file, to be read and gone back in; a large one lies on the disk until it is closed."""
    file = cast(BinaryIO, SpooledTemporaryFile(max_size=_A_PIECE))  # noqa: SIM115  (the caller's)
    try:
        for number in pieces_of(statement).order_by("number").values_list("number", flat=True):
            data = pieces_of(statement).filter(number=number).values_list("data", flat=True).get()
            file.write(zlib.decompress(data))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file
