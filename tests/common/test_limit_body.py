import io
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from common.body_limit import REFUSED, BodyLimit

FORM = "application/x-www-form-urlencoded"
LIMIT = 2 * 1024 * 1024


def passed_on(body: bytes, **environ: Any) -> dict[str, Any]:
    """What the application behind the limit finds in its environ."""
    found: dict[str, Any] = {}

    def application(seen: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        found.update(seen, body=seen["wsgi.input"].read())
        return []

    BodyLimit(application)({"wsgi.input": io.BytesIO(body), **environ}, lambda *_: None)
    return found


def test_it_passes_a_whole_body_on() -> None:
    found = passed_on(b"amount=75.50", CONTENT_LENGTH="12")

    assert found["body"] == b"amount=75.50"
    assert REFUSED not in found


def test_it_reads_no_further_than_the_length() -> None:
    assert passed_on(b"amount=75.50GET /", CONTENT_LENGTH="12")["body"] == b"amount=75.50"


def test_it_refuses_a_body_that_was_cut_off() -> None:
    found = passed_on(b"amount=75", CONTENT_LENGTH="12")

    assert found["body"] == b""
    assert found[REFUSED] == ("malformed", "The body ended after 9 of 12 bytes.")


@pytest.mark.parametrize("length", [str(LIMIT + 1), "9" * 30])
def test_it_refuses_a_length_past_the_limit(length: str) -> None:
    found = passed_on(b"x" * (LIMIT + 1), CONTENT_LENGTH=length)

    assert found["body"] == b""
    assert found[REFUSED] == ("too_large", "A body may have at most 2 MiB.")


def test_it_takes_as_much_as_the_limit() -> None:
    assert len(passed_on(b"x" * LIMIT, CONTENT_LENGTH=str(LIMIT))["body"]) == LIMIT


def chunks(body: bytes, content_type: str) -> dict[str, Any]:
    """What comes of a body of unknown length, its chunks already put together by the server."""
    told = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    return passed_on(body, CONTENT_TYPE=content_type, **told)


def test_it_tells_the_length_of_chunks() -> None:
    found = chunks(b'{"amount": 75.50}', "application/json")

    assert (found["body"], found["CONTENT_LENGTH"]) == (b'{"amount": 75.50}', "17")


def test_it_refuses_chunks_past_the_limit() -> None:
    assert chunks(b"x" * (LIMIT + 1), "application/json")[REFUSED][0] == "too_large"


def test_it_refuses_a_form_in_chunks_which_might_be_cut_off() -> None:
    assert chunks(b"amount=75", FORM)[REFUSED][0] == "malformed"


def test_it_takes_multipart_in_chunks_that_reach_the_end() -> None:
    kind = 'multipart/form-data; boundary="b"'

    assert REFUSED not in chunks(b"--b\r\n\r\n75\r\n--b--\r\n", kind)
    assert chunks(b"--b\r\n\r\n75", kind)[REFUSED][0] == "malformed"


def test_it_takes_no_chunks_from_a_server_that_leaves_them_as_they_are() -> None:
    found = passed_on(b"2\r\n{}\r\n0\r\n\r\n", HTTP_TRANSFER_ENCODING="chunked")

    assert found[REFUSED] == ("malformed", "This server takes no chunks: send Content-Length.")


@pytest.mark.parametrize("length", ["", None, "-1", "²"])
def test_it_leaves_a_request_without_a_length_alone(length: str | None) -> None:
    found = passed_on(b"", CONTENT_LENGTH=length)

    assert found["CONTENT_LENGTH"] == length
