"""Every filter against an oracle in Python over one fixed set of rows, in lists and in totals."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
import time_machine

from categories.models import Category
from tests.entries import add_category, category_id, every_row, ids, record_all
from tests.refusals import faults, refused

PATH = "/api/transactions/"
# A Sunday, the first of the month, in a leap year's wake.
TODAY = date(2026, 3, 1)
_E, _I = "expense", "income"
#: type, amount, currency, refund, category, date, description, notes, external_id
ROWS = [
    (_E, "75.50", "USD", False, "Food", date(2026, 3, 1), "Weekly GROCERY shopping", "", "bank-1"),
    (_E, "10.00", "USD", True, "Food", date(2026, 3, 1), "Bottle deposit", "", None),
    (_I, "1200", "USD", False, "Salary", date(2026, 2, 28), "Monthly Salary", "", "bank-2"),
    (_E, "1200", "JPY", False, "Tea", date(2026, 2, 1), "寿司 🍣", "🍣 dinner", None),
    (_E, "1200", "JPY", False, None, date(2026, 1, 31), "", "Ｂａｒ 🍺", "BANK-1"),
    (_E, "1.250", "BHD", False, None, date(2025, 12, 31), "100% sure", "under_score", "bank-1 "),
    (_I, "0.0001", "CLF", False, None, date(2024, 2, 29), "back\\slash", "it's \"quoted\"", "🍣"),
    (_E, "99999999999.99", "USD", False, "Tea", date(2199, 12, 31), "Обед в Москве", "", None),
    (_E, "0.01", "USD", False, "Food", date(1900, 1, 1), "Straße", "İstanbul", None),
    (_E, "20", "EUR", False, "Tea", date(2026, 2, 22), "CAFE\u0301", "a\nb", None),
    (_E, "20", "EUR", True, "Tea", date(2026, 2, 23), "café au lait", "", None),
    (_I, "20", "EUR", False, "Salary", date(2025, 3, 2), "ΣΊΣΥΦΟΣ", "", None),
    (_E, "3.10", "DEM", False, "Food", date(2025, 3, 1), "50_50 split", "line one\nline two", None),
]  # fmt: skip
NAMES = (
    "type", "amount", "currency", "refund", "category", "date", "description", "notes",
    "external_id",
)  # fmt: skip
Row = dict[str, Any]
Test = Callable[[Row], bool]


def between(first: str, last: str) -> Test:
    return lambda row: first <= row["date"].isoformat() <= last


def among(*indexes: int) -> Test:
    return lambda row: row["index"] in indexes


def on(*weekdays: int) -> Test:
    return lambda row: row["date"].isoweekday() in weekdays


#: A query for each filter, with `{…}` for ids of categories and rows, and what it chooses.
CASES: dict[str, list[tuple[str, Test]]] = {
    "dates": [
        ("start_date=2026-02-28", between("2026-02-28", "2199-12-31")),
        ("end_date=2026-02-01", between("1900-01-01", "2026-02-01")),
        ("start_date=2025-12-31&end_date=2026-02-28", between("2025-12-31", "2026-02-28")),
        ("start_date=2026-02-01&end_date=2026-02-28", between("2026-02-01", "2026-02-28")),
        ("start_date=2024-02-29&end_date=2024-02-29", between("2024-02-29", "2024-02-29")),
        ("start_date=1900-01-01&end_date=2199-12-31", lambda row: True),
        ("start_date=2026-03-02&end_date=2199-12-30", lambda row: False),
    ],
    "period": [
        ("period=last_7_days", between("2026-02-23", "2026-03-01")),
        ("period=last_30_days", between("2026-01-31", "2026-03-01")),
        ("period=last_365_days", between("2025-03-02", "2026-03-01")),
        ("period=this_month", between("2026-03-01", "2026-03-31")),
        ("period=last_month", between("2026-02-01", "2026-02-28")),
        ("period=this_year", between("2026-01-01", "2026-12-31")),
        ("period=last_year", between("2025-01-01", "2025-12-31")),
        ("period=all", lambda row: True),
    ],
    "type": [
        ("type=expense", lambda row: row["type"] == "expense"),
        ("type=income", lambda row: row["type"] == "income"),
    ],
    "category": [
        ("category={Food}", lambda row: row["category"] == "Food"),
        ("category={Food},{Tea}", lambda row: row["category"] in {"Food", "Tea"}),
        ("category={Tea}&category=none", lambda row: row["category"] in {"Tea", None}),
        ("category={Tea},none&category={Food}", lambda row: row["category"] != "Salary"),
        ("category=none", lambda row: row["category"] is None),
        ("category={Secret}", lambda row: False),
        ("category={Secret},{Food}", lambda row: row["category"] == "Food"),
        ("category=0", lambda row: False),
        ("category=999999999999999999", lambda row: False),
        ("category=99999999999999999999", lambda row: False),
        ("category={Travel}", lambda row: False),
    ],
    "currency": [
        ("currency=USD", lambda row: row["currency"] == "USD"),
        ("currency=jpy", lambda row: row["currency"] == "JPY"),
        ("currency=GBP", lambda row: False),
    ],
    "refund": [
        ("refund=true", lambda row: row["refund"]),
        ("refund=false", lambda row: not row["refund"]),
    ],
    "amount": [
        ("amount_min=20", lambda row: row["amount"] >= 20),
        ("amount_max=20.00000000", lambda row: row["amount"] <= 20),
        ("amount_min=0.00010001", lambda row: row["amount"] > Decimal("0.0001")),
        ("amount_max=0.00009999", lambda row: False),
        ("amount_max=1199.99999999", lambda row: row["amount"] < 1200),
        ("amount_min=99999999999.99999999", lambda row: False),
        ("amount_max=99999999999.99999999", lambda row: True),
        ("amount_min=0", lambda row: True),
        ("amount_min=1200&amount_max=1200", lambda row: row["amount"] == 1200),
        ("amount_min=3&amount_max=2", lambda row: False),
    ],
    "search": [
        ("search=grocery", among(0)),
        ("search=GROCERY SHOP", among(0)),
        ("search=shopping grocery", lambda row: False),
        ("search=ｇｒｏｃｅｒｙ", among(0)),
        ("search=🍣", among(3)),
        ("search=🍺", among(4)),
        ("search=bar", among(4)),
        ("search=МОСКВЕ", among(7)),
        ("search=strasse", among(8)),
        ("search=STRAẞE", among(8)),
        ("search=İSTANBUL", among(8)),
        ("search=CAFÉ", among(9, 10)),
        ("search=cafe", lambda row: False),
        ("search=σίσυφος", among(11)),
        ("search=%25", among(5)),
        ("search=_", among(5, 12)),
        ("search=r_s", among(5)),
        ("search=\\", among(6)),
        ("search=\\\\", lambda row: False),
        ("search='", among(6)),
        ('search="quoted"', among(6)),
        ("search=line one%0Aline", among(12)),
        ("search= dinner ", among(3)),
        ("search=", lambda row: True),
    ],
    "weekday": [
        ("weekday=1", on(1)),
        ("weekday=2", on(2)),
        ("weekday=3", on(3)),
        ("weekday=4", on(4)),
        ("weekday=1,3", on(1, 3)),
        ("weekday=7&weekday=4", on(4, 7)),
        ("weekday=7,6&weekday=6,4&weekday=7", on(4, 6, 7)),
        ("weekday=1,2,3,4,5,6,7", lambda row: True),
        ("weekday=2, 4", on(2, 4)),
        ("weekday=5", on(5)),
        ("weekday=6", on(6)),
        ("weekday=7", on(7)),
    ],
    "id": [
        ("id={id0}", among(0)),
        ("id={id0},{id3}&id={id7}", among(0, 3, 7)),
        ("id={theirs}", lambda row: False),
        ("id={theirs},{id1}", among(1)),
        ("id=0", lambda row: False),
        ("id=99999999999999999999,{id1}", among(1)),
    ],
    "external_id": [
        ("external_id=bank-1", among(0)),
        ("external_id=BANK-1", among(4)),
        ("external_id=bank-1%20", among(5)),
        ("external_id=🍣", among(6)),
        ("external_id=🍺", lambda row: False),
        ("external_id=", lambda row: False),
        ("external_id=theirs", lambda row: False),
    ],
}  # fmt: skip


class Books:
    """Alice's rows as the oracle sees them, and the ids that queries speak of."""

    def __init__(self, alice: Any, charlie: Any, client: Any, charlie_client: Any) -> None:
        self.client = client
        add_category(client, "Tea")
        places = {name: category_id(client, name) for name in ("Food", "Tea", "Salary", "Travel")}
        places["Secret"] = add_category(charlie_client, "Secret")["id"]
        self.rows = [dict(zip(NAMES, row, strict=True), index=n) for n, row in enumerate(ROWS)]
        theirs = {"category": Category.objects.get(pk=places["Secret"]), "external_id": "theirs"}
        (place,) = record_all(charlie, [theirs])
        for row, pk in zip(self.rows, record_all(alice, map(self.fields, self.rows)), strict=True):
            row["id"], row["amount"] = pk, Decimal(row["amount"])
        self.places = {**places, "theirs": place} | {f"id{r['index']}": r["id"] for r in self.rows}

    def fields(self, row: Row) -> Row:
        kept = {name: row[name] for name in NAMES}
        return {**kept, "amount": Decimal(row["amount"])}

    def check(self, query: str, *tests: Test) -> None:
        """The list, its count and its totals are the oracle's."""
        chosen = [row for row in self.rows if all(test(row) for test in tests)]
        text = query.format(**self.places)
        found = self.client.get(f"{PATH}?{text}").json()
        assert found["count"] == len(chosen), query
        newest_first = sorted(chosen, key=lambda row: (row["date"], row["id"]), reverse=True)
        assert ids(found["results"]) == ids(newest_first), query
        totals = self.client.get(f"{PATH}totals/?{text}").json()["results"]
        plain = [{k: t[k] for k in ("currency", "income", "expense", "count")} for t in totals]
        assert plain == list(self.totals(chosen)), query

    def totals(self, chosen: list[Row]) -> Any:
        decimals = {"JPY": 0, "BHD": 3, "CLF": 4}
        for currency in sorted({row["currency"] for row in chosen}):
            rows = [row for row in chosen if row["currency"] == currency]
            sums = {"income": Decimal(0), "expense": Decimal(0)}
            for row in rows:
                sums[row["type"]] += -row["amount"] if row["refund"] else row["amount"]
            shown = {kind: f"{total:.{decimals.get(currency, 2)}f}" for kind, total in sums.items()}
            yield {"currency": currency, **shown, "count": len(rows)}


