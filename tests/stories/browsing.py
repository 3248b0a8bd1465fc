"""How people use the system: a browser, their phone, the steps of signing in."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, Page, expect, sync_playwright

from sotiem.sample.staff import PASSWORD
from tests.stories.waiting import until

LONGEST_IN_MS: Final = 60_000
FLAGS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@contextmanager
def started_browser(*more_flags: str) -> Iterator[Browser]:
    expect.set_options(timeout=LONGEST_IN_MS)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *more_flags])
        try:
            yield started
        finally:
            started.close()


class Phone:
    """What the demonstration's outbox shows for one phone, newest first."""

    def __init__(self, page: Page, number: str) -> None:
        self._page = page
        self._number = number

    def messages(self) -> list[str]:
        self._page.goto("/hop-thu/")
        shown = self._page.locator("article", has_text=self._number)
        return shown.locator("p:last-child").all_inner_texts()

    def told(self, *words: str) -> str:
        """The message with these words, once it has come."""

        def look() -> str:
            return next((each for each in self.messages() if all(w in each for w in words)), "")

        return until(look)

    def code_after(self, earlier: list[str]) -> str:
        """The six digits of the code that comes after those seen before, whatever else comes."""

        def codes(told: list[str]) -> list[str]:
            return [each for each in told if "ma xac thuc" in each]

        def look() -> str:
            now = codes(self.messages())
            return now[0] if now and now[:1] != codes(earlier)[:1] else ""

        found = re.search(r"\d{6}", until(look))
        assert found
        return found[0]


def give_password(page: Page, username: str, password: str = PASSWORD) -> None:
    """The first half of signing in."""
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    with page.expect_navigation():
        page.locator("main form button").click()


def sign_in(page: Page, username: str) -> None:
    """Sign in as a member of staff: password, then the code of this half minute.

    A code may pass its time between reading and sending, or have been used a moment ago: then
    the next one is waited for, because too many wrong ones close the door.
    """
    give_password(page, username)
    page.wait_for_url("**/dang-nhap/ma-xac-thuc/**")
    second = page.context.new_page()
    tried: set[str] = set()

    def send_code() -> bool:
        second.goto("/hop-thu/")
        account = second.get_by_text(username, exact=True)
        shown = second.locator("#codes tr", has=account).locator("td:last-child")
        code = shown.inner_text().strip()
        if code in tried:
            return False
        tried.add(code)
        page.get_by_label("Mã xác thực").fill(code)
        with page.expect_navigation():
            page.locator("main form button").click()
        return "/dang-nhap/" not in page.url

    until(send_code)
    second.close()


def look_up(page: Page, phone: Phone, *, name: str, born: str, number: str) -> None:
    """A citizen proves who she is with a code sent to her phone."""
    page.goto("/so-tiem/")
    prove(page, phone, name=name, born=born, number=number)


def prove(page: Page, phone: Phone, *, name: str, born: str, number: str) -> None:
    """Say who one is where it is asked, and give the code."""
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Ngày sinh").fill(born)
    page.get_by_label("Số điện thoại", exact=True).check()
    page.get_by_label("Số điện thoại, hoặc").fill(number)
    before = phone.messages()
    page.locator("main form button").click()
    page.wait_for_url("**/ma-xac-thuc/")
    page.get_by_label("Mã xác thực").fill(phone.code_after(before))
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "ma-xac-thuc" not in address)
