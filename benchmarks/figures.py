"""The figures that are looked for: which two measurements each compares, and what it should be."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.dashboard.acts import OVERVIEW
from benchmarks.files.acts import BARE, BULK_CREATE, EXPORT, IMPORT, PIECES, commit_by
from benchmarks.measuring import ratios

Race = Mapping[str, Mapping[str, Sequence[float]]]


#: How much longer a report may take in the largest account: floor and aim.
_GROWTH: Mapping[str, tuple[float | None, float | None]] = {
    **dict.fromkeys(("summary", "by-category", "analytics", "monthly", "balance"), (1.4, 1.1)),
    **dict.fromkeys(("trend", "calendar"), (3.0, None)),
    **dict.fromkeys(("weekly", "currencies", "insights", "budgets"), (None, None)),
}
_GROWTH_IN_PROCESS = {"by-category": 1.4, "monthly": 1.4, "balance": 1.4, "trend": 3, "calendar": 3}


@dataclass(frozen=True, slots=True)
class Figure:
    """`top` over `bottom`, round by round, of one kind of measurement."""

    words: str
    race: str
    kind: str
    """`rates` or `cpu`, as in a Result, `seconds`, or `resident`."""
    top: str
    bottom: str
    floor: float | None
    aim: float | None
    """Neither a floor nor an aim: the figure is told and not judged."""
    higher_is_better: bool = True
    floors: Mapping[str, float] | None = None
    """Where an engine has a floor of its own."""
    aims: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure with its value: the median of the rounds, the least and the greatest."""

    figure: Figure
    value: float
    least: float
    greatest: float
    floor: float | None
    aim: float | None
    by_cpu: float | None
    """The same from the server's CPU a request, which a busy machine disturbs less."""

    @property
    def verdict(self) -> str:
        if self._reaches(self.aim):
            return "aim"
        if self.floor is None:
            return "" if self.aim is None else "not the aim"
        return "floor" if self._reaches(self.floor) else "missed"

    def _reaches(self, mark: float | None) -> bool:
        if mark is None:
            return False
        value = round(self.value, 2)
        return value >= mark if self.figure.higher_is_better else value <= mark

    def as_json(self) -> dict[str, Any]:
        figure = self.figure
        return {
            "figure": figure.words,
            "value": round(self.value, 3),
            "least": round(self.least, 3),
            "greatest": round(self.greatest, 3),
            "floor": self.floor,
            "aim": self.aim,
            "by_cpu": None if self.by_cpu is None else round(self.by_cpu, 3),
            "verdict": self.verdict,
        }


def figures(small: str, large: str) -> list[Figure]:
    """All of them, for accounts of these two sizes."""
    return [
        *_of_lists(small, large),
        *_of_reports(small, large),
        *_of_rows(small, large),
        *_of_writes(),
        _of_changes(),
        *_of_exports(small, large),
        *_of_files(),
        _of_dashboard(small, large),
        _of_memory(),
    ]


def _of_lists(small: str, large: str) -> list[Figure]:
    page, plain = f"ours {small}", f"plain {small}"
    filtered, unchanged = f"ours filtered {small}", f"ours 304 {small}"
    with_filters = "list with three filters against plain DRF without"
    cpu, deep = f"list, CPU a request, {large} against {small}", f"page past 90 % of {large}, time"
    far, near = f"ours deep {large}", f"ours {large}"
    return [
        Figure("list against bare WSGI", "list", "rates", page, f"bare {small}", 0.40, 0.60),
        Figure("list against Litestar", "list", "rates", page, f"litestar {small}", None, 1.0),
        Figure("list against FastAPI", "list", "rates", page, f"fastapi {small}", None, 1.0),
        Figure("list against plain DRF", "list", "rates", page, plain, 4, 6.5),
        Figure(with_filters, "list", "rates", filtered, plain, 2, 3.5),
        Figure(cpu, "list", "cpu", f"ours {large}", page, 1.25, 1.05, higher_is_better=False),
        _time(f"{deep} against the first", "list", far, near, 2.0, 1.2),
        Figure("304 against 200", "list", "rates", unchanged, page, 2.5, 3),
    ]


def _of_reports(small: str, large: str) -> list[Figure]:
    grown = [
        _time(
            f"{name}, {large} against {small}, time",
            "reports",
            f"ours {name} {large}",
            f"ours {name} {small}",
            *marks,
        )
        for name, marks in _GROWTH.items()
    ]
    from_totals = [
        Figure(
            f"{name} from totals against from rows, {large}",
            "reports",
            "rates",
            f"ours {name} {large}",
            f"plain {name} {large}",
            None,
            10,
        )
        for name in ("balance", "monthly")
    ]
    return grown + from_totals


def _of_rows(small: str, large: str) -> list[Figure]:
    """Both ways in one process, so nothing of HTTP's cost stands in the ratio."""
    faster = [
        Figure(
            f"{name} from totals against from rows in one process, {large}",
            "rows",
            "rates",
            f"totals {name} {large}",
            f"rows {name} {large}",
            40,
            None,
        )
        for name in ("balance", "monthly")
    ]
    grown = [
        _time(
            f"{name} in one process, {large} against {small}, time",
            "rows",
            f"totals {name} {large}",
            f"totals {name} {small}",
            floor,
            None,
        )
        for name, floor in _GROWTH_IN_PROCESS.items()
    ]
    return faster + grown


def _of_writes() -> list[Figure]:
    ours, bare, plain = "ours post", "bare post", "plain post"
    own = {"sqlite": 0.40}
    return [
        Figure("POST against bare WSGI", "post", "rates", ours, bare, 0.45, 0.60, floors=own),
        Figure("POST against plain DRF's", "post", "rates", ours, plain, 1.1, 1.4),
    ]


def _of_changes() -> Figure:
    """In one process, so nothing of HTTP's cost stands in the ratio."""
    words = "POST in one process with its change row against without, time"
    return _time(words, "bulk", "post", "post without its change", None, None)


def _of_exports(small: str, large: str) -> list[Figure]:
    of = f"{large} against {small}"
    marks = {
        f"export, {of}, time a row": ("row", 1.0),
        f"export, {of}, time until the first byte": ("first", 1.4),
        f"memory of a worker after the export of {of}": ("resident", 1.1),
    }
    return [
        Figure(words, "export", kind, large, small, floor, None, higher_is_better=False)
        for words, (kind, floor) in marks.items()
    ]


def _of_files() -> list[Figure]:
    less, more = PIECES
    pieces = f"commit of an import, {less:,} rows a piece against {more:,}, time"
    return [
        Figure(
            "import of a CSV against bulk_create of its rows",
            "imports",
            "seconds",
            BULK_CREATE,
            IMPORT,
            None,
            None,
            floors={"sqlite": 2.3, "mariadb": 1.6},
            aims={"sqlite": 2.8, "mariadb": 2.2},
        ),
        Figure(
            pieces,
            "imports",
            "seconds",
            commit_by(less),
            commit_by(more),
            None,
            None,
            higher_is_better=False,
        ),
        Figure(
            "export as CSV against a bare cursor", "exports", "seconds", BARE, EXPORT, 0.5, None
        ),
    ]


def _of_dashboard(small: str, large: str) -> Figure:
    return Figure(
        f"overview drawn in a browser, {large} against {small}, time",
        "dashboard",
        "seconds",
        f"{OVERVIEW} {large}",
        f"{OVERVIEW} {small}",
        1.5,
        None,
        higher_is_better=False,
    )


def _of_memory() -> Figure:
    words = "memory of a worker after all requests against after the first"
    return Figure(words, "memory", "resident", "late", "early", 1.05, 1.0, higher_is_better=False)


def _time(
    words: str, race: str, slow: str, quick: str, floor: float | None, aim: float | None
) -> Figure:
    """How many times as long one takes: the rates the other way round."""
    return Figure(words, race, "rates", quick, slow, floor, aim, higher_is_better=False)


def find(engine: str, figure: Figure, races: Mapping[str, Race]) -> Finding | None:
    """The figure's value; None where its race was not run."""
    race = races.get(figure.race, {})
    if figure.top not in race or figure.bottom not in race:
        return None
    top, bottom = race[figure.top], race[figure.bottom]
    value, least, greatest = ratios(top[figure.kind], bottom[figure.kind])
    floor = (figure.floors or {}).get(engine, figure.floor)
    aim = (figure.aims or {}).get(engine, figure.aim)
    return Finding(figure, value, least, greatest, floor, aim, _by_cpu(figure.kind, top, bottom))


def _by_cpu(
    kind: str, top: Mapping[str, Sequence[float]], bottom: Mapping[str, Sequence[float]]
) -> float | None:
    if kind == "seconds":
        return ratios(top["cpu"], bottom["cpu"])[0]
    # The cheaper request is the quicker one: of CPU, the other way round.
    return ratios(bottom["cpu"], top["cpu"])[0] if kind == "rates" else None


def generator_share(races: Mapping[str, Race]) -> float:
    """The largest share of one CPU that the load generator needed for one contestant but the
    ceiling, where it is itself what is measured."""
    shares = [
        statistics.median(result["generator"])
        for race in races.values()
        for name, result in race.items()
        if "generator" in result and not name.startswith("ceiling")
    ]
    return max(shares, default=0.0)
