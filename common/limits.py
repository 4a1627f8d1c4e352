"""Limits: so many times in so many seconds, counted where the count belongs.

Sign-in limits are rows in the database, atomic and shared by all servers, and fail closed. The
rest is counted in Redis where there is one, else in the process; a Redis that is away costs one
short timeout and then nothing, and the process counts on.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import redis
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from common.models import LimitCount
from common.problems import Problem
from common.remote import Remote, remote_at
from common.upserts import upsert_tail

_MOST_KEYS = 100_000
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Limit:
    """`times` in each window of `seconds`, for each caller of `scope`."""

    scope: str
    times: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Usage:
    limit: Limit
    used: int
    resets_in: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit.times),
            "RateLimit-Remaining": str(max(0, self.limit.times - self.used)),
            "RateLimit-Reset": str(self.resets_in),
        }


Counter = Callable[[str, int, Limit], int]


def charge(request: HttpRequest, limit: Limit, caller: str, counter: Counter) -> None:
    """Count one use; Problem `throttled` past the limit. The answer's headers tell the rest."""
    if not settings.THROTTLE:
        return
    now = int(time.time())
    window = now // limit.seconds
    # Keyed, because people type a password where their name belongs.
    key = salted_hmac("common.limits", f"{limit.scope}:{caller}", algorithm="sha256").hexdigest()
    usage = Usage(limit, counter(key, window, limit), (window + 1) * limit.seconds - now)
    tightest: Usage | None = getattr(request, "usage", None)
    if tightest is None or usage.limit.times - usage.used < tightest.limit.times - tightest.used:
        request.usage = usage  # type: ignore[attr-defined]
    if usage.used > limit.times:
        wait = {"Retry-After": str(usage.resets_in), **usage.headers}
        raise Problem("throttled", f"Try again in {usage.resets_in} seconds.", headers=wait)


class DatabaseCounter:
    """Counts of all servers, atomic and durable: twenty at once are twenty.

    Its first count of a day drops the rows of the days before, so that no job is needed for it.
    """

    def __init__(self) -> None:
        self._swept = 0

    def __call__(self, key: str, window: int, limit: Limit) -> int:
        ends = (window + 1) * limit.seconds
        today = (ends - 1) // _DAY
        if today != self._swept:
            LimitCount.objects.filter(span__lte=today * _DAY).delete()
            self._swept = today
        return _count_one(key, ends)


count_in_database = DatabaseCounter()


def _count_one(key: str, ends: int) -> int:
    """How often the key was counted in the window that ends then, this time included."""
    table = connection.ops.quote_name(LimitCount._meta.db_table)
    # MySQL assigns from left to right: the count must look at the span before it is set.
    tail = upsert_tail(
        LimitCount,
        ["caller"],
        {
            "used": "CASE WHEN {old}span = {new}span THEN {old}used + 1 ELSE 1 END",
            "span": "{new}span",
        },
    )
    # One transaction, so that the row is ours until it is read: nobody else's count comes between.
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (caller, span, used) VALUES (%s, %s, 1){tail}",  # noqa: S608
            [key, ends],
        )
        cursor.execute(f"SELECT used FROM {table} WHERE caller = %s", [key])  # noqa: S608
        (count,) = cursor.fetchone()
    return int(count)


class ProcessCounter:
    """Counts of this process alone."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def __call__(self, key: str, window: int, limit: Limit) -> int:
        with self._lock:
            if len(self._counts) >= _MOST_KEYS:
                self._counts.clear()
            seen_in, count = self._counts.get(key, (window, 0))
            count = count + 1 if seen_in == window else 1
            self._counts[key] = (window, count)
            return count


class RedisCounter:
    """Counts of all processes; while Redis is away, those of this one."""

    def __init__(self, remote: Remote, fallback: Counter) -> None:
        self._remote, self._fallback = remote, fallback

    def __call__(self, key: str, window: int, limit: Limit) -> int:
        def count(client: redis.Redis) -> int:
            pipeline = client.pipeline()
            name = f"limit:{key}:{window}"
            pipeline.incr(name)
            pipeline.expire(name, limit.seconds)
            return int(pipeline.execute()[0])

        counted = self._remote.ask(count)
        return self._fallback(key, window, limit) if counted is None else counted


def shared_counter() -> Counter:
    """Where everything but the sign-in is counted."""
    return _counter_at(settings.REDIS_URL)


@cache
def _counter_at(redis_url: str) -> Counter:
    process = ProcessCounter()
    return RedisCounter(remote_at(redis_url), process) if redis_url else process
