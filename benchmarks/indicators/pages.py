"""The pages of several registries, read in turn by one reader: how they grow with the doses.

python -m benchmarks.indicators.pages DIR DIR   # as `python -m benchmarks.indicators` kept them
"""

import http.client
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from benchmarks.entry.__main__ import served
from benchmarks.entry.clerks import HOST

PAGES: Final = ("/", "/so-lieu/", "/so-lieu/tinh/79/")
TIMES: Final = 200


def main(arguments: Sequence[str] | None = None) -> None:
    folders = [Path(each) for each in arguments or sys.argv[1:]]
    with ExitStack() as all_served:
        ports = [all_served.enter_context(served(folder / "home")) for folder in folders]
        for line in compare(dict(zip(map(str, folders), ports, strict=True))):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def compare(ports: dict[str, int], *, times: int = TIMES) -> Iterator[str]:
    """Read each page of each in turn; tell how long it took, of the first as of the others."""
    yield "| page | registry | median ms | p95 ms | of the first |\n|---|---|---:|---:|---:|"
    for address in PAGES:
        waited: dict[str, list[float]] = {name: [] for name in ports}
        for _ in range(times):
            for name, port in ports.items():
                waited[name].append(read(port, address))
        first: float | None = None
        for name, seconds in waited.items():
            median, p95 = middle_and_p95(seconds)
            first = first or p95
            told = f"{median * 1000:.1f} | {p95 * 1000:.1f} | {p95 / first:.2f}"
            yield f"| `{address}` | {name} | {told} |"


def middle_and_p95(seconds: Sequence[float]) -> tuple[float, float]:
    return statistics.median(seconds), sorted(seconds)[len(seconds) * 95 // 100]


def read(port: int, address: str) -> float:
    """One page by one connection, as whoever comes for the first time; gives seconds."""
    started = time.perf_counter()
    asking = http.client.HTTPConnection(HOST, port)
    asking.request("GET", address)
    answer = asking.getresponse()
    answer.read()
    asking.close()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{address}: {answer.status}")
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
