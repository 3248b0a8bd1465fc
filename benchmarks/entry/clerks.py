"""Many who work at once over HTTP, each at a desk of their own, each request timed."""

import http.client
import json
import threading
import time
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from random import Random
from typing import Any, Final

from benchmarks.entry.desk import Desk, Request
from benchmarks.entry.people import Comers

HOST: Final = "127.0.0.1"
OK: Final = frozenset({200, 201})


class Timed:
    """What a run took: milliseconds by kind of request, and what was answered otherwise."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.times: defaultdict[str, list[float]] = defaultdict(list)
        self.wrong: list[str] = []

    def add(self, other: "Timed") -> None:
        for kind, times in other.times.items():
            self.times[kind] += times
        self.wrong += other.wrong


class Clerk(threading.Thread):
    """One at a desk, with a connection that stays open, as a browser's does.

    Serves somebody in `every` seconds (0: without a pause), at moments of their own, and takes a
    third of that time over each answer.
    """

    def __init__(
        self, desk: Desk, comers: Comers, *, port: int, every: float, until: float, seed: int
    ) -> None:
        super().__init__(daemon=True)
        self._desk, self._comers, self._every, self._until = desk, comers, every, until
        self._random = Random(seed)
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.timed = Timed()

    def run(self) -> None:
        for _ in self._turns():
            self._serve(self._desk.serve(next(self._comers)))
        self._connection.close()

    def _turns(self) -> Iterator[None]:
        due = time.perf_counter() + self._random.uniform(0, self._every)
        while due < self._until:
            time.sleep(max(0.0, due - time.perf_counter()))
            yield
            due = max(due + self._random.uniform(0.5, 1.5) * self._every, time.perf_counter())

    def _serve(self, steps: Generator[Request, dict[str, Any], None]) -> None:
        request = next(steps, None)
        while request is not None:
            told = self._ask(request)
            if told is None:
                return
            try:
                request = steps.send(told)
            except StopIteration:
                return
            time.sleep(self._every / 3)

    def _ask(self, request: Request) -> dict[str, Any] | None:
        """The answer; nothing when it is not what it should be."""
        headers = {**self._desk.headers, "Content-Type": request.media_type}
        started = time.perf_counter()
        try:
            self._connection.request("POST", request.path, request.body, headers)
            answer = self._connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            self._connection.close()
            self.timed.wrong.append(f"{request.kind} {type(problem).__name__}")
            return None
        self.timed.times[request.kind].append(1000 * (time.perf_counter() - started))
        if answer.status not in OK:
            self.timed.wrong.append(f"{request.kind} {answer.status}")
            return None
        found: dict[str, Any] = json.loads(told)
        for entry in found.get("answers", []):
            if entry["outcome"] == "refused":
                self.timed.wrong.append(f"{request.kind} refused: {sorted(entry['errors'])}")
        return found


def work(
    desks: Sequence[Desk], comers: Comers, *, port: int, every: float, seconds: float
) -> Timed:
    """Let all work at once for so long."""
    started, together = time.perf_counter(), Timed()
    clerks = [
        Clerk(desk, comers, port=port, every=every, until=started + seconds, seed=seed)
        for seed, desk in enumerate(desks)
    ]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
        together.add(clerk.timed)
    together.seconds = time.perf_counter() - started
    return together
