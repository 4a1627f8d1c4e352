"""Answers kept for a while in Redis, where there is one, by their entity tags.

A tag covers everything that its answer depends on, so what is kept under it can only be right; and
a tag may be older than its answer, never newer (see `ledger.conditional`).
"""

from typing import Any

import redis
from django.conf import settings

from common.remote import remote_at

_SECONDS = 600


def kept_answer(tag: str) -> bytes | None:
    def get(client: redis.Redis) -> Any:
        return client.get(_key(tag))

    return remote_at(settings.REDIS_URL).ask(get) if settings.REDIS_URL else None


def keep_answer(tag: str, body: bytes) -> None:
    def put(client: redis.Redis) -> Any:
        return client.set(_key(tag), body, ex=_SECONDS)

    if settings.REDIS_URL:
        remote_at(settings.REDIS_URL).ask(put)


def _key(tag: str) -> str:
    return f"answer:{tag}"
