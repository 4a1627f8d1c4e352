"""Static files: compressed once they are collected, and there before."""

import gzip
import os
import runpy
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client

from tests import serving

CHART = "dashboard/vendor/chart.js"
OF_OTHERS = ["admin", "drf_spectacular_sidecar", "rest_framework", "django_filters"]


@pytest.fixture
def collected(settings: Any, tmp_path: Path) -> None:
    """Our own files, in a folder of the test's."""
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = False
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=OF_OTHERS)


@pytest.mark.usefixtures("collected")
def test_it_serves_what_was_collected_compressed() -> None:
    answer = Client().get(f"/static/{CHART}", headers={"accept-encoding": "gzip, deflate, br"})
    compressed = b"".join(answer)
    whole = Path(finders.find(CHART) or "").read_bytes()
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed) == whole
    assert len(compressed) < len(whole) / 2


@pytest.mark.usefixtures("collected")
def test_it_serves_it_plain_to_whoever_cannot_decompress() -> None:
    answer = Client().get(f"/static/{CHART}")
    assert "Content-Encoding" not in answer
    assert b"".join(answer) == Path(finders.find(CHART) or "").read_bytes()


def _uses_finders(folder: Path) -> Any:
    """As the settings say it in a project that lies there."""
    (folder / "expense_tracker").mkdir(exist_ok=True)
    file = shutil.copy(serving.ROOT / "expense_tracker" / "settings.py", folder / "expense_tracker")
    return runpy.run_path(os.fspath(file))["WHITENOISE_USE_FINDERS"]


def test_it_looks_into_the_packages_until_files_were_collected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, value in serving.environment(f"sqlite:///{tmp_path / 'books.sqlite3'}").items():
        monkeypatch.setenv(name, value)
    assert _uses_finders(tmp_path) is True
    (tmp_path / "staticfiles").mkdir()
    assert _uses_finders(tmp_path) is False
    monkeypatch.setenv("DEBUG", "on")
    assert _uses_finders(tmp_path) is True
