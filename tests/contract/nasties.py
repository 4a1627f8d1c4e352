"""Requests that no generator makes, byte for byte as they go over the wire.

What tests/live shows already is not repeated here: a body cut off, chunks past the limit, a form
that looks like JSON, clients that send the last byte of a body late.

`python -m tests.contract.nasties` prints them as a table, with the answers that are insisted on.
"""

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass

from common.problems import KINDS

LIST = "/api/transactions/"
PATH = LIST.encode()
JSON, FORM = b"application/json", b"application/x-www-form-urlencoded"
PARTS = b"multipart/form-data; boundary=b"
DIGITS = b"9" * 5_000
SURROGATE = b"\xed\xa0\x80"
OK = b'{"type": "expense", "amount": "5"}'


@dataclass(frozen=True)
class Nasty:
    """A request, and its answer: a problem's code, or a bare status.

    The status stands where the answer is no problem, or where the server refuses what is no HTTP
    by itself: that never reaches the application.
    """

    name: str
    answer: str | int
    head: tuple[bytes, ...]
    body: bytes = b""

    def wire(self, port: int, token: str) -> bytes:
        """The request; what every request has is added where it has none of its own."""
        names = {line.partition(b":")[0].lower() for line in self.head[1:]}
        usual = {
            b"host": f"Host: 127.0.0.1:{port}".encode(),
            b"authorization": f"Authorization: Token {token}".encode(),
            b"connection": b"Connection: close",
        }
        added = [line for name, line in usual.items() if name not in names]
        first, *more = self.head
        return b"\r\n".join([first, *added, *more, b"", b""]) + self.body

    def __str__(self) -> str:
        return self.name


def _get(name: str, answer: str | int, target: bytes, *headers: bytes) -> Nasty:
    return Nasty(name, answer, (b"GET " + target + b" HTTP/1.1", *headers))


def _list(name: str, answer: str | int, query: bytes) -> Nasty:
    return _get(name, answer, PATH + b"?" + query)


def _with(name: str, answer: str | int, *headers: bytes) -> Nasty:
    return _get(name, answer, PATH, *headers)


def _sent(name: str, answer: str | int, body: bytes, *headers: bytes) -> Nasty:
    return Nasty(name, answer, (b"POST " + PATH + b" HTTP/1.1", *headers), body)


def _post(name: str, answer: str | int, body: bytes, kind: bytes = JSON, *more: bytes) -> Nasty:
    length = b"Content-Length: %d" % len(body)
    return _sent(name, answer, body, b"Content-Type: " + kind, length, *more)


def _field(name: str, answer: str | int, field: bytes, value: bytes) -> Nasty:
    kept = {b"type": b'"expense"', b"amount": b'"5"', field: value}
    return _post(name, answer, b"{%s}" % b",".join(b'"%s":%s' % pair for pair in kept.items()))


def _numbered(form: bytes, count: int) -> Iterator[bytes]:
    return (form % number for number in range(count))


