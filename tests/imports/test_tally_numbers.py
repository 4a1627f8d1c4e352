"""The table that counts how often a row has been in a file."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from imports.tally import Tally
from transactions.fingerprints import fingerprint

NUMBERS = st.integers(-(2**63), 2**63 - 1)


class CountedTally(Tally):
    """Counts the places that are looked at, for a time would depend on the machine."""

    looks = 0

    def _place(self, number: int) -> int:
        place = super()._place(number)
        self.looks += ((place - self._home(number)) & self._mask) + 1
        return place


@given(st.lists(st.one_of(NUMBERS, st.sampled_from([0, 1, -1, 2**46, 2**62])), max_size=200))
def test_it_counts_as_a_counter_does(numbers: list[int]) -> None:
    tally, counter = Tally(), Counter[int]()
    for number in numbers:
        counter[number] += 1
        assert tally(number) == counter[number]


def test_it_remembers_while_it_grows() -> None:
    tally = Tally()
    for turn in (1, 2):
        assert {tally(number * 0x9E3779B97F4A7C15 % 2**62) for number in range(20_000)} == {turn}


def test_it_counts_further_than_a_byte() -> None:
    tally = Tally()
    assert [tally(number) for number in (7, 8) * 1_000][-2:] == [1_000, 1_000]
    assert [tally(number) for number in range(5_000)][7:10] == [1_001, 1_001, 1]
    assert tally(7) == 1_002


def test_it_spreads_the_same_payment_over_its_days() -> None:
    """Their fingerprints differ by the day alone."""
    tally, number = CountedTally(), 12_000
    for day in (date(1950, 1, 1) + timedelta(days=n) for n in range(number)):
        mark = fingerprint(
            date=day,
            amount=Decimal(1),
            currency="USD",
            type="expense",
            refund=False,
            description="Coffee",
        )
        assert tally(mark) == 1
    assert tally.looks < 4 * 3 * number