@pytest.fixture
def books(alice, charlie, alice_client, charlie_client) -> Any:
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):
        yield Books(alice, charlie, alice_client, charlie_client)


@pytest.mark.parametrize("name", CASES)
def test_it_filters_by_each(books, name):
    for query, test in CASES[name]:
        books.check(query, test)


def test_it_filters_by_two_at_once(books):
    for one, other in combinations([name for name in CASES if name != "period"], 2):
        for first, second in zip(CASES[one][:4], reversed(CASES[other][-4:]), strict=False):
            books.check(f"{first[0]}&{second[0]}", first[1], second[1])


def test_it_filters_by_all_at_once(books):
    query = (
        "start_date=2026-02-28&end_date=2026-03-02&type=expense&category={{Food}},none&currency=USD"
        "&refund=false&amount_min=20&amount_max=100&search=grocery&weekday={}&id={{id0}},{{id1}}"
        "&external_id=bank-1"
    )
    books.check(query.format(7), among(0))
    books.check(query.format(1), lambda row: False)


def test_it_follows_the_day_where_the_books_are_kept(alice, books):
    alice.book.timezone = "Pacific/Pago_Pago"
    alice.book.save()
    with time_machine.travel(datetime(2026, 3, 1, 10, tzinfo=UTC), tick=False):
        books.check("period=this_month", between("2026-02-01", "2026-02-28"))
        books.check("period=last_7_days", between("2026-02-22", "2026-02-28"))
    alice.book.timezone = "Pacific/Kiritimati"
    alice.book.save()
    with time_machine.travel(datetime(2026, 2, 28, 10, 30, tzinfo=UTC), tick=False):
        books.check("period=this_month", between("2026-03-01", "2026-03-31"))


