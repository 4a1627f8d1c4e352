"""Files as long as anybody likes: what writes them holds a page."""

import tracemalloc
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from exports.formats import FORMATS
from exports.rows import Row, Span
from tests.exports.listed import Listed, make

_A_PAGE = [make(number, notes="note " * 20) for number in range(1, 51)]


class _Long(Listed):
    """So many times the same page."""

    def __init__(self, pages: int) -> None:
        super().__init__([])
        self._number = pages

    def pages(self, currency: str | None = None) -> Iterator[Sequence[Row]]:
        return (list(_A_PAGE) for _ in range(self._number))

    def objects(self) -> Iterator[Sequence[dict[str, Any]]]:
        return ([row._asdict() for row in page] for page in self.pages())

    def spans(self) -> list[Span]:
        return [Span("USD", "2026-03-01", "2026-03-01")]


@pytest.mark.parametrize("name", FORMATS)
def test_more_rows_take_no_more_memory(name: str) -> None:
    write = FORMATS[name].write
    deque(write(_Long(1)), maxlen=0)  # what only a first time needs
    few, many = (_peak(write(_Long(pages))) for pages in (5, 50))
    # Forty-five pages more would take half a megabyte.
    assert many < few + 100_000


def _peak(pieces: Iterator[bytes]) -> int:
    tracemalloc.start()
    try:
        deque(pieces, maxlen=0)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
