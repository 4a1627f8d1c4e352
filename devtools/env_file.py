"""The `.env` file: made from `.env.example`, its secrets drawn at random."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from expense_tracker.first_start import (
    ASSIGNMENT,
    SECRETS,
    create_env_file,
    with_secrets,
    write_private,
)


def prepare_env_file(root: Path, environ: Mapping[str, str]) -> list[str]:
    """Make `.env`, or complete one that lacks a secret; says what it did, in sentences.

    A value that is there is never changed. A secret that the environment gives is not drawn for
    an existing file: the environment wins over the file anyway.
    """
    target = (root / ".env").resolve()
    if not target.exists():
        create_env_file(root)
        return ["Wrote .env from .env.example, with fresh secrets."]
    text = target.read_text(encoding="utf-8")
    values = parse(text)
    lacking = [name for name in SECRETS if not values.get(name) and not environ.get(name)]
    if not lacking:
        return []
    _replace(target, with_secrets(text, lacking))
    return [f"Added a fresh {name} to .env, which had none." for name in lacking]


def parse(text: str) -> dict[str, str]:
    """Names and values; comments and quotes are taken off, nothing is interpolated."""
    matches = (ASSIGNMENT.match(line) for line in text.splitlines())
    return {match[1]: _bare(match[2]) for match in matches if match}


def read_setting(root: Path, name: str, default: str) -> str:
    """A setting as the server will see it: the environment, else `.env`, else the default."""
    value = os.environ.get(name, "").strip()
    if not value and (root / ".env").exists():
        value = parse((root / ".env").read_text(encoding="utf-8")).get(name, "")
    return value or default


def _bare(value: str) -> str:
    value = value.strip()
    if value[:1] in {"'", '"'}:
        return value[1:].partition(value[0])[0]
    return re.split(r"(?:^|\s)#", value, maxsplit=1)[0].strip()


def _replace(target: Path, text: str) -> None:
    """In one step, with the rights it had; at no moment can others read it."""
    half_written = target.with_name(f"{target.name}.new")
    half_written.unlink(missing_ok=True)
    write_private(half_written, text)
    half_written.chmod(target.stat().st_mode & 0o777)
    half_written.replace(target)
