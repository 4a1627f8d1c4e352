"""Node, the system's own, for tests that run JavaScript with the packages of their folder."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from typing import NoReturn

import pytest

from devtools.engines import Missing
from devtools.node import PACKAGES, find_node
from tests.serving import ROOT

# Above any run on a busy machine, below the patience of the tests themselves.
_PATIENCE = 240


def node_program() -> str:
    """Path of node. Skips without one; with STRICT_PARTS=1 that is a failure."""
    try:
        return find_node()
    except Missing as missing:
        _do_without(str(missing))


def run_node(
    folder: str, words: Sequence[str], env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What node said and its exit code, run in a folder of the project that has npm packages.

    `env` is laid over the environment of the tests. Skips as `node_program` does, also where the
    packages are not installed.
    """
    node = node_program()
    if not (ROOT / folder / PACKAGES).is_dir():
        _do_without(f"the packages of {folder} are not installed (npm ci there does it)")
    return subprocess.run(
        [node, *words],
        cwd=ROOT / folder,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE,
    )


def _do_without(reason: str) -> NoReturn:
    if os.environ.get("STRICT_PARTS") == "1":
        pytest.fail(f"Node: {reason}")
    pytest.skip(f"Node: {reason}.")
