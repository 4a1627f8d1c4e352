"""How the sign-in is documented: registered with drf-spectacular by being imported."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class HeaderScheme(OpenApiAuthenticationExtension):
    target_class = "users.authentication.HeaderAuthentication"
    name = ["token", "bearer"]

    def get_security_requirement(self, auto_schema: AutoSchema) -> list[dict[str, list[Any]]]:
        """Either will do: in one object they would both be needed."""
        return [{name: []} for name in self.name]

    def get_security_definition(self, auto_schema: AutoSchema) -> list[dict[str, Any]]:
        token = {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "The word `Token`, a space, and the `token` of a login.",
        }
        bearer = {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "The `access` of a login, for 10 minutes; a `token` will do, too.",
        }
        return [token, bearer]


class CookieScheme(OpenApiAuthenticationExtension):
    target_class = "users.authentication.CookieAuthentication"
    name = "cookie"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The dashboard's session. Every write sends the cookie `csrftoken` back "
            "as `X-CSRFToken`.",
        }
