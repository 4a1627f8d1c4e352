from typing import Any

import pytest

from expense_tracker.mail import mail_config


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda **values: [monkeypatch.setenv(name, value) for name, value in values.items()]


@pytest.mark.parametrize(
    ("address", "port", "tls"),
    [
        ("smtp://mail.example.org", 25, (False, False)),
        ("smtp://mail.example.org:1025", 1025, (False, False)),
        ("smtp+tls://mail.example.org", 587, (True, False)),
        ("smtps://mail.example.org", 465, (False, True)),
    ],
)
def test_it_reads_where_mail_goes(
    given: Any, address: str, port: int, tls: tuple[bool, bool]
) -> None:
    given(EMAIL_URL=address)

    config = mail_config()

    assert config["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert (config["EMAIL_HOST"], config["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (config["EMAIL_USE_TLS"], config["EMAIL_USE_SSL"]) == tls
    assert (config["EMAIL_HOST_USER"], config["EMAIL_HOST_PASSWORD"]) == ("", "")


def test_it_takes_any_password_that_is_quoted(given: Any) -> None:
    given(EMAIL_URL="smtps://money%40example.org:a%3Ab%2Fc@mail.example.org")

    config = mail_config()

    assert config["EMAIL_HOST_USER"] == "money@example.org"
    assert config["EMAIL_HOST_PASSWORD"] == "a:b/c"


def test_it_prints_mail_where_there_is_no_address(given: Any) -> None:
    given(EMAIL_URL="", EMAIL_FROM="")

    config = mail_config()

    assert config["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    assert config["DEFAULT_FROM_EMAIL"] == "Expense tracker <noreply@localhost>"


def test_it_says_whom_mails_are_from(given: Any) -> None:
    given(EMAIL_FROM="Our books <money@example.org>")

    assert mail_config()["DEFAULT_FROM_EMAIL"] == "Our books <money@example.org>"
