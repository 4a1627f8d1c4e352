"""A front-end's way: openapi-typescript's types and openapi-fetch, compiled and run by Node."""

import re
import shutil
from pathlib import Path

import pytest

from devtools.node import PACKAGES
from tests.node import run_node
from tests.serving import ROOT, Server

FOLDER = "tests/contract/typescript"
GENERATOR = f"{PACKAGES}/openapi-typescript/bin/cli.js"
COMPILER = f"{PACKAGES}/typescript/bin/tsc"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The program, in a folder in which its types can be made and nothing else is changed."""
    folder = tmp_path / "project"
    folder.mkdir()
    for path in (*(ROOT / FOLDER).glob("*.ts"), *(ROOT / FOLDER).glob("*.json")):
        shutil.copy(path, folder)
    (folder / PACKAGES).symlink_to(ROOT / FOLDER / PACKAGES)
    return folder


def generate(document: Path, project: Path) -> None:
    # Without the option, whatever has a default would have to be sent.
    words = ("-o", str(project / "schema.ts"), "--default-non-nullable=false")
    done = run_node(FOLDER, (GENERATOR, str(document), *words))
    assert done.returncode == 0, done.stdout + done.stderr


def type_errors(project: Path) -> str:
    """What the compiler finds wrong; where it is nothing, the program is there to be run."""
    return run_node(FOLDER, (COMPILER, "--project", str(project))).stdout


def test_it_tells_the_story(project: Path, document: Path, clients_server: Server) -> None:
    generate(document, project)
    assert type_errors(project) == ""
    story = str(project / "out" / "story.js")
    told = run_node(FOLDER, (story,), {"STORY_SERVER": clients_server.base})

    assert told.returncode == 0, told.stderr
    assert re.fullmatch(r"story: \d+ steps, \d+ checks\n", told.stdout)


def test_it_has_misuses_that_loose_types_would_let_pass(
    project: Path, loose_document: Path
) -> None:
    generate(loose_document, project)

    found = type_errors(project)
    assert re.search(r"misuse\.ts\(\d+,3\): error TS2578: Unused '@ts-expect-error'", found)
