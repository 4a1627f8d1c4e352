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


class Bar:
    """Drawn by work that tells itself how far it is: (what, done, of); silent as `progress` is."""

    def __init__(self, out: Any) -> None:
        self._out, self._what = out, ""
        self._shown = hasattr(out, "isatty") and out.isatty()

    def __call__(self, what: str, done: int, of: int) -> None:
        if not self._shown:
            return
        if what != self._what:
            self.close()
        self._what = what
        _draw(done, max(of, 1), what, self._out)

    def close(self) -> None:
        """What is written next begins a line."""
        if self._what:
            self._out.write("\n", str, ending="")
        self._what = ""


def _draw(done: int, of: int, what: str, out: Any) -> None:
    filled = _WIDTH * done // of
    bar = "#" * filled + "." * (_WIDTH - filled)
    # `str`: Django would print what goes to its stderr in the red of errors.
    out.write(f"\r{what} [{bar}] {done} of {of}", str, ending="")
    out.flush()