def _json() -> Iterator[Nasty]:
    deep = 100_000
    yield _post("lists 100,000 deep", "malformed", b"[" * deep + b"]" * deep)
    yield _post("objects 100,000 deep", "malformed", b'{"a":' * deep + b"1" + b"}" * deep)
    yield _post("lists 100,000 deep and never closed", "malformed", b"[" * deep)
    yield _post("lists 33 deep", "malformed", b"[" * 33 + b"]" * 33)
    yield _post("a key twice", "malformed", b'{"type": "expense", "amount": 5, "amount": 6}')
    yield _post("a lone surrogate as a key", "malformed", rb'{"\ud800": 1}')
    yield _field("a lone surrogate", "invalid", b"notes", rb'"\ud800"')
    yield _field("a lone surrogate in bytes", "malformed", b"notes", b'"%s"' % SURROGATE)
    yield _field("NUL in a body", "malformed", b"notes", b'"a\x00b"')
    yield _field("NUL in a body, escaped", "invalid", b"notes", rb'"a\u0000b"')
    yield _field("bytes that are no UTF-8", "malformed", b"notes", b'"\xff"')
    yield _field("an amount of 5,000 digits", "invalid", b"amount", DIGITS)
    yield _field("an amount with 5,000 decimals", "invalid", b"amount", b"1." + DIGITS)
    yield _field("a category of 5,000 digits", "invalid", b"category", DIGITS)
    yield _field("the category 2**63", "invalid", b"category", b"9223372036854775808")
    for number in (b"NaN", b"Infinity", b"-Infinity", b"+5", b"05", b"0x10", b".5"):
        yield _field(f"the amount {number.decode()}", "malformed", b"amount", number)
    for number in (b"-0", b"0", b"-5", b"1e400", b"1e-400", b"1e3", b"true", b"null", b"[5]"):
        yield _field(f"the amount {number.decode()}", "invalid", b"amount", number)
    for text in ("", " 5", "5\\n", "1_000", "１２", "NaN"):
        yield _field(f'the amount "{text}"', "invalid", b"amount", f'"{text}"'.encode())
    for day in ("0000-00-00", "9999-12-31", "2026-02-30", "2026-13-01", "20260101", "2026-W01-1"):
        yield _field(f"the date {day}", "invalid", b"date", b'"%s"' % day.encode())
    yield _post("no body", "invalid", b"")
    for value in (b"null", b"[]", b'"text"', b"1"):
        yield _post(f"a body that is {value.decode()}", "invalid", value)
    for text in (b"{}{}", b"{'type': 1}", b"{,}", b"{/**/}", b"\x00", b" " * 2_000_000):
        shown = "two million spaces" if len(text) > 99 else ascii(text.decode())
        yield _post(f"no JSON: {shown}", "malformed", text)
    yield _post("JSON behind a byte order mark", 201, b"\xef\xbb\xbf" + OK)
    yield _post("JSON behind two", "malformed", b"\xef\xbb\xbf\xef\xbb\xbf" + OK)
    yield _post("UTF-16", "malformed", OK.decode().encode("utf-16"))
    yield _post(
        "UTF-16 that says so", "malformed", OK.decode().encode("utf-16"), JSON + b"; charset=utf-16"
    )
    yield _post(
        "100,000 unknown keys", "invalid", b"{%s}" % b",".join(_numbered(b'"k%d":1', 100_000))
    )
    yield _post("a key of a million letters", "invalid", b'{"%s": 1}' % (b"k" * 1_000_000))
    yield _post("a body of 3 MiB", "too_large", b'"%s"' % (b"x" * (3 << 20)))


def _kinds() -> Iterator[Nasty]:
    bomb = gzip.compress(b" " * (64 << 20), 1)
    yield _post("a gzip bomb", "unsupported_media_type", bomb, JSON, b"Content-Encoding: gzip")
    for kind in (b"", b"text/plain", b"application/xml", b"json", b"\xff", b"x" * 20_000):
        name = f"a body of kind {ascii(kind.decode('latin-1'))[:20]}"
        yield _post(name, "unsupported_media_type", OK, kind)
    fields = b"&".join(_numbered(b"k%d=1", 100_000))
    yield _post("100,000 form fields", "malformed", fields, FORM)
    yield _post("a field twice", "malformed", b"type=expense&amount=5&amount=6", FORM)
    yield _post("a field 5,000 brackets deep", "invalid", b"a" + b"[b]" * 5_000 + b"=1", FORM)
    yield _post("NUL in a form", "invalid", b"type=expense&amount=5&notes=a%00b", FORM)
    yield _post("a form that is no UTF-8", "malformed", b"type=expense&amount=5&notes=%ff", FORM)
    surrogate = b"type=expense&amount=5&notes=%ed%a0%80"
    yield _post("a lone surrogate in a form", "malformed", surrogate, FORM)
    override = b"type=expense&amount=5&_method=DELETE"
    yield _post("a form that asks for DELETE", "invalid", override, FORM)
    yield _post("parts without a boundary", "malformed", OK, b"multipart/form-data")
    yield _post("parts that never end", "invalid", _part(b'name="type"', b"expense"), PARTS)
    many = _part(b'name="k"', b"") * 9_999 + b"--b--\r\n"
    yield _post("9,999 parts", "malformed", many, PARTS)
    files = b"".join(_part(b'name="f%d"; filename="f"' % n, b"x") for n in range(150))
    yield _post("150 files", "malformed", files + b"--b--\r\n", PARTS)
    evil = _part(b'name="f"; filename="../../etc/passwd"', b"x") + b"--b--\r\n"
    yield _post("a file that wants to lie elsewhere", "invalid", evil, PARTS)
    header = b"--b\r\nX: " + b"x" * 100_000 + b"\r\n\r\n\r\n--b--\r\n"
    yield _post("a part with a header of 100,000 bytes", "malformed", header, PARTS)


