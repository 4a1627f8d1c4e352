"""Every path under `/api/`, as the URL resolver knows it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

VARIABLE = re.compile(r"\(\?P(<\w+>)[^)]*\)")


@dataclass(frozen=True)
class Route:
    """One path; `{pk}` stands for a row's id, `{row}` for the number of a row that it has."""

    path: str
    view: Any
    methods: frozenset[str]

    @property
    def has_row(self) -> bool:
        return "{pk}" in self.path

    def url(self, pk: int, row: int = 1) -> str:
        return self.path.replace("{pk}", str(pk)).replace("{row}", str(row))

    def __str__(self) -> str:
        return self.path


def routes() -> list[Route]:
    return [route for route in _walk(get_resolver().url_patterns, "/") if "/api/" in route.path]


def _walk(patterns: list[Any], prefix: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, f"{prefix}{pattern.pattern}")
        elif isinstance(pattern, URLPattern):
            yield _route(f"{prefix}{pattern.pattern}", pattern.callback)


def _route(pattern: str, callback: Any) -> Route:
    named = VARIABLE.sub(lambda found: f"{{{found[1][1:-1]}}}", pattern)
    path = named.replace("^", "").replace("$", "")
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", callback)
    actions = getattr(callback, "actions", None)
    known = actions or getattr(view, "http_method_names", ())
    methods = {name for name in known if actions or hasattr(view, name)}
    return Route(path, view, frozenset(methods) - {"options", "head"})
