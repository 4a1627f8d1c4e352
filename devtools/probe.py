"""Sign in at a database or Redis URL; the exit code tells whether it worked.

Run with the project's own environment, whose drivers it needs.
"""

import importlib
import sys
from urllib.parse import unquote, urlsplit

SECONDS = 5


def sign_in(url: str) -> None:
    """Any exception says no."""
    scheme = urlsplit(url).scheme
    if scheme == "mysql":
        _sign_in_to_mysql(url)
    elif scheme == "redis":
        client = importlib.import_module("redis").Redis.from_url(url, socket_timeout=SECONDS)
        client.ping()
    else:
        importlib.import_module("psycopg").connect(url, connect_timeout=SECONDS).close()


def _sign_in_to_mysql(url: str) -> None:
    parts = urlsplit(url)
    driver = importlib.import_module("MySQLdb")
    driver.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        database=unquote(parts.path[1:]),
        connect_timeout=SECONDS,
    ).close()


if __name__ == "__main__":
    sign_in(sys.argv[1])