CSV = b"date,amount\n2026-03-01,-5.00\n"
BOMB = b"".join(
    b'<!ENTITY a%d "%s">' % (n + 1, b"&a%d;" % n * 10 if n else b"ha" * 10) for n in range(9)
)
XML = b'<?xml version="1.0"?><!DOCTYPE OFX [%s]><OFX><NAME>%s</NAME></OFX>'


def _upload(name: str, answer: str, *parts: bytes, kind: bytes = PARTS) -> Nasty:
    body = b"".join(parts) + b"--b--\r\n"
    length = b"Content-Length: %d" % len(body)
    head = (b"POST /api/imports/ HTTP/1.1", b"Content-Type: " + kind, length)
    return Nasty(name, answer, head, body)


def _file(content: bytes, names: bytes = b'name="file"; filename="march.csv"') -> bytes:
    return _part(names, content)


def _uploads() -> Iterator[Nasty]:
    right = _file(CSV)
    yield _upload("an upload in JSON", "unsupported_media_type", right, kind=JSON)
    yield _upload("an upload as a form", "unsupported_media_type", right, kind=FORM)
    yield _upload("an upload without a boundary", "malformed", kind=b"multipart/form-data")
    yield _upload("an upload without a file", "invalid", _part(b'name="dry_run"', b"true"))
    yield _upload("a file that is a text", "invalid", _file(CSV, b'name="file"'))
    yield _upload("a file twice", "malformed", right, right)
    yield _upload("a file and a text of one name", "malformed", right, _file(CSV, b'name="file"'))
    yield _upload("another file beside it", "invalid", right, _file(CSV, b'name="b"; filename="b"'))
    yield _upload("an empty file", "invalid", _file(b""))
    yield _upload("a file of NUL", "invalid", _file(b"\x00" * 5_000))
    yield _upload("a zip called .csv", "invalid", _file(b"PK\x03\x04" + CSV))
    yield _upload("a gzip bomb called .csv", "invalid", _file(gzip.compress(b" " * (64 << 20), 1)))
    outside = XML % (b'<!ENTITY a SYSTEM "file:///etc/passwd">', b"&a;")
    yield _upload("XML that reads /etc/passwd", "invalid", _file(outside))
    yield _upload("a billion laughs", "invalid", _file(XML % (BOMB, b"&a9;")))
    for mapping in (
        b"[]",
        b"null",
        b'"text"',
        b'{"a": 1}',
        b'{"sign": "\\u0000"}',
        b'{"header": -1}',
    ):
        name = f"the mapping {mapping.decode()}"
        yield _upload(name, "invalid", right, _part(b'name="mapping"', mapping))
    deep = b'{"columns":' * 100_000 + b"1" + b"}" * 100_000
    for name, mapping in (("100,000 deep", deep), ("that is no JSON", b"{'sign'}")):
        yield _upload(f"a mapping {name}", "invalid", right, _part(b'name="mapping"', mapping))


def _part(names: bytes, value: bytes) -> bytes:
    return b"--b\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (names, value)


