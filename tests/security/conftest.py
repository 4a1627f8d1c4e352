from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from tests.mail_sink import MailSink
from tests.security.attacking import PRODUCTION, Person, Site
from tests.serving import empty_database, environment, serving

# What touches no row is the same on every engine: there once is enough.
_WITHOUT_DATABASE = ["test_start_safely.py", "test_harden_answers.py", "test_refuse_bodies.py"]
collect_ignore_glob = [] if connection.vendor == "sqlite" else _WITHOUT_DATABASE

#: Whose pages the limited site lets call.
ORIGIN = "https://app.example.org"
Record = Callable[[str, object], None]


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[str]:
    with empty_database(tmp_path_factory.mktemp("security"), django_db_blocker) as url:
        yield url


@pytest.fixture(scope="session")
def mails() -> Iterator[MailSink]:
    with MailSink() as sink:
        yield sink


@pytest.fixture(scope="session")
def settings_of_site(database_url: str, mails: MailSink) -> dict[str, str]:
    return environment(database_url, **PRODUCTION, EMAIL_URL=mails.url)


@pytest.fixture(scope="session")
def site(
    settings_of_site: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
) -> Iterator[Site]:
    """A server in production settings, but for the limits, which attackers would meet first."""
    log = tmp_path_factory.mktemp("site") / "log"
    with serving(settings_of_site, log) as server:
        yield Site(server, log, django_db_blocker)


@pytest.fixture(scope="session")
def limited_site(
    settings_of_site: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: Any,
) -> Iterator[Site]:
    """Beside it, on the same database, a server that counts, and that lets one page call."""
    log = tmp_path_factory.mktemp("limited-site") / "log"
    settings = {**settings_of_site, "THROTTLE": "on", "CORS_ALLOWED_ORIGINS": ORIGIN}
    with serving(settings, log) as server:
        yield Site(server, log, django_db_blocker)


@pytest.fixture
def victim(site: Site) -> Person:
    return site.person()


@pytest.fixture
def attacker(site: Site) -> Person:
    return site.person()
