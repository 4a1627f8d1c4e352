from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.periods import EARLIEST, LATEST, parse_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1900-01-01", date(1900, 1, 1)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2025-12-31", date(2025, 12, 31)),
        ("2199-12-31", date(2199, 12, 31)),
    ],
)
def test_it_reads_a_day(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-1-5",
        "20260105",
        "2026-W02-1",
        "2026-005",
        "05.01.2026",
        " 2026-01-05",
        "2026-01-05\n",
        "2026-01-05T00:00:00Z",
        "+026-01-05",
        "\uff12\uff10\uff12\uff16-01-05",
        "2026\u201301\u201305",
        "today",
    ],
)
def test_it_refuses_another_form(text: str) -> None:
    with pytest.raises(ValueError, match="Write the date as YYYY-MM-DD"):
        parse_day(text)


@pytest.mark.parametrize("text", ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31"])
def test_it_refuses_a_day_that_is_not_in_the_calendar(text: str) -> None:
    with pytest.raises(ValueError, match="no such day"):
        parse_day(text)


@pytest.mark.parametrize("text", ["1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31"])
def test_it_refuses_a_day_out_of_range(text: str) -> None:
    with pytest.raises(ValueError, match="1900-01-01 to 2199-12-31"):
        parse_day(text)


@given(st.dates(EARLIEST, LATEST))
def test_it_reads_back_what_it_prints(day: date) -> None:
    assert parse_day(day.isoformat()) == day
