import os
import stat

import pytest

from devtools.env_file import parse, prepare_env_file
from devtools.project import Project
from expense_tracker.first_start import SECRETS, write_env_file_on_first_start


def values(project: Project) -> dict[str, str]:
    return parse((project.root / ".env").read_text(encoding="utf-8"))


def test_it_draws_long_and_different_secrets(project: Project) -> None:
    prepare_env_file(project.root, {})

    drawn = {values(project)[name] for name in SECRETS}
    assert len(drawn) == 3
    assert all(len(secret) >= 50 for secret in drawn)


def test_it_keeps_the_words_of_the_example(project: Project) -> None:
    prepare_env_file(project.root, {})

    text = (project.root / ".env").read_text(encoding="utf-8")
    assert text.startswith("# Secrets.\nSECRET_KEY=")
    assert values(project)["DEBUG"] == "off"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_it_lets_nobody_else_read_the_file(project: Project) -> None:
    prepare_env_file(project.root, {})

    assert stat.S_IMODE((project.root / ".env").stat().st_mode) == 0o600


def test_it_changes_nothing_in_a_complete_file(project: Project) -> None:
    text = "".join(f"{name}='kept {name}'\n" for name in SECRETS)
    (project.root / ".env").write_text(text)

    assert prepare_env_file(project.root, {}) == []
    assert (project.root / ".env").read_text() == text


def test_it_completes_a_file_that_lacks_a_secret(project: Project) -> None:
    (project.root / ".env").write_text("TOKEN_PEPPER=kept\nSECRET_KEY=  # later\nPORT=9000\n")

    sentences = prepare_env_file(project.root, {})

    assert len(sentences) == 2
    assert values(project)["TOKEN_PEPPER"] == "kept"
    assert values(project)["PORT"] == "9000"
    assert len(values(project)["SECRET_KEY"]) >= 50
    assert len(values(project)["JWT_SIGNING_KEY"]) >= 50


def test_it_adds_no_secret_that_the_environment_gives(project: Project) -> None:
    (project.root / ".env").write_text("PORT=9000\n")

    prepare_env_file(project.root, dict.fromkeys(SECRETS, "from the environment"))

    assert values(project) == {"PORT": "9000"}


def test_it_follows_a_link_that_leads_nowhere_yet(project: Project) -> None:
    (project.root / ".env").symlink_to(project.root / "kept-elsewhere")

    prepare_env_file(project.root, {})

    assert (project.root / "kept-elsewhere").is_file()


def test_the_plain_way_writes_the_same_file(project: Project) -> None:
    assert write_env_file_on_first_start(project.root, {})

    assert len({values(project)[name] for name in SECRETS}) == 3


@pytest.mark.parametrize("name", [*SECRETS, "DATABASE_URL", "ENV_FILE"])
def test_the_plain_way_draws_no_secret_for_whoever_says_how_to_run(
    name: str, project: Project
) -> None:
    assert not write_env_file_on_first_start(project.root, {name: "given"})

    assert not (project.root / ".env").exists()


def test_the_plain_way_leaves_a_file_as_it_is(project: Project) -> None:
    (project.root / ".env").write_text("PORT=9000\n")

    assert not write_env_file_on_first_start(project.root, {})
    assert values(project) == {"PORT": "9000"}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("A=plain", "plain"),
        ("  export A = plain  ", "plain"),
        ("A=", ""),
        ("A=''", ""),
        ("A= # only a comment", ""),
        ("A=half#whole", "half#whole"),
        ("A='quoted # all of it' # not this", "quoted # all of it"),
    ],
)
def test_it_reads_a_line_as_the_server_does(line: str, value: str) -> None:
    assert parse(line) == {"A": value}


def test_it_reads_no_value_from_a_comment() -> None:
    assert parse("# A=commented out\n\njust words") == {}
