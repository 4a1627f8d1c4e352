"""Who takes part: the servers of a run, and the requests they are asked."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from benchmarks import asking
from benchmarks.asking import LIST, again_and_again, get
from benchmarks.filling.people import WRITER
from benchmarks.load import fetch
from benchmarks.measuring import Contestant
from benchmarks.servers import Server, serve
from benchmarks.stage import Stage
from devtools.console import Problem

APPLICATIONS = {
    "ours": "expense_tracker.wsgi:application",
    "plain": "benchmarks.plain_drf.wsgi:application",
    "bare": "benchmarks.rivals.bare:application",
    "fastapi": "benchmarks.rivals.with_fastapi:application",
    "litestar": "benchmarks.rivals.with_litestar:application",
    "ceiling": "benchmarks.rivals.ceiling:application",
}
SAME_BYTES = ("bare", "fastapi", "litestar")
YEAR = "period=last_365_days"
REPORTS = {
    "summary": f"/api/reports/summary/?{YEAR}",
    "by-category": f"/api/reports/by-category/?{YEAR}",
    "analytics": "/api/analytics/",
    "monthly": "/api/reports/monthly-summary/",
    "balance": "/api/transactions/totals/",
    "trend": f"/api/reports/trends/?{YEAR}&interval=day&page_size=500",
    "calendar": "/api/reports/calendar/",
    "weekly": f"/api/reports/weekly/?{YEAR}",
    "currencies": f"/api/reports/currencies/?{YEAR}",
    "insights": "/api/reports/insights/",
    "budgets": "/api/budgets/progress/",
}


@dataclass(slots=True)
class Cast:
    """Servers, each started when it is first asked for, on one stage."""

    stage: Stage
    stack: ExitStack
    servers: dict[str, Server] = field(default_factory=dict)

    @property
    def small(self) -> str:
        return next(iter(self.stage.spec.sizes))

    @property
    def large(self) -> str:
        return list(self.stage.spec.sizes)[-1]

    def server(self, name: str) -> Server:
        if name not in self.servers:
            self.servers[name] = self.stack.enter_context(self.fresh_server(name))
        return self.servers[name]

    def fresh_server(self, name: str) -> Any:
        project = "plain" if name == "plain" else "ours"
        environment = self.stage.environment(project)
        return serve(name, APPLICATIONS[name], environment, self.stage.folder)

    def token(self, server: str, account: str) -> str:
        project = "plain" if server == "plain" else "ours"
        token: str = self.stage.accounts(project)[account]["token"]
        return token

    def getting(self, name: str, server: str, account: str, path: str = LIST) -> Contestant:
        request = get(path, self.token(server, account))
        return Contestant(name, self.server(server), again_and_again(request))

    def lists(self) -> list[Contestant]:
        """The page of 50, by everyone, and ours in every circumstance."""
        sizes = list(self.stage.spec.sizes)
        everyone = [f"{name} {self.small}" for name in (*SAME_BYTES, "plain", "ceiling")]
        return [
            *(self.getting(f"ours {size}", "ours", size) for size in sizes),
            *(self.getting(name, name.split()[0], self.small) for name in everyone),
            self.getting(f"plain {self.large}", "plain", self.large),
            *(self.filtered(size) for size in (self.small, self.large)),
            self.deep(),
            self.unchanged(),
            *self.many(),
        ]

    def filtered(self, size: str) -> Contestant:
        """Three filters bound: type, category and the first day."""
        category = self.stage.accounts("ours")[size]["categories"][0]
        query = f"type=expense&category={category}&start_date={self.stage.spec.last_day[:4]}-01-01"
        return self.getting(f"ours filtered {size}", "ours", size, f"{LIST}?{query}")

    def deep(self) -> Contestant:
        cursor = self.stage.scene()["deep_cursors"][self.large].replace("=", "%3D")
        return self.getting(
            f"ours deep {self.large}", "ours", self.large, f"{LIST}?cursor={cursor}"
        )

    def unchanged(self) -> Contestant:
        """The page that the client has: 304."""
        server, token = self.server("ours"), self.token("ours", self.small)
        headers, _ = fetch(server.port, get(LIST, token))
        request = get(LIST, token, If_None_Match=headers["etag"])
        name = f"ours 304 {self.small}"
        return Contestant(name, server, again_and_again(request), expected="304")

    def many(self) -> Iterator[Contestant]:
        """The page of everyone in turn."""
        accounts = self.stage.accounts("ours")
        tokens = [each["token"] for name, each in accounts.items() if name.startswith("many-")]
        if tokens:
            requests = again_and_again(*(get(LIST, token) for token in tokens))
            yield Contestant("ours many", self.server("ours"), requests)

    def reports(self) -> list[Contestant]:
        """Ours from totals, and two of the plain project's from rows."""
        month = self.stage.spec.last_day[:7]
        from_rows = {"balance": f"{LIST}balance/", "monthly": f"{LIST}monthly/?month={month}"}
        ends = (self.small, self.large)
        return [
            self.getting(f"{server} {report} {size}", server, size, path)
            for server, paths, sizes in (
                ("ours", REPORTS, self.stage.spec.sizes),
                ("plain", from_rows, ends),
            )
            for report, path in paths.items()
            for size in sizes
        ]

    def posts(self) -> list[Contestant]:
        return [self.posting(name) for name in ("ours", "bare", "plain")]

    def posting(self, name: str) -> Contestant:
        account = self.stage.accounts("plain" if name == "plain" else "ours")[WRITER]
        requests = asking.posts(account["token"], account["categories"], with_key=name != "plain")
        return Contestant(f"{name} post", self.server(name), requests, expected="201")

    def everything(self, server: Server) -> Contestant:
        """A mixture of all that ours can be asked, for one server."""
        account = self.stage.accounts("ours")[self.small]
        token, category = account["token"], account["categories"][0]
        filtered = f"{LIST}?type=expense&category={category}&start_date=2020-01-01"
        paths = [LIST, filtered, *REPORTS.values(), f"{LIST}?page=2&page_size=20"]
        requests = again_and_again(*(get(path, token) for path in paths))
        return Contestant("ours everything", server, requests)

    def compare_bytes(self) -> None:
        """Problem where somebody's page is not, byte for byte, the page of ours."""
        pages = {
            name: fetch(self.server(name).port, get(LIST, self.token(name, self.small)))[1]
            for name in ("ours", *SAME_BYTES)
        }
        different = [name for name in SAME_BYTES if pages[name] != pages["ours"]]
        if different:
            raise Problem(_difference(different, pages))


def _difference(names: Sequence[str], pages: dict[str, bytes]) -> str:
    name = names[0]
    pairs = zip(pages["ours"], pages[name], strict=False)
    place = next((n for n, (one, other) in enumerate(pairs) if one != other), 0)
    around = slice(max(place - 80, 0), place + 80)
    return (
        f"The page of {', '.join(names)} is not the page of ours, which would make the figures "
        f"worthless: at byte {place} ours has {pages['ours'][around]!r}, "
        f"{name} has {pages[name][around]!r}. See benchmarks/rivals/page.py."
    )
