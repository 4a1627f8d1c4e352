"""Months as budgets name them: `2026-11`, or empty for every month."""

import re

from common.periods import EARLIEST, LATEST, Period, parse_day

EVERY_MONTH = ""
_FORM = re.compile(r"([0-9]{4}-[0-9]{2})(-01)?", re.ASCII)
_MESSAGE = f"A month is such as 2026-11, from {EARLIEST:%Y-%m} to {LATEST:%Y-%m}."


def parse_month(text: str) -> Period:
    """The month written `YYYY-MM`, or as its first day; ValueError, in words, for anything else."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(_MESSAGE)
    try:
        first = parse_day(f"{found[1]}-01")
    except ValueError:
        raise ValueError(_MESSAGE) from None
    return Period.month(first.year, first.month)


def month_name(month: Period) -> str:
    """`2026-11`"""
    return month.start.isoformat()[:7]
