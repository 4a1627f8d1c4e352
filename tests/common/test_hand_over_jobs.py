"""Jobs without a broker: in the request, or beside it where nobody is to see how long they take."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections

from common import jobs
from users.models import User

DONE: list[Any] = []
MAY_GO = threading.Event()


@jobs.app.task(name="tests.note")
def note(what: str) -> None:
    DONE.append((what, threading.current_thread().name))


@jobs.app.task(name="tests.fail")
def fail() -> None:
    raise RuntimeError("it went wrong")


@jobs.app.task(name="tests.wait")
def wait() -> None:
    DONE.append("began")
    assert MAY_GO.wait(timeout=60)


@jobs.app.task(name="tests.count_users")
def count_users() -> None:
    DONE.append((User.objects.count(), connections["default"]))


@pytest.fixture(autouse=True)
def _nothing_done_yet() -> Iterator[None]:
    # What was done is counted as waiting until the thread has come to the next.
    jobs._beside.submit(int).result()
    DONE.clear()
    MAY_GO.clear()
    yield
    MAY_GO.set()
    jobs.finish()


def _logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [str(record.msg) for record in caplog.records if record.name == "jobs"]


def test_it_is_done_at_once_and_here() -> None:
    jobs.hand_over(note, "first")
    jobs.hand_over(note, "second")
    here = threading.current_thread().name
    assert [("first", here), ("second", here)] == DONE


def test_unseen_it_is_done_beside_one_after_the_other() -> None:
    for number in range(50):
        jobs.hand_over_unseen(note, str(number))
    jobs.finish()
    assert [what for what, _ in DONE] == [str(number) for number in range(50)]
    (thread,) = {thread for _, thread in DONE}
    assert thread.startswith("jobs")
    assert thread != threading.current_thread().name


def test_unseen_nobody_waits_for_it() -> None:
    jobs.hand_over_unseen(wait)
    jobs.hand_over_unseen(note, "after")
    assert ("after", "jobs_0") not in DONE
    MAY_GO.set()
    jobs.finish()
    assert [each if isinstance(each, str) else each[0] for each in DONE] == ["began", "after"]


@pytest.mark.parametrize("hand_over", [jobs.hand_over, jobs.hand_over_unseen])
def test_one_that_fails_is_logged_and_hinders_nothing(
    hand_over: Any, caplog: pytest.LogCaptureFixture
) -> None:
    hand_over(fail)
    hand_over(note, "next")
    jobs.finish()
    (said,) = _logged(caplog)
    assert "job failed" in said
    assert "tests.fail" in said
    assert [what for what, _ in DONE] == ["next"]


def test_unseen_no_more_wait_than_can(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(jobs, "_MOST_WAITING", 3)
    jobs.hand_over_unseen(wait)
    for number in range(5):
        jobs.hand_over_unseen(note, str(number))
    assert len(_logged(caplog)) == 3
    assert all("too many are waiting" in said for said in _logged(caplog))
    MAY_GO.set()
    jobs.finish()
    assert [what for what, _ in DONE[1:]] == ["0", "1"]
    jobs.hand_over_unseen(note, "again")
    jobs.finish()
    assert DONE[-1][0] == "again"


def test_unseen_it_leaves_no_connection_open(transactional_db: None, alice: User) -> None:
    jobs.hand_over_unseen(count_users)
    jobs.finish()
    ((number, used),) = DONE
    assert (number, used.connection) == (1, None)
    assert used is not connections["default"]
