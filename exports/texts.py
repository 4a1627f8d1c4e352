"""Texts where a format has one line for them, or a few characters."""

import re
from typing import Any

from common.renderers import to_json
from exports.rows import Row

#: White space, controls, and what XML has no place for.
_GAPS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029\ufffe\uffff]+")
#: What JSON would leave as it is, though XML forbids it or an editor ends a line there.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def one_line(text: str) -> str:
    """The text with a space for each gap, none at its ends, and nothing that cannot be printed."""
    return _GAPS.sub(" ", text).strip()


def json_line(value: Any) -> str:
    """JSON that fits into a line and into XML, once that is escaped."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", to_json(value).decode())


def rest_of(row: Row) -> dict[str, Any]:
    """What OFX and QIF have no place for, or not enough of it."""
    return {
        "refund": bool(row.refund),
        "category_name": row.category,
        "description": row.description,
        "notes": row.notes,
        "external_id": row.external_id,
    }
