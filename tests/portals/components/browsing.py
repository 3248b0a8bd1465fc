"""Opens pages in a real browser that has no network: every answer comes from memory."""

import shutil
from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, sync_playwright

ADDRESS = "http://sotiem.test/"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def started_browser() -> Iterator[Browser]:
    """A browser for as long as the tests of one file need it."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


def serve(page: Page, html: str) -> None:
    """Answer the browser from memory: the page itself, and our static files."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            name = path.removeprefix("/static/")
            body, kind = Path(str(finders.find(name))).read_bytes(), guess_type(name)[0]
            route.fulfill(body=body, content_type=kind or "application/octet-stream")
        else:
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

    page.route("**/*", answer)