def _queries() -> Iterator[Nasty]:
    yield _list("page 10**30", "invalid", b"page=1" + b"0" * 30)
    yield _list("page of 5,000 digits", "invalid", b"page=" + DIGITS)
    yield _get("page 10**30 of a short list", "not_found", b"/api/categories/?page=1" + b"0" * 30)
    yield _list("page_size 10**30", 200, b"page_size=1" + b"0" * 30)
    for page in (b"0", b"-1", b"1e3", b"%EF%BC%91", b"", b"1%0A", b"1&page=1"):
        yield _list(f"page={page.decode()}", "invalid", b"page=" + page)
    yield _list("an id of 5,000 digits in a filter", 200, b"id=" + DIGITS)
    yield _list("5,000 ids in a filter", 200, b"category=" + b",".join(_numbered(b"%d", 5_000)))
    yield _list("an amount_min of 5,000 digits", "invalid", b"amount_min=" + DIGITS)
    for value in (b"NaN", b"Infinity", b"1e400", b"-0"):
        yield _list(f"amount_min={value.decode()}", "invalid", b"amount_min=" + value)
    for day in (b"0000-00-00", b"9999-12-31", b"2026-02-30", b"1899-12-31"):
        yield _list(f"start_date={day.decode()}", "invalid", b"start_date=" + day)
    for month in (b"13&year=2026", b"0000-00", b"9999-12", b"-1&year=2026", b"1&year=0", DIGITS):
        path = b"/api/reports/monthly-summary/?month=" + month
        yield _get(f"month={month.decode()[:20]}", "invalid", path)
    yield _get(
        "a report of 300 years",
        200,
        b"/api/reports/summary/?start_date=1900-01-01&end_date=2199-12-31",
    )
    yield _get(
        "300 years by day", "invalid", b"/api/analytics/?start_date=1900-01-01&end_date=2199-12-31"
    )
    yield from _of_reports_and_budgets()
    yield _list("NUL in a query", "invalid", b"search=a%00b")
    yield _list("NUL in a parameter's name", "invalid", b"a%00b=1")
    yield _list("a lone surrogate in a query", 200, b"search=%ed%a0%80")
    yield _list("no UTF-8 in a query", 200, b"search=%ff%fe")
    yield _list("no UTF-8 in a currency", "invalid", b"currency=%ff%fe")
    yield _list("no UTF-8 in a query, unescaped", 400, b"search=\xff")
    yield _list("a line break in a query", 200, b"search=%0d%0aSet-Cookie:%20a=b")
    yield _list("SQL's own wildcards", 200, b"search=%25_%5c")
    yield _list("a quote, and more SQL", "invalid", b"ordering=date';DROP%20TABLE%20book")
    yield _list("a phrase of 60,000 letters", "invalid", b"search=" + b"x" * 60_000)
    yield _list("a cursor of nonsense", "invalid", b"cursor=" + b"A" * 4_000)
    yield _list("a parameter 5,000 times", "malformed", b"search=&" * 5_000)
    yield _list("10,000 parameters", "malformed", b"&".join(_numbered(b"%d", 10_000)))
    yield _list("50,000 empty parameters", "malformed", b"&" * 50_000)


def _of_reports_and_budgets() -> Iterator[Nasty]:
    trends = b"/api/reports/trends/?start_date=1900-01-01&end_date=2199-12-31&page_size=1&interval="
    for interval in (b"", b"MONTH", b"fortnight", b"day%00", b"day&interval=week", DIGITS):
        yield _get(f"interval={interval.decode()[:20]}", "invalid", trends + interval)
    for interval, last in ((b"day", 109_573), (b"week", 15_654), (b"year", 300)):
        name = f"the last {interval.decode()} of 300 years"
        yield _get(name, 200, trends + interval + b"&page=%d" % last)
        yield _get(
            f"{name}, and one more", "not_found", trends + interval + b"&page=%d" % (last + 1)
        )
    for year in (
        b"",
        b"0",
        b"10000",
        b"-2026",
        b"2026.0",
        b"%EF%BC%92026",
        b"2026&year=2025",
        DIGITS,
    ):
        path = b"/api/reports/calendar/?year=" + year
        yield _get(f"the calendar of year={year.decode()[:20]}", "invalid", path)
    months = (
        b"",
        b"0000-00",
        b"2026-13",
        b"10000-01",
        b"2026-1",
        b"2026-03-02",
        b"2026-03%00",
        DIGITS,
    )
    for month in months:
        name = f"of month={month.decode()[:20]}"
        yield _get(f"progress {name}", "invalid", b"/api/budgets/progress/?month=" + month)
        yield _get(f"the budgets {name}", "invalid", b"/api/budgets/?month=" + month)
    for days in (b"", b"0", b"8", b"1,,2", b"1,8", b"%D9%A1", b"1.0", b"1%00", DIGITS):
        yield _list(f"weekday={days.decode()[:20]}", "invalid", b"weekday=" + days)
    yield _list("every weekday 1,000 times", 200, b"weekday=" + b"1,2,3,4,5,6,7," * 999 + b"7")


