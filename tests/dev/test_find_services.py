import contextlib
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from devtools import engines, services
from devtools.console import Outcome, Problem
from devtools.engines import Missing, Service, find_browser, open_service
from devtools.project import Project
from devtools.services import free_port

OWN, RUNNING, GIVEN = "redis://own", "redis://running", "redis://given"


@contextlib.contextmanager
def starts() -> Iterator[str]:
    yield OWN


def does_not_start() -> contextlib.AbstractContextManager[str]:
    raise Problem("redis-server is not installed")


def service(start: Callable[[], contextlib.AbstractContextManager[str]]) -> Service:
    return Service("Redis", "TEST_REDIS_URL", start, RUNNING, "redis")


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The addresses at which something answers, for the test to change."""
    addresses = {OWN, RUNNING, GIVEN}
    monkeypatch.setattr(engines, "answers", lambda _project, url: url in addresses)
    monkeypatch.setattr(engines, "capture", lambda *_words, **_more: Outcome(0, "", 0.0))
    monkeypatch.delenv("TEST_REDIS_URL", raising=False)
    return addresses


@pytest.mark.usefixtures("answering")
def test_it_prefers_a_server_of_its_own(project: Project) -> None:
    with ExitStack() as stack:
        assert open_service(service(starts), project, stack) == OWN


@pytest.mark.usefixtures("answering")
def test_it_takes_a_running_server_where_it_can_start_none(project: Project) -> None:
    with ExitStack() as stack:
        assert open_service(service(does_not_start), project, stack) == RUNNING


@pytest.mark.usefixtures("answering")
def test_it_takes_the_server_it_was_told_to(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_REDIS_URL", GIVEN)

    with ExitStack() as stack:
        assert open_service(service(starts), project, stack) == GIVEN


def test_it_takes_no_other_than_it_was_told_to(
    project: Project, answering: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_REDIS_URL", GIVEN)
    answering.discard(GIVEN)

    with ExitStack() as stack, pytest.raises(Missing, match="TEST_REDIS_URL"):
        open_service(service(starts), project, stack)


def test_it_says_why_there_is_none(project: Project, answering: set[str]) -> None:
    answering.clear()

    with ExitStack() as stack, pytest.raises(Missing, match="redis-server is not installed, and"):
        open_service(service(does_not_start), project, stack)


def test_it_finds_no_browser_on_an_empty_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.setattr(engines, "BROWSER_PLACES", ())

    with pytest.raises(Missing, match="no chromium is installed"):
        find_browser()


def test_it_passes_over_a_port_that_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    free = free_port()
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setattr(services, "_ports", iter([server.getsockname()[1], free]))

        assert free_port() == free
