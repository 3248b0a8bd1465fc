"""The web application in a thread of the test, a thread a connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from benchmarks.entry.clerks import HOST
from sotiem.config.wsgi import application


class Threading(ThreadingMixIn, WSGIServer):
    """A thread a connection; closing waits for all of them."""

    daemon_threads = False


class Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[int]:
    """Serve on a port of its own."""
    with make_server(HOST, 0, application, Threading, Silent) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
