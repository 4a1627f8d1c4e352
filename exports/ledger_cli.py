"""The plain text of Ledger (ledger-cli.org), which hledger reads as well: double entry.

After "Ledger: Command-Line Accounting", chapter 5. The accounts are those of the Beancount export.
"""

import re
from collections.abc import Iterator

from common.money import units_text
from exports.accounts import TRACKER, Accounts
from exports.rows import Books, Row
from exports.texts import json_line, one_line

#: In a note, a bracket before a digit is a date, and a wrong one an error.
_DATE_IN_NOTE, _BRACKET = re.compile(r"\[(?=[0-9=])"), r"\\u005b"


def write_ledger(books: Books) -> Iterator[bytes]:
    yield b"; Expense tracker\n\n"
    accounts = Accounts(books.categories())
    for page in books.pages():
        yield "".join(_transaction(row, accounts) for row in page).encode()


def _transaction(row: Row, accounts: Accounts) -> str:
    amount = units_text(row.amount, row.currency)
    signs = ("-", "") if row.came_in else ("", "-")
    # The code keeps what begins the payee from being read as one.
    return (
        f"{row.date} * ({row.id}) {one_line(row.description).replace(';', ',')}\n"
        f"{_note('Category', row.category)}{_note('Description', row.description)}"
        f"{_note('Notes', row.notes)}{_note('External-Id', row.external_id)}"
        f"    {accounts.of(row.type, row.category)}  {signs[0]}{amount} {row.currency}\n"
        f"    {TRACKER}  {signs[1]}{amount} {row.currency}\n\n"
    )


def _note(key: str, text: str | None) -> str:
    r"""As JSON, whole: `; Notes: "two\nlines"`."""
    return f"    ; {key}: {_DATE_IN_NOTE.sub(_BRACKET, json_line(text))}\n" if text else ""
