"""A unit of work is run again from its start after a fault of the moment.

Full-jitter back-off: AWS Architecture Blog, "Exponential Backoff And Jitter".
"""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, connection

from common.faults import is_lost, is_transient
from common.problem_handler import RETRY_AFTER
from common.problems import Problem

Result = TypeVar("Result")

FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.5
PATIENCE = 20.0
# What breaks a fresh connection twice breaks the next one as well (a packet too large is a 2006).
_FRESH_LOSSES = 2


def retrying(unit: Callable[[], Result]) -> Result:
    """The unit's result; Problem `unavailable` when PATIENCE seconds did not suffice.

    The unit must be one database transaction that finds out by itself whether an earlier run of
    it was committed: a connection lost during COMMIT says nothing about that.
    """
    deadline = time.monotonic() + PATIENCE
    pause, fresh_losses = FIRST_PAUSE, 0
    while True:
        is_fresh = connection.connection is None
        is_connected = False
        try:
            connection.ensure_connection()
            is_connected = True
            return unit()
        except (DatabaseError, InterfaceError) as error:
            if not is_transient(error):
                raise
            if is_lost(error):
                fresh_losses += is_fresh and is_connected
                connection.close()
            if fresh_losses >= _FRESH_LOSSES or time.monotonic() + pause > deadline:
                raise Problem("unavailable", headers=RETRY_AFTER) from error
        time.sleep(random.uniform(0, pause))  # noqa: S311  (a pause, not a secret)
        pause = min(pause * 2, LONGEST_PAUSE)