def _paths() -> Iterator[Nasty]:
    odd = b"%00 %ed%a0%80 %ff % %zz %2e%2e %2F ..%5c 1;a=b 1%0d%0aSet-Cookie:a=b"
    wrong = b"-1 0 1.0 1e3 %D9%A1 9223372036854775808"
    for last in (odd + b" " + wrong).split():
        yield _get(f"{LIST}{last.decode()}/", "not_found", PATH + last + b"/")
    yield _get("an id of 5,000 digits", "not_found", PATH + DIGITS + b"/")
    yield _get("a path that climbs", "not_found", PATH + b"../../../../etc/passwd")
    yield _get("a path of 60,000 bytes", "not_found", b"/api/" + b"a" * 60_000 + b"/")
    yield _get("a path of 100,000 bytes", 414, b"/api/" + b"a" * 100_000 + b"/")
    yield _get("NUL in a path, unescaped", 400, PATH + b"\x00/")
    yield _get("NUL in a query, unescaped", 400, PATH + b"?search=a\x00b")
    yield _get("no UTF-8 in a path, unescaped", 400, PATH + b"\xff/")
    yield _get("a target that is a whole URL, of another host", 200, b"http://evil.example" + PATH)
    for method in (b"TRACE", b"PROPFIND", b"CONNECT", b"PURGE", b"X" * 5_000):
        name = f"the method {method.decode()[:9]}"
        yield Nasty(name, "method_not_allowed", (method + b" " + PATH + b" HTTP/1.1",))
    yield Nasty("a method that is none", 400, (b"G@T " + PATH + b" HTTP/1.1",))


def _headers() -> Iterator[Nasty]:
    yield _with("NUL in a header", 400, b"X-Request-ID: a\x00b")
    yield _with("a header that is no text", 200, b"X-Request-ID: \xff\xfe")
    yield _with("a header of 300,000 bytes", 200, b"X-A: " + b"x" * 300_000)
    yield _with("a header of a million bytes", 431, b"X-A: " + b"x" * 1_000_000)
    yield _with("1,000 headers", 431, *_numbered(b"X-%d: 1", 1_000))
    yield _with("a header without a colon", 400, b"nonsense")
    yield _with("a header on two lines", 400, b"X-A: 1\r\n  2")
    yield _with("a space before the colon", 400, b"X-A : 1")
    yield _with(
        "5,000 tags in If-None-Match",
        200,
        b"If-None-Match: " + b",".join(_numbered(b'"%d"', 5_000)),
    )
    yield _with("If-None-Match of 60,000 bytes", 200, b'If-None-Match: "' + b"x" * 60_000 + b'"')
    yield _with("If-None-Match that is no tag", 200, b'If-None-Match: W/"')
    yield _with("a range past every end", 200, b"Range: bytes=999999999999999999999-")
    yield _with("Accept that is no kind", "not_acceptable", b"Accept: nonsense")
    yield _with("5,000 kinds in Accept", "not_acceptable", b"Accept: " + b"a/b," * 5_000)
    yield _with("5,000 languages", 200, b"Accept-Language: " + b"xx," * 5_000)
    yield _with("5,000 cookies", 200, b"Cookie: " + b"a=b;" * 5_000)
    for host in (
        b"",
        b"evil.example",
        b"a b",
        b"127.0.0.1@evil.example",
        b"[::1",
        b"\xff",
        b"a" * 5_000,
    ):
        name = f"the host {ascii(host.decode('latin-1'))[:26]}"
        yield _with(name, "malformed", b"Host: " + host)
    yield _with("two hosts", "malformed", b"Host: 127.0.0.1", b"Host: evil.example")
    yield _with("a host forwarded by nobody", 200, b"X-Forwarded-Host: evil.example")
    yield _with("another URL forwarded by nobody", 200, b"X-Original-URL: /admin/")
    key = b"Idempotency-Key: "
    yield _post("a key of 10,000 characters", "invalid", OK, JSON, key + b"k" * 10_000)
    yield _post("a key of 256 characters", "invalid", OK, JSON, key + b"k" * 256)
    yield _post("an empty key", "invalid", OK, JSON, key)
    yield _post("a key that is no ASCII", "invalid", OK, JSON, key + b"\xc3\xa9")
    yield _post("X-HTTP-Method-Override", 201, OK, JSON, b"X-HTTP-Method-Override: DELETE")


