"""`DATABASE_URL` as Django's database settings, with what each engine needs to keep money safe."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url

from expense_tracker import environment as env

# What every connection promises, whatever the server's own defaults are.
_STRICT = (
    "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO,"
    "NO_ZERO_DATE,NO_ZERO_IN_DATE"
)
_CONNECT_SECONDS = 5
_STATEMENT_SECONDS = 30
# Shorter than a statement may take: whoever waits for a lock in vain is told so, and tries again.
_LOCK_SECONDS = 10


def database_config(root: Path) -> dict[str, Any]:
    schemes = ("sqlite", "mysql", "postgresql", "postgres")
    # Quoted: the folder's name may hold what means something in an address (% ? #).
    default = f"sqlite:///{quote((root / 'data' / 'expenses.sqlite3').as_posix())}"
    address = env.url("DATABASE_URL", schemes, default)
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(address))
    except (ValueError, KeyError) as error:
        raise env.BadSetting("DATABASE_URL", f"could not be read ({error}).") from None
    config.setdefault("OPTIONS", {})
    engine = config["ENGINE"].rpartition(".")[2]
    return {"sqlite3": _sqlite, "mysql": _mysql, "postgresql": _postgresql}[engine](config)


def _sqlite(config: dict[str, Any]) -> dict[str, Any]:
    if config["NAME"] == ":memory:":  # every connection would have a database of its own
        raise env.BadSetting("DATABASE_URL", "names no file, such as sqlite:///data/books.sqlite3.")
    file = Path(config["NAME"])
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise env.BadSetting(
            "DATABASE_URL", f"names a folder that cannot be made ({error})."
        ) from None
    # IMMEDIATE: a transaction that reads first and then writes would otherwise fail as "locked".
    config["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    config["CONN_MAX_AGE"] = None
    config["TEST"] = {"NAME": str(file.with_name(f"test_{file.name}"))}
    return config


def _mysql(config: dict[str, Any]) -> dict[str, Any]:
    if find_spec("MySQLdb") is None:
        raise env.BadSetting(
            "DATABASE_URL", "names MySQL or MariaDB, whose driver mysqlclient is not installed."
        )
    config["OPTIONS"] |= {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        "init_command": f"SET sql_mode='{_STRICT}', innodb_lock_wait_timeout={_LOCK_SECONDS}",
        "connect_timeout": _CONNECT_SECONDS,
        "read_timeout": _STATEMENT_SECONDS,
        "write_timeout": _STATEMENT_SECONDS,
    }
    config["TEST"] = {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_bin"}
    return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def _postgresql(config: dict[str, Any]) -> dict[str, Any]:
    config["OPTIONS"] |= {
        "connect_timeout": _CONNECT_SECONDS,
        "tcp_user_timeout": _STATEMENT_SECONDS * 1000,
        "options": f"-c lock_timeout={_LOCK_SECONDS}s",
    }
    return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
