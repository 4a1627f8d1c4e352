from pathlib import Path

import pytest

from devtools.project import DEV_LOCK, LOCK, Project

LOCK_TEXT = """\
django==5.2.19 \\
    --hash=sha256:aa
    # via -r requirements.txt
mysqlclient==2.3.1 \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via -r requirements.txt
orjson==3.13.0 \\
    --hash=sha256:dd
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A checkout with an environment in which nothing is installed yet."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / LOCK).write_text(LOCK_TEXT)
    (tmp_path / DEV_LOCK).write_text(LOCK_TEXT + "pytest==9.2.0 \\\n    --hash=sha256:ee\n")
    (tmp_path / ".env.example").write_text("# Secrets.\nSECRET_KEY=\nTOKEN_PEPPER=\nDEBUG=off\n")
    return Project(tmp_path)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests write `.env` files; the settings of the machine must not shine through."""
    for name in ("SECRET_KEY", "TOKEN_PEPPER", "JWT_SIGNING_KEY", "DATABASE_URL", "HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)
