"""Lists of ids in queries."""

from collections.abc import Iterable

NONE = "none"
_LONGEST = 18
# A statement repeats them a few times, and SQLite takes 32,766 values in one.
MAX_IDS = 5_000
#: No row has it: what is too long to be an id matches nothing, as any unknown one does.
NOBODYS = -1


def parse_ids(values: Iterable[str], *, with_none: bool = False) -> tuple[int, ...]:
    """Ids, repeated or separated by commas, sorted; `none`, where it is taken, is 0.

    ValueError for a word that is neither, and for more than MAX_IDS different ones.
    """
    words = {word.strip() for value in values for word in value.split(",")}
    if len(words) > MAX_IDS:
        raise ValueError(f"This takes at most {MAX_IDS} ids.")
    return tuple(sorted({_parse(word, with_none=with_none) for word in words}))


def _parse(word: str, *, with_none: bool) -> int:
    if with_none and word == NONE:
        return 0
    if not (word.isascii() and word.isdigit()):
        takes = "ids or none" if with_none else "ids"
        raise ValueError(f"This takes {takes}, separated by commas.")
    return (int(word) or NOBODYS) if len(word) <= _LONGEST else NOBODYS
