"""Rows without end, a stretch at a time: each costs the same, however far it lies."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from common.pagination import Keyset

Rows = list[tuple[Any, ...]]


def stretches(
    read: Callable[[Keyset], Rows], first: Keyset, place: Callable[[tuple[Any, ...]], Any]
) -> Iterator[Rows]:
    """All that `read` gives from the first stretch on; `place` is a row's value and id."""
    stretch = first
    while rows := read(stretch):
        yield rows
        if len(rows) < stretch.limit:
            return
        value, number = place(rows[-1])
        stretch = replace(stretch, value=value, id=number)
