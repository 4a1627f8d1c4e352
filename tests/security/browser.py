"""A browser in front of the site: it keeps cookies, and sends forms back with what they hide."""

import re
from http.cookies import Morsel, SimpleCookie
from urllib.parse import urlencode

from tests.security.attacking import FORM, PUBLIC, Person, Site
from tests.serving import Reply

_HIDDEN = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')


class Browser:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.cookies: dict[str, str] = {}
        #: As the server set them, with their flags.
        self.set: dict[str, Morsel[str]] = {}

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        named = {"Cookie": "; ".join(f"{name}={text}" for name, text in self.cookies.items())}
        reply = self.site.send(method, path, body, headers={**named, **(headers or {})})
        for line in reply.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line.strip()).items():
                self.cookies[name], self.set[name] = morsel.value, morsel
        return reply

    def fill(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Reply:
        """Open a page with a form, fill it in, and send it."""
        hidden = _HIDDEN.search(self.send("GET", path).body)
        assert hidden is not None, f"{path} has no form"
        body = urlencode({"csrfmiddlewaretoken": hidden[1].decode(), **fields}).encode()
        named = {"Content-Type": FORM, "Referer": f"{PUBLIC}{path}", **(headers or {})}
        return self.send("POST", path, body, named)

    def log_in(self, person: Person, **headers: str) -> Reply:
        """By the admin's form, which is for superusers alone."""
        return self.fill(
            "/admin/login/", headers, username=person.name, password=person.password, next="/admin/"
        )

    @property
    def is_in(self) -> bool:
        return self.send("GET", "/admin/").status == 200

    def with_csrf(self) -> dict[str, str]:
        """What a page of this server sends with its own requests."""
        return {"X-CSRFToken": self.cookies["csrftoken"], "Referer": f"{PUBLIC}/"}
