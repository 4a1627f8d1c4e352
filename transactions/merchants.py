"""Merchants: whom money went to or came from, told from what payments are called."""

import re

from common.text import fold

_WORD = re.compile(r"[^\W_]+")
# What a word with a digit numbers, an order, a card or a day, differs from month to month.
_DIGIT = re.compile(r"\d")


def merchant_key(description: str) -> str:
    """The description without what changes: case, punctuation, and words with a digit in them."""
    words: list[str] = _WORD.findall(fold(description))
    return " ".join(word for word in words if not _DIGIT.search(word))
