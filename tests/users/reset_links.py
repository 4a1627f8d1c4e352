"""Asking for a reset, reading the mail, and using its link."""

import re
from typing import Any
from urllib.parse import parse_qs

from django.core.mail import EmailMessage

from common import jobs
from tests.answers import ContractClient

ASK = "/api/password-reset/"
CONFIRM = "/api/password-reset/confirm/"
NEW = "another-horse-9"
Mails = list[EmailMessage]


def ask(email: str = "alice@example.org", **headers: str) -> Any:
    """The answer, once the mail is on its way."""
    response = ContractClient().post(ASK, {"email": email}, **headers)
    jobs.finish()
    return response


def link_of(mail: EmailMessage) -> str:
    """The only link that opens something."""
    (link,) = re.findall(r"^http\S+/reset-password/\S*$", str(mail.body), re.MULTILINE)
    return str(link)


def secret_of(mail: EmailMessage) -> dict[str, str]:
    """`uid` and `token`, as the link has them and as the mail says them to a program."""
    found = {name: values[0] for name, values in parse_qs(link_of(mail).partition("#")[2]).items()}
    for name in ("uid", "token"):
        assert f"\n{name}: {found[name]}\n" in mail.body
    return {name: found[name] for name in ("uid", "token")}


def confirm(secret: dict[str, str], password: str = NEW) -> Any:
    return ContractClient().post(CONFIRM, {**secret, "new_password": password})
