"""A Python program's way: openapi-python-client's package, checked by mypy and run."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import ROOT, Server

FOLDER = ROOT / "tests/contract/python"
PACKAGE = "expense_tracker_client"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The program, in a folder in which its client can be made and nothing else is changed."""
    folder = tmp_path / "project"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(project: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        cwd=project,
        env={**os.environ, **more},
        capture_output=True,
        encoding="utf-8",
        timeout=180,
    )


def generate(document: Path, project: Path) -> None:
    """A warning is a part of the API that the client would lack."""
    words = ("--meta", "none", "--output-path", PACKAGE, "--config", "generator.yml")
    done = run(
        project,
        *("-m", "openapi_python_client", "generate", "--path", str(document), *words),
        "--fail-on-warning",
    )
    assert (done.returncode, done.stdout) == (0, f"Generating {PACKAGE}\n"), done.stderr


def type_errors(project: Path, *paths: str) -> str:
    words = ("--strict", "--no-incremental", "--no-error-summary", "--config-file=")
    return run(project, "-m", "mypy", *words, *paths).stdout


def test_it_tells_the_story(project: Path, document: Path, clients_server: Server) -> None:
    generate(document, project)
    assert type_errors(project, ".") == ""
    told = run(project, "story.py", STORY_SERVER=clients_server.base)

    assert told.returncode == 0, told.stderr
    assert re.fullmatch(r"story: \d+ steps, \d+ checks\n", told.stdout)


def test_it_has_misuses_that_loose_types_would_let_pass(
    project: Path, loose_document: Path
) -> None:
    generate(loose_document, project)

    found = type_errors(project, "misuse.py")
    assert re.search(r'misuse\.py:\d+: error: Unused "type: ignore" comment', found)
