"""`manage.py check --deploy`: what an operator is warned of."""

from typing import Any

from django.core.checks import run_checks

BACKENDS = "django.core.mail.backends"


def warnings() -> dict[str, str]:
    found = run_checks(tags=["security"], include_deployment_checks=True)
    return {str(each.id): f"{each.msg} {each.hint}" for each in found}


def test_it_warns_where_mails_are_printed(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.console.EmailBackend"
    assert "Set EMAIL_URL." in warnings()["common.W001"]


def test_it_is_content_where_they_are_sent(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.smtp.EmailBackend"
    settings.PUBLIC_URL = "https://money.example.org"
    assert not warnings().keys() & {"common.W001", "common.W002"}


def test_it_warns_where_links_of_mails_lead_where_a_caller_says(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{BACKENDS}.smtp.EmailBackend"
    settings.PUBLIC_URL = ""
    assert "Set PUBLIC_URL." in warnings()["common.W002"]
