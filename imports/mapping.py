"""How a CSV file says what it says: found out by looking, and corrected by whoever knows better."""

from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from imports.amounts import DECIMALS, DateFormat
from imports.text import ENCODINGS

#: What a column can hold.
FIELDS = (
    "date",
    "amount",
    "debit",
    "credit",
    "type",
    "currency",
    "description",
    "notes",
    "category",
    "external_id",
    "refund",
)
DELIMITERS = (",", ";", "\t", "|")
#: What an amount without a minus is.
SIGNS = ("income", "expense")
#: What banks write for which way it went.
TYPES = {
    **dict.fromkeys(("expense", "debit", "dr", "d", "s", "soll", "af", "out", "dbit"), "expense"),
    **dict.fromkeys(("income", "credit", "cr", "c", "h", "haben", "bij", "in", "crdt"), "income"),
}
#: More than any bank has, and few enough to look through.
MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Mapping:
    """`header` is the line that names the columns, from 1; 0 where none does.

    A column is named as the header has it or, without one, by its number from 1. An amount stands
    in one column with a sign (`sign` says what one without a minus is), or in two, `debit` and
    `credit`.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    header: int = 1
    date_format: str = "YYYY-MM-DD"
    decimal: str = "."
    sign: str = "income"
    columns: AnyMapping[str, str | int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "columns": dict(self.columns)}

    def corrected(self, given: AnyMapping[str, Any]) -> "Mapping":
        """With what is given in place; ValueError, with the key at fault and a sentence, for what
        is no mapping. A column given as null is none."""
        for name, value in given.items():
            _check(name, value)
        columns = {**self.columns, **given.get("columns", {})}
        kept = {name: column for name, column in columns.items() if column is not None}
        return replace(self, **{**given, "columns": kept})


def _check(name: str, value: Any) -> None:
    if name == "columns":
        _check_columns(value)
    elif name == "header":
        if type(value) is not int or not 0 <= value <= 1000:
            raise ValueError(name, "This is the line of the column names, from 1, or 0 for none.")
    elif name == "date_format":
        _check_date_format(value)
    elif name in _CHOICES:
        if value not in _CHOICES[name]:
            raise ValueError(name, f"This is one of {', '.join(map(repr, _CHOICES[name]))}.")
    else:
        known = ", ".join(Mapping.__dataclass_fields__)
        raise ValueError(name, f"A mapping has no {name!a}. It has: {known}.")


_CHOICES = {
    "encoding": ENCODINGS,
    "delimiter": DELIMITERS,
    "decimal": DECIMALS,
    "sign": SIGNS,
}


def _check_date_format(value: Any) -> None:
    if not isinstance(value, str):
        raise ValueError("date_format", 'This is a pattern: "DD.MM.YYYY".')
    try:
        DateFormat(value)
    except ValueError as error:
        raise ValueError("date_format", str(error)) from None


def _check_columns(value: Any) -> None:
    if not isinstance(value, AnyMapping):
        raise ValueError("columns", 'This names a column for each field: {"date": "Booked on"}.')
    for name, column in value.items():
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise ValueError(f"columns.{name}", f"There is no field {name!a}. There is: {known}.")
        if column is not None and type(column) not in {str, int}:
            detail = "This is the name of a column, its number from 1, or null."
            raise ValueError(f"columns.{name}", detail)
