"""What is done with files, with how many rows, and how long it may take."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Files:
    """How many rows the files have, and what is there already."""

    rows: int
    """Of a statement that is imported."""
    others: int
    """Transactions of the books into which it is read as well."""
    exported: int
    rounds: int


#: What the limits are for.
FULL = Files(rows=100_000, others=1_000_000, exported=1_000_000, rounds=3)
QUICK = Files(rows=2_000, others=10_000, exported=20_000, rounds=2)
A_BATCH = 1_000
PIECES = (1_000, 10_000)
LIMIT = 10.0

BULK_CREATE, IMPORT, PREVIEW = "bulk_create", "import", "preview"
AGAIN, INTO_OTHERS = "preview again", "preview into others"


def commit_by(rows: int) -> str:
    return f"commit by {rows}"


#: By the names under which they are measured.
WORDS: Mapping[str, str] = {
    BULK_CREATE: f"bulk_create in batches of {A_BATCH:,}, and nothing else",
    IMPORT: "the whole import",
    PREVIEW: "its preview",
    **{commit_by(rows): f"its commit, {rows:,} rows a piece" for rows in PIECES},
    AGAIN: "the preview once more, all duplicates",
    INTO_OTHERS: "the preview into books with {others:,} others",
}
#: Seconds, at full size.
LIMITS: Mapping[str, float] = dict.fromkeys((PREVIEW, AGAIN, INTO_OTHERS), LIMIT)

BARE, EXPORT = "bare cursor", "export"
IDLE, IMPORT_BY_COMMAND, EXPORT_BY_COMMAND = "idle", "import by command", "export by command"
