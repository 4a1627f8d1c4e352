"""The examples of a Markdown page: its commands, and the answers that it shows for them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.serving import ROOT

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ANSWERS = {"json", "text"}
#: What differs from run to run: ids, secrets, instants.
_ASIDE = {
    "id",
    "undoes",
    "category",
    "token",
    "access",
    "refresh",
    "created_at",
    "updated_at",
    "request_id",
}


@dataclass(frozen=True)
class Block:
    kind: str
    text: str


@dataclass(frozen=True)
class Example:
    """Commands of a shell, and what the page shows of their answer (None: nothing)."""

    command: str
    shown: Block | None


def blocks(page: str) -> list[Block]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [Block(kind, body) for kind, body in _BLOCK.findall(text)]


def examples(page: str) -> Iterator[Example]:
    """The `sh` blocks, each with the answer that stands right behind it."""
    found = blocks(page)
    for block, following in zip(found, [*found[1:], None], strict=True):
        if block.kind == "sh":
            answered = following is not None and following.kind in _ANSWERS
            yield Example(block.text, following if answered else None)


def console_commands(page: str) -> list[str]:
    """The lines of the `console` blocks: commands that set things up."""
    return [
        line
        for block in blocks(page)
        if block.kind == "console"
        for line in block.text.splitlines()
    ]


def linked_files(page: str) -> list[Path]:
    """The files that the page links to or shows, as paths."""
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    folder = (ROOT / page).parent
    return [folder / target for target in targets if "://" not in target]


def comparable(text: str, port: int) -> Any:
    """An answer less what differs from run to run, and with the port that pages show."""
    text = text.replace(f":{port}/", ":8000/")
    try:
        return _set_aside(json.loads(text))
    except ValueError:
        return text


def _set_aside(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _set_aside(child, name) for name, child in value.items()}
    if isinstance(value, list):
        return [_set_aside(child) for child in value]
    if key in _ASIDE and value is not None:
        return f"some {type(value).__name__}"
    return re.sub(r"category=\d+", "category=1", value) if isinstance(value, str) else value
