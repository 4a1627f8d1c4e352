import re
from pathlib import Path

import pytest

from devtools.console import Problem
from devtools.locking import check_portable

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]+\])?==([^\s;]+)")
LOCKS = [
    ("requirements.txt", "requirements.lock"),
    ("requirements-dev.txt", "requirements-dev.lock"),
]


def pins(text: str) -> dict[str, str]:
    matches = filter(None, (PIN.match(line) for line in text.splitlines()))
    return {re.sub(r"[-_.]+", "-", match[1]).lower(): match[2] for match in matches}


def locked(name: str) -> dict[str, str]:
    """Each requirement of the lock with all that belongs to it."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / name).read_text(encoding="utf-8"))
    return {f"{n}=={v}": entry for entry in entries for n, v in pins(entry).items()}


@pytest.mark.parametrize(("source", "lock"), LOCKS)
def test_it_locks_every_pinned_package_with_a_hash(source: str, lock: str) -> None:
    entries = locked(lock)

    for name, version in pins((ROOT / source).read_text(encoding="utf-8")).items():
        assert "--hash=sha256:" in entries.get(f"{name}=={version}", ""), f"{name} is not in {lock}"


@pytest.mark.parametrize(("source", "lock"), LOCKS)
def test_it_pins_every_requirement_exactly(source: str, lock: str) -> None:
    lines = (ROOT / source).read_text(encoding="utf-8").splitlines()

    loose = [line for line in lines if line and line[0] not in "#-" and not PIN.match(line)]
    assert loose == []


def test_it_locks_the_same_versions_for_server_and_development() -> None:
    assert set(locked("requirements.lock")) <= set(locked("requirements-dev.lock"))


@pytest.mark.parametrize(("_source", "lock"), LOCKS)
def test_it_names_nothing_of_the_machine_it_was_made_on(_source: str, lock: str) -> None:
    check_portable(lock, (ROOT / lock).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    ["--index-url https://mirror.example.org/simple", "--find-links wheels", "x @ file:///x.whl"],
)
def test_it_refuses_a_lock_that_works_here_alone(line: str) -> None:
    with pytest.raises(Problem, match="in line 2"):
        check_portable("requirements.lock", f"a==1 --hash=sha256:aa\n{line}\n")
