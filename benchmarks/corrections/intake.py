"""Citizens who send a report with a photo, all from one process beside the server.

python -m benchmarks.corrections.intake PORT CITIZENS.json PHOTO.jpg OUT.json SENDERS SECONDS RATE

So many send at once, each with a connection that stays open; RATE is how many reports come in a
second at most (0: as many as are answered). Plain sockets, and one photo whose copies differ by a
comment: the asking side takes as little of the machine as it can.
"""

import json
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Final
from uuid import uuid4

from benchmarks.corrections.timed import Timed

HOST: Final = "127.0.0.1"
PAGE: Final = "/so-tiem/bao-thieu/"
BOUNDARY: Final = "ranh-gioi-cua-mot-phan-anh"
TAKEN: Final = 302
EACH_SENDS: Final = 20  # a day; more from one telephone are refused
FIRST_DAY: Final = date(2022, 6, 1)
VACCINES: Final = ("COMIRNATY", "ASTRAZENECA", "SPIKEVAX")
Citizen = dict[str, str]


class Senders:
    """Whose turn it is: everybody in turn, some times each, at the pace asked for."""

    def __init__(self, citizens: Sequence[Citizen], *, rate: float, until: float) -> None:
        self._turns = cycle(citizens)
        self._left = EACH_SENDS * len(citizens)
        self._every, self._until = 1 / rate if rate else 0.0, until
        self._due = time.perf_counter()
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[tuple[Citizen, float]]:
        return self

    def __next__(self) -> tuple[Citizen, float]:
        """Who sends, and when that was due: waiting for a free sender counts as waiting."""
        with self._lock:
            if self._left == 0 or time.perf_counter() >= self._until:
                raise StopIteration
            self._left -= 1
            self._due = max(self._due + self._every, time.perf_counter() if not self._every else 0)
            due, citizen = self._due, next(self._turns)
        time.sleep(max(0.0, due - time.perf_counter()))
        return citizen, due


class Sender(threading.Thread):
    """One connection, kept open; what is answered otherwise than taken is counted."""

    def __init__(self, port: int, photo: bytes, senders: Senders, seed: int) -> None:
        super().__init__(daemon=True)
        self._port, self._photo, self._senders = port, photo, senders
        self._random = Random(seed)
        self._socket: socket.socket | None = None
        self.timed = Timed()

    def run(self) -> None:
        for citizen, due in self._senders:
            try:
                status = self._send(citizen)
            except OSError as problem:
                self._socket = None
                self.timed.wrong.append(type(problem).__name__)
                continue
            self.timed.times["report"].append(1000 * (time.perf_counter() - due))
            if status != TAKEN:
                self.timed.wrong.append(str(status))
        if self._socket is not None:
            self._socket.close()

    def _send(self, citizen: Citizen) -> int:
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        fields, photo, end = self._body(citizen)
        head = (
            f"POST {PAGE} HTTP/1.1\r\nHost: {HOST}:{self._port}\r\n"
            f"Cookie: sessionid={citizen['cookie']}; csrftoken={citizen['csrf']}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
            f"Content-Length: {len(fields) + len(photo) + len(end)}\r\n\r\n"
        )
        self._socket.sendall(head.encode() + fields)
        self._socket.sendall(photo)
        self._socket.sendall(end)
        status, stays = _status_of(self._socket)
        if not stays:
            self._socket.close()
            self._socket = None
        return status

    def _body(self, citizen: Citizen) -> tuple[bytes, bytes, bytes]:
        day = FIRST_DAY + timedelta(days=self._random.randrange(900))
        said = {
            "csrfmiddlewaretoken": citizen["csrf"],
            "submission_key": str(uuid4()),
            "vaccine": self._random.choice(VACCINES),
            "administered_on": f"{day:%d/%m/%Y}",
            "lot_number": f"FK{self._random.randrange(10_000):04}",
            "place": citizen["place"],
            "story": "Tôi đã tiêm nhưng tra cứu không thấy mũi này.",
            "anyway": "1",
        }
        parts = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'
            for name, text in said.items()
        )
        parts += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="phieu.jpg"'
            "\r\nContent-Type: image/jpeg\r\n\r\n"
        )
        return parts.encode(), unlike(self._photo), f"\r\n--{BOUNDARY}--\r\n".encode()


def unlike(photo: bytes) -> bytes:
    """The same picture in a file of its own: a comment stands behind its first marker."""
    return photo[:2] + b"\xff\xfe\x00\x12" + uuid4().bytes + photo[2:]


def _status_of(connection: socket.socket) -> tuple[int, bool]:
    """Read an answer to its end: its status, and whether the connection stays open."""
    told = b""
    while b"\r\n\r\n" not in told:
        told += _more(connection)
    head, _, body = told.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").lower().split("\r\n")
    lengths = [line.split(":")[1] for line in lines if line.startswith("content-length:")]
    left = int(lengths[0]) - len(body) if lengths else 0
    while left > 0:
        left -= len(_more(connection))
    stays = lines[0].startswith("http/1.1") and "connection: close" not in lines
    return int(lines[0].split()[1]), stays


def _more(connection: socket.socket) -> bytes:
    some = connection.recv(65_536)
    if not some:
        raise ConnectionResetError
    return some


def send(
    port: int,
    citizens: Sequence[Citizen],
    photo: bytes,
    *,
    senders: int,
    seconds: float,
    rate: float,
) -> Timed:
    """Let them send for so long, and wait until all are answered."""
    started = time.perf_counter()
    turns = Senders(citizens, rate=rate, until=started + seconds)
    threads = [Sender(port, photo, turns, seed) for seed in range(senders)]
    together = Timed()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
        together.add(thread.timed)
    together.seconds = time.perf_counter() - started
    return together


def main(arguments: Sequence[str]) -> None:
    port, citizens, photo, out, senders, seconds, rate = arguments
    signed_in = json.loads(Path(citizens).read_text(encoding="utf-8"))
    timed = send(
        int(port),
        signed_in,
        Path(photo).read_bytes(),
        senders=int(senders),
        seconds=float(seconds),
        rate=float(rate),
    )
    timed.keep(Path(out))


if __name__ == "__main__":
    main(sys.argv[1:])