def _credentials() -> Iterator[Nasty]:
    for given in (b"", b"Token \xff", b"Bearer \xff"):
        name = f"Authorization: {given.decode('latin-1')!a}"
        yield _with(name, "not_authenticated", b"Authorization: " + given)
    deep = b'{"alg": "HS256", "x": %s%s}' % (b"[" * 50_000, b"]" * 50_000)
    for header in (b'{"alg": "none"}', b'{"alg": ["HS256"]}', b"[]", deep):
        name = f"a JWT with the header {header.decode()[:30]}"
        forged = urlsafe_b64encode(header).rstrip(b"=") + b".e30.x"
        yield _with(name, "token_not_valid", b"Authorization: Bearer " + forged)
    long = (b"Token ext_" + DIGITS + b"_x", b"Token " + b"x" * 10_000, b"Bearer " + b"." * 5_000)
    for given in (b"Token", b"Token a b", b"Token ext_1_", b"Bearer a.b.c", b"Basic Og==", *long):
        name = f"Authorization: {given.decode()[:22]}"
        yield _with(name, "token_not_valid", b"Authorization: " + given)


def _framing() -> Iterator[Nasty]:
    kind, chunked = b"Content-Type: " + JSON, b"Transfer-Encoding: chunked"
    whole = b"%x\r\n%s\r\n0\r\n\r\n" % (len(OK), OK)
    for length in (b"-1", b"+2", b"1e2", b"0x2", b"2, 3", b"", b"1" + b"0" * 40):
        name = f"Content-Length: {length.decode()[:20]}"
        yield _sent(name, 400, b"{}", kind, b"Content-Length: " + length)
    yield _sent("two lengths", 400, b"{}", kind, b"Content-Length: 2", b"Content-Length: 3")
    yield _sent(
        "a length and chunks: the chunks count", 201, whole, kind, b"Content-Length: 2", chunked
    )
    yield _sent(
        "chunks inside something else", 400, whole, kind, b"Transfer-Encoding: chunked, gzip"
    )
    yield _sent("an unknown transfer encoding", 400, whole, kind, b"Transfer-Encoding: nonsense")
    for size in (b"zz", b"-2", b"0x2", b"f" * 40):
        broken = size + b"\r\n{}\r\n0\r\n\r\n"
        yield _sent(f"a chunk of size {size.decode()}", "invalid", broken, kind, chunked)
    broken = OK[:20] + b"\r\nzz\r\n" + OK[20:]
    yield _sent("a broken second chunk", "malformed", b"14\r\n" + broken, kind, chunked)
    tiny = b"1\r\n \r\n" * 10_000 + b"0\r\n\r\n"
    yield _sent("10,000 chunks of one byte", "malformed", tiny, kind, chunked)
    trailer = b"2\r\n{}\r\n0\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n"
    yield _sent("a trailer of a million bytes", "invalid", trailer, kind, chunked)
    old = (b"POST " + PATH + b" HTTP/1.0", kind, chunked)
    yield Nasty("chunks in HTTP/1.0", 400, old, whole)
    yield Nasty("HTTP/1.0", 200, (b"GET " + PATH + b" HTTP/1.0",))
    for version in (b"", b" HTTP/1.2", b" HTTP/2.0", b" HTTP/9.9", b" ICY/1.1"):
        name = f"the version {version.decode().strip() or 'left out'}"
        yield Nasty(name, 400, (b"GET " + PATH + version,))
    yield Nasty("TLS to a port without", 400, (bytes.fromhex("160301007a0100007603"),))
    much = (b"GET " + PATH + b" HTTP/1.1", b"Content-Length: %d" % (3 << 20))
    yield Nasty("a GET with a body of 3 MiB", "too_large", much, b"x" * (3 << 20))
    yield _with("a change to WebSocket", 200, b"Connection: Upgrade, close", b"Upgrade: websocket")


NASTIES = [
    *(*_json(), *_kinds(), *_uploads(), *_queries(), *_paths()),
    *(*_headers(), *_credentials(), *_framing()),
]

if __name__ == "__main__":
    print("| what is sent | answer |\n| --- | --- |")
    for each in NASTIES:
        name = each.name.replace("|", "\\|")
        if isinstance(each.answer, str):
            print(f"| {name} | {KINDS[each.answer].status} `{each.answer}` |")
        else:
            whose = " by the server itself" if each.answer >= 400 else ""
            print(f"| {name} | {each.answer}{whose} |")
