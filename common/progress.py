"""Progress of long work on the command line."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
_WIDTH = 30


def progress(items: Sequence[Item], what: str, out: Any) -> Iterator[Item]:
    """The items, with a bar on a terminal; silent where nobody watches (a pipe, a log)."""
    shown = hasattr(out, "isatty") and out.isatty() and len(items) > 1
    for number, item in enumerate(items):
        if shown:
            _draw(number, len(items), what, out)
        yield item
    if shown:
        _draw(len(items), len(items), what, out)
        out.write("\n", ending="")


def _draw(done: int, of: int, what: str, out: Any) -> None:
    filled = _WIDTH * done // of
    bar = "#" * filled + "." * (_WIDTH - filled)
    # `str`: Django would print what goes to its stderr in the red of errors.
    out.write(f"\r{what} [{bar}] {done} of {of}", str, ending="")
    out.flush()
