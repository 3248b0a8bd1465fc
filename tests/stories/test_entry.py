"""Doses at a session: scanned, kept while there is no network, sent once."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.leaks import without_identifiers
from tests.stories.browsing import FLAGS, sign_in
from tests.stories.conftest import context_of
from tests.stories.system import System
from tests.stories.waiting import until

QUYNH: Final = "079190004321|012345678|Phạm Thị Quỳnh|05061990|Nữ|12 Đường Mẫu, Tân Tạo|01012022"
BINH: Final = "079085001111||Trần Văn Bình|01021985|Nam|Xã Bình Chánh, TP.HCM|01012022|x|y"
TAM: Final = "079150002222||Lê Thị Tám|07081950|Nữ|Xã Bình Chánh, TP.HCM|01012022"
DOSES: Final = """
SELECT count(*) FROM campaigns_entry entry
WHERE entry.dose_id IS NOT NULL AND entry.said -> 'person' ->> 'full_name' = %s
"""
RAW: Final = """async () => {
  const asked = indexedDB.open("sotiem-entries");
  const base = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const rows = await new Promise((done) => {
    const all = base.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => done(all.result);
  });
  const cached = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      cached.push(await (await caches.match(request)).text());
  const text = rows.map((row) => JSON.stringify(row) + new TextDecoder().decode(row.data));
  return JSON.stringify([text, cached.filter((one) => one.length < 200000), {...sessionStorage}]);
}"""


def a_day(system: System) -> str:
    """Where a session of today stands, at which no slip was typed yet."""
    return system.program("tests.stories.a_day_open").strip()


@pytest.fixture(scope="module")
def day(system: System) -> str:
    return a_day(system)


@pytest.fixture(scope="module")
def clerk(browser: Browser, system: System) -> Iterator[BrowserContext]:
    context = context_of(browser, system)
    sign_in(context.new_page(), "nhaplieu")
    yield context
    context.close()


@pytest.fixture
def page(clerk: BrowserContext, day: str) -> Iterator[Page]:
    page = clerk.new_page()
    page.goto(f"{day}mui/")
    ready(page)
    yield page
    clerk.set_offline(False)
    page.close()


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-entry-ready]")


def scan(page: Page, card: str) -> None:
    page.keyboard.type(card)
    page.keyboard.press("Enter")


def told(page: Page, words: str) -> None:
    expect(page.locator("[data-outcome]")).to_contain_text(words)


def doses_of(system: System, name: str) -> int:
    with system.sql() as connection:
        found = connection.execute(DOSES, [name]).fetchone()
    assert found is not None
    return int(found[0])


def test_a_scanned_card_and_enter_record_a_dose(page: Page, system: System) -> None:
    page.get_by_label("Điện thoại").focus()
    scan(page, QUYNH)
    expect(page.get_by_label("Họ và tên")).to_have_value("Phạm Thị Quỳnh")
    expect(page.get_by_label("Ngày sinh")).to_have_value("05/06/1990")
    expect(page.get_by_label("Số CMND")).to_have_value("012345678")
    expect(page.get_by_label("Giới tính")).to_have_value("female")
    expect(page.get_by_label("Điện thoại")).to_have_value("")
    expect(page.locator("[data-found]")).to_contain_text("hồ sơ mới")
    page.keyboard.press("Enter")
    told(page, "Đã ghi: Phạm Thị Quỳnh")
    expect(page.get_by_label("Họ và tên")).to_be_focused()
    expect(page.get_by_label("Họ và tên")).to_have_value("")
    assert doses_of(system, "Phạm Thị Quỳnh") == 1
    scan(page, QUYNH)
    told(page, "Đã đọc thẻ")
    page.keyboard.press("Enter")
    told(page, "đã có một mũi trong ngày")
    assert doses_of(system, "Phạm Thị Quỳnh") == 1


def test_without_a_network_doses_wait_unreadable_and_are_sent_once(
    page: Page, clerk: BrowserContext, system: System, day: str
) -> None:
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    queue = page.locator("[data-queue]")
    clerk.set_offline(True)
    scan(page, BINH)
    page.keyboard.press("Enter")
    told(page, "Đã giữ trên máy")
    page.reload()
    ready(page)
    expect(queue).to_contain_text("Đang ngoại tuyến")
    expect(queue).to_contain_text("1 mũi đang chờ gửi")
    scan(page, TAM)
    told(page, "Đã đọc thẻ")
    page.get_by_label("Số lô").fill("KHONGCO")
    page.keyboard.press("Control+Enter")
    expect(queue).to_contain_text("2 mũi đang chờ gửi")
    kept = without_identifiers(page.evaluate(RAW))
    for secret in ("Trần Văn Bình", "079085001111", "Lê Thị Tám", "1985"):
        assert secret not in kept
    assert doses_of(system, "Trần Văn Bình") == 0
    with page.expect_request("**/gui-bu/") as asked:
        clerk.set_offline(False)
    batch = asked.value.post_data or ""
    expect(queue).to_contain_text("Đã gửi hết")
    assert doses_of(system, "Trần Văn Bình") == 1
    for _time in range(2):
        assert _send_again(page, f"{day}mui/", batch) == ["recorded", "waiting"]
    assert doses_of(system, "Trần Văn Bình") == 1
    page.goto(f"{day}viec/")
    expect(page.locator("main")).to_contain_text("Lê Thị Tám")
    expect(page.locator("main")).to_contain_text("Không có lô này")
    page.get_by_role("link", name="Lê Thị Tám").click()
    page.get_by_label("Số lô").fill("FH5127")
    page.get_by_role("button", name="Ghi mũi này").click()
    expect(page.locator("main")).to_contain_text("Đã xử lý gần đây")
    assert doses_of(system, "Lê Thị Tám") == 1


def _send_again(page: Page, address: str, batch: str) -> list[str]:
    csrf = page.evaluate(f"fetch('{address}khoa/').then((one) => one.json())")["csrf"]
    answer: Any = page.evaluate(
        """([address, csrf, body]) => fetch(address, {method: "POST", body,
        headers: {"Content-Type": "application/json", "X-CSRFToken": csrf}})
        .then((one) => one.json())""",
        [f"{address}gui-bu/", csrf, batch],
    )
    return [one["outcome"] for one in answer["answers"]]


def test_paper_is_typed_by_keyboard_alone(page: Page, system: System) -> None:
    page.goto(f"{a_day(system)}phieu/")
    expect(page.locator("[data-left]")).to_contain_text("Còn 30 phiếu")
    for text in ("Võ Thị Chín", "1949", "", "", "", ""):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-row] [data-said=saved]")).to_have_count(1)
    expect(page.locator("[data-left]")).to_contain_text("Còn 29 phiếu")
    expect(page.locator("tr[data-row] >> nth=1").get_by_label("Họ và tên")).to_be_focused()
    assert doses_of(system, "Võ Thị Chín") == 1


def test_paper_typed_without_a_network_waits_and_the_next_slip_is_typed(
    page: Page, clerk: BrowserContext, system: System, day: str
) -> None:
    page.goto(f"{day}phieu/")
    ready(page)
    clerk.set_offline(True)
    page.get_by_label("Số phiếu, dòng 1", exact=True).fill("21")
    page.get_by_label("Họ và tên, dòng 1", exact=True).fill("Bùi Văn Mười")
    page.get_by_label("Ngày sinh, dòng 1", exact=True).fill("1951")
    page.keyboard.press("Control+Enter")
    row = page.locator("tr[data-row] >> nth=0")
    expect(row).to_contain_text("Chờ gửi")
    expect(page.locator("[data-queue]")).to_contain_text("1 mũi đang chờ gửi")
    expect(page.get_by_label("Họ và tên, dòng 2", exact=True)).to_be_focused()
    clerk.set_offline(False)
    expect(row).to_contain_text("Đã ghi")
    expect(page.locator("[data-queue]")).to_contain_text("Đã gửi hết")
    assert doses_of(system, "Bùi Văn Mười") == 1


@pytest.mark.parametrize(
    ("status", "words"), [(502, "máy chủ đang trục trặc"), (404, "Máy chủ không nhận")]
)
def test_a_server_that_fails_is_not_called_a_lost_network(
    page: Page, system: System, status: int, words: str
) -> None:
    queue, name = page.locator("[data-queue]"), f"Hồ Thị Lỗi {'AB'[status == 404]}"
    page.route("**/gui-bu/", lambda route: route.fulfill(status=status, body="<h1>?</h1>"))
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Ngày sinh").fill("1962")
    page.keyboard.press("Control+Enter")
    told(page, "Đã giữ trên máy")
    expect(queue).to_contain_text(words)
    expect(queue).to_contain_text("1 mũi đang chờ gửi")
    expect(queue).not_to_contain_text("ngoại tuyến")
    page.unroute("**/gui-bu/")
    expect(queue).to_contain_text("Đã gửi hết")
    assert doses_of(system, name) == 1


def test_a_dose_the_server_fails_on_does_not_hold_up_the_others(
    page: Page, clerk: BrowserContext, system: System
) -> None:
    queue = page.locator("[data-queue]")
    clerk.set_offline(True)
    for name in ("Kẹt Văn Một", "Trôi Văn Hai"):
        page.get_by_label("Họ và tên").fill(name)
        page.get_by_label("Ngày sinh").fill("1963")
        page.keyboard.press("Control+Enter")
        told(page, f"Đã giữ trên máy, sẽ gửi khi có mạng: {name}")

    def fail(route: Route) -> None:
        if "Kẹt Văn Một" in str(route.request.post_data_json):
            route.fulfill(status=500, body="")
        else:
            route.continue_()

    page.route("**/gui-bu/", fail)
    clerk.set_offline(False)
    expect(queue).to_contain_text("1 mũi đang chờ gửi")
    assert doses_of(system, "Trôi Văn Hai") == 1
    page.unroute("**/gui-bu/")
    expect(queue).to_contain_text("Đã gửi hết")
    assert doses_of(system, "Kẹt Văn Một") == 1


def test_what_waits_outlives_a_session_and_is_sent_by_its_own_clerk_alone(
    browser: Browser, system: System, day: str
) -> None:
    tablet = context_of(browser, system)
    try:
        page = tablet.new_page()
        sign_in(page, "nhaplieu")
        page.goto(f"{day}mui/")
        ready(page)
        tablet.clear_cookies(name="sessionid")
        page.get_by_label("Họ và tên").fill("Mai Thị Hết")
        page.get_by_label("Ngày sinh").fill("1964")
        page.keyboard.press("Control+Enter")
        told(page, "Đã giữ trên máy")
        queue = page.locator("[data-queue]")
        expect(queue).to_contain_text("Phiên đăng nhập đã hết")
        expect(queue.get_by_role("link", name="Đăng nhập")).to_be_visible()
        sign_in(page, "tiepdon")
        page.goto(f"{day}mui/")
        ready(page)
        expect(queue).to_contain_text("1 mũi của đồng nghiệp khác đang chờ trên máy này")
        expect(queue).not_to_contain_text("Mai Thị Hết")
        assert doses_of(system, "Mai Thị Hết") == 0
        tablet.clear_cookies(name="sessionid")
        sign_in(page, "nhaplieu")
        page.goto(f"{day}mui/")
        ready(page)
        expect(queue).to_contain_text("Đã gửi hết")
        assert doses_of(system, "Mai Thị Hết") == 1
    finally:
        tablet.close()


def test_the_camera_reads_a_card(
    clerk: BrowserContext, system: System, day: str, tmp_path: Path
) -> None:
    film = tmp_path / "card.y4m"
    film.write_bytes(film_of(QUYNH))
    flags = [
        *FLAGS,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    clerk.storage_state(path=tmp_path / "state.json")
    state = json.loads((tmp_path / "state.json").read_text())
    chromium = clerk.browser
    assert chromium is not None
    started = chromium.browser_type.launch(executable_path=shutil.which("chromium"), args=flags)
    try:
        context = context_of(started, system, storage_state=state, permissions=["camera"])
        page = context.new_page()
        page.goto(f"{day}mui/")
        ready(page)
        page.get_by_role("button", name="Quét thẻ bằng máy ảnh").click()
        expect(page.get_by_label("Họ và tên")).to_have_value("Phạm Thị Quỳnh")
        expect(page.locator("[data-video]")).to_be_hidden()
    finally:
        started.close()


def film_of(text: str) -> bytes:
    """A card held still before the camera."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    width, height = 640, 480
    drawn = Image.fromarray(code.to_image(scale=6)).convert("L")
    picture = Image.new("L", (width, height), 255)
    picture.paste(drawn, ((width - drawn.width) // 2, (height - drawn.height) // 2))
    grey = bytes([128]) * (width * height // 2)
    head = f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode()
    return head + (b"FRAME\n" + picture.tobytes() + grey) * 10
