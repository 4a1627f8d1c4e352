import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.checks import production_environment
from devtools.project import Project
from expense_tracker import environment as env
from expense_tracker.databases import database_config
from expense_tracker.first_start import SECRETS
from tests import serving

LONG = "no-two-installations-draw-this-one-0123456789"
BAD = [
    ("SECRET_KEY", ""),
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "x" * 40),
    ("SECRET_KEY", "django-insecure-0123456789-0123456789-0123456789"),
    ("TOKEN_PEPPER", ""),
    ("TOKEN_PEPPER", "change-me-before-you-start-this-in-production"),
    ("JWT_SIGNING_KEY", "   "),
    ("DEBUG", "maybe"),
    ("ALLOWED_HOSTS", "https://money.example.org"),
    ("ALLOWED_HOSTS", "money.example.org:8000"),
    ("ALLOWED_HOSTS", "money.example.org; localhost"),
    ("PUBLIC_URL", "money.example.org"),
    ("PUBLIC_URL", "ftp://money.example.org"),
    ("PUBLIC_URL", "https://"),
    ("PUBLIC_URL", "https://money.example.org:port"),
    ("TRUSTED_PROXIES", "proxy.example.org"),
    ("CSRF_TRUSTED_ORIGINS", "money.example.org"),
    ("CSRF_TRUSTED_ORIGINS", "https://[money"),
    ("CORS_ALLOWED_ORIGINS", "https://app.example.org/"),
    ("REGISTRATION", "maybe"),
    ("DATABASE_URL", "oracle://books"),
    ("DATABASE_URL", "postgresql://localhost:port/books"),
    ("DATABASE_URL", "mysql:///books"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("REDIS_URL", "localhost:6379"),
    ("EMAIL_URL", "mail.example.org"),
    ("EMAIL_URL", "https://mail.example.org"),
    ("EMAIL_FROM", "nobody"),
    ("CELERY_BROKER_URL", "sqs://queue"),
    ("THROTTLE", "2"),
    ("PORT", "80 80"),
    ("PORT", "65536"),
]


@pytest.fixture
def good(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment that stops no start."""
    for name, value in serving.environment(f"sqlite:///{tmp_path / 'books.sqlite3'}").items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def read_settings() -> None:
    """Run the settings' own file once more, apart from those that the tests run under."""
    runpy.run_path(str(serving.ROOT / "expense_tracker" / "settings.py"))


@pytest.mark.parametrize(("name", "value"), BAD)
def test_it_stops_at_a_bad_value_with_one_sentence_that_names_it(
    good: pytest.MonkeyPatch, name: str, value: str
) -> None:
    good.setenv(name, value)

    with pytest.raises(env.BadSetting) as stopped:
        read_settings()
    sentence = str(stopped.value.code)
    assert sentence.startswith(f"{name} ")
    assert sentence.endswith(" Set it in the environment or in .env (see .env.example).")
    assert "\n" not in sentence


def test_it_stops_where_two_secrets_are_the_same(good: pytest.MonkeyPatch) -> None:
    good.setenv("TOKEN_PEPPER", LONG)
    good.setenv("SECRET_KEY", LONG)

    with pytest.raises(env.BadSetting, match="repeats another secret"):
        read_settings()


def test_it_never_shows_a_secret(good: pytest.MonkeyPatch) -> None:
    good.setenv("JWT_SIGNING_KEY", "too-short-a-secret")

    with pytest.raises(env.BadSetting) as stopped:
        read_settings()
    assert "too-short-a-secret" not in str(stopped.value.code)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],.example.org,*"),
        ("PUBLIC_URL", "https://money.example.org:8443/"),
        ("TRUSTED_PROXIES", "10.0.0.1, fd00::1"),
        ("CSRF_TRUSTED_ORIGINS", "https://*.example.org,http://localhost:3000"),
        ("REDIS_URL", "unix:///run/redis/redis.sock"),
        ("REGISTRATION", "closed"),
        ("DEBUG", "True"),
        ("PORT", "65535"),
    ],
)
def test_it_takes_good_values(good: pytest.MonkeyPatch, name: str, value: str) -> None:
    good.setenv(name, value)

    read_settings()


def test_it_wants_its_own_address_where_mails_could_lead_anywhere(
    good: pytest.MonkeyPatch,
) -> None:
    good.setenv("ALLOWED_HOSTS", "*")
    good.setenv("EMAIL_URL", "smtp://127.0.0.1:25")
    with pytest.raises(SystemExit, match=r"^PUBLIC_URL is missing"):
        read_settings()

    good.setenv("PUBLIC_URL", "https://money.example.org")
    read_settings()


def test_it_explains_every_setting_that_it_reads() -> None:
    example = (serving.ROOT / ".env.example").read_text(encoding="utf-8")
    explained = {line.partition("=")[0] for line in example.splitlines() if line[:1].isupper()}

    assert explained == {name for name, _ in BAD} | {"HOST"}


@pytest.mark.parametrize("name", [*SECRETS, "DATABASE_URL"])
def test_it_stops_the_command_line(tmp_path: Path, name: str) -> None:
    settings = serving.environment(f"sqlite:///{tmp_path / 'books.sqlite3'}") | {name: "bad"}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=serving.ROOT, env=settings, capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} ")
    assert len(done.stderr.splitlines()) == 1


def test_it_passes_the_deployment_check_in_production(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'books.sqlite3'}"
    settings = production_environment(Project(serving.ROOT), url) | {"ENV_FILE": os.devnull}

    said = serving.manage(settings, "check", "--deploy", "--fail-level", "WARNING")

    assert "no issues" in said


@pytest.mark.parametrize("folder", ["50% off", "what?", "books #1", "my books", "ledger & co"])
def test_it_keeps_the_embedded_database_in_a_folder_of_any_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "")

    config = database_config(tmp_path / folder)

    assert Path(config["NAME"]) == tmp_path / folder / "data" / "expenses.sqlite3"
    assert (tmp_path / folder / "data").is_dir()
