"""Where the project keeps its things, and what earlier runs found out about them."""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"


@dataclass(frozen=True)
class Project:
    """A checkout. Its memory lies inside `.venv`, so that it goes when the environment goes."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def memory(self) -> Path:
        return self.venv / "dev-state.json"

    def recall(self, key: str) -> str:
        """What was remembered under the key; empty for nothing, or for a damaged memory."""
        try:
            return str(json.loads(self.memory.read_text(encoding="utf-8")).get(key, ""))
        except (OSError, ValueError, AttributeError):
            return ""

    def remember(self, **facts: str) -> None:
        try:
            known = json.loads(self.memory.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            known = {}
        half_written = self.memory.with_suffix(".new")
        half_written.write_text(json.dumps({**known, **facts}, indent=2), encoding="utf-8")
        half_written.replace(self.memory)


def fingerprint(parts: Iterable[str]) -> str:
    """One digest of many texts; where one text ends and the next begins counts, too."""
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()


def contents(paths: Iterable[Path]) -> list[str]:
    """Names and texts of the files, in one order, for a fingerprint."""
    return [f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in sorted(paths)]
