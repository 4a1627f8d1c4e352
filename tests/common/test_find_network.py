from typing import Any

import pytest
from django.http import HttpRequest

from common.network import client_address, client_network, drop_untrusted_proxy_headers


def _request(address: str, forwarded: str = "") -> HttpRequest:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = address
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded
    drop_untrusted_proxy_headers(request)
    return request


@pytest.mark.parametrize(
    ("address", "forwarded", "seen"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.9", "192.0.2.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        ("10.0.0.1", "198.51.100.9, 10.0.0.2", "198.51.100.9"),
        ("10.0.0.1", "10.0.0.1, 10.0.0.2", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.9:4711", "198.51.100.9"),
        ("10.0.0.1", "[2001:db8::7]:443", "2001:db8::7"),
        ("10.0.0.1", "unknown", "unknown"),
        ("10.0.0.1", " , ,198.51.100.9", "198.51.100.9"),
        ("::ffff:10.0.0.1", "198.51.100.9", "198.51.100.9"),
        ("::ffff:192.0.2.1", "198.51.100.9", "192.0.2.1"),
        ("2001:DB8::0:7", "", "2001:db8::7"),
        ("", "198.51.100.9", ""),
    ],
)
def test_it_is_the_nearest_that_is_no_proxy_of_ours(
    settings: Any, address: str, forwarded: str, seen: str
) -> None:
    settings.TRUSTED_PROXIES = frozenset({"10.0.0.1", "10.0.0.2"})
    assert client_address(_request(address, forwarded)) == seen


@pytest.mark.parametrize("name", ["FOR", "PROTO", "HOST"])
def test_it_forgets_what_a_stranger_says_of_forwarding(settings: Any, name: str) -> None:
    settings.TRUSTED_PROXIES = frozenset({"10.0.0.1"})
    for address, believed in (("10.0.0.1", True), ("10.0.0.2", False)):
        request = HttpRequest()
        request.META |= {"REMOTE_ADDR": address, f"HTTP_X_FORWARDED_{name}": "x"}
        drop_untrusted_proxy_headers(request)
        assert (f"HTTP_X_FORWARDED_{name}" in request.META) is believed


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown:1", "unknown:1"),
    ],
)
def test_a_limit_by_address_counts_an_ipv6_subscriber_as_one(address: str, network: str) -> None:
    assert client_network(_request(address)) == network
