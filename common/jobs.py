"""Jobs: work that is no part of an answer.

With a broker (CELERY_BROKER_URL) a Celery worker does them: `celery -A expense_tracker worker`.
Without one they are done in this process. A job is never the only trace of what is to be done:
where one is lost, with its process or its broker, the books or the person can start it again.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import structlog
from celery import Celery, Task
from django.conf import settings
from django.db import connections

log = structlog.get_logger("jobs")

#: The Celery application; its settings are those that begin with CELERY_.
app = Celery("expense_tracker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(related_name="jobs")

_MOST_WAITING = 1_000
_beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")
_waiting: set[Future[None]] = set()


def hand_over(job: Task, *values: Any) -> None:
    """To a worker; without a broker it is done at once, here."""
    _logged(job, job.delay if settings.CELERY_BROKER_URL else job, *values)


def hand_over_unseen(job: Task, *values: Any) -> None:
    """The same, but that its caller cannot tell how long it takes: without a broker it is done
    beside the request, by a thread that does one such job after the other."""
    if settings.CELERY_BROKER_URL:
        hand_over(job, *values)
    elif len(_waiting) < _MOST_WAITING:
        future = _beside.submit(_alone, job, *values)
        _waiting.add(future)
        future.add_done_callback(_waiting.discard)
    else:
        log.error("job refused: too many are waiting", job=job.name)


def has_taken(job: Task, *values: Any) -> bool:
    """Whether a worker will do it: not without a broker, nor with one that is away."""
    if not settings.CELERY_BROKER_URL:
        return False
    try:
        job.delay(*values)
    except Exception:
        log.exception("job not handed over", job=job.name)
        return False
    return True


def finish() -> None:
    """Wait until every job beside the requests is done."""
    wait(set(_waiting))


def _alone(job: Task, *values: Any) -> None:
    try:
        _logged(job, job, *values)
    finally:
        connections.close_all()


def _logged(job: Task, call: Callable[..., Any], *values: Any) -> None:
    """Nobody who asked for a job is there to hear that it failed."""
    try:
        call(*values)
    except Exception:
        log.exception("job failed", job=job.name)
