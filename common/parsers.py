"""Bodies in: JSON that means one thing only, and forms.

Python's own `json` reads more than RFC 8259 (NaN, lone surrogates) and keeps the last of two equal
keys; `float` would lose digits. What is refused here is `malformed`, or names the field.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import IO, Any, TypeVar
from urllib.parse import unquote_to_bytes

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from rest_framework import parsers
from rest_framework.exceptions import ParseError

from common.problems import Fault, Problem

MAX_DEPTH = 32
_LONGEST_INT = 18


class JSONNumber(float):
    """A JSON number that is no short integer, with the digits as they were written."""

    text: str

    def __new__(cls, text: str) -> "JSONNumber":
        number = super().__new__(cls, text)
        number.text = text
        return number


def parse_json(body: bytes) -> Any:
    """The value of a JSON text.

    Raises ParseError where it is no JSON or is nested deeper than MAX_DEPTH, and Problem
    `invalid` for a string with a NUL or half a character (a lone surrogate).
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ParseError("The body is not UTF-8.") from None
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=lambda digits: (
                int(digits) if len(digits) <= _LONGEST_INT else JSONNumber(digits)
            ),
            parse_float=JSONNumber,
            parse_constant=_constant,
        )
    except RecursionError:
        raise ParseError(f"The body is nested deeper than {MAX_DEPTH} levels.") from None
    except json.JSONDecodeError as error:
        raise ParseError(f"The body is not JSON: {error}.") from None
    _check_depth(value)
    if "\\u" in text:
        _check_strings(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name in found if counts[name] > 1)
        raise ParseError(f"The key {twice!a} stands twice in one object.")
    return found


def _constant(name: str) -> None:
    raise ParseError(f"{name} is not JSON.")


def _children(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield str(index), item


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [item for item in level if isinstance(item, dict | list)]
        if not level:
            return
        level = [child for item in level for _, child in _children(item)]
    raise ParseError(f"The body is nested deeper than {MAX_DEPTH} levels.")


def _check_strings(value: Any, path: str = "") -> None:
    if isinstance(value, str) and not _is_storable(value):
        detail = "Text may not contain NUL or half a character (a lone surrogate)."
        raise Problem("invalid", faults=[Fault("invalid", detail, path)])
    for key, child in _children(value):
        if not _is_storable(key):
            raise ParseError("A key contains NUL or half a character (a lone surrogate).")
        _check_strings(child, f"{path}.{key}" if path else key)


def _is_storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


class JSONParser(parsers.BaseParser):
    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        return parse_json(stream.read())


Form = TypeVar("Form", bound=MultiValueDict[str, Any])


class FormParser(parsers.FormParser):
    """A form; `curl -d '{...}'` without a Content-Type arrives here and is told so."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        body = stream.read()
        if body.lstrip()[:1] in (b"{", b"["):
            raise ParseError("The body looks like JSON: send Content-Type: application/json.")
        try:
            unquote_to_bytes(body).decode()
        except UnicodeDecodeError:
            # Django would write replacement characters into the books.
            raise ParseError("The form is not UTF-8.") from None
        return _once(QueryDict(body, encoding="utf-8"))


class MultiPartParser(parsers.MultiPartParser):
    """A form in parts, each field once."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        found = super().parse(stream, media_type, parser_context)
        _once(found.files)
        for name in found.files.keys() & found.data.keys():
            raise ParseError(f"The field {name!a} stands twice in the form.")
        for name, text in _once(found.data).items():
            # What Django has put in the place of bytes that it could not read.
            if "\ufffd" in text or "\ufffd" in name:
                raise ParseError(f"The field {name!a} is not UTF-8.")
        return found


def _once(form: Form) -> Form:
    """The form; ParseError where it has a field twice, of which all but the last would be lost."""
    for name, values in form.lists():
        if len(values) > 1:
            raise ParseError(f"The field {name!a} stands twice in the form.")
    return form
