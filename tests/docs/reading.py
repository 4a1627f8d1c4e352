"""A Markdown page: its commands, the answers that it shows for them, its links and headings."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tests.serving import ROOT

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)[^)]*\)")
#: What the guides call their accounts: each name can be taken once.
_NAME = re.compile(r"\bada-\d+-\d+")
_REST = re.compile(r"… \d+ more")
_MOST = 3
_ANSWERS = {"json", "text"}
#: What differs from run to run: ids, secrets, instants.
_ASIDE = {
    "id",
    "existing",
    "undoes",
    "category",
    "suggested_category",
    "duplicate_of",
    "transaction",
    "kept",
    "token",
    "access",
    "refresh",
    "key",
    "prefix",
    "created_at",
    "updated_at",
    "request_id",
}
#: Ids within addresses.
_NUMBERED = re.compile(r"(category=|/imports/)\d+")


@dataclass(frozen=True)
class Block:
    kind: str
    text: str


@dataclass(frozen=True)
class Example:
    """Commands of a shell, and what the page shows of their answer (None: nothing)."""

    command: str
    shown: Block | None
    kind: str = "sh"


def blocks(page: str) -> list[Block]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [Block(kind, body) for kind, body in _BLOCK.findall(text)]


def examples(page: str, kind: str = "sh") -> Iterator[Example]:
    """The blocks of this kind, each with the answer that stands right behind it."""
    found = blocks(page)
    for block, following in zip_longest(found, found[1:]):
        if block.kind == kind:
            answered = following is not None and following.kind in _ANSWERS
            yield Example(block.text, following if answered else None, kind)


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
    return [path for path, _ in links(page)]


def links(page: str) -> list[tuple[Path, str]]:
    """Where the page leads to in this repository: a file, and a heading's anchor or nothing."""
    path = ROOT / page
    found = []
    for target in _LINK.findall(_prose(path)):
        if "://" not in target:
            file, _, anchor = target.partition("#")
            found.append((path.parent / file if file else path, anchor))
    return found


def anchors(path: Path) -> set[str]:
    """What leads to the headings of a page, as GitHub names them."""
    return {_anchor(heading) for heading in _HEADING.findall(_prose(path))}


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _prose(path: Path) -> str:
    return _BLOCK.sub("", path.read_text(encoding="utf-8"))


def comparable(text: str, port: int) -> Any:
    """An answer less what differs from run to run, and with the port that pages show."""
    text = _NAME.sub("ada", text.replace(f":{port}/", ":8000/"))
    try:
        return _set_aside(json.loads(text))
    except ValueError:
        return text


def shortened(value: Any) -> Any:
    """Lists of more than three entries lose all but two."""
    if isinstance(value, dict):
        return {name: shortened(child) for name, child in value.items()}
    if isinstance(value, list):
        whole = [shortened(child) for child in value]
        return whole if len(whole) <= _MOST else [*whole[:2], f"… {len(whole) - 2} more"]
    return value


def cut_like(value: Any, shown: Any) -> Any:
    """The value with those lists shortened that are so where it is shown."""
    if isinstance(value, dict) and isinstance(shown, dict):
        return {name: cut_like(child, shown.get(name)) for name, child in value.items()}
    if isinstance(value, list) and isinstance(shown, list):
        if shown and isinstance(shown[-1], str) and _REST.fullmatch(shown[-1]):
            kept = len(shown) - 1
            value = [*value[:kept], f"… {len(value) - kept} more"]
        return [cut_like(*pair) for pair in zip_longest(value, shown)][: len(value)]
    return value


def _set_aside(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _set_aside(child, name) for name, child in value.items()}
    if isinstance(value, list):
        return [_set_aside(child, key) for child in value]
    if key in _ASIDE and value is not None:
        return f"some {type(value).__name__}"
    return _NUMBERED.sub(r"\g<1>1", value) if isinstance(value, str) else value
