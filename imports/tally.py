"""How often each of millions of numbers has been there, in a fifth of the memory of a `dict`."""

from array import array

_FIRST_SIZE = 1 << 12
#: In a byte; few numbers are there more often.
_MOST_IN_TABLE = 255
#: Odd, and near 2**32 over the golden ratio (Knuth, 6.4).
_SPREAD = 2654435769


class Tally:
    """A table with open addresses (Knuth, The Art of Computer Programming, 6.4, algorithm L).

    The numbers have 63 bits and a sign. The lowest are spread evenly, but for the same payment on
    many days: a fingerprint has the day above them, so it is mixed in.
    """

    def __init__(self) -> None:
        self._empty(_FIRST_SIZE)
        self._more: dict[int, int] = {}

    def __call__(self, number: int) -> int:
        """Count it; how often it has been there now."""
        if self._used * 3 > len(self._numbers) * 2:
            self._grow()
        place = self._place(number)
        count = self._counts[place] + 1
        if count > _MOST_IN_TABLE:
            count = self._more[number] = self._more.get(number, _MOST_IN_TABLE) + 1
            return count
        self._used += count == 1
        self._numbers[place], self._counts[place] = number, count
        return count

    def _empty(self, size: int) -> None:
        self._numbers, self._counts = array("q", bytes(8 * size)), bytearray(size)
        self._used, self._mask = 0, size - 1

    def _home(self, number: int) -> int:
        """Where it would be if nothing else was there."""
        return (number ^ (number >> 46) * _SPREAD) & self._mask

    def _place(self, number: int) -> int:
        """Where it is, or would be."""
        numbers, counts, mask = self._numbers, self._counts, self._mask
        place = self._home(number)
        while counts[place] and numbers[place] != number:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        before = zip(self._numbers, self._counts, strict=True)
        used = self._used
        self._empty(2 * len(self._numbers))
        self._used = used
        for number, count in before:
            if count:
                place = self._place(number)
                self._numbers[place], self._counts[place] = number, count
