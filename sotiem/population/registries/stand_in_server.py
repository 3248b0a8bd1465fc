"""The stand-in at an address, for whoever wants to see the protocol spoken."""

import time
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from sotiem.population.registries import wire
from sotiem.population.registries.stand_in import answer_to, seconds_for

HOST: Final = "127.0.0.1"


def server(port: int) -> ThreadingHTTPServer:
    """The stand-in, bound to a port of this machine; 0 takes any that is free."""
    return ThreadingHTTPServer((HOST, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    timeout = 10

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != wire.PATH:
            self._say(HTTPStatus.NOT_FOUND)
        elif not length.isdecimal():
            self._say(HTTPStatus.LENGTH_REQUIRED)
        elif int(length) > wire.LARGEST_BODY:
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._answer(self.rfile.read(int(length)))

    def _answer(self, body: bytes) -> None:
        try:
            asked = wire.read_questions(body)
        except wire.NotAQuestion:
            return self._say(HTTPStatus.BAD_REQUEST)
        if len(asked) > wire.MOST_QUESTIONS:
            return self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        time.sleep(max((seconds_for(question) for _, question in asked), default=0))
        answers = [(ref, answer_to(question)) for ref, question in asked]
        return self._say(HTTPStatus.OK, wire.write_answers(answers))

    def _say(self, status: HTTPStatus, body: bytes = b"") -> None:
        with suppress(ConnectionError):  # whoever asked may have gone
            self.send_response(status)
            self.send_header("Content-Type", wire.TYPE)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: what is asked is about people."""
