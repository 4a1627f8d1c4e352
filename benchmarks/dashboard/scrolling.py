"""The endless list: rows go by, and the page stays small and smooth."""

import statistics
from pathlib import Path

from benchmarks.dashboard.browser import Visitor, Window

_SCROLL = (Path(__file__).parent / "scrolling.js").read_text(encoding="utf-8")
#: A frame; at 60 frames a second as fast as a finger flings.
_PIXELS = 200


def scroll(visitor: Visitor, rows: int) -> dict[str, float]:
    with visitor.window() as window:
        window.open("/transactions/")
        window.ask("() => { seen.tasks.length = 0; }")
        window.devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        used = _cpu_seconds(window)
        found = window.page.evaluate(_SCROLL, [rows, _PIXELS])
        used = _cpu_seconds(window) - used
        tasks = [duration for _, duration in window.ask("seen.tasks")]
    frames = found["frames"]
    return {
        "elements": found["elements"],
        "frame p50": statistics.median(frames),
        "frame p95": statistics.quantiles(frames, n=20)[-1],
        "cpu": 1000 * used / len(frames),
        "long tasks": len(tasks),
        "longest": max(tasks, default=0),
        "waited": 100 * found["waited"] / len(frames),
    }


def _cpu_seconds(window: Window) -> float:
    """What the page's main thread has used so far, which a busy machine disturbs less."""
    metrics = window.devtools.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))
