"""JSON out, by orjson."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

ZIP = "application/zip"
# Instants end in Z, as RFC 3339 UTC; MySQL's driver gives them without a zone.
# str subclasses are what DRF's errors are made of.
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC | orjson.OPT_NON_STR_KEYS


def to_json(data: Any) -> bytes:
    return orjson.dumps(data, default=_default, option=_OPTIONS)


def _default(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is None:
            return b""
        return data if isinstance(data, bytes) else to_json(data)


class FileRenderer(BaseRenderer):
    """What an answer may be asked for as; the view streams it itself."""

    charset = None
    render_style = "binary"

    def render(self, *args: Any, **kwargs: Any) -> bytes:
        """Of an answer that has no body, such as to OPTIONS."""
        return b""


def file_renderer(name: str, media_type: str) -> type[FileRenderer]:
    return type(f"{name}Renderer", (FileRenderer,), {"format": name, "media_type": media_type})


class ZipRenderer(FileRenderer):
    media_type = ZIP
    format = "zip"


class Negotiation(DefaultContentNegotiation):
    """DRF's, which need not be asked when JSON is what is wanted and all there is."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> Any:
        first = next(iter(renderers))
        if request.META.get("HTTP_ACCEPT", "*/*") in {"*/*", first.media_type}:
            return first, first.media_type
        return super().select_renderer(request, renderers, format_suffix)
