"""Whatever statements a history is cut into, and in whatever order they come, the books end as if
it had come in one; and what was imported and undone has left nothing behind."""

import random
from collections import Counter
from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from imports import committing, reading, taking_back
from tests.entries import every_row, record
from tests.imports.uploading import LIST, csv, imported, ofx, undone
from tests.ledger.operations import state_of
from tests.ledger.test_synchronise import opened
from tests.transactions.bulk import totals

few = settings(
    max_examples=10,
    # Each example is a dozen requests: a smaller one would take minutes to be found.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
DAYS = [f"2026-02-{day}" for day in (26, 27, 28)] + [f"2026-03-0{day}" for day in range(1, 4)]
HEAD = "Date,Amount,Currency,Description,Category"
#: Few of each, so that many rows are equal.
rows = st.tuples(
    st.sampled_from(DAYS),
    st.sampled_from(["-3.20", "-3.2", "3.20", "-900"]),
    st.sampled_from(["USD", "EUR"]),
    st.sampled_from(["Coffee", "COFFEE", "Rent", ""]),
    st.sampled_from(["", "Food", "Brand new"]),
)
histories = st.lists(rows, min_size=1, max_size=25)
dice_of_one = st.randoms(use_true_random=False)


@contextmanager
def in_pieces_of(size):
    with pytest.MonkeyPatch.context() as patch:
        for module in (reading, committing, taking_back):
            patch.setattr(module, "PIECE", size)
        yield


def booked(client):
    names = ("date", "amount", "currency", "type", "description")
    found = every_row(client, LIST, page_size=500)
    return Counter(tuple(row[name] for name in names) for row in found)


def statements(keys, dice):
    """Stretches of the keys, in any order, that overlap and have each key once at least."""
    cuts = sorted(dice.sample(range(len(keys) + 1), dice.randint(0, min(3, len(keys)))))
    edges = [0, *cuts, len(keys)]
    parts = [
        keys[max(0, first - dice.randint(0, 2)) : last + dice.randint(0, 2)]
        for first, last in pairwise(edges)
    ]
    dice.shuffle(parts)
    return [part for part in parts if part]


def taken(client, history):
    """The import of these rows as a CSV that is read in one way, whatever stands in it."""
    text = csv(*map(",".join, history), head=HEAD)
    return imported(client, text, mapping='{"sign": "income"}')


def as_ofx(history):
    return ofx(*((f"{n}", day.replace("-", ""), amount, text) for n, day, amount, text in history))


@few
@given(history=histories, size=st.integers(1, 9), dice=dice_of_one)
def test_it_books_each_row_once(transactional_db, history, size, dice):
    _, whole = opened()
    assert taken(whole, history)["created"] == len(history)
    _, client = opened()
    files = []
    for days in statements(DAYS, dice):
        chosen = [row for row in history if row[0] in days]
        dice.shuffle(chosen)  # banks list a day this way today and that way tomorrow
        files += [chosen] if chosen else []
    with in_pieces_of(size):
        made = sum(taken(client, file)["created"] for file in files)
        assert (made, booked(client)) == (len(history), booked(whole))
        assert totals(client) == totals(whole)
        assert taken(client, dice.choice(files))["created"] == 0


@few
@given(history=histories, size=st.integers(1, 9), dice=dice_of_one)
def test_it_books_each_id_of_a_bank_once(transactional_db, history, size, dice):
    """Cut anywhere, in the middle of a day too."""
    numbered = [(n, day, amount, text) for n, (day, amount, _, text, _) in enumerate(history)]
    _, whole = opened()
    imported(whole, as_ofx(numbered))
    _, client = opened()
    files = [as_ofx(part) for part in statements(numbered, dice)]
    with in_pieces_of(size):
        made = sum(imported(client, file)["created"] for file in files)
        assert (made, booked(client)) == (len(history), booked(whole))
        assert imported(client, dice.choice(files))["created"] == 0


@few
@given(before=histories, history=histories, size=st.integers(1, 9), dice=dice_of_one)
def test_it_leaves_the_books_as_they_were_before(transactional_db, before, history, size, dice):
    user, client = opened()
    taken(client, before)
    record(client, description="Coffee", category="Food")
    for row in dice.sample(every_row(client, LIST), k=min(2, len(before))):
        client.patch(f"{LIST}{row['id']}/", {"notes": "Mine"})
    state = state_of(user)
    with in_pieces_of(size):
        found = taken(client, history)
        assert undone(client, found)["kept"] == []
        assert state_of(user) == state
        assert taken(client, history)["created"] == found["created"]


def test_it_cuts_with_overlaps():
    """The statements of the proofs above are worth their name."""
    parts = [statements(DAYS, random.Random(seed)) for seed in range(50)]
    assert all(set().union(*each) == set(DAYS) for each in parts)
    assert any(sum(map(len, each)) > len(DAYS) for each in parts)
    assert any(each[0][0] > each[-1][0] for each in parts if len(each) > 1)
