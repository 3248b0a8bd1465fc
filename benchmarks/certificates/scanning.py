"""How long a checker waits: from the frame that holds a code to the verdict on the page.

SOTIEM_HOME=DIR/home python -m benchmarks.with_django certificates.scanning --scans N --visits N

The page is the one that `sotiem certificate verifier --with-lists` writes, in Chromium; the codes
are those of certificates in force in the registry. In the place of the camera stands a canvas that
gives thirty frames a second (`camera.js`): so the moment is known at which a frame holds a code.
"""

import argparse
import base64
import random
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.utils import timezone
from playwright.sync_api import Browser, Page

from certificate_format import qr
from sotiem.certificates.models import Certificate
from sotiem.portals.public import standalone
from sotiem.runtime.verifier import replace
from tests.stories.browsing import started_browser

CAMERA: Final = Path(__file__).with_name("camera.js")
NOBODY: Final = "https://lists.invalid"
LONGEST_BEFORE: Final = 500  # milliseconds in which a camera sees a table
READY: Final = "#verifier[data-ready=yes]"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.certificates.scanning", description=__doc__)
    parser.add_argument("--scans", type=int, default=20, help="of each visit, after the first")
    parser.add_argument("--visits", type=int, default=5)
    asked = parser.parse_args(list(arguments))
    in_force = Certificate.objects.in_force().filter(expires_at__gt=timezone.now())
    texts = list(in_force.order_by("pk").values_list("text", flat=True)[: asked.scans + 1])
    pictures = [f"data:image/png;base64,{base64.b64encode(qr.png(t)).decode()}" for t in texts]
    now = timezone.now()
    files = standalone.files_of(server=NOBODY, at=now, lists=standalone.lists_as_of(now))
    with TemporaryDirectory() as folder, started_browser() as browser:
        replace(Path(folder) / "verifier", files)
        with _served(folder) as address:
            visits = [_visit(browser, address, pictures, asked.scans) for _ in range(asked.visits)]
    firsts = [scans[0] for scans in visits]
    later = [scan for scans in visits for scan in scans[1:]]
    sys.stdout.write(
        "| milliseconds | scans | median | p95 | most |\n| --- | --- | --- | --- | --- |\n"
    )
    for name, key in (("frame to verdict", "fromFrame"), ("drawn to verdict", "fromDrawing")):
        _tell(name, [scan[key] for scan in later])
        _tell(f"{name}, first scan of a visit", [scan[key] for scan in firsts])


@contextmanager
def _served(folder: str) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/verifier/"
    finally:
        server.shutdown()
        server.server_close()


def _visit(
    browser: Browser, address: str, pictures: Sequence[str], scans: int
) -> list[dict[str, Any]]:
    """A first visit of a phone that knows nothing yet, and the scans of it in their order."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.add_init_script(path=CAMERA)
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(READY)
    moments = random.Random(1)
    told = [
        _scan(page, picture, moments.uniform(0, LONGEST_BEFORE))
        for picture in islice(cycle(pictures), scans + 1)
    ]
    context.close()
    return told


def _scan(page: Page, picture: str, after: float) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate(
        "([code, after]) => scanOne(code, after)", [picture, after]
    )
    assert told["title"] == "Hợp lệ", told
    return told


def _tell(name: str, times: Sequence[float]) -> None:
    slow = quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
    figures = " | ".join(f"{time:.0f}" for time in (median(times), slow, max(times)))
    sys.stdout.write(f"| {name} | {len(times)} | {figures} |\n")
