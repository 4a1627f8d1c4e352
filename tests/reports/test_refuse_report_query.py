"""Reports name the parameter they cannot take, and take nothing half."""

from typing import Any

from tests.queries import counted

REPORTS = {
    "summary": "/api/reports/summary/",
    "by-category": "/api/reports/by-category/",
    "trends": "/api/reports/trends/",
    "calendar": "/api/reports/calendar/",
    "weekly": "/api/reports/weekly/",
    "currencies": "/api/reports/currencies/",
    "analytics": "/api/analytics/",
}
RANGES = [
    ("period=yesterday", "period"),
    ("period=", "period"),
    ("period=this_month&start_date=2026-01-01", "period"),
    ("period=all&end_date=2026-01-01", "period"),
    ("start_date=2026-02-01&end_date=2026-01-31", "start_date"),
    ("start_date=2026-02-30", "start_date"),
    ("start_date=", "start_date"),
    ("start_date=1899-12-31", "start_date"),
    ("start_date=0000-01-01", "start_date"),
    ("start_date=0001-01-01&end_date=2026-01-01", "start_date"),
    ("start_date=10000-01-01", "start_date"),
    ("start_date=2026-13-01", "start_date"),
    ("start_date=2025-02-29", "start_date"),
    ("start_date=2026-01-01&start_date=2026-01-02", "start_date"),
    ("end_date=2200-01-01", "end_date"),
    ("end_date=9999-12-31", "end_date"),
    ("start_date=2026-01-01&end_date=12026-01-01", "end_date"),
    ("end_date=20260101", "end_date"),
    ("end_date=２０２６-01-01", "end_date"),
    ("currency=XXX", "currency"),
    ("currency=", "currency"),
    ("currency=US", "currency"),
    ("currency=USD&currency=EUR", "currency"),
    ("currency=%F0%9F%8D%A3", "currency"),
    ("currency=USD%00", "currency"),
    ("format=json", "format"),
    ("Period=all", "Period"),
    ("period=all%00", "period"),
    ("a%00b=1", "a\x00b"),
]
CHOSEN = [
    ("type=transfer", "type"),
    ("type=", "type"),
    ("type=Expense", "type"),
    ("category=food", "category"),
    ("category=", "category"),
    ("category=1,,2", "category"),
    ("category=-1", "category"),
    ("category=1.5", "category"),
    ("category=1,None", "category"),
]
BY_CATEGORY = [
    ("top=0", "top"),
    ("top=-1", "top"),
    ("top=1001", "top"),
    ("top=two", "top"),
    ("top=1e1", "top"),
    ("top=٣", "top"),
    ("ordering=share", "ordering"),
    ("ordering=", "ordering"),
    ("top=3&top=4", "top"),
    ("top=999999999999999999999999999999", "top"),
]
PAGES = [
    ("page=0", "page"),
    ("page=-1", "page"),
    ("page=1.0", "page"),
    ("page=%D9%A3", "page"),
    ("page=1&page=2", "page"),
    ("page=000000000000000000000000000000", "page"),
    ("page_size=0", "page_size"),
    ("page_size=x", "page_size"),
    ("page_size=", "page_size"),
]
INTERVALS = [
    ("interval=", "interval"),
    ("interval=decade", "interval"),
    ("interval=Month", "interval"),
    ("interval=month,week", "interval"),
    ("interval=day&interval=week", "interval"),
    ("interval=day%00", "interval"),
    ("year=2026", "year"),
    ("top=3", "top"),
    ("cursor=x", "cursor"),
]
YEARS = [
    ("year=0", "year"),
    ("year=0000", "year"),
    ("year=-1", "year"),
    ("year=1899", "year"),
    ("year=2200", "year"),
    ("year=10000", "year"),
    ("year=02024", "year"),
    ("year=", "year"),
    ("year=2024.0", "year"),
    ("year=2e3", "year"),
    ("year=%2B2024", "year"),
    ("year=２０２４", "year"),
    ("year=2024-01", "year"),
    ("year=2024&year=2025", "year"),
    ("year=999999999999999999999999999999", "year"),
    ("year=2024&period=this_year", "year"),
    ("year=2024&start_date=2024-01-01", "year"),
    ("year=2024&end_date=2024-12-31", "year"),
    ("start_date=2024-01-01&end_date=2025-01-01", "end_date"),
    ("start_date=1900-01-01&end_date=2199-12-31", "end_date"),
    ("month=13", "month"),
    ("type=expense", "type"),
    ("page=1", "page"),
]
CHOOSERS = ("summary", "by-category", "trends", "calendar", "weekly", "analytics")
PAGED = ("by-category", "trends", "currencies")
CASES = [
    *[(name, *case) for name in REPORTS for case in RANGES],
    *[(name, *case) for name in CHOOSERS for case in CHOSEN],
    *[(name, *case) for name in PAGED for case in PAGES],
    *[("by-category", *case) for case in BY_CATEGORY],
    *[("trends", *case) for case in INTERVALS],
    *[("calendar", *case) for case in YEARS],
    *[(name, "interval=month", "interval") for name in REPORTS if name != "trends"],
    ("summary", "top=3", "top"),
    ("summary", "page=1", "page"),
    ("weekly", "page=1", "page"),
    ("weekly", "year=2024", "year"),
    ("currencies", "type=expense", "type"),
    ("currencies", "category=1", "category"),
    ("currencies", "ordering=currency", "ordering"),
    ("analytics", "type=expense", "type"),
]


