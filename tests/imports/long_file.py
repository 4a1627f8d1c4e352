"""Files that are too long to be made: a beginning, a part many times over, and an end."""

import io
from typing import Any


class LongFile(io.RawIOBase):
    """Read as any file; nothing of it is kept but a block of the part."""

    def __init__(self, begin: bytes, part: bytes, times: int, end: bytes = b"") -> None:
        self._begin, self._part, self._end = begin, part, end
        self._block = part * (1 + 65_536 // len(part))
        self._middle = len(part) * times
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = 0) -> int:
        self._place = place if whence == 0 else self._place + place
        return self._place

    def readinto(self, buffer: Any) -> int:
        piece = self._at(self._place, len(buffer))
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def _at(self, place: int, size: int) -> bytes:
        if place < len(self._begin):
            return self._begin[place : place + size]
        place -= len(self._begin)
        if place >= self._middle:
            return self._end[place - self._middle :][:size]
        offset = place % len(self._part)
        return self._block[offset : offset + min(size, self._middle - place)]
