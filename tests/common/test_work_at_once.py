import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from common.at_once import AtOnce


def _nothing(*_args: Any) -> None:
    return None


def test_it_works_on_as_many_as_there_are_places() -> None:
    both_in, at_work, most = threading.Barrier(2), 0, 0
    lock = threading.Lock()

    def application(environ: Any, start_response: Any) -> list[bytes]:
        nonlocal at_work, most
        with lock:
            at_work += 1
            most = max(most, at_work)
        both_in.wait(timeout=60)  # breaks unless two are in at a time
        with lock:
            at_work -= 1
        return [b"done"]

    limited = AtOnce(application, places=2)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: limited({}, _nothing), range(8)))
    assert (answers, most) == ([[b"done"]] * 8, 2)


def test_it_gives_the_place_back_after_an_error() -> None:
    def application(environ: Any, start_response: Any) -> list[bytes]:
        raise KeyError(environ["number"])

    limited = AtOnce(application, places=1)
    for number in range(3):
        with pytest.raises(KeyError):
            limited({"number": number}, _nothing)
