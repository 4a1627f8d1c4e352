"""So many requests of a process are worked on at a time; the rest of its threads wait their turn.

SQLite's driver lets go of the interpreter's lock at every row. With four threads at work each row
is then a change of threads, and four do two thirds of what two do. (A server's driver lets go of
it once a query, while it waits: there all threads may work.) Threads that still read a body are not
at work: `BodyLimit` is outside.
"""

import threading
from collections.abc import Iterable

from common.body_limit import Application, Environ, StartResponse


class AtOnce:
    def __init__(self, application: Application, places: int) -> None:
        self.application = application
        self._places = threading.BoundedSemaphore(places)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        with self._places:
            return self.application(environ, start_response)
