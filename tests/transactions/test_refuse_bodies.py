"""Bodies and requests that are wrong as a whole, whatever stands in them."""

import gzip
import io
import json

import pytest
from django.db import connection

from tests.entries import nothing_written, record, trace_of
from tests.refusals import faults, refused

PATH = "/api/transactions/"
GOOD = b'{"type": "expense", "amount": "5"}'
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class SlowBody(io.BytesIO):
    """A body that notes whether the books were held while it came in."""

    held: bool | None = None

    def read(self, size: int | None = -1) -> bytes:
        self.held = self.held or connection.in_atomic_block
        return super().read(size)


@pytest.fixture
def one(alice_client):
    return f"{PATH}{record(alice_client)['id']}/"


NO_OBJECTS = ["[]", "[{}]", '"text"', "5", "1.5", "true", "null", "9" * 5000]


def test_it_blames_the_body_where_it_is_no_object(alice, alice_client, one):
    for body in NO_OBJECTS:
        with nothing_written(alice):
            for method, path in (("POST", PATH), ("PUT", one), ("PATCH", one)):
                response = alice_client.generic(method, path, body, content_type=JSON)
                assert refused(response, 400, "invalid"), body
                assert faults(response) == [("body", "")]


UNREADABLE = [
    b"{",
    b'{"type": "expense" "amount": 5}',
    b"{'type': 'expense', 'amount': 5}",
    b'{"type": "expense", "amount": 5, "amount": 6}',
    b'{"type": "expense", "amount": 5, "\\u0061mount": 6}',
    b'{"type": "expense", "amount": NaN}',
    b'{"type": "expense", "amount": Infinity}',
    b'{"type": "expense", "amount": 05}',
    b'{"type": "expense", "amount": "\xff"}',
    b'{"type": "expense", "notes": "\x00"}',
    b'{"\\u0000": 1}',
    b'{"\\ud800": 1}',
    b'{"type": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    b'{"a":' * 40 + b"1" + b"}" * 40,
    GOOD.decode().encode("utf-16"),
    b"--- type: expense",
    b" ",
]


def test_it_says_what_it_could_not_read(alice, alice_client, one):
    for body in UNREADABLE:
        with nothing_written(alice):
            for method, path in (("POST", PATH), ("PUT", one), ("PATCH", one)):
                response = alice_client.generic(method, path, body, content_type=JSON)
                assert refused(response, 400, "malformed"), body
                assert response.json()["detail"]
        assert alice_client.get(PATH).status_code == 200


def test_it_tells_a_form_that_looks_like_json(alice, alice_client):
    # What `curl -d '{...}'` sends.
    with nothing_written(alice):
        for body in (GOOD, b"  " + GOOD, b"[1]", b"\n{"):
            response = alice_client.generic("POST", PATH, body, content_type=FORM)
            assert refused(response, 400, "malformed")
            assert "send Content-Type: application/json" in response.json()["detail"]


def test_it_names_what_an_empty_body_lacks(alice, alice_client):
    for content_type in [JSON, FORM, "multipart/form-data; boundary=x", ""]:
        with nothing_written(alice):
            response = alice_client.generic("POST", PATH, b"", content_type=content_type)
            assert refused(response, 400, "invalid"), content_type
            assert faults(response) == [("body", "type"), ("body", "amount")]


def test_it_refuses_broken_parts(alice, alice_client):
    for boundary in ["", "; boundary=", "; boundary=y"]:
        with nothing_written(alice):
            media_type = f"multipart/form-data{boundary}"
            response = alice_client.generic("POST", PATH, b"--x\r\n\r\n5", content_type=media_type)
            assert response.status_code == 400
            assert response["Content-Type"] == "application/problem+json"


def test_it_refuses_a_thousand_fields(alice, alice_client):
    form = "&".join(f"field{number}=1" for number in range(1001))
    with nothing_written(alice):
        response = alice_client.generic("POST", PATH, form, content_type=FORM)
    assert refused(response, 400, "malformed")


def test_it_answers_many_unknown_keys_with_a_few(alice, alice_client):
    body = json.dumps({f"key{number}": 1 for number in range(50_000)})
    with nothing_written(alice):
        response = alice_client.generic("POST", PATH, body, content_type=JSON)
    assert refused(response, 400, "invalid")
    assert ("body", "key0") in faults(response)
    assert len(response.content) < 50_000


OTHER_MEDIA_TYPES = [
    "text/plain",
    "application/xml",
    "application/merge-patch+json",
    "image/png",
    "nonsense",
]


def test_it_refuses_another_media_type(alice, alice_client, one):
    for content_type in OTHER_MEDIA_TYPES:
        with nothing_written(alice):
            for method, path in (("POST", PATH), ("PUT", one), ("PATCH", one)):
                response = alice_client.generic(method, path, GOOD, content_type=content_type)
                assert refused(response, 415, "unsupported_media_type"), content_type


def test_it_takes_json_however_its_type_is_spelled(alice_client):
    for content_type in (JSON, "application/json; charset=utf-8", "APPLICATION/JSON"):
        response = alice_client.generic("POST", PATH, GOOD, content_type=content_type)
        assert response.status_code == 201, content_type


def test_it_refuses_a_compressed_body(alice, alice_client):
    with nothing_written(alice):
        for encoding in ("gzip", "GZIP", "br", "deflate", "gzip, identity"):
            response = alice_client.generic(
                "POST", PATH, gzip.compress(GOOD), JSON, HTTP_CONTENT_ENCODING=encoding
            )
            assert refused(response, 415, "unsupported_media_type")


def test_it_answers_json_alone(alice, alice_client, one):
    for accept in ["text/html", "application/xml", "image/*", "text/csv"]:
        with nothing_written(alice):
            for method, path in (("GET", PATH), ("GET", one), ("POST", PATH), ("DELETE", one)):
                response = alice_client.generic(method, path, GOOD, JSON, HTTP_ACCEPT=accept)
                assert refused(response, 406, "not_acceptable"), accept


def test_it_answers_whoever_can_read_json(alice_client):
    for accept in ["*/*", "application/*", "text/html, */*;q=0.1", JSON]:
        response = alice_client.get(PATH, HTTP_ACCEPT=accept)
        assert (response.status_code, response["Content-Type"]) == (200, JSON)


WRONG_METHODS = [
    ("DELETE", PATH),
    ("PUT", PATH),
    ("PATCH", PATH),
    ("POST", "{one}"),
    ("POST", f"{PATH}totals/"),
    ("DELETE", f"{PATH}totals/"),
    ("POST", "/api/expenses/totals/"),
    ("DELETE", "/api/categories/"),
    ("POST", "/api/categories/1/dependents/"),
    ("TRACE", PATH),
    ("BREW", PATH),
]


def test_it_refuses_a_method_that_a_path_does_not_take(alice, alice_client, one):
    for method, path in WRONG_METHODS:
        with nothing_written(alice):
            response = alice_client.generic(method, path.format(one=one), GOOD, content_type=JSON)
        assert refused(response, 405, "method_not_allowed"), (method, path)
        assert "GET" in response["Allow"]
        assert method not in response["Allow"]


def test_it_blames_the_method_and_not_the_query_of_one_it_does_not_take(alice_client):
    for method, path in (("TRACE", f"{PATH}totals/"), ("POST", "/api/analytics/"), ("PUT", PATH)):
        response = alice_client.generic(method, f"{path}?amount_min=1&nonsense=1")
        assert refused(response, 405, "method_not_allowed"), (method, path)


def test_it_sends_a_path_without_its_slash_on(alice, alice_client, one):
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"]:
        path = one if method in {"PUT", "PATCH", "DELETE"} else PATH
        with nothing_written(alice):
            response = alice_client.generic(method, f"{path[:-1]}?page=1&x=%C3%A9", GOOD, JSON)
        assert response.status_code == 308
        assert response["Location"] == f"{path}?page=1&x=%C3%A9"


def test_it_keeps_method_and_body_when_the_path_gets_its_slash(alice, alice_client):
    before = trace_of(alice)[1]["Transaction"]
    body = {"type": "expense", "amount": "7.77"}
    response = alice_client.post(PATH[:-1], body, follow=True)
    assert response.status_code == 201
    assert response.json()["amount"] == "7.77"
    assert trace_of(alice)[1]["Transaction"] == before + 1


NO_PATHS = ["/api/nothing", "/api/nothing/", "/api/transactions/%00", "/api/transactions/1/x"]


def test_it_has_no_other_paths(alice_client):
    for path in NO_PATHS:
        for method in ("GET", "POST", "DELETE"):
            assert refused(alice_client.generic(method, path, GOOD, JSON), 404, "not_found"), path


def test_it_reads_the_body_before_it_takes_the_books(alice_client, one):
    body = b'{"type": "expense", "amount": "5", "currency": "USD", "date": "2026-03-01"}'
    for method, path in (("POST", PATH), ("PUT", one), ("PATCH", one)):
        slow = SlowBody(body)
        environ = {"wsgi.input": slow, "CONTENT_LENGTH": str(len(body))}
        response = alice_client.generic(method, path, b"", content_type=JSON, **environ)
        assert response.status_code in {200, 201}, response.content
        assert response.json()["amount"] == "5.00"
        assert slow.held is False


def test_it_names_a_parameter_that_a_write_does_not_take(alice, alice_client, one):
    for method, path in (("POST", PATH), ("PUT", one), ("PATCH", one), ("DELETE", one)):
        for query in ("dry_run=true", "page=1", "ordering=date", "a%00=1", "type="):
            with nothing_written(alice):
                response = alice_client.generic(method, f"{path}?{query}", GOOD, content_type=JSON)
            assert refused(response, 400, "invalid"), (method, query)
            ((place, _),) = faults(response)
            assert place == "query"


def test_it_names_a_parameter_that_a_single_row_does_not_take(alice_client, one):
    response = alice_client.get(f"{one}?search=x")
    assert refused(response, 400, "invalid")
    assert faults(response) == [("query", "search")]


def test_it_shows_nothing_without_a_sign_in(alice, anonymous_client, one):
    with nothing_written(alice):
        for method, path in (("GET", PATH), ("POST", PATH), ("GET", one), ("DELETE", one)):
            response = anonymous_client.generic(method, path, GOOD, content_type=JSON)
            assert refused(response, 401, "not_authenticated")


def test_it_refuses_parts_that_are_not_utf_8(alice, alice_client):
    part = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    fields = [(b"type", b"expense"), (b"amount", b"5"), (b"description", b"Caf\xe9")]
    body = b"".join(part % field for field in fields) + b"--x--\r\n"
    with nothing_written(alice):
        response = alice_client.generic("POST", PATH, body, "multipart/form-data; boundary=x")
        assert refused(response, 400, "malformed")
        assert "description" in response.json()["detail"]
