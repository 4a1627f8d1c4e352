"""Amounts and days as people write them, read one way and no other."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from common.periods import EARLIEST, LATEST

DECIMALS = (".", ",")
_NAMES = {".": "point", ",": "comma"}
_DIGITS_BEFORE, _DIGITS_AFTER = 11, 8
#: Nothing that is an amount or a day is longer; what is may be a whole file in one cell.
_LONGEST = 60


def _form(decimal: str) -> re.Pattern[str]:
    """Digits in threes (in India in twos before the last three), and what is behind `decimal`.

    Between them stand spaces of every width, the other mark, or the apostrophe of Switzerland.
    """
    gap = "[\\s'’" + ("," if decimal == "." else ".") + "]"
    whole = f"(?P<whole>[0-9]{{1,3}}(?:{gap}[0-9]{{2,3}})*{gap}[0-9]{{3}}|[0-9]*)"
    return re.compile(rf"{whole}(?:\{decimal}(?P<rest>[0-9]*))?")


#: What most files have; all else takes three times as long.
_PLAIN = re.compile(r"-?[0-9]{1,11}(?:\.[0-9]{0,7}[1-9])?")
_FORMS = {decimal: _form(decimal) for decimal in DECIMALS}
_SIGNS = {"-": -1, "−": -1, "DR": -1, "+": 1, "CR": 1}
_SIGN = re.compile(r"^([-−+])|([-−+]|[CD]R)$", re.IGNORECASE)
_MONEY = r"(?:[A-Z]{3}|R\$|kr\.?|zł|Kč|Ft|lei|[$€£¥₹₽₩₺₴₪฿])"
_CURRENCY = re.compile(rf"^{_MONEY}\s*(?=[-−+(.,0-9])|(?<=[-−+).,0-9\s]){_MONEY}$")


def read_amount(text: str, decimal: str) -> Decimal:
    """A number with its sign, whose decimals stand behind `decimal`; ValueError, in words, else.

    Takes `1.234,56`, `1,234.56`, `1 234,56`, `1'234.56`, `12,34,567.89`, `.50`, a currency before
    or after, and as negative `-12.50`, `12.50-`, `(12.50)` and `12.50 DR`. Nothing is rounded.
    """
    if decimal == "." and _PLAIN.fullmatch(text):
        return Decimal(text)
    sign, bare = _unsigned(text.strip()) if len(text) <= _LONGEST else (1, "")
    found = _FORMS[decimal].fullmatch(bare)
    whole, rest = (found["whole"], found["rest"] or "") if found else ("", "")
    if not whole and not rest:
        raise ValueError(f"{_shown(text)} is no amount with a decimal {_NAMES[decimal]}.")
    before, after = re.sub("[^0-9]", "", whole).lstrip("0"), rest.rstrip("0")
    if len(before) > _DIGITS_BEFORE or len(after) > _DIGITS_AFTER:
        raise ValueError(
            f"{_shown(text)} has more digits than an amount can have: {_DIGITS_BEFORE} before the "
            f"decimal {_NAMES[decimal]}, and {_DIGITS_AFTER} behind it."
        )
    return sign * Decimal(f"{before or '0'}.{after or '0'}")


def is_amount(text: str, decimal: str) -> bool:
    try:
        read_amount(text, decimal)
    except ValueError:
        return False
    return True


def has_sign(text: str) -> bool:
    """Whether it says which way it goes."""
    bare = _CURRENCY.sub("", text.strip()[:_LONGEST]).strip()
    return bare.startswith("(") or _SIGN.search(bare) is not None


def _unsigned(text: str) -> tuple[int, str]:
    """Which way it goes, and the digits."""
    text = _CURRENCY.sub("", text).strip()
    if text.startswith("(") and text.endswith(")"):
        return -1, _CURRENCY.sub("", text[1:-1].strip()).strip()
    found = _SIGN.search(text)
    if found is None:
        return 1, text
    bare = text[: found.start()] + text[found.end() :]
    return _SIGNS[found[0].upper()], _CURRENCY.sub("", bare.strip()).strip()


def _shown(text: str) -> str:
    return repr(text.strip() if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


_LAST_MARK = re.compile(r"([.,])([0-9]+)[^0-9.,]*$")


def guess_decimal(texts: Iterable[str]) -> str:
    """By the last mark of each: one with other than three digits behind it has decimals."""
    votes = dict.fromkeys(DECIMALS, 0)
    for text in texts:
        found = _LAST_MARK.search(text) if len(text) <= _LONGEST else None
        if found is None:
            continue
        mark, other = found[1], "," if found[1] == "." else "."
        if other in text or len(found[2]) != 3:
            votes[mark] += 1
        elif text.count(mark) > 1:
            votes[other] += 1
    return "," if votes[","] > votes["."] else "."


#: In the order in which they are tried: what stands first wins where both would do.
DATE_FORMATS = (
    "YYYY-MM-DD",
    "YYYY/MM/DD",
    "YYYY.MM.DD",
    "YYYYMMDD",
    "DD.MM.YYYY",
    "DD.MM.YY",
    "DD/MM/YYYY",
    "MM/DD/YYYY",
    "DD-MM-YYYY",
    "MM-DD-YYYY",
    "DD/MM/YY",
    "MM/DD/YY",
    "DD MMM YYYY",
    "DD MMM YY",
    "DD-MMM-YYYY",
    "DD-MMM-YY",
    "MMM DD, YYYY",
)
_TOKENS = {
    "YYYY": "(?P<year>[0-9]{4})",
    "YY": "(?P<year>[0-9]{2})",
    "MMM": "(?P<name>[A-Za-z]{3,9})\\.?",
    "MM": "(?P<month>[0-9]{1,2})",
    "DD": "(?P<day>[0-9]{1,2})",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A time behind the day says nothing about the day.
_TIME = r"(?:[T ,]+[0-9]{1,2}[:.][0-9]{2}.*)?"


class DateFormat:
    """How days are written, as `DD.MM.YYYY`; ValueError for a pattern that names no day."""

    def __init__(self, pattern: str) -> None:
        tokens = re.findall("YYYY|YY|MMM|MM|DD", pattern[:_LONGEST])
        kinds = sorted(token[0] for token in tokens)
        if kinds != ["D", "M", "Y"] or len(pattern) > _LONGEST:
            raise ValueError(
                f"{_shown(pattern)} names no day: write it as {', '.join(DATE_FORMATS[:5])}."
            )
        self.pattern = pattern
        parts = re.split("(YYYY|YY|MMM|MM|DD)", pattern)
        # Without anything between, each number has all its digits.
        is_solid = re.fullmatch("[YMD]+", pattern) is not None
        whole = "".join(_TOKENS.get(part, re.escape(part)) for part in parts)
        self._form = re.compile((whole.replace("{1,2}", "{2}") if is_solid else whole) + _TIME)

    def read(self, text: str) -> date:
        if not text.strip():
            raise ValueError("There is no date.")
        found = self._form.fullmatch(text.strip()) if len(text) <= _LONGEST else None
        if not found:
            raise ValueError(f"{_shown(text)} is no date written {self.pattern}.")
        fields = found.groupdict()
        try:
            month = int(fields["month"]) if "month" in fields else _named(fields["name"])
            day = date(_whole_year(fields["year"]), month, int(fields["day"]))
        except ValueError:
            raise ValueError(f"There is no day {_shown(text)} in the calendar.") from None
        if not EARLIEST <= day <= LATEST:
            raise ValueError(f"Dates run from {EARLIEST} to {LATEST}, and {day} does not.")
        return day

    def reads(self, text: str) -> bool:
        try:
            self.read(text)
        except ValueError:
            return False
        return True


def _named(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _whole_year(text: str) -> int:
    """Two digits as POSIX reads them: 69 is 1969, 68 is 2068."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= 69 else 2000)


_FORMATS = tuple(map(DateFormat, DATE_FORMATS))


def guess_date_formats(texts: Iterable[str]) -> list[str]:
    """Those that read the most of these, and half of them at least; the likeliest first.

    The most, not all: one 31 February must not change how the other days are read.
    """
    votes: Counter[str] = Counter()
    given = 0
    for text in texts:
        if text.strip():
            given += 1
            votes.update(_formats_of(text) if len(text) <= _LONGEST else ())
    most = max(votes.values(), default=0)
    if not most or 2 * most < given:
        return []
    return [pattern for pattern in DATE_FORMATS if votes[pattern] == most]


@lru_cache(maxsize=4096)  # a statement has many entries a day
def _formats_of(text: str) -> tuple[str, ...]:
    return tuple(each.pattern for each in _FORMATS if each.reads(text))
