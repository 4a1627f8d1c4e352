"""JSON lines (jsonlines.org): on each line a transaction, as the API shows it."""

from collections.abc import Iterator

from common.renderers import to_json
from exports.rows import Books


def write_jsonl(books: Books) -> Iterator[bytes]:
    for page in books.objects():
        yield b"".join(to_json(row) + b"\n" for row in page)
