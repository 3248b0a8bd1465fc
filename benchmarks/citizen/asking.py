"""Citizens who register, answer an invitation, or look for their record, from one process.

python -m benchmarks.citizen.asking PORT WORLD.json KIND OUT.json SENDERS SECONDS RATE

So many ask at once, each with a connection that stays open; RATE is how many come in a second
(0: as many as are answered), and waiting for a free one counts. Each asks from an address of her
own, as the proxy before the server would tell.
"""

import http.client
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4
from zoneinfo import ZoneInfo

from benchmarks.corrections.timed import Timed

HOST: Final = "127.0.0.1"
TAKEN: Final = 302
# Where an answer leads when it was taken; else one is asked who one is.
GOES_ON: Final = {
    "registration": "/dang-ky/cua-toi/",
    "confirmation": "/dang-ky/cua-toi/",
    "look_up": "/so-tiem/ma-xac-thuc/",
}
EACH_REGISTERS: Final = 20  # a day; more from one telephone are refused
CONDITIONS: Final = (
    "severe_allergy", "after_a_dose", "chronic", "weak_immunity", "bleeding", "pregnant",
)  # fmt: skip
VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
Asker = Mapping[str, str]
Asked = tuple[str, Asker, dict[str, str]]  # path, who, form


def registrations(world: Mapping[str, Any]) -> Iterator[Asked]:
    """Each telephone registers a family, one after the other."""
    random, path = Random(1), f"/dang-ky/thong-tin/?cho=other&tinh={world['province']}"
    for _ in range(EACH_REGISTERS):
        for who in world["registration"]:
            yield path, who, _form(who, world["commune"], random)


def confirmations(world: Mapping[str, Any]) -> Iterator[Asked]:
    """Everybody who is invited says once that she comes."""
    for who in world["confirmation"]:
        yield f"/dang-ky/cua-toi/{who['code']}/tra-loi/", who, {"answer": "yes"}


def look_ups(world: Mapping[str, Any]) -> Iterator[Asked]:
    """Everybody looks for her record once, and is sent a code."""
    for who in world["look_up"]:
        said = {key: who[key] for key in ("full_name", "birth_date", "number")}
        yield "/so-tiem/", who, {**said, "by": "phone"}


KINDS: Final[dict[str, Callable[[Mapping[str, Any]], Iterator[Asked]]]] = {
    "registration": registrations,
    "confirmation": confirmations,
    "look_up": look_ups,
}


def _form(who: Asker, commune: int, random: Random) -> dict[str, str]:
    given = random.choice(("An", "Bình", "Cúc", "Dung", "Giang", "Hoa", "Lan", "Mai"))
    born = date(1950 + random.randrange(60), 1 + random.randrange(12), 1 + random.randrange(28))
    return {
        "submission_key": str(uuid4()),
        "full_name": f"Lê Thị {given}",
        "birth_date": f"{born:%d/%m/%Y}",
        "sex": "female",
        "phone": who["phone"],
        "commune": str(commune),
        "group": "15",
        "not_before": f"{datetime.now(VIETNAM):%d/%m/%Y}",
        "part_of_day": "any",
        "consent": "on",
        **dict.fromkeys(CONDITIONS, "unknown"),
    }


class Turns:
    """Whose turn it is, and since when: at the pace asked for, until the time is over."""

    def __init__(self, asked: Iterator[Asked], *, rate: float, seconds: float) -> None:
        self._asked, self._lock = asked, threading.Lock()
        self._every, self._due = 1 / rate if rate else 0.0, time.perf_counter()
        self._until = self._due + seconds

    def __iter__(self) -> Iterator[tuple[Asked, float]]:
        return self

    def __next__(self) -> tuple[Asked, float]:
        with self._lock:
            now = time.perf_counter()
            if now >= self._until:
                raise StopIteration
            self._due = self._due + self._every if self._every else now
            due, asked = self._due, next(self._asked)
        time.sleep(max(0.0, due - time.perf_counter()))
        return asked, due


class Sender(threading.Thread):
    def __init__(self, port: int, kind: str, turns: Turns, number: int) -> None:
        super().__init__(daemon=True)
        self._kind, self._turns, self._random, self.timed = kind, turns, Random(number), Timed()
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)

    def run(self) -> None:
        for (path, who, form), due in self._turns:
            try:
                self._connection.request("POST", path, *self._written(who, form))
                answer = self._connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as problem:
                self._connection.close()
                self.timed.wrong.append(type(problem).__name__)
                continue
            self.timed.times[self._kind].append(1000 * (time.perf_counter() - due))
            goes_on = answer.headers.get("Location", "")
            if answer.status != TAKEN or not goes_on.startswith(GOES_ON[self._kind]):
                self.timed.wrong.append(f"{answer.status} {goes_on.partition('?')[0]}")
        self._connection.close()

    def _written(self, who: Asker, form: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        cookies = [f"csrftoken={who['csrf']}"]
        if "cookie" in who:
            cookies.append(f"sessionid={who['cookie']}")
        address = ".".join(str(self._random.randrange(1, 255)) for _ in range(4))
        return urlencode({**form, "csrfmiddlewaretoken": who["csrf"]}), {
            "Cookie": "; ".join(cookies),
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": address,
        }


def ask(
    port: int, world: Mapping[str, Any], kind: str, *, senders: int, seconds: float, rate: float
) -> Timed:
    """Let them ask for so long, or until everybody has; wait until all are answered."""
    started, together = time.perf_counter(), Timed()
    turns = Turns(KINDS[kind](world), rate=rate, seconds=seconds)
    threads = [Sender(port, kind, turns, number) for number in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
        together.add(thread.timed)
    together.seconds = time.perf_counter() - started
    return together


def main(arguments: Sequence[str]) -> None:
    port, world, kind, out, senders, seconds, rate = arguments
    told = json.loads(Path(world).read_text(encoding="utf-8"))
    pace = {"senders": int(senders), "seconds": float(seconds), "rate": float(rate)}
    ask(int(port), told, kind, **pace).keep(Path(out))  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1:])
