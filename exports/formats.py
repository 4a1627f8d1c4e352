"""The formats by their names, which are the suffixes of their files as well."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from exports.beancount import write_beancount
from exports.csv_writer import write_csv
from exports.jsonl import write_jsonl
from exports.ledger_cli import write_ledger
from exports.ofx import write_ofx
from exports.qif import write_qif
from exports.rows import Books
from exports.xlsx import write_xlsx


class Format(NamedTuple):
    media_type: str
    write: Callable[[Books], Iterator[bytes]]

    @property
    def content_type(self) -> str:
        is_text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type


_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv", write_csv),
    "jsonl": Format("application/jsonl", write_jsonl),
    "xlsx": Format(_SPREADSHEET, write_xlsx),
    "ofx": Format("application/x-ofx", write_ofx),
    "qif": Format("application/x-qif", write_qif),
    "beancount": Format("text/plain", write_beancount),
    "ledger": Format("text/plain", write_ledger),
}
