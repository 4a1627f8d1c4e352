"""Structured logs: one JSON line an event, with the request's id; nothing that a client sent in.

Bodies, query strings and headers are never logged, so no token, password or amount can leak.
"""

import json
import logging
import sys
from typing import Any

import orjson
import structlog

_INSTANT = structlog.processors.TimeStamper(fmt="iso", utc=True)
_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    _INSTANT,
]


def _to_json(event: Any, default: Any, **_options: Any) -> str:
    try:
        return orjson.dumps(event, default=default, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # half a character, say, in the text of an error
        return json.dumps(event, default=default)


def _renderer(*, readable: bool) -> Any:
    if readable:
        return structlog.dev.ConsoleRenderer()
    return structlog.processors.JSONRenderer(serializer=_to_json)


class _Stderr:
    def info(self, line: str) -> None:
        sys.stderr.write(f"{line}\n")


def access_logger(*, readable: bool) -> Any:
    """Writes a line for each request, itself: through `logging` it would cost a tenth of a 304."""
    return structlog.wrap_logger(
        _Stderr(),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _INSTANT,
            _renderer(readable=readable),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    ).bind(logger="access")


def logging_config(*, readable: bool) -> dict[str, Any]:
    """Django's LOGGING; `readable` prints for people instead of machines."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    _renderer(readable=readable),
                ],
            },
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # Our own access line says the same, with the request's id.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "ERROR"},
            # Anyone can send any host, and fill the log with its tracebacks.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "django": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }
