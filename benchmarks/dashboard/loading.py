"""What a browser that has nothing yet fetches for the overview."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from benchmarks.dashboard.browser import Visitor, Window

_VENDOR, _API, _STATIC = "/static/dashboard/vendor/", "/api/", "/static/"


@dataclass  # no slots: Playwright notes on it which of its methods listen
class Traffic:
    """The path of each request, and the bytes of its answer with its head."""

    paths: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def listen(self, window: Window) -> None:
        window.devtools.on("Network.requestWillBeSent", self._began)
        window.devtools.on("Network.loadingFinished", self._ended)
        window.devtools.send("Network.enable")

    def _began(self, event: Any) -> None:
        self.paths[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def _ended(self, event: Any) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def facts(self) -> dict[str, float]:
        """All of it, and of our own code: the shell and the static files but others' libraries."""
        answered = [(self.paths[number], size) for number, size in self.sizes.items()]
        own = [
            size
            for path, size in answered
            if path == "/" or (path.startswith(_STATIC) and not path.startswith(_VENDOR))
        ]
        return {
            "kilobytes": sum(size for _, size in answered) / 1000,
            "own": sum(own) / 1000,
            "requests": len(answered),
            "calls": sum(path.startswith(_API) for path, _ in answered),
        }


def first_loads(visitor: Visitor, times: int) -> Sequence[dict[str, float]]:
    found = []
    for _ in range(times):
        traffic = Traffic()
        with visitor.window() as window:
            traffic.listen(window)
            window.open("/")
            found.append(traffic.facts())
    return found
