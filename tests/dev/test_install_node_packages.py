import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from devtools.engines import Missing
from devtools.node import NODE_FOLDERS, find_node, install_packages
from devtools.project import Project
from devtools.testing import Report, _install_node_packages

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs here are scripts")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH on which there is only what the test puts into this folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    put(folder, "node", "print('v20.1.0')")
    npm = f"import os, sys; open({str(tmp_path / 'asked')!r}, 'a').write(os.getcwd() + ' '"
    put(folder, "npm", f"{npm} + ' '.join(sys.argv[1:]) + '\\n'); os.makedirs('node_modules')")
    return folder


def put(folder: Path, name: str, source: str) -> None:
    (folder / name).write_text(f"#!{sys.executable}\n{source}\n")
    (folder / name).chmod(0o755)


def lock(project: Project, text: str = "{}") -> Path:
    """The lock of the first folder, where nothing is installed."""
    folder = project.root / NODE_FOLDERS[0]
    shutil.rmtree(folder / "node_modules", ignore_errors=True)
    folder.mkdir(exist_ok=True)
    (folder / "package-lock.json").write_text(text)
    return folder


def asked(project: Project) -> list[str]:
    """Each folder in which npm was called, and with which words."""
    file = project.root / "asked"
    return file.read_text().splitlines() if file.exists() else []


@pytest.mark.usefixtures("programs")
def test_it_installs_what_the_lock_names(project: Project) -> None:
    folder = lock(project)
    install_packages(project)

    assert asked(project) == [f"{folder} ci --no-audit --no-fund"]


@pytest.mark.usefixtures("programs")
def test_it_leaves_folders_without_a_lock_alone(project: Project) -> None:
    install_packages(project)

    assert asked(project) == []


@pytest.mark.usefixtures("programs")
def test_it_installs_once(project: Project) -> None:
    lock(project)
    install_packages(project)
    install_packages(project)

    assert len(asked(project)) == 1


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("text", ["{}", '{"lockfileVersion": 3}'])
def test_it_installs_again_when_the_packages_went_or_the_lock_changed(
    project: Project, text: str
) -> None:
    lock(project)
    install_packages(project)
    lock(project, text)
    install_packages(project)

    assert len(asked(project)) == 2


def test_it_installs_again_after_a_failure(project: Project, programs: Path) -> None:
    lock(project)
    working = (programs / "npm").read_text()
    put(programs, "npm", "import os, sys; os.makedirs('node_modules'); sys.exit('no network')")
    with pytest.raises(Missing, match=f"npm could not install the packages of {NODE_FOLDERS[0]}"):
        install_packages(project)
    (project.root / NODE_FOLDERS[0] / "node_modules").rmdir()
    (programs / "npm").write_text(working)
    install_packages(project)

    assert len(asked(project)) == 1


@pytest.mark.parametrize("name", ["node", "npm"])
def test_it_says_which_program_is_missing(project: Project, programs: Path, name: str) -> None:
    (programs / name).unlink()

    with pytest.raises(Missing, match=f"no {name} is installed"):
        install_packages(project)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("print('v12.22.9')", "node is v12.22.9, and has to be 18 or later"),
        ("import sys; sys.exit('broken')", "does not tell its version"),
    ],
)
def test_it_takes_no_node_that_is_too_old(programs: Path, source: str, reason: str) -> None:
    put(programs, "node", source)

    with pytest.raises(Missing, match=reason):
        find_node()


def test_a_run_without_node_says_so(project: Project, programs: Path) -> None:
    (programs / "node").unlink()
    report = Report()
    _install_node_packages(project, report)

    assert report.missing == {"Node": "no node is installed"}


@pytest.mark.parametrize("name", NODE_FOLDERS)
def test_the_locks_name_packages_by_digest_and_no_registry(name: str) -> None:
    file = Path(__file__).parents[2] / name / "package-lock.json"
    packages = json.loads(file.read_text(encoding="utf-8"))["packages"]
    installed = {path: each for path, each in packages.items() if path}

    assert [path for path, each in installed.items() if "integrity" not in each] == []
    assert [path for path, each in installed.items() if "resolved" in each] == []
