"""JSON lines, as the list shows its rows."""

import json

from exports.jsonl import write_jsonl
from tests.exports.listed import NASTY, make, nasty, written


def test_it_writes_an_object_on_each_line():
    lines = written(write_jsonl, [make(1, category="Food"), make(2, refund=True)]).splitlines()
    found = [json.loads(line) for line in lines]
    assert [(row["id"], row["amount"], row["category_name"], row["refund"]) for row in found] == [
        (1, "10.00", "Food", False),
        (2, "10.00", None, True),
    ]


def test_nasty_texts_stay_in_their_line():
    lines = written(write_jsonl, nasty()).split(b"\n")
    assert [json.loads(line)["notes"] for line in lines[:-1]] == NASTY
    assert lines[-1] == b""


def test_books_without_a_row_are_no_line():
    assert written(write_jsonl) == b""
