"""In which window of the clock a limit has counted a request: every answer tells.

So no test waits for a window, and none depends on when it was begun.
"""

from collections import defaultdict
from collections.abc import Callable
from email.utils import parsedate_to_datetime

from tests.ledger.threads import at_once
from tests.security.attacking import Site, an_address
from tests.serving import Reply

MINUTE, HOUR = 60, 3600


def window_of(reply: Reply, seconds: int = MINUTE) -> int:
    """The end of the window in which it was counted.

    Between the count and the answer's Date some seconds can lie; half a window never does.
    """
    answered = parsedate_to_datetime(reply.headers["Date"]).timestamp()
    ends = int(answered) + int(reply.headers["RateLimit-Reset"])
    return (ends + seconds // 2) // seconds * seconds


def by_window(replies: list[Reply]) -> dict[int, list[Reply]]:
    found = defaultdict(list)
    for reply in replies:
        found[window_of(reply)].append(reply)
    return found


def in_one_window(act: Callable[[], list[Reply]], seconds: int = MINUTE) -> list[Reply]:
    """What `act` gives; once more where a new window began meanwhile, as it cannot twice."""
    for _ in range(3):
        replies = act()
        if len({window_of(reply, seconds) for reply in replies}) == 1:
            return replies
    raise AssertionError(f"{act} takes longer than {seconds} seconds.")


def guesses(site: Site, name: str, times: int) -> list[Reply]:
    """So many wrong passwords at once, each from an address of its own."""

    def guess(_: int) -> Reply:
        caller = {"X-Forwarded-For": an_address()}
        return site.log_in(name, "wrong-horse-9", headers=caller)

    return at_once(times, guess)
