"""What a report by day is kept of where there is a Redis: an answer about few categories."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from common.remote import remote_at
from tests.common.redis_server import PROGRAM, RedisServer
from tests.entries import category_id, record
from tests.queries import counted

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="redis-server is not installed")


@pytest.fixture(autouse=True)
def server(tmp_path: Path, settings: Any) -> Iterator[RedisServer]:
    running = RedisServer(tmp_path)
    settings.REDIS_URL = running.url
    yield running
    remote_at(running.url).close()
    running.stop()


def statements(client: Any, path: str, categories: str) -> int:
    """What it asks the database, the sign-in besides, when it is asked again."""
    first = client.get(path, {"category": categories})
    with counted() as queries:
        again = client.get(path, {"category": categories})
    assert (again.status_code, again.content) == (200, first.content)
    return len(queries) - 1


@pytest.mark.parametrize("path", ["/api/analytics/", "/api/reports/calendar/"])
def test_it_keeps_an_answer_about_few_categories_alone(client: Any, path: str) -> None:
    ten = [str(number) for number in range(1, 11)]
    assert statements(client, path, ",".join(ten)) == 0
    assert statements(client, path, ",".join([*ten, "none"])) == 1


@pytest.mark.parametrize("path", ["/api/analytics/", "/api/reports/calendar/"])
def test_it_keeps_no_categorys_answer_for_another(client: Any, path: str) -> None:
    record(client, date="2026-03-02", category="Food")
    food = category_id(client, "Food")
    asked = [{}, {"category": food}, {"category": "none"}, {"category": f"none,{food}"}]
    first = [client.get(path, query).json() for query in asked]
    assert [client.get(path, query).json() for query in asked] == first
    assert first[1] != first[2] != first[3]
