"""The scanning page as files: on another host, under a path of its own, and without a network."""

import gzip
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from sotiem.certificates.operations import (
    ensure_list_key,
    ensure_signing_key,
    publish_revocations,
)
from sotiem.portals.public import standalone
from sotiem.runtime.verifier import replace
from tests.factories import certificates, doses
from tests.portals.public.door import FAKE_CAMERA, LISTS, film_of, recorded, served, take_away
from tests.portals.public.test_scan import NAME, title
from tests.stories import looking
from tests.stories.browsing import started_browser

pytestmark = pytest.mark.django_db
UNDER: Final = "/cong/kiem-tra"


class Quiet(SimpleHTTPRequestHandler):
    """A plain host of files."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Shown(NamedTuple):
    valid: str
    replaced: str


@pytest.fixture
def shown() -> Shown:
    now = timezone.now()
    ensure_signing_key(at=now - timedelta(days=1))
    ensure_list_key(at=now - timedelta(days=1))
    one, other = (certificates.vaccinated(date(2021, 8, day)) for day in (12, 13))
    certificates.sign_and_refresh([one.pk, other.pk], at=now - timedelta(hours=2))
    replaced = certificates.in_force(other.pk).text
    doses.dose(other, date(2021, 9, 20))
    certificates.sign_and_refresh([other.pk], at=now - timedelta(hours=1))
    publish_revocations(at=now)
    return Shown(certificates.in_force(one.pk).text, replaced)


@contextmanager
def phone(shown: Shown, tmp_path: Path) -> Iterator[Browser]:
    """A phone whose camera sees the valid certificate; the database is not asked beside it."""
    film = film_of(shown.valid, tmp_path / "film.y4m")
    with started_browser(*(flag.format(film=film) for flag in FAKE_CAMERA)) as started:
        yield started


@pytest.fixture
def host(tmp_path: Path) -> Iterator[ThreadingHTTPServer]:
    folder = tmp_path / "host"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    take_away(server)


def write(tmp_path: Path, *, server: str, with_lists: bool) -> dict[str, bytes]:
    now = timezone.now()
    lists = standalone.lists_as_of(now) if with_lists else {}
    files = standalone.files_of(server=server, at=now, lists=lists)
    replace(tmp_path / f"host{UNDER}", files)
    return files


def opened(
    browser: Browser, host: ThreadingHTTPServer, path: str = "/", *, complaints: list[str]
) -> Page:
    """The page after a first visit; what the browser complains of, a broken policy above all."""

    def hear(said: ConsoleMessage) -> None:
        if said.type == "error":
            complaints.append(said.text)

    context = browser.new_context(
        base_url=f"http://127.0.0.1:{host.server_port}",
        viewport={"width": 360, "height": 740},
        permissions=["camera"],
    )
    context.add_init_script(path=looking.AXE)
    page = context.new_page()
    page.on("console", hear)
    page.goto(f"{UNDER}{path}")
    expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.ready.then(ready => ready.active !== null)")
    return page


def test_it_is_used_under_any_path_with_the_lists_of_another_server(
    host: ThreadingHTTPServer, shown: Shown, tmp_path: Path
) -> None:
    signer = ensure_signing_key(at=timezone.now())
    lists = recorded([LISTS, f"{LISTS}/tin-cay", f"{LISTS}/thu-hoi/{signer.kid}"])
    with served(lists, for_others=True) as national:
        address = f"http://127.0.0.1:{national.server_port}"
        write(tmp_path, server=address, with_lists=False)
        with phone(shown, tmp_path) as browser:
            complaints: list[str] = []
            page = opened(browser, host, complaints=complaints)
            assert complaints == []
            switch = page.get_by_role("link", name="English")
            assert switch.evaluate("link => getComputedStyle(link).color") == "rgb(255, 255, 255)"
            take_away(national)
            take_away(host)
            page.context.set_offline(True)
            page.reload()
            expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
            page.get_by_role("button", name="Quét bằng camera").click()
            assert title(page) == "Hợp lệ"
            expect(page.locator("[data-result]")).to_contain_text(NAME)
            page.goto(f"{UNDER}/en/")
            page.get_by_role("button", name="Scan with the camera").click()
            assert title(page) == "Valid"


def test_with_its_lists_beside_it_no_other_server_is_needed(
    host: ThreadingHTTPServer, shown: Shown, tmp_path: Path
) -> None:
    write(tmp_path, server="https://nobody.invalid", with_lists=True)
    with phone(shown, tmp_path) as browser:
        page = opened(browser, host, "/en/index.html", complaints=[])
        expect(page.locator("[data-look] [data-age]")).to_have_class("pub-age pub-age--good")
        page.get_by_text("Choose a picture or paste the content of the code").click()
        page.get_by_label("Content of the QR code").fill(shown.replaced)
        page.get_by_role("button", name="Check", exact=True).click()
        assert title(page) == "Replaced or revoked"
        assert (looking.violations(page), looking.sideways(page)) == ([], [])
        page.get_by_role("button", name="Scan the next one").click()
        page.get_by_role("link", name="Tiếng Việt").click()
        expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
        assert (looking.violations(page), looking.sideways(page)) == ([], [])
        kept = page.evaluate("caches.keys()")
    assert len(kept) == 1
    assert kept[0].startswith(f"sotiem-scan-{UNDER}/-")


def test_every_address_in_it_is_relative_or_of_the_named_server(shown: Shown) -> None:
    files = standalone.files_of(server="https://st.example.vn", at=timezone.now(), lists={})
    for path in ("index.html", "en/index.html"):
        page = files[path].decode()
        for address in re.findall(r'(?:href|src)="([^"]*)"', page):
            assert address.startswith(("#", "https://st.example.vn/")) or (
                str((Path(path).parent / address).as_posix()) in files
                or address in ("../index.html", "en/index.html")
                or address.removeprefix("../") in files
            ), address
        assert "connect-src &#x27;self&#x27; https://st.example.vn;" in page
        assert "unsafe-inline" not in page
    worker = files["sw.js"].decode()
    kept = json.loads(worker.split("KEPT = ")[1].split(";\n")[0])
    assert set(kept["files"]) <= files.keys()


def test_the_same_record_gives_the_same_bytes(shown: Shown) -> None:
    now = timezone.now()
    lists = standalone.lists_as_of(now)
    server = "https://st.example.vn"
    first = standalone.files_of(server=server, at=now, lists=lists)
    later = standalone.files_of(server=server, at=now + timedelta(hours=1), lists=lists)
    assert later == first
    other = standalone.files_of(server="https://khac.example.vn", at=now, lists=lists)
    assert other["sw.js"] != first["sw.js"]  # phones take the new edition


def test_a_first_visit_takes_less_than_seven_hundred_kilobytes(
    host: ThreadingHTTPServer, shown: Shown, tmp_path: Path
) -> None:
    files = write(tmp_path, server="https://nobody.invalid", with_lists=True)
    asked: set[str] = set()
    with phone(shown, tmp_path) as browser:
        page = browser.new_page(base_url=f"http://127.0.0.1:{host.server_port}")
        page.context.on("request", lambda each: asked.add(each.url.partition(f"{UNDER}/")[2]))
        page.goto(f"{UNDER}/")
        expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
        page.wait_for_function("navigator.serviceWorker.ready.then(ready => ready.active !== null)")
    kept = json.loads(files["sw.js"].decode().split("KEPT = ")[1].split(";\n")[0])
    fetched = {f"{each}index.html" if not each or each.endswith("/") else each for each in asked}
    names = (fetched | set(kept["files"]) | {"en/index.html", "sw.js"}) & files.keys()
    assert sum(wire_size(files[name]) for name in names) <= 700_000


def wire_size(content: bytes) -> int:
    """As a host sends it: packed, if that is smaller."""
    return min(len(content), len(gzip.compress(content, 9)))
