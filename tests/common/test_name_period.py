from datetime import date

import pytest

from common.periods import Period, Preset, preset_period


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> Period:
    return Period.days(date(*first), date(*last))


def test_it_has_the_names_of_the_contract() -> None:
    assert [str(preset) for preset in Preset] == [
        "last_7_days",
        "last_30_days",
        "last_365_days",
        "this_month",
        "this_year",
        "last_month",
        "last_year",
        "all",
    ]


@pytest.mark.parametrize(
    ("preset", "today", "expected"),
    [
        (Preset.LAST_7_DAYS, date(2024, 3, 1), days((2024, 2, 24), (2024, 3, 1))),
        (Preset.LAST_30_DAYS, date(2026, 1, 1), days((2025, 12, 3), (2026, 1, 1))),
        (Preset.LAST_365_DAYS, date(2024, 2, 29), days((2023, 3, 2), (2024, 2, 29))),
        (Preset.THIS_MONTH, date(2024, 2, 1), days((2024, 2, 1), (2024, 2, 29))),
        (Preset.THIS_MONTH, date(2025, 12, 31), days((2025, 12, 1), (2025, 12, 31))),
        (Preset.THIS_YEAR, date(2024, 2, 29), days((2024, 1, 1), (2024, 12, 31))),
        (Preset.LAST_MONTH, date(2024, 3, 31), days((2024, 2, 1), (2024, 2, 29))),
        (Preset.LAST_MONTH, date(2026, 1, 31), days((2025, 12, 1), (2025, 12, 31))),
        (Preset.LAST_YEAR, date(2024, 2, 29), days((2023, 1, 1), (2023, 12, 31))),
        (Preset.ALL, date(2024, 2, 29), None),
    ],
)
def test_it_dates_a_preset(preset: Preset, today: date, expected: Period | None) -> None:
    assert preset_period(preset, today) == expected


def test_it_tells_which_presets_compare_by_length() -> None:
    assert [preset.value for preset in Preset if not preset.by_calendar] == [
        "last_7_days",
        "last_30_days",
        "last_365_days",
    ]
