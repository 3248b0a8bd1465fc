"""A checker at a door: everything is checked on the phone, also where there is no network."""

import gzip
import re
from collections.abc import Iterator
from datetime import date, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sotiem.certificates.operations import (
    ensure_list_key,
    ensure_signing_key,
    publish_revocations,
)
from sotiem.portals.public import offline
from tests.certificates.test_verify import flipped
from tests.factories import certificates, doses
from tests.portals.public.door import (
    FAKE_CAMERA,
    LISTS,
    PAGE,
    Answer,
    film_of,
    recorded,
    served,
    take_away,
)
from tests.stories import looking
from tests.stories.browsing import started_browser

pytestmark = pytest.mark.django_db
NAME: Final = "Nguyễn Thị Bảo Lộc"
KEPT: Final = """async () => {
  const names = (await indexedDB.databases()).map(each => each.name);
  const held = await Promise.all((await caches.keys()).map(
    async name => (await caches.open(name)).keys()));
  const cached = held.flat().map(each => new URL(each.url).pathname).sort();
  const text = JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie]);
  return {names, cached, text};
}"""


class Shown(NamedTuple):
    """What people show, and what the server says."""

    valid: str
    replaced: str
    answers: dict[str, Answer]


@pytest.fixture
def shown() -> Shown:
    """One has a certificate, another's was replaced by a second dose an hour ago."""
    now = timezone.now()
    signer = ensure_signing_key(at=now - timedelta(days=1))
    ensure_list_key(at=now - timedelta(days=1))
    one, other = (certificates.vaccinated(date(2021, 8, day)) for day in (12, 13))
    certificates.sign_and_refresh([one.pk, other.pk], at=now - timedelta(hours=2))
    replaced = certificates.in_force(other.pk).text
    doses.dose(other, date(2021, 9, 20))
    certificates.sign_and_refresh([other.pk], at=now - timedelta(hours=1))
    publish_revocations(at=now)
    lists = [LISTS, f"{LISTS}/tin-cay", f"{LISTS}/thu-hoi/{signer.kid}"]
    scripts = ["/kiem-tra/sw.js", "/kiem-tra/doc-ma.js", "/kiem-tra/ung-dung.webmanifest"]
    answers = recorded([PAGE, *scripts, *lists])
    return Shown(certificates.in_force(one.pk).text, replaced, answers)


@pytest.fixture
def server(shown: Shown) -> Iterator[ThreadingHTTPServer]:
    with served(shown.answers) as started:
        yield started


@pytest.fixture
def browser(shown: Shown, tmp_path: Path) -> Iterator[Browser]:
    """A phone whose camera sees the valid certificate."""
    film = film_of(shown.valid, tmp_path / "film.y4m")
    with started_browser(*(flag.format(film=film) for flag in FAKE_CAMERA)) as started:
        yield started


