"""The first start on someone's own machine: a `.env` with secrets nobody else has.

Standard library only: `manage.py` and `dev.py` run it before anything is installed.
"""

import os
import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

SECRETS = ("SECRET_KEY", "TOKEN_PEPPER", "JWT_SIGNING_KEY")
#: Whoever sets one of these has said how to run: one forgotten secret must be told, not drawn.
_OPERATED = (*SECRETS, "DATABASE_URL", "ENV_FILE")
ASSIGNMENT = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$")


def write_env_file_on_first_start(root: Path, environ: Mapping[str, str]) -> bool:
    """`create_env_file`, unless there is one or the environment says how to run; True if it did."""
    if (root / ".env").exists() or any(environ.get(name) for name in _OPERATED):
        return False
    return create_env_file(root)


def create_env_file(root: Path) -> bool:
    """Write `.env` from `.env.example` with fresh secrets; False where another start just did."""
    text = with_secrets((root / ".env.example").read_text(encoding="utf-8"), SECRETS)
    try:
        write_private((root / ".env").resolve(), text)  # where it links to, if it is a link
    except FileExistsError:
        return False
    return True


def with_secrets(text: str, names: Sequence[str]) -> str:
    """The text with a random value for each name: on its own line, or on a new one at the end."""
    lines = text.splitlines()
    for name in names:
        fresh = f"{name}={secrets.token_urlsafe(48)}"
        places = [number for number, line in enumerate(lines) if _assigns(line, name)]
        for number in places:
            lines[number] = fresh
        if not places:
            lines.append(fresh)
    return "\n".join(lines) + "\n"


def write_private(target: Path, text: str) -> None:
    """A new file that nobody else can read; FileExistsError where there is one."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _assigns(line: str, name: str) -> bool:
    match = ASSIGNMENT.match(line)
    return match is not None and match[1] == name
