"""Whether a worker grows: its memory after many requests against that after the first ones."""

from benchmarks.cast import Cast
from benchmarks.load import load
from benchmarks.measuring import Pace
from devtools.console import say


def measure_memory(cast: Cast, pace: Pace) -> dict[str, dict[str, list[float]]]:
    """`early` and `late`, each with the kilobytes that are resident."""
    first, last = pace.memory_requests
    with cast.fresh_server("ours") as server:
        contestant = cast.everything(server)
        found = []
        for times in (first, last - first):
            load(server.port, contestant.requests, connections=pace.connections, times=times)
            found.append(float(server.resident_kilobytes()))
            say(f"  {found[-1] / 1024:.1f} MiB")
    return {"early": {"resident": [found[0]]}, "late": {"resident": [found[1]]}}