@pytest.fixture
def context(browser: Browser, server: ThreadingHTTPServer) -> BrowserContext:
    return browser.new_context(
        base_url=f"http://127.0.0.1:{server.server_port}",
        viewport={"width": 360, "height": 740},
        permissions=["camera"],
    )


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The page after a first visit, when all that it needs is kept."""
    page = context.new_page()
    page.goto(PAGE)
    expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
    page.wait_for_function("navigator.serviceWorker.ready.then(ready => ready.active !== null)")
    return page


def paste(page: Page, text: str) -> None:
    page.get_by_text("Chọn ảnh hoặc dán nội dung mã").click()
    page.get_by_label("Nội dung mã QR").fill(text)
    page.get_by_role("button", name="Kiểm tra", exact=True).click()


def title(page: Page) -> str:
    heading = page.locator("[data-title]")
    expect(heading).to_be_visible()
    return heading.inner_text()


def test_a_certificate_is_scanned_where_there_is_no_network(
    page: Page, context: BrowserContext, server: ThreadingHTTPServer
) -> None:
    take_away(server)
    context.set_offline(True)
    page.reload()
    expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
    page.get_by_role("button", name="Quét bằng camera").click()
    assert title(page) == "Hợp lệ"
    result = page.locator("[data-result]")
    for text in (
        NAME,
        "03/04/1987",
        "1/2",
        "Vaxzevria",
        "12/08/2021 (cách đây",
        "Đối chiếu với giấy tờ",
    ):
        expect(result).to_contain_text(text)
    expect(page.locator("[data-video]")).to_be_hidden()
    page.get_by_role("button", name="Quét tiếp").click()
    assert title(page) == "Hợp lệ"


def test_each_answer_is_given_without_a_network(
    page: Page, context: BrowserContext, server: ThreadingHTTPServer, shown: Shown
) -> None:
    take_away(server)
    context.set_offline(True)
    page.reload()
    for text, expected in (
        (shown.valid, "Hợp lệ"),
        (shown.replaced, "Đã bị thay thế hoặc thu hồi"),
        (flipped(shown.valid), "Không hợp lệ"),
        ("HC1:ABC", "Không đọc được"),
    ):
        paste(page, text)
        assert title(page) == expected
        assert page.locator("[data-person]").is_visible() == (text == shown.valid)
        page.get_by_role("button", name="Quét tiếp").click()
        page.get_by_text("Chọn ảnh hoặc dán nội dung mã").click()


def test_nothing_is_sent_or_kept_but_the_rules_chosen(page: Page, shown: Shown) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_label("Kiểm tra theo").select_option("VN-SG-2021")
    paste(page, shown.valid)
    assert title(page) == "Thẻ vàng"
    expect(page.locator("[data-checks]")).to_contain_text("Đã tiêm ít nhất một mũi")
    page.get_by_role("button", name="Quét tiếp").click()
    kept = page.evaluate(KEPT)
    assert sent == []
    assert kept["names"] == ["sotiem-kiem-tra"]
    assert kept["cached"] == sorted([*offline.kept_files(), PAGE])
    assert "HC1" not in kept["text"]
    assert "Lộc" not in kept["text"]
    assert "Lộc" not in page.content()
    page.reload()
    expect(page.get_by_label("Kiểm tra theo")).to_have_value("VN-SG-2021")


def test_the_age_of_the_lists_and_a_wrong_clock_are_told(
    page: Page, server: ThreadingHTTPServer
) -> None:
    now, line = timezone.now(), page.locator("[data-look] [data-age]")
    take_away(server)
    for passed, text, tone in (
        (timedelta(minutes=1), "Danh sách lúc", "good"),
        (timedelta(days=4), "đã cũ 4 ngày", "waiting"),
        (timedelta(days=8), "quá cũ: 8", "problem"),
        (-timedelta(hours=1), "Giờ của máy này không khớp", "problem"),
    ):
        page.clock.set_fixed_time(now + passed)
        page.reload()
        expect(line).to_contain_text(text)
        expect(line).to_have_class(f"pub-age pub-age--{tone}")


def test_every_state_of_the_page_can_be_used_by_everybody(
    page: Page, context: BrowserContext, shown: Shown
) -> None:
    context.add_init_script(path=looking.AXE)
    page.reload()
    expect(page.locator("#verifier[data-ready=yes]")).to_be_visible()
    for width in (1280, 320, 360):
        page.set_viewport_size({"width": width, "height": 740})
        assert (looking.violations(page), looking.sideways(page)) == ([], [])
    for text in (shown.valid, shown.replaced, "HC1:ABC"):
        paste(page, text)
        title(page)
        assert (looking.violations(page), looking.sideways(page)) == ([], [])
        page.get_by_role("button", name="Quét tiếp").click()
        page.get_by_text("Chọn ảnh hoặc dán nội dung mã").click()


def test_a_first_visit_takes_less_than_seven_hundred_kilobytes(shown: Shown) -> None:
    names = [each.removeprefix("/static/") for each in offline.kept_files() if "static" in each]
    files = [Path(str(finders.find(name))).read_bytes() for name in names]
    bodies = [*files, *(answer.body for answer in shown.answers.values())]
    assert sum(len(gzip.compress(body, 9)) for body in bodies) <= 700_000


def test_without_scripts_the_page_leads_to_the_one_that_needs_none(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    (without,) = re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert "JavaScript" in without
    assert 'href="/kiem-tra/"' in without