def test_it_names_the_parameter_at_fault(alice_client: Any) -> None:
    for name, query, at_fault in CASES:
        answer = alice_client.get(f"{REPORTS[name]}?{query}")
        assert answer.status_code == 400, (name, query)
        faults = {(fault["attr"], fault["in"]) for fault in answer.json()["errors"]}
        assert faults == {(at_fault, "query")}, (name, query)


def test_it_names_every_parameter_at_fault(alice_client: Any) -> None:
    answer = alice_client.get(f"{REPORTS['summary']}?start_date=x&currency=y&type=z")
    faults = {fault["attr"] for fault in answer.json()["errors"]}
    assert faults == {"start_date", "currency", "type"}


def test_it_finds_nothing_by_an_id_that_nobody_has(alice_client: Any) -> None:
    for number in ("9" * 18, "9" * 40, "0", "000"):
        answer = alice_client.get(f"{REPORTS['by-category']}?period=all&category={number}")
        assert (answer.status_code, answer.json()["results"]) == (200, [])


def test_it_names_both_ends_of_ten_thousand_years(alice_client: Any) -> None:
    for name, path in REPORTS.items():
        answer = alice_client.get(f"{path}?start_date=0001-01-01&end_date=9999-12-31")
        faults = {fault["attr"] for fault in answer.json()["errors"]}
        assert (answer.status_code, faults) == (400, {"start_date", "end_date"}), name


def test_it_asks_nothing_of_the_books_before_it_refuses(alice_client: Any) -> None:
    for name, query in (
        ("trends", "interval=decade&start_date=1900-01-01&end_date=2199-12-31"),
        ("calendar", "start_date=1900-01-01&end_date=2199-12-31"),
        ("weekly", "start_date=0001-01-01&end_date=9999-12-31"),
        ("currencies", "currency=XXX"),
        ("analytics", "start_date=1900-01-01&end_date=2199-12-31"),
    ):
        with counted() as queries:
            assert alice_client.get(f"{REPORTS[name]}?{query}").status_code == 400
        assert len(queries) == 1, name


def test_it_ends_before_any_number(alice_client: Any) -> None:
    for name in PAGED:
        for page in ("9" * 30, "1000000000"):
            answer = alice_client.get(f"{REPORTS[name]}?page={page}")
            assert answer.status_code == 404


def test_it_is_only_read(alice_client: Any) -> None:
    for path in REPORTS.values():
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(alice_client, method)(path, {})
            assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
