"""Who owns how many rows, and how long ago they begin."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.rows import Row, rows

#: The account that is written to; it starts every run empty.
WRITER = "writer"


@dataclass(frozen=True, slots=True)
class Spec:
    """What a database holds: one account of each size, and many of the same."""

    sizes: dict[str, int]
    many: int
    rows_of_many: int
    last_day: str

    def people(self) -> dict[str, int]:
        """Each account's name and number of rows."""
        many = {f"many-{number}": self.rows_of_many for number in range(self.many)}
        return {**self.sizes, **many, WRITER: 0}

    def rows(self, name: str) -> Iterator[Row]:
        return rows(self.people()[name], date.fromisoformat(self.last_day))

    def with_few(self) -> "Spec":
        """As little as there can be, for those who make books of their own."""
        return Spec({"100": 100, "200": 200}, many=0, rows_of_many=0, last_day=self.last_day)

    def without_many(self) -> "Spec":
        return Spec(self.sizes, many=0, rows_of_many=0, last_day=self.last_day)

    def write(self, file: Path) -> None:
        file.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> "Spec":
        return cls(**json.loads(file.read_text(encoding="utf-8")))


def keep(file: Path, facts: dict[str, Any]) -> None:
    file.write_text(json.dumps(facts, indent=1), encoding="utf-8")
