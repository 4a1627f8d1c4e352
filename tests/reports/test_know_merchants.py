"""Who charges every month: told from payments that are written out, with no database."""

from datetime import date
from decimal import Decimal

import pytest

from reports.merchants import Payment, Recurring, recurring
from transactions.merchants import merchant_key

TODAY = date(2026, 3, 17)


def payments(*charges: str, description: str = "Streaming", first_id: int = 1) -> list[Payment]:
    """Each charge is such as `2026-03-05 9.99`."""
    told = [charge.split() for charge in charges]
    return [
        Payment(first_id + place, date.fromisoformat(day), Decimal(amount), description)
        for place, (day, amount) in enumerate(told)
    ]


def days(*charges: str, today: date = TODAY) -> list[str]:
    """The days of the only merchant's run of charges, all of 9.99; empty where there is none."""
    found = list(recurring(payments(*(f"{day} 9.99" for day in charges)), today))
    assert len(found) <= 1
    return [each.day.isoformat() for merchant in found for each in merchant.charges]


def prices(*amounts: str) -> Recurring:
    """Charged on the fifth of every month up to March 2026."""
    months = ["2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"]
    told = zip(months[-len(amounts) :], amounts, strict=True)
    return Recurring(tuple(payments(*(f"{month}-05 {amount}" for month, amount in told))))


