"""A Redis that may be away: that costs one short timeout, and then it is left alone for a while."""

import time
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

_TIMEOUT = 0.25
#: Seconds.
_REST = 30.0

Answer = TypeVar("Answer")


class Remote:
    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(
            url,
            socket_timeout=_TIMEOUT,
            socket_connect_timeout=_TIMEOUT,
            # The client's own are three, with seconds in between.
            retry=Retry(NoBackoff(), 0),
        )
        self._away_until = 0.0

    def ask(self, question: Callable[[redis.Redis], Answer]) -> Answer | None:
        """What the question gives; None while Redis is away."""
        if time.monotonic() < self._away_until:
            return None
        try:
            return question(self._client)
        except redis.RedisError:
            self._away_until = time.monotonic() + _REST
            return None

    def close(self) -> None:
        """Close its connections; a next question opens new ones."""
        self._client.close()


@cache
def remote_at(url: str) -> Remote:
    return Remote(url)
