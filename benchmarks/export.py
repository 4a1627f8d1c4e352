"""Everything of an account as a zip: its time a row, until it begins, and the memory it takes."""

import http.client
import time

from benchmarks.cast import Cast
from benchmarks.servers import Server
from devtools.console import Problem, say

PATH = "/api/me/export/"
_ROUNDS = 3
_A_READ = 1 << 20

Measured = dict[str, dict[str, list[float]]]


def measure_export(cast: Cast) -> Measured:
    """By account: microseconds a row, milliseconds until the first byte, and the server's resident
    kilobytes afterwards, a value for each round; the accounts from the smallest on."""
    sizes = cast.stage.spec.sizes
    found: Measured = {size: {"row": [], "first": [], "resident": []} for size in sizes}
    with cast.fresh_server("ours") as server:
        _export(server, cast.token("ours", cast.small))  # what only a first time needs
        for _ in range(_ROUNDS):
            for size, rows in sizes.items():
                first, whole = _export(server, cast.token("ours", size))
                found[size]["row"].append(whole / rows * 1e6)
                found[size]["first"].append(first * 1e3)
                found[size]["resident"].append(float(server.resident_kilobytes()))
                say(f"  {size}: {whole:.2f} s, the first byte after {first * 1e3:.1f} ms")
    return found


def _export(server: Server, token: str) -> tuple[float, float]:
    """Seconds until the first byte, and until the last."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    begun = time.perf_counter()
    connection.request("GET", PATH, headers={"Authorization": f"Token {token}"})
    answer = connection.getresponse()
    if answer.status != 200:
        raise Problem(f"GET {PATH} answered {answer.status}.")
    answer.read(1)
    first = time.perf_counter() - begun
    while answer.read(_A_READ):
        pass
    whole = time.perf_counter() - begun
    connection.close()
    return first, whole