@pytest.mark.parametrize(
    ("description", "key"),
    [
        ("Netflix", "netflix"),
        ("  NETFLIX.COM ", "netflix com"),
        ("Netflix 2026-03", "netflix"),
        ("Netflix #4711, order 0815/A", "netflix order a"),
        ("Card 1234: Netflix*A1B2C3", "card netflix"),
        ("PAYPAL *SPOTIFY-P1A2B3", "paypal spotify"),
        ("Ｎｅｔｆｌｉｘ　１２３", "netflix"),
        ("🎬 Netflix 🎬", "netflix"),
        ("H&M", "h m"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("寿司 ①", "寿司"),
        ("a_b", "a b"),
    ],
)
def test_it_knows_a_merchant_by_its_words(description: str, key: str) -> None:
    assert merchant_key(description) == key


@pytest.mark.parametrize(
    "description", ["", "   ", "4711", "2026-03-05", "#12/34", "🎬", "—", "A1"]
)
def test_it_knows_nobody_without_a_word(description: str) -> None:
    assert merchant_key(description) == ""
    charges = ["2025-12-05 9.99", "2026-01-05 9.99", "2026-02-05 9.99", "2026-03-05 9.99"]
    assert list(recurring(payments(*charges, description=description), TODAY)) == []


def test_it_knows_a_turkish_name_in_each_way_that_it_is_written() -> None:
    assert merchant_key("İstanbul Kart 12") == merchant_key("İstanbul kart #34")
    assert merchant_key("ISTANBUL KART") == merchant_key("istanbul kart")


def test_it_finds_who_charges_under_changing_numbers_and_cases() -> None:
    told = ["NETFLIX 1201", "Netflix #77", "netflix", " Netflix  2026/03 "]
    days = ["2025-12-05", "2026-01-05", "2026-02-05", "2026-03-05"]
    charges = [
        *payments(f"{days[0]} 9.99", description=told[0], first_id=1),
        *payments(f"{days[1]} 9.99", description=told[1], first_id=2),
        *payments(f"{days[2]} 9.99", description=told[2], first_id=3),
        *payments(f"{days[3]} 9.99", description=told[3], first_id=4),
    ]
    (found,) = recurring(reversed(charges), TODAY)
    assert [each.id for each in found.charges] == [1, 2, 3, 4]
    assert found.name == "Netflix  2026/03"
    assert (found.amount, found.period.start, found.period.last) == (
        Decimal("9.99"),
        date(2025, 12, 5),
        date(2026, 3, 5),
    )


@pytest.mark.parametrize(
    "charges",
    [
        ("2025-12-05", "2026-01-05", "2026-02-05", "2026-03-05"),  # this month, too
        ("2025-11-05", "2025-12-05", "2026-01-05", "2026-02-05"),  # not yet
        ("2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"),  # a short month
        ("2025-11-01", "2025-12-31", "2026-01-01", "2026-02-28"),  # whatever the day
        ("2025-11-30", "2025-12-31", "2026-01-30", "2026-03-02"),  # on a weekday, after the month
        ("2025-12-01", "2025-12-30", "2026-01-30", "2026-03-01"),  # and before it
    ],
)
def test_it_finds_who_charged_four_months_in_a_row(charges: tuple[str, ...]) -> None:
    assert days(*charges) == list(charges)


@pytest.mark.parametrize(
    "charges",
    [
        ("2026-01-05", "2026-02-05", "2026-03-05"),  # three
        ("2025-11-05", "2025-12-05", "2026-02-05", "2026-03-05"),  # January is left out
        ("2025-10-05", "2025-11-05", "2025-12-05", "2026-01-05"),  # it has stopped
        ("2025-12-05", "2026-01-05", "2026-02-05", "2026-02-19"),  # twice in the last month
        ("2025-12-05", "2026-01-05", "2026-01-19", "2026-02-05", "2026-03-05"),  # in between
        ("2026-02-24", "2026-03-03", "2026-03-10", "2026-03-17"),  # every week
        ("2025-12-05", "2026-01-05", "2026-02-05", "2026-02-05"),  # twice on one day
    ],
)
def test_it_leaves_out_who_did_not(charges: tuple[str, ...]) -> None:
    assert days(*charges) == []


def test_it_follows_a_run_back_to_the_month_that_is_missing() -> None:
    run = ["2025-11-05", "2025-12-05", "2026-01-05", "2026-02-05"]
    assert days("2025-08-05", "2025-09-05", *run) == run


def test_it_follows_a_run_back_to_the_first_of_two_in_a_month() -> None:
    run = ["2025-11-19", "2025-12-05", "2026-01-05", "2026-02-05"]
    assert days("2025-10-05", "2025-11-05", *run) == run


@pytest.mark.parametrize(("today", "number"), [("2026-03-31", 4), ("2026-04-01", 0)])
def test_it_waits_a_month_for_the_next_charge(today: str, number: int) -> None:
    charges = ("2025-11-05", "2025-12-05", "2026-01-05", "2026-02-05")
    assert len(days(*charges, today=date.fromisoformat(today))) == number


def test_it_orders_merchants_by_name_whatever_the_order_of_payments() -> None:
    charges = ["2025-12-05 9.99", "2026-01-05 9.99", "2026-02-05 9.99", "2026-03-05 9.99"]
    told = [
        *payments(*charges, description="Video", first_id=1),
        *payments(*charges, description="music", first_id=5),
    ]
    assert [each.name for each in recurring(told, TODAY)] == ["music", "Video"]
    assert list(recurring(reversed(told), TODAY)) == list(recurring(told, TODAY))


@pytest.mark.parametrize(
    ("amounts", "number"),
    [
        (("10.00", "10.00", "10.00", "10.00"), 4),
        (("10.00", "10.00", "10.00", "11.00"), 4),  # ten percent of the usual 10.00
        (("10.00", "10.00", "10.00", "11.01"), 0),
        (("11.00", "10.00", "10.00", "10.00"), 4),
        (("11.01", "10.00", "10.00", "10.00"), 0),
        (("9.50", "10.00", "10.00", "10.50"), 4),
        (("9.49", "10.00", "10.00", "10.50"), 0),
        (("8.00", "8.00", "10.00", "10.00", "10.00", "10.00"), 4),  # at the new price
        (("8.00", "8.00", "8.00", "10.00", "10.00", "10.00"), 0),
        (("90.00", "10.00", "10.00", "10.00", "10.00", "10.00"), 5),
    ],
)
def test_it_tells_how_often_about_the_same_was_charged(
    amounts: tuple[str, ...], number: int
) -> None:
    assert len(prices(*amounts).about_the_same) == number


@pytest.mark.parametrize(
    ("amounts", "before"),
    [
        (("10", "10", "10", "11"), "10"),
        (("10", "10", "10", "11", "11", "11"), "10"),  # two charges ago
        (("10", "10", "10", "10", "11", "11", "11"), "10"),
        (("10.00", "10.05", "10.10", "12.00", "12.05"), "10.05"),  # by a rate of exchange
        (("10.00", "10.00", "10.10", "12.00"), "10.00"),  # one percent
        (("10", "10", "10", "12.00", "12.00", "12.12"), "10"),
        (("10", "10", "10", "10.11"), "10"),
        (("10", "10", "10", "19.99"), "10"),
        (("15", "10", "10", "10", "11"), "10"),
    ],
)
def test_it_tells_the_price_before_a_higher_one(amounts: tuple[str, ...], before: str) -> None:
    assert prices(*amounts).price_before == Decimal(before)


@pytest.mark.parametrize(
    "amounts",
    [
        ("10", "10", "10", "10"),
        ("10", "10", "10", "10.10"),  # one percent is a rate of exchange
        ("10", "10", "10", "9"),
        ("10", "10", "10", "20"),  # twice: two at once
        ("10", "10", "11", "11"),  # twice at the old price is too few
        ("10", "10", "10", "11", "11", "11", "11"),  # no news any more
        ("10", "10", "10", "11", "10"),
        ("10", "10", "10", "11", "12"),  # neither of the two came to stay
        ("10", "11", "10", "12"),  # never one price
        ("10.00", "10.00", "10.11", "12.00"),
        ("10", "10", "10", "12.00", "12.00", "12.13"),
    ],
)
def test_it_tells_of_no_rise_where_there_is_none(amounts: tuple[str, ...]) -> None:
    assert prices(*amounts).price_before is None
