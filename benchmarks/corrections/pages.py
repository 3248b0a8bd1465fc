"""Officers at work: the queue and its cases, asked for at a steady pace from one process.

python -m benchmarks.corrections.pages PORT OFFICERS.json OUT.json SECONDS RATE
"""

import http.client
import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.corrections.intake import HOST
from benchmarks.corrections.timed import Timed

QUEUE: Final = "/xu-ly/"
THREADS: Final = 12
OK: Final = 200
Officer = dict[str, str | list[str]]


class Turns:
    """Which page is asked for next, by whom, and when; evenly spread over the run."""

    def __init__(self, officers: Sequence[Officer], *, rate: float, seconds: float) -> None:
        random, started = Random(1), time.perf_counter()
        self._turns: Iterator[tuple[float, str, str, str]] = iter(
            [
                (started + number / rate, *_page(random, random.choice(officers)))
                for number in range(int(rate * seconds))
            ]
        )
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[tuple[float, str, str, str]]:
        return self

    def __next__(self) -> tuple[float, str, str, str]:
        with self._lock:
            return next(self._turns)


def _page(random: Random, officer: Officer) -> tuple[str, str, str]:
    cookie, cases = str(officer["cookie"]), officer["cases"]
    if cases and random.random() < 0.5:
        return "case", f"{QUEUE}{random.choice(list(cases))}/", cookie
    return "queue", QUEUE, cookie


class Reader(threading.Thread):
    def __init__(self, port: int, turns: Turns) -> None:
        super().__init__(daemon=True)
        self._turns, self.timed = turns, Timed()
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)

    def run(self) -> None:
        for due, kind, path, cookie in self._turns:
            time.sleep(max(0.0, due - time.perf_counter()))
            try:
                self._connection.request("GET", path, headers={"Cookie": f"sessionid={cookie}"})
                answer = self._connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as problem:
                self._connection.close()
                self.timed.wrong.append(f"{kind} {type(problem).__name__}")
                continue
            self.timed.times[kind].append(1000 * (time.perf_counter() - due))
            if answer.status != OK:
                self.timed.wrong.append(f"{kind} {answer.status}")
        self._connection.close()


def read(port: int, officers: Sequence[Officer], *, rate: float, seconds: float) -> Timed:
    """Ask for so many pages a second, for so long."""
    started, together = time.perf_counter(), Timed()
    turns = Turns(officers, rate=rate, seconds=seconds)
    readers = [Reader(port, turns) for _ in range(THREADS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
        together.add(reader.timed)
    together.seconds = time.perf_counter() - started
    return together


def main(arguments: Sequence[str]) -> None:
    port, officers, out, seconds, rate = arguments
    who = json.loads(Path(officers).read_text(encoding="utf-8"))
    read(int(port), who, rate=float(rate), seconds=float(seconds)).keep(Path(out))


if __name__ == "__main__":
    main(sys.argv[1:])
