"""How often who may try what; counted in the database, for all servers together."""

from rest_framework.request import Request

from common.limits import Limit, charge, count_in_database
from common.network import client_network
from common.text import fold

LOGIN_BY_ADDRESS = Limit("login-address", times=60, seconds=60)
LOGIN_BY_ACCOUNT = Limit("login-account", times=10, seconds=60)
REGISTER = Limit("register", times=30, seconds=3600)
REFRESH = Limit("refresh", times=120, seconds=60)
RESET_BY_ADDRESS = Limit("reset-address", times=30, seconds=3600)
RESET_BY_ACCOUNT = Limit("reset-account", times=5, seconds=3600)
CONFIRM_RESET = Limit("confirm-reset", times=30, seconds=3600)
PASSWORD = Limit("password", times=10, seconds=60)
RENAME = Limit("rename", times=30, seconds=3600)
EXPORT = Limit("export", times=20, seconds=3600)


def charge_address(request: Request, limit: Limit) -> None:
    charge(request._request, limit, client_network(request._request), count_in_database)


def charge_account(request: Request, limit: Limit, name: str) -> None:
    """By what was typed, so that no answer depends on whether there is such an account."""
    charge(request._request, limit, fold(name), count_in_database)


def charge_person(request: Request, limit: Limit) -> None:
    """By whoever is signed in."""
    charge(request._request, limit, str(request.user.pk), count_in_database)
