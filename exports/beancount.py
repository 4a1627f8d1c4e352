"""Beancount (version 2 and 3): plain text, double entry, every account opened before its first use.

After "Beancount Language Syntax". What went out is a debit of its category, a refund the opposite,
and `Assets:Expense-Tracker` balances each.
"""

from collections.abc import Iterator

from common.money import units_text
from exports.accounts import TRACKER, Accounts
from exports.rows import Books, Row

_ESCAPES = str.maketrans({'"': r"\"", "\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def write_beancount(books: Books) -> Iterator[bytes]:
    yield b'option "title" "Expense tracker"\n\n'
    writer = _Writer(Accounts(books.categories()))
    for page in books.pages():
        yield "".join(map(writer.write, page)).encode()


class _Writer:
    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._opened: set[str] = set()

    def write(self, row: Row) -> str:
        account = self._accounts.of(row.type, row.category)
        amount = units_text(row.amount, row.currency)
        signs = ("-", "") if row.came_in else ("", "-")
        return (
            f"{self._opening(row, TRACKER, None)}{self._opening(row, account, row.category)}"
            f"{row.date} * {_quoted(row.description)}\n"
            f'  id: "{row.id}"\n{_note("external_id", row.external_id)}{_note("notes", row.notes)}'
            f"  {account}  {signs[0]}{amount} {row.currency}\n"
            f"  {TRACKER}  {signs[1]}{amount} {row.currency}\n\n"
        )

    def _opening(self, row: Row, account: str, category: str | None) -> str:
        """Nothing where it is open; rows come by their days, so that none is earlier."""
        if account in self._opened:
            return ""
        self._opened.add(account)
        return f"{row.date} open {account}\n{_note('category', category)}\n"


def _note(key: str, text: str | None) -> str:
    return f"  {key}: {_quoted(text)}\n" if text else ""


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
