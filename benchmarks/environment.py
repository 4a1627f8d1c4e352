"""The virtual environment that every server of a run lives in, so that none has other packages.

It stands on the project's own: a path file lets it see those packages in their own versions, and
only what the others need is installed on top.
"""

import shutil
import sys
import sysconfig
from pathlib import Path

from devtools.console import Problem, capture, require, say
from devtools.project import fingerprint

HOME = Path(__file__).resolve().parent
ROOT = HOME.parent
REQUIREMENTS = HOME / "requirements.txt"
VENV = HOME / ".venv"
PYTHON = VENV / "bin" / "python"
_STATE = VENV / "installed"


def prepare() -> None:
    """Make it, or bring it up to date; quick where there is nothing to do."""
    packages = sysconfig.get_path("purelib")
    if not (Path(packages) / "django").exists():
        command = "python3 dev.py test, then .venv/bin/python -m benchmarks"
        raise Problem(f"Run this with the project's own Python: {command}")
    wanted = fingerprint([sys.version, packages, REQUIREMENTS.read_text(encoding="utf-8")])
    if _STATE.exists() and _STATE.read_text(encoding="utf-8") == wanted:
        return
    say("Installing what the others are made of (half a minute the first time).")
    shutil.rmtree(VENV, ignore_errors=True)
    require(capture([sys.executable, "-m", "venv", VENV], cwd=ROOT), "Making benchmarks/.venv")
    _see(packages)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "-r", REQUIREMENTS)
    require(capture(pip, cwd=ROOT), "Installing benchmarks/requirements.txt")
    _STATE.write_text(wanted, encoding="utf-8")


def _see(packages: str) -> None:
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    path_file = VENV / "lib" / version / "site-packages" / "project.pth"
    path_file.write_text(f"{packages}\n", encoding="utf-8")
