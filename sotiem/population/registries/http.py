"""A population registry at an address."""

import http.client
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import closing
from typing import Final
from urllib.parse import urlsplit

from sotiem.population.facts import PopulationAnswer, Question
from sotiem.population.registries import wire
from sotiem.population.registries.breaker import Breaker
from sotiem.population.registries.wire import RegistryUnreachable

_CONNECTIONS: Final = {
    "http": http.client.HTTPConnection,
    "https": http.client.HTTPSConnection,
}


class HttpRegistry:
    """Asks by HTTP; whoever asks waits no longer than they said, whatever the network does."""

    def __init__(self, address: str, *, key: str = "", breaker: Breaker | None = None) -> None:
        parts = urlsplit(address)
        if parts.scheme not in _CONNECTIONS or not parts.hostname:
            raise ValueError(
                "SOTIEM_POPULATION_REGISTRY is neither an http(s) address nor stand-in"
            )
        self._connection = _CONNECTIONS[parts.scheme]
        self._host, self._port = parts.hostname, parts.port
        self._path = parts.path.rstrip("/") + wire.PATH
        self._headers = {"Content-Type": wire.TYPE, "Accept": wire.TYPE}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._breaker = breaker or Breaker()

    def ask(self, questions: Sequence[Question], *, within: float) -> list[PopulationAnswer]:
        """Put the questions in one request."""
        if not self._breaker.lets_through():
            raise RegistryUnreachable("it did not answer lately")
        try:
            body = self._post(wire.write_questions(questions), within=within)
            answers = wire.read_answers(body, asked=len(questions))
        except RegistryUnreachable:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return answers

    def _post(self, body: bytes, *, within: float) -> bytes:
        """Send and receive beside the asker: looking up a name knows no time limit of its own."""
        answer: Future[bytes] = Future()

        def exchange() -> None:
            try:
                answer.set_result(self._exchange(body, within=within))
            except BaseException as error:
                answer.set_exception(error)

        threading.Thread(target=exchange, name="population", daemon=True).start()
        try:
            return answer.result(timeout=within)
        except (OSError, http.client.HTTPException) as error:
            # Without the cause: it could quote what was sent.
            raise RegistryUnreachable(type(error).__name__) from None

    def _exchange(self, body: bytes, *, within: float) -> bytes:
        connection = self._connection(self._host, self._port, timeout=within)
        with closing(connection):
            connection.request("POST", self._path, body, self._headers)
            with connection.getresponse() as response:
                if response.status != http.HTTPStatus.OK:
                    raise RegistryUnreachable(f"status {response.status}")
                told: bytes = response.read(wire.LARGEST_BODY + 1)
        if len(told) > wire.LARGEST_BODY:
            raise RegistryUnreachable("the answer is too long")
        return told
