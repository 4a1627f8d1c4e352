import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError

from common.parsers import JSONNumber, parse_json
from common.problems import Problem

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text("aé🍣 ", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz"), inner, max_size=3),
    max_leaves=10,
)


@given(PLAIN)
def test_it_reads_what_json_writes(value: Any) -> None:
    assert parse_json(json.dumps(value).encode()) == value
    assert parse_json(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize("text", ["75.50", "1e3", "-0.0", "1200.00", "9" * 19, "9" * 5000, "1e400"])
def test_it_keeps_a_number_as_it_was_written(text: str) -> None:
    number = parse_json(text.encode())
    assert isinstance(number, JSONNumber)
    assert number.text == text


def test_it_reads_a_short_integer_as_one() -> None:
    assert parse_json(b"999999999999999999") == 999_999_999_999_999_999
    assert type(parse_json(b"-7")) is int


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b"[1, 2",
        b"1 2",
        b"NaN",
        b"Infinity",
        b'{"a": -Infinity}',
        b"01",
        b"+1",
        b".5",
        b'"a\nb"',
        b'"\x00"',
        b'"\xff"',
        b"\xed\xa0\x80",
        b'"\\x"',
        b"undefined",
        '"a"'.encode("utf-16"),
    ],
)
def test_it_refuses_what_is_no_json(body: bytes) -> None:
    with pytest.raises(ParseError):
        parse_json(body)


def test_it_takes_a_byte_order_mark() -> None:
    assert parse_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("body", [b'{"a": 1, "a": 1}', b'[{"b": {"a": 1, "c": 2, "\\u0061": 3}}]'])
def test_it_refuses_a_key_given_twice(body: bytes) -> None:
    with pytest.raises(ParseError, match="The key 'a' stands twice"):
        parse_json(body)


def test_it_finds_a_key_given_twice_among_many_at_once() -> None:
    keys = ",".join(f'"{number}":0' for number in range(100_000))
    started = time.process_time()
    with pytest.raises(ParseError, match="The key '99999' stands twice"):
        parse_json(f'{{{keys},"99999":0}}'.encode())
    assert time.process_time() - started < 5


def test_it_takes_32_levels_and_no_more() -> None:
    assert parse_json(b"[" * 32 + b"]" * 32)
    for depth in (33, 1_000, 100_000):
        with pytest.raises(ParseError, match="nested deeper than 32 levels"):
            parse_json(b"[" * depth + b"]" * depth)
    with pytest.raises(ParseError, match="nested deeper"):
        parse_json(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)


@pytest.mark.parametrize(
    ("body", "attr"),
    [
        (b'"\\u0000"', ""),
        (b'{"a": "\\u0000"}', "a"),
        (b'{"create": [{}, {"notes": "x\\ud800"}]}', "create.1.notes"),
        (b'{"a": "\\udc00\\ud800"}', "a"),
    ],
)
def test_it_names_the_text_that_cannot_be_kept(body: bytes, attr: str) -> None:
    with pytest.raises(Problem) as refusal:
        parse_json(body)
    assert [fault.attr for fault in refusal.value.faults] == [attr]


@pytest.mark.parametrize("body", [b'{"a\\u0000": 1}', b'{"a": {"\\ud83c": 1}}'])
def test_it_refuses_a_key_that_cannot_be_kept(body: bytes) -> None:
    with pytest.raises(ParseError, match="A key contains NUL"):
        parse_json(body)


def test_it_takes_an_escaped_pair_for_the_character_it_is() -> None:
    assert parse_json(b'"\\ud83c\\udf63 \\u200f"') == "🍣 \u200f"