def test_it_follows_the_url_of_totals_to_the_rows(books):
    for query in (
        "",
        "period=last_30_days",
        "search=é&type=expense",
        "category={Tea}&category={Food},none",
        "start_date=2026-01-01&refund=false",
        "search=%25&external_id=bank-1 ",
        "amount_min=0.001&weekday=7",
    ):
        totals = books.client.get(f"{PATH}totals/?{query.format(**books.places)}").json()["results"]
        assert totals or "search" in query, query
        for total in totals:
            with time_machine.travel(datetime(2026, 4, 9, tzinfo=UTC), tick=False):
                rows = every_row(books.client, total["transactions_url"])
            assert len(rows) == total["count"] > 0, query
            assert {row["currency"] for row in rows} == {total["currency"]}
            net = sum(
                Decimal(row["amount"]) * (1 if (row["type"] == "income") != row["refund"] else -1)
                for row in rows
            )
            assert net == Decimal(total["net"]), query


def test_it_searches_what_an_edit_wrote(alice_client, books):
    path = f"{PATH}{books.rows[1]['id']}/"
    alice_client.patch(path, {"notes": "ÖL"})
    assert ids(every_row(alice_client, search="öl")) == [books.rows[1]["id"]]
    assert ids(every_row(alice_client, search="deposit")) == [books.rows[1]["id"]]
    alice_client.patch(path, {"description": "Öffi"})
    assert ids(every_row(alice_client, search="ÖFFI")) == [books.rows[1]["id"]]
    assert every_row(alice_client, search="deposit") == []


