"""What docs/formats.md says of files comes from writing and reading them.

`pytest tests/docs/test_follow_formats.py --record` writes down what comes of them now.
"""

import io
import re
from decimal import Decimal
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from exports.formats import FORMATS
from exports.rows import Row
from imports import mapping
from imports.entries import Entry, Flaw
from imports.formats import read
from imports.text import ENCODINGS
from tests.exports.listed import Listed, as_entry, make, nasty, written
from tests.imports.reading import read_any
from tests.serving import ROOT

PAGE = ROOT / "docs" / "formats.md"
SAMPLES = ROOT / "tests" / "imports" / "samples"
_HEAD = "| file | of | from | read | refused |\n| --- | --- | --- | --- | --- |\n"
_BACK = "| | CSV | JSON lines | OFX | QIF |\n| --- | --- | --- | --- | --- |\n"
_READ_BACK = ("csv", "jsonl", "ofx", "qif")
_SOURCE = re.compile(r"^\| (`[^|]*`) \| github\.com/([\w./-]+),[^|]* \| (\w+)[^|]* \|$", re.M)


@pytest.fixture
def page(pytestconfig: pytest.Config) -> str:
    text = PAGE.read_text(encoding="utf-8")
    if pytestconfig.getoption("record"):
        for head, rows in ((_HEAD, samples(text)), (_BACK, round_trip())):
            text = text.replace(head + table(text, head), head + rows)
        PAGE.write_text(text, encoding="utf-8")
    return text


def table(text: str, head: str) -> str:
    """The rows below a head."""
    _, _, rest = text.partition(head)
    lines = rest.splitlines(keepends=True)
    return "".join(takewhile(lambda line: line.startswith("|"), lines))


def samples(text: str) -> str:
    """The page says what each is of; where it is from, and what comes of it, is found out."""
    told = dict(re.findall(r"^\| `?([\w.]+\.\w+)`? \| ([^|]*) \|", table(text, _HEAD), re.M))
    return "".join(_sample(path, told[path.name]) for path in sample_files())


def sample_files() -> list[Path]:
    return sorted(path for path in SAMPLES.iterdir() if path.name != "README.md")


def _sample(path: Path, of: str) -> str:
    with path.open("rb") as file:
        rows = list(read_any(file))
    flaws = [row for row in rows if isinstance(row, Flaw)]
    refused = " ".join(f"Line {each.line}: {each.reason}" for each in flaws).replace("|", r"\|")
    read_rows = f"{len(rows) - len(flaws)} of {len(rows)}"
    return f"| `{path.name}` | {of} | {source(path.name)} | {read_rows} | {refused} |\n"


def source(name: str) -> str:
    """Of a sample, with its licence, as the samples' own README has them."""
    for names, repository, licence in _SOURCE.findall((SAMPLES / "README.md").read_text("utf-8")):
        if f"`{name}`" in names:
            return f"[{repository}](https://github.com/{repository}), {licence}"
    return "written here"


def round_trip() -> str:
    """Of every column, whether all that was written in a format is read as it was."""
    kept = {name: kept_columns(name) for name in _READ_BACK}
    rows = [
        [column, *("yes" if column in kept[name] else "**no**" for name in _READ_BACK)]
        for column in Entry._fields
        if column != "line"
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def every_kind() -> list[Row]:
    return [
        *nasty(),
        make(1001, "99999999999.99", refund=True),
        make(1002, "0.0001", type="income", currency="CLF"),
        make(1003, "1", notes="\x01" * 10_000, currency="JPY", date="1900-01-01"),
        make(1004, "1.250", type="income", currency="BHD", category="Salary", date="2199-12-31"),
    ]


def kept_columns(name: str) -> set[str]:
    file = io.BytesIO(written(FORMATS[name].write, every_kind()))
    found = [_values(row) for row in read_any(file)]
    wanted = [_values(as_entry(row)) for row in in_order(name)]
    assert len(found) == len(wanted) > 50
    return {
        column
        for column in Entry._fields
        if all(one.get(column) == other[column] for one, other in zip(found, wanted, strict=True))
    }


def in_order(name: str) -> list[Row]:
    """OFX and QIF have a part for each currency."""
    books = Listed(every_kind())
    has_parts = name in {"ofx", "qif"}
    currencies = [span.currency for span in books.spans()] if has_parts else [None]
    return [row for each in currencies for rows in books.pages(each) for row in rows]


def _values(row: Entry | Flaw) -> dict[str, Any]:
    return row._asdict() if isinstance(row, Entry) else {}


def test_every_sample_is_read_as_the_page_says(page: str) -> None:
    assert table(page, _HEAD) == samples(page)


def test_every_column_comes_back_as_the_page_says(page: str) -> None:
    assert table(page, _BACK) == round_trip()


def test_each_source_has_a_licence_that_allows_it() -> None:
    others = [source(path.name) for path in sample_files()]

    assert {each.rpartition(", ")[2] for each in others} == {"MIT", "written here"}
    assert len(others) - others.count("written here") > 30


def test_what_is_needed_of_json_lines_is_what_the_page_says(page: str) -> None:
    (line,) = re.findall(r"^\{.*\}$", page, re.M)
    (entry,) = read(io.BytesIO(line.encode()), "jsonl")

    assert isinstance(entry, Entry)
    assert (entry.amount, entry.currency, entry.category) == (Decimal("12.50"), "EUR", "Food")


def test_what_a_mapping_takes_is_what_the_guide_says() -> None:
    guide = (ROOT / "docs" / "api" / "imports.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", guide, re.M))
    columns = set(re.findall(r"`(\w+)`", told["columns"]))

    assert told.keys() >= set(mapping.Mapping.__dataclass_fields__)
    assert columns == set(mapping.FIELDS)
    assert tuple(re.findall(r"`([\w-]+)`", told["encoding"])) == ENCODINGS
