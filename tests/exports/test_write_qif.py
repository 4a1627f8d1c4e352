"""QIF as any program reads it: line by line, by the letter that a line begins with."""

from exports.qif import write_qif
from tests.exports.listed import NASTY, make, nasty, written


def lines(rows=()):
    return written(write_qif, rows).decode().split("\n")


def test_it_writes_an_account_for_each_currency():
    rows = [
        make(1, category="Food [x]/y:z", description="Baker", notes="two\nlines"),
        make(2, "3", currency="JPY", type="income"),
        make(3, "2.50", refund=True),
    ]
    assert [line for line in lines(rows) if not line.startswith("X")] == [
        "!Option:AutoSwitch",
        *("!Account", "NExpense tracker JPY", "TCash", "^", "!Type:Cash"),
        *("D2026-03-01", "T3", "^"),
        *("!Account", "NExpense tracker USD", "TCash", "^", "!Type:Cash"),
        *("D2026-03-01", "T-10.00", "PBaker", "Mtwo lines", "LFood (x)-y-z", "^"),
        *("D2026-03-01", "T2.50", "^"),
        "",
    ]


def test_nasty_texts_stay_in_their_line():
    found = lines(nasty())
    body = found[found.index("!Type:Cash") + 1 : -1]
    assert [line for line in body if line == "^"] == ["^"] * len(NASTY)
    assert [line for line in body if line[0] == "T"] == ["T-10.00"] * len(NASTY)
    assert {line[0] for line in body} == set("DTPMLX^")
    whole = "\n".join(body)
    assert body == whole.splitlines()


def test_books_without_a_row_are_an_account_without_one():
    assert lines()[-2:] == ["!Type:Cash", ""]