WRONG = [
    *((f"start_date={text}", "start_date") for text in ("", "x", "2026-2-1", "2026-02-30")),
    *((f"end_date={text}", "end_date") for text in ("", "1899-12-31", "2200-01-01", "２")),
    ("start_date=2026-02-02&end_date=2026-02-01", "start_date"),
    ("period=all&start_date=2026-02-02", "period"),
    ("period=this_month&end_date=2026-02-02", "period"),
    *((f"period={text}", "period") for text in ("", "today", "ALL", "last_8_days")),
    *((f"type={text}", "type") for text in ("", "Expense", "transfer", "expense,income")),
    *((f"category={text}", "category") for text in ("", "Food", "1,,2", "None", "-1", "1.0")),
    ("category=1&category=x", "category"),
    *((f"currency={text}", "currency") for text in ("", "US", "XAU", "uſd", "USD,EUR")),
    *((f"refund={text}", "refund") for text in ("", "1", "True", "yes")),
    *((f"amount_min={text}", "amount_min") for text in ("", "-1", "1e3", "1,5", "１", "NaN")),
    *((f"amount_max={text}", "amount_max") for text in ("100000000000", "0.000000001", "+1")),
    (f"search={'x' * 256}", "search"),
    ("search=a%00", "search"),
    *((f"weekday={text}", "weekday") for text in ("", "0", "8", "01", "-1", "1.0", "monday", "１")),
    *((f"weekday={text}", "weekday") for text in (",", "1,", "1,,2", "1,8", "12", "1;2", "none")),
    ("weekday=1&weekday=", "weekday"),
    ("weekday=1&weekday=x", "weekday"),
    *((f"id={text}", "id") for text in ("", "x", "none", "1,", "-1")),
    (f"external_id={'x' * 256}", "external_id"),
    ("currency=USD&currency=EUR", "currency"),
    ("search=a&search=b", "search"),
    ("Type=expense", "Type"),
    ("categories=1", "categories"),
    ("a%00b=1", "a\x00b"),
]


def test_it_names_the_filter_at_fault(alice_client):
    for query, attr in WRONG:
        for path in (PATH, f"{PATH}totals/"):
            response = alice_client.get(f"{path}?{query}")
            assert refused(response, 400, "invalid"), (query, attr)
            assert faults(response) == [("query", attr)]


def test_it_totals_nothing_as_an_empty_list(alice_client):
    assert alice_client.get(f"{PATH}totals/").json() == {"results": []}


def test_it_takes_no_page_of_totals(alice_client):
    for name in ["page", "page_size", "cursor", "ordering"]:
        response = alice_client.get(f"{PATH}totals/?{name}=1")
        assert faults(response) == [("query", name)]


def test_it_takes_thousands_of_ids(alice_client, books):
    every = ",".join(map(str, range(10**6, 10**6 + 4_000)))
    for name, found in (("id", books.rows[0]["id"]), ("category", books.places["Food"])):
        for path in (PATH, f"{PATH}totals/"):
            response = alice_client.get(f"{path}?{name}={every},{found}&end_date=2026-03-15")
            assert response.status_code == 200, name
            assert response.json()["results"]
