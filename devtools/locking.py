"""`dev.py lock`: the requirement files, resolved to exact versions with hashes."""

import os
import re
import sys
import tempfile
from pathlib import Path

from devtools.console import Command, Problem, capture, require, say
from devtools.project import DEV_LOCK, LOCK, Project

RESOLVER = "uv==0.13.8"
# What would tie a lock to the machine it was made on.
LOCAL_TRACES = re.compile(r"^\s*--(?!hash=)|://|@ (?:file|/)", re.MULTILINE)


def write_locks(project: Project, *, upgrade: bool) -> int:
    """Write both locks; packages that no file pins keep their version unless `upgrade`."""
    with tempfile.TemporaryDirectory() as folder:
        resolver = _install_resolver(Path(folder))
        _compile(project, resolver, ["requirements.txt"], LOCK, upgrade)
        # Constrained by the server's lock: both lists must agree on every version.
        _compile(project, resolver, ["requirements-dev.txt", "-c", LOCK], DEV_LOCK, upgrade)
    return 0


def _install_resolver(folder: Path) -> Path:
    say(f"Installing {RESOLVER} in a place of its own.")
    require(capture([sys.executable, "-m", "venv", folder], cwd=folder), "Making an environment")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    command: Command = [scripts / "python", "-m", "pip", "install", "--quiet", RESOLVER]
    require(capture(command, cwd=folder), f"Installing {RESOLVER}")
    return scripts / "uv"


def _compile(
    project: Project, resolver: Path, sources: list[str], lock: str, upgrade: bool
) -> None:
    """One lock for Python 3.11 and later on every system (`--universal`)."""
    command: Command = [
        resolver,
        *("pip", "compile", "--quiet", "--no-config", *sources, "-o", lock),
        *("--universal", "--python-version", "3.11", "--generate-hashes", "--strip-extras"),
        *("--custom-compile-command", "python3 dev.py lock"),
        *(["--upgrade"] if upgrade else []),
    ]
    # The resolver's own variables may name another index; ours must come out the same anywhere.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("UV_")}
    require(capture(command, cwd=project.root, env=plain), f"Resolving {sources[0]}")
    check_portable(lock, (project.root / lock).read_text(encoding="utf-8"))
    say(f"Wrote {lock}.")


def check_portable(name: str, text: str) -> None:
    """A `Problem` where a lock names an index, an address or a path."""
    trace = LOCAL_TRACES.search(text)
    if trace:
        line = text[: trace.end()].count("\n") + 1
        raise Problem(f"{name} names something of this machine alone in line {line}.")
