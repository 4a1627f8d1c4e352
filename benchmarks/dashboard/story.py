"""All that is measured in the browser, against a server that has its static files compressed."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial

from playwright.sync_api import Browser

from benchmarks.dashboard.acts import BROWSER, FIRST_LOAD, PAGES, PAINT, SCROLL, Visits
from benchmarks.dashboard.browser import PASSWORD, Visitor, open_browser, sign_in
from benchmarks.dashboard.drawing import Measured, draw_in_turn
from benchmarks.dashboard.loading import first_loads
from benchmarks.dashboard.painting import paint
from benchmarks.dashboard.scrolling import scroll
from benchmarks.drivers import connect
from benchmarks.servers import Server, serve
from benchmarks.stage import Stage
from devtools.console import say

_APPLICATION = "expense_tracker.wsgi:application"


def measure_dashboard(stage: Stage, visits: Visits) -> Measured:
    """By what was looked at: a value of each kind for each time."""
    sizes = stage.spec.sizes
    stage.run("ours", "-m", "benchmarks.dashboard.passwords", PASSWORD, *sizes)
    settings = {
        "DJANGO_SETTINGS_MODULE": "benchmarks.dashboard.settings",
        "COLLECTED": str(stage.folder / "staticfiles"),
    }
    stage.run("ours", "manage.py", "collectstatic", "--noinput", "--clear", **settings)
    environment = stage.environment("ours") | settings
    with (
        serve("dashboard", _APPLICATION, environment, stage.folder) as server,
        open_browser() as browser,
    ):
        return visit(browser, server, sizes, visits, partial(_change, stage.urls["ours"]))


def _change(url: str) -> None:
    """As after a restore: no answer that anybody was given before is right any more."""
    with closing(connect(url)) as connection:
        connection.cursor().execute(f"UPDATE ledger_book SET epoch = '{secrets.token_hex(16)}'")


def visit(
    browser: Browser,
    server: Server,
    sizes: Mapping[str, int],
    visits: Visits,
    change: Callable[[], None],
) -> Measured:
    """As everyone in turn; `sizes` are the accounts with the number of their transactions."""
    base = f"http://127.0.0.1:{server.port}"
    visitors = {name: sign_in(browser, base, name) for name in sizes}
    reader = visitors[account_to_scroll(sizes, visits.scrolled)]
    found = {BROWSER: {"version": [float(browser.version.partition(".")[0])]}}
    say("  first loads")
    found[FIRST_LOAD] = _by_kind(first_loads(reader, visits.loads))
    say("  the overview of each account in turn")
    found |= draw_in_turn(visitors, server, visits.rounds, change)
    say(f"  the list, {visits.scrolled:,} rows of it")
    found[SCROLL] = _by_kind([scroll(reader, visits.scrolled)])
    return found | _painted(reader)


def account_to_scroll(sizes: Mapping[str, int], rows: int) -> str:
    """The smallest that has more rows."""
    return next((name for name, count in sizes.items() if count > rows), list(sizes)[-1])


def _painted(visitor: Visitor) -> Measured:
    say("  first paints")
    return {f"{PAINT} {name}": _by_kind([paint(visitor, path)]) for name, path in PAGES.items()}


def _by_kind(times: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    return {kind: [round(each[kind], 4) for each in times] for kind in times[0]}
