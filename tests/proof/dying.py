"""The server's application, which kills the whole server, itself included, where it is told to.

What was asked for is done by then, and committed; the answer is made, and nobody gets it.
"""

import os
import signal
from typing import Any

from expense_tracker.wsgi import application as _whole


def application(environ: Any, start_response: Any) -> Any:
    answer = _whole(environ, start_response)
    if "HTTP_DIE" in environ:
        os.killpg(os.getpgrp(), signal.SIGKILL)
    return answer
