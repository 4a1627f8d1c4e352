"""Asking for everything of one's own, and opening what comes."""

import io
import json
from typing import Any
from zipfile import ZipFile

from rest_framework.test import APIClient

EXPORT = "/api/me/export/"


def sent(client: APIClient, **headers: str) -> bytes:
    response = client.get(EXPORT, **headers)
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def opened(content: bytes) -> dict[str, bytes]:
    """The files by name, each with the checksum that it should have."""
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def exported(client: APIClient) -> dict[str, Any]:
    """What the JSON files hold."""
    return parsed(sent(client))


def parsed(content: bytes) -> dict[str, Any]:
    files = opened(content)
    return {name[:-5]: json.loads(files[name]) for name in files if name.endswith(".json")}
