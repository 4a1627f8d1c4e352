"""The dashboard is measured in a real browser, and what that gives is judged by its limits."""

import importlib
import os
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from benchmarks.cli import main, needed
from benchmarks.dashboard.acts import (
    FIRST_LOAD,
    LOADED,
    OVERVIEW,
    PAGES,
    PAINT,
    SCROLL,
    UNCHANGED,
    Visits,
)
from benchmarks.dashboard.browser import PASSWORD
from benchmarks.dashboard.painting import blocked, shift
from benchmarks.dashboard.passwords import give
from benchmarks.dashboard.story import account_to_scroll, visit
from benchmarks.dashboard.table import dashboard_table, verdict
from benchmarks.figures import figures, find
from benchmarks.filling.people import Spec
from benchmarks.servers import Server
from ledger.models import Book, new_epoch
from tests.answers import ContractClient
from tests.browsing import chromium
from tests.entries import record_all
from users.models import User

SIZES = {"alice": 100, "charlie": 250}
FEW = Visits(rounds=1, loads=1, scrolled=200)
SPEC = Spec({"1k": 1_000, "1m": 1_000_000}, many=2, rows_of_many=500, last_day="2026-03-31")


@pytest.fixture
def measured(
    alice: User, charlie: User, transactional_db: None, live_server: Any
) -> dict[str, dict[str, list[float]]]:
    first = date(2026, 3, 1)
    for user in (alice, charlie):
        days = (first - timedelta(days=number) for number in range(SIZES[user.username]))
        record_all(user, [{"date": day, "description": "Bread"} for day in days])
    give(PASSWORD, list(SIZES))
    port = urlsplit(live_server.url).port
    assert port is not None
    with chromium() as browser:
        return visit(browser, Server("tests", port, os.getpid()), SIZES, FEW, _change)


def _change() -> None:
    Book.objects.update(epoch=new_epoch())


def test_it_measures_what_people_see(measured: dict[str, dict[str, list[float]]]) -> None:
    loaded, scrolled = measured[FIRST_LOAD], measured[SCROLL]
    assert 0 < loaded["own"][0] < loaded["kilobytes"][0]
    assert loaded["calls"] == [8]
    assert 100 < scrolled["elements"][0] < 2_000
    assert 0 < scrolled["frame p50"][0] <= scrolled["frame p95"][0]
    for page in PAGES:
        painted = measured[f"{PAINT} {page}"]
        assert 0 < painted["first"][0] <= painted["largest"][0]
    for name in (f"{act} {size}" for act in (OVERVIEW, UNCHANGED) for size in SIZES):
        assert len(measured[name]["seconds"]) == FEW.rounds

    shown = dashboard_table(measured, SIZES, asdict(FEW))
    assert "| of them to the API | 8 |  | 8 | reached |" in shown
    assert any(line.startswith("| `/api/reports/insights/` |") for line in shown)
    [figure] = [each for each in figures(*SIZES) if each.race == "dashboard"]
    found = find("sqlite", figure, {"dashboard": measured})
    assert found is not None
    assert found.least <= found.value <= found.greatest


@pytest.mark.parametrize(("kilobytes", "expected"), [(250.0, "reached"), (250.1, "missed")])
def test_it_judges_a_value_by_its_limit(kilobytes: float, expected: str) -> None:
    assert verdict(LOADED[0], [kilobytes]) == expected


def test_it_shows_nothing_of_what_was_not_run() -> None:
    assert dashboard_table({}, SIZES, {}) == []


def test_it_blames_long_tasks_for_what_is_noticed() -> None:
    tasks = [(100.0, 500.0), (700.0, 50.0), (800.0, 130.0), (900.0, 60.0)]
    assert blocked(tasks, first=650.0) == 90.0


def test_it_takes_the_worst_row_of_shifts() -> None:
    shifts = [(0.0, 0.125), (900.0, 0.125), (3000.0, 0.5), (4100.0, 0.25)]
    assert shift(shifts) == 0.5
    assert shift([(900.0 * number, 0.125) for number in range(8)]) == 0.75
    assert shift([]) == 0


def test_it_scrolls_in_the_smallest_account_that_is_long_enough() -> None:
    sizes = {"1k": 1_000, "100k": 100_000, "1m": 1_000_000}
    assert account_to_scroll(sizes, 10_000) == "100k"
    assert account_to_scroll(sizes, 2_000_000) == "1m"


def test_it_fills_the_accounts_that_are_looked_into_alone() -> None:
    assert needed(SPEC, {"dashboard"}).people() == {**SPEC.sizes, "writer": 0}
    assert needed(SPEC, {"dashboard", "list"}) == SPEC


def test_it_leaves_the_tokens_of_those_who_get_a_password(
    alice: User, alice_client: ContractClient
) -> None:
    give(PASSWORD, ["alice"])
    assert alice_client.get("/api/me/").status_code == 200
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_it_serves_what_it_collected_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COLLECTED", str(tmp_path))
    chosen = importlib.import_module("benchmarks.dashboard.settings")
    assert tmp_path == chosen.STATIC_ROOT
    assert chosen.WHITENOISE_USE_FINDERS is False


def test_it_says_so_where_there_is_no_browser(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", "/nowhere/chromium")
    assert main(["--only", "dashboard"]) == 1
    assert "CHROMIUM_PATH is /nowhere/chromium, which is no program" in capsys.readouterr().err
