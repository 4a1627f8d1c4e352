"""A line that drops: between a client and a server, it loses answers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.serving import Server


@contextmanager
def losing_first_answers(server: Server) -> Iterator[int]:
    """The port of a line that loses the first answer to each write of somebody signed in."""
    seen: set[tuple[str, str, bytes]] = set()

    class Line(BaseHTTPRequestHandler):
        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = server.send(self.command, self.path, body, **dict(self.headers.items()))
            request = (self.command, self.path, body)
            is_write = self.command != "GET" and "Authorization" in self.headers
            if is_write and request not in seen:
                seen.add(request)
                return
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = do_PATCH = do_DELETE = _pass_on

        def log_message(self, *words: object) -> None:
            """Nothing: it is no server's log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Line) as line:
        threading.Thread(target=line.serve_forever, daemon=True).start()
        yield line.server_port
        line.shutdown()
