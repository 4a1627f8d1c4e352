"""Ownership, once: every question about rows of the books starts from `in_book`."""

from typing import Any, Self

from django.db import models


class OwnedQuerySet(models.QuerySet[Any, Any]):
    def in_book(self, book: int | None) -> Self:
        """The rows of one book; none where there is no book."""
        return self.none() if book is None else self.filter(book_id=book)

    def written_by(self, version: int) -> Self:
        """The rows that the operation of this version wrote, and no later one."""
        return self.filter(version=version)

    def numbered(self, row: int) -> Self:
        return self.filter(pk=row)
