"""Who guesses is stopped after exactly as many tries as the limit says, wherever they come from.

A limit counts in windows of the clock. No test waits for one, and none is lucky: each answer tells
in which window it was counted.
"""

from collections.abc import Callable, Mapping

import pytest

from tests.ledger.threads import at_once
from tests.mail_sink import MailSink
from tests.security.attacking import PAST_THE_PROXY, PROXY, Person, Site, an_address, is_ours, plain
from tests.security.conftest import Record
from tests.security.resetting import ask
from tests.security.windows import HOUR, by_window, guesses, in_one_window
from tests.serving import Reply

#: Of one account in a minute.
TIMES = 10


@pytest.mark.parametrize("known", [True, False], ids=["of somebody", "of nobody"])
def test_of_twenty_guesses_at_once_ten_are_looked_at(
    limited_site: Site, known: bool, record_property: Record
) -> None:
    """On two processes; and the same for a name that nobody has, so that a 429 tells nothing."""
    name = limited_site.person().name if known else "nobody-has-this-name"
    replies = guesses(limited_site, name, 20)
    # At the edge of a window each half could stay below the limit: the rest of it is used up.
    while max(map(len, by_window(replies).values())) <= TIMES:
        replies += guesses(limited_site, name, TIMES)

    for counted in by_window(replies).values():
        looked_at = [reply for reply in counted if reply.status == 401]
        refused = [reply for reply in counted if reply.status == 429]
        assert len(looked_at) == min(TIMES, len(counted))
        assert len(refused) == len(counted) - len(looked_at)
        left = sorted(int(reply.headers["RateLimit-Remaining"]) for reply in looked_at)
        assert left == list(range(TIMES - len(looked_at), TIMES))
        assert {reply.headers["RateLimit-Remaining"] for reply in refused} <= {"0"}
    record_property(f"{len(replies)} logins at once", f"{TIMES} looked at, the others 429")


def test_of_many_at_once_from_one_address_as_many_as_may_are_looked_at(
    limited_site: Site, record_property: Record
) -> None:
    own = from_(an_address())

    def refresh_many(_: int) -> list[Reply]:
        return [refreshed(limited_site, own) for _ in range(13)]

    replies = [reply for some in at_once(10, refresh_many) for reply in some]
    for window in by_window(replies).values():
        assert [reply.status for reply in window].count(401) == min(120, len(window))
    record_property(f"{len(replies)} refreshes from one address", "120 a minute looked at")


def counted_together(site: Site, first: Mapping[str, str], second: Mapping[str, str]) -> bool:
    """Whether a limit by address takes two callers for one."""
    left = [
        int(reply.headers["RateLimit-Remaining"])
        for reply in in_one_window(lambda: [refreshed(site, each) for each in (first, second)])
    ]
    return left[0] - left[1] == 1


def refreshed(site: Site, headers: Mapping[str, str]) -> Reply:
    reply = site.post("/api/token/refresh/", {"refresh": "rubbish"}, headers=dict(headers))
    assert reply.status in {401, 429}, reply.body
    return reply


def from_(*chain: str) -> dict[str, str]:
    return {"X-Forwarded-For": ", ".join(chain)}


#: What a caller may write into the header before the proxy adds the address that it sees.
SPOOFED: dict[str, Callable[[str], dict[str, str]]] = {
    "another address": lambda own: from_("203.0.113.7", own),
    "many addresses": lambda own: from_(*["203.0.113.7"] * 500, own),
    "the proxy's address": lambda own: from_(PROXY, own),
    "its own twice": lambda own: from_(own, own),
    "no address": lambda own: from_("unknown", "' OR 1=1 --", "\t", own),
    "another spelling": lambda own: from_("203.0.113.8", f"::ffff:{own}"),
    "another port": lambda own: from_("203.0.113.8", f"{own}:4711"),
    "the proxy behind": lambda own: from_("203.0.113.9", own, PROXY),
    "Forwarded": lambda own: {**from_(own), "Forwarded": "for=203.0.113.10"},
    "X-Real-IP": lambda own: {**from_(own), "X-Real-IP": "203.0.113.11"},
    "Client-IP": lambda own: {**from_(own), "Client-IP": "203.0.113.12"},
    "CF-Connecting-IP": lambda own: {**from_(own), "CF-Connecting-IP": "203.0.113.13"},
}


@pytest.mark.parametrize("spoofed", SPOOFED)
def test_behind_the_proxy_the_nearest_address_alone_counts(
    limited_site: Site, spoofed: str, record_property: Record
) -> None:
    own = an_address()
    assert counted_together(limited_site, from_(own), SPOOFED[spoofed](own))
    assert not counted_together(limited_site, from_(own), from_(an_address()))
    record_property(f"forwarded for {spoofed}", "counted as one")


@pytest.mark.skipif(not is_ours(PAST_THE_PROXY), reason=f"{PAST_THE_PROXY} is not ours")
def test_past_the_proxy_nothing_that_is_forwarded_is_believed(
    limited_site: Site, record_property: Record
) -> None:
    """Neither that it was https: nothing but the way to https is answered."""
    for number in range(3):
        headers = {"X-Forwarded-For": f"203.0.113.{number}", "X-Forwarded-Host": "evil.example"}
        reply = limited_site.log_in("anybody", source=PAST_THE_PROXY, headers=headers)
        assert (reply.status, reply.body) == (301, b"")
        assert reply.headers["Location"] == "https://money.example.org/api/login/"
    record_property("forwarded by nobody", "301 to https")


def test_five_mails_an_hour_whether_or_not_there_is_an_account(
    limited_site: Site, mails: MailSink, record_property: Record
) -> None:
    """So that nobody is buried in mail; and what is refused is refused for a name of nobody's."""
    person = Person("", "")

    def ask_often() -> list[Reply]:
        nonlocal person
        person = limited_site.person()
        return [
            ask(limited_site, email)
            for email in (person.email, f"nobody-{person.email}")
            for _ in range(6)
        ]

    replies = in_one_window(ask_often, HOUR)
    assert [reply.status for reply in replies[:6]] == [202] * 5 + [429]
    assert list(map(plain, replies[:6])) == list(map(plain, replies[6:]))
    mails.wait_for(person.email, 5)
    record_property("resets for one address", "5 an hour, the others 429")


def test_ten_tries_a_minute_of_the_password_for_who_has_a_token(
    limited_site: Site, record_property: Record
) -> None:
    """A stolen token is no way to the password: three doors, one count."""
    doors = [
        ("POST", "/api/me/password/", {"current_password": "wrong-1", "new_password": "x"}),
        ("POST", "/api/me/delete/", {"password": "wrong-horse-9"}),
        ("PATCH", "/api/me/", {"email": "x@example.org", "current_password": "wrong-horse-9"}),
    ]

    def knock() -> list[Reply]:
        token = limited_site.person().token
        asked = [doors[number % 3] for number in range(TIMES + 3)]
        return [limited_site.send(*each, token=token) for each in asked]

    statuses = [reply.status for reply in in_one_window(knock)]
    assert statuses == [400] * TIMES + [429] * 3
    record_property("wrong passwords with a stolen token", f"{TIMES} looked at, the others 429")
