"""Reports name the parameter they cannot take, and take nothing half."""

from typing import Any

REPORTS = {
    "summary": "/api/reports/summary/",
    "by-category": "/api/reports/by-category/",
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
    ("end_date=2200-01-01", "end_date"),
    ("end_date=20260101", "end_date"),
    ("end_date=２０２６-01-01", "end_date"),
    ("currency=XXX", "currency"),
    ("currency=", "currency"),
    ("currency=US", "currency"),
    ("currency=USD&currency=EUR", "currency"),
    ("interval=month", "interval"),
    ("format=json", "format"),
    ("Period=all", "Period"),
    ("period=all%00", "period"),
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
    ("page=0", "page"),
    ("page_size=0", "page_size"),
    ("page_size=x", "page_size"),
]
CASES = [
    *[(name, *case) for name in REPORTS for case in RANGES],
    *[(name, *case) for name in ("summary", "by-category") for case in CHOSEN],
    *[("by-category", *case) for case in BY_CATEGORY],
    ("summary", "top=3", "top"),
    ("summary", "page=1", "page"),
    ("analytics", "type=expense", "type"),
    ("analytics", "category=1", "category"),
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


def test_it_ends_before_any_number(alice_client: Any) -> None:
    for page in ("9" * 30, "1000000000"):
        answer = alice_client.get(f"{REPORTS['by-category']}?page={page}")
        assert answer.status_code == 404


def test_it_is_only_read(alice_client: Any) -> None:
    for path in REPORTS.values():
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(alice_client, method)(path, {})
            assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
