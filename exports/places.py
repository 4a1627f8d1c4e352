"""Files made while they are sent: few at a time, for each holds a thread and a snapshot."""

import threading
from collections.abc import Generator, Iterator

from common.problems import Problem

#: At a time, of a process, which has more threads than that.
_MOST = 2


class _Places:
    """Whose exports are under way in this process: few at a time, and one of each person's."""

    def __init__(self) -> None:
        self._taken: set[int] = set()
        self._lock = threading.Lock()

    def take(self, person: int) -> None:
        """Problem `unavailable` where there is none."""
        with self._lock:
            if person in self._taken or len(self._taken) >= _MOST:
                detail = "Exports are under way, yours or others': try again in a minute."
                raise Problem("unavailable", detail, headers={"Retry-After": "60"})
            self._taken.add(person)

    def leave(self, person: int) -> None:
        with self._lock:
            self._taken.discard(person)


_places = _Places()


class Sent:
    """A file, piece by piece, as it is made for a person.

    Problem `unavailable` for one too many. Its end, or `close`, makes room.
    """

    def __init__(self, person: int, pieces: Generator[bytes]) -> None:
        _places.take(person)
        self._person = person
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        finally:
            self.close()

    def close(self) -> None:
        self._pieces.close()
        if self._person:
            _places.leave(self._person)
            self._person = 0
