"""The book without a network: enciphered, opened by a code, reports sent once, nothing left."""

from typing import Any, Final

from playwright.sync_api import FilePayload, Page, expect

from tests.leaks import without_identifiers
from tests.stories import people
from tests.stories.browsing import Phone, look_up, prove
from tests.stories.conftest import Open
from tests.stories.system import System
from tests.stories.waiting import until

NAME: Final = "Trịnh Thị Vắng Mạng"
BORN: Final = "06/05/1979"
NUMBER: Final = "0905333444"
CODE: Final = "294175"
PLACE_TOLD: Final = "Trạm Y tế xã Không Sóng"
STORY: Final = "Tôi còn giữ phiếu giấy."
KEEP: Final = "/so-tiem/tren-may-nay/"
PHOTO: Final[FilePayload] = {
    "name": "phieu.jpg",
    "mimeType": "image/jpeg",
    "buffer": people.slip(people.TRUE_DAY),
}
BASE: Final = """const base = await new Promise((done) => {
    const asked = indexedDB.open("sotiem-book");
    asked.onsuccess = () => done(asked.result);
  });
  const all = (name) => new Promise((done) => {
    const asked = base.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result);
  });"""
KEPT: Final = f"""async () => {{
  {BASE}
  const text = (box) => box ? new TextDecoder().decode(box.data) : "";
  const vaults = (await all("vaults")).map((row) => JSON.stringify(row) + text(row.copy));
  const drafts = (await all("drafts")).map(
    (row) => JSON.stringify(row) + text(row.said) + row.photos.map(text));
  base.close();
  const cached = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      cached.push(await (await caches.match(request)).text());
  return JSON.stringify([vaults, drafts, cached.filter((one) => one.length < 60000),
    {{...localStorage}}, {{...sessionStorage}}]);
}}"""
GROW_OLDER: Final = f"""async (days) => {{
  {BASE}
  const [row] = await all("vaults");
  const store = base.transaction("vaults", "readwrite").objectStore("vaults");
  await new Promise((done) => {{
    store.put({{...row, at: row.at - days * 86400000}}).onsuccess = done;
  }});
  base.close();
}}"""
LEFT: Final = """async () => ({
  bases: (await indexedDB.databases()).map(({name}) => name),
  caches: await caches.keys(),
  texts: [{...localStorage}, {...sessionStorage}],
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
DRAFT: Final = f"""async () => {{
  {BASE}
  const [row] = await all("drafts");
  base.close();
  return row.id;
}}"""
REPORTS: Final = """
SELECT report.tracking_code, report.story, count(photo.id) FROM corrections_correctionreport report
LEFT JOIN corrections_evidence photo ON photo.report_id = report.id
WHERE report.claims::text LIKE %s GROUP BY report.id, 1, 2
"""


def test_the_book_opens_without_a_network_and_a_report_written_there_is_sent_once(
    system: System, open_window: Open
) -> None:
    system.program("tests.stories.a_recent_dose", "40", NAME, "1979-05-06", NUMBER)
    page, phone = open_window(width=360), Phone(open_window(), NUMBER)
    look_up(page, phone, name=NAME, born=BORN, number=NUMBER)
    keep(page)
    page.context.set_offline(True)
    the_book_opens_with_the_code_and_tells_its_age(page)
    a_report_waits(page)
    nothing_is_readable(page)
    a_report_is_mended(page)
    page.context.clear_cookies()  # her half hour is over
    page.context.set_offline(False)
    expect(waiting(page)).to_contain_text("Chờ bạn đăng nhập lại để gửi.")
    somebody_else_borrows_the_phone(page, Phone(open_window(), "0905333445"))
    assert reports(system) == []
    code = it_is_sent_when_she_is_back(page, phone, system)
    assert reports(system) == [(code, STORY, 1)]
    leave(page)


def test_what_was_not_brought_up_to_date_for_a_month_is_gone(
    system: System, open_window: Open
) -> None:
    number = "0905333446"
    page, phone = open_window(), Phone(open_window(), number)
    look_up(page, phone, name="Trịnh Văn Một Tháng", born=BORN, number=number)
    keep(page)
    page.evaluate(GROW_OLDER, 31)
    page.context.set_offline(True)
    page.goto("/so-tiem/chua-co-ho-so/")
    expect(page.locator("#kept")).to_contain_text("Máy này chưa giữ sổ nào.")
    until(lambda: page.evaluate(LEFT)["bases"] == page.evaluate(LEFT)["caches"] == [])


def keep(page: Page) -> None:
    page.get_by_role("link", name="Khi mất mạng").click()
    page.get_by_label("Chọn mã mở sổ").fill("123456")
    page.get_by_role("button", name="Giữ trên máy này").click()
    expect(page.locator("#kept")).to_contain_text("Mã này dễ đoán.")
    page.get_by_label("Chọn mã mở sổ").fill(CODE)
    page.get_by_label("Nhập lại mã").fill(CODE)
    page.get_by_role("button", name="Giữ trên máy này").click()
    expect(page.locator("#kept")).to_contain_text("Đã giữ. Từ nay sổ mở được cả khi mất mạng.")
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))


def the_book_opens_with_the_code_and_tells_its_age(page: Page) -> None:
    page.evaluate(GROW_OLDER, 1)
    page.goto("/so-tiem/ho-so/")
    assert NAME not in page.content()
    for typed, answer in (("111222", "Còn 9 lần thử."), (CODE, "hôm qua, 1 ngày trước.")):
        page.get_by_label("Mã mở sổ", exact=True).fill(typed)
        page.get_by_role("button", name="Mở sổ").click()
        expect(page.locator("#kept")).to_contain_text(answer)
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    expect(page.locator("#kept")).to_contain_text("FK0112")
    expect(page.locator("#kept .st-qr svg")).to_be_visible()


def a_report_waits(page: Page) -> None:
    page.get_by_role("link", name="Báo thiếu một mũi tiêm").click()
    page.get_by_label("Vắc xin").select_option("ASTRAZENECA")
    page.get_by_label("Ngày tiêm").fill(people.TRUE_DAY)
    page.get_by_label("Ảnh phiếu tiêm").set_input_files(PHOTO)
    page.get_by_role("button", name="Giữ lại để gửi").click()
    expect(page.locator("#kept")).to_contain_text("Hãy điền: Nơi tiêm.")
    page.get_by_label("Nơi tiêm").fill(PLACE_TOLD)
    page.get_by_role("button", name="Giữ lại để gửi").click()
    expect(waiting(page)).to_contain_text("Mũi tiêm nào còn thiếu?")
    expect(waiting(page)).to_contain_text("1 ảnh kèm theo")
    expect(waiting(page)).to_contain_text("Chờ có mạng để gửi.")


def nothing_is_readable(page: Page) -> None:
    kept = without_identifiers(page.evaluate(KEPT))
    assert "kept-told" in kept, "what is kept was looked at"
    for secret in (NAME, NUMBER, "FK0112", PLACE_TOLD, people.TRUE_DAY, CODE):
        assert secret not in kept


def a_report_is_mended(page: Page) -> None:
    page.get_by_role("button", name="Xem và sửa").click()
    expect(page.get_by_label("Nơi tiêm")).to_have_value(PLACE_TOLD)
    expect(page.locator("#kept")).to_contain_text("Đã giữ 1 ảnh.")
    page.get_by_label("Bạn muốn nói thêm điều gì?").fill(STORY)
    with page.expect_navigation():
        page.get_by_role("button", name="Giữ lại để gửi").click()
    expect(waiting(page).get_by_role("listitem")).to_have_count(1)


def somebody_else_borrows_the_phone(page: Page, phone: Phone) -> None:
    look_up(page, phone, name="Hồ Văn Mượn Máy", born="01/02/1990", number="0905333445")
    page.get_by_role("link", name="Khi mất mạng").click()
    expect(page.get_by_role("heading", name="Giữ sổ trên máy này")).to_be_visible()
    ready(page)
    expect(waiting(page)).to_be_hidden()
    assert PLACE_TOLD not in page.content()


def it_is_sent_when_she_is_back(page: Page, phone: Phone, system: System) -> str:
    page.context.clear_cookies()
    page.goto(KEEP)
    draft = page.evaluate(DRAFT)
    page.get_by_role("link", name="Đăng nhập bằng mã").click()
    prove(page, phone, name=NAME, born=BORN, number=NUMBER)
    expect(waiting(page)).to_contain_text("Đã gửi. Mã theo dõi:")
    answers = [_send_again(page, draft) for _ in range(2)]
    assert answers[0] == answers[1]
    expect(waiting(page)).to_contain_text(answers[0]["code"])
    return str(answers[0]["code"])


def _send_again(page: Page, draft: str) -> dict[str, str]:
    """Send the report once more, as a phone does whose answer was lost."""
    told = page.request.get(f"{KEEP}khoa/").json()
    said: dict[str, Any] = {
        "owner": told["owner"],
        "path": "/so-tiem/bao-thieu/",
        "submission_key": draft,
        "vaccine": "ASTRAZENECA",
        "administered_on": people.TRUE_DAY,
        "place": PLACE_TOLD,
        "story": STORY,
        "anyway": "1",
        "photos": PHOTO,
    }
    answer = page.request.post(told["send"], multipart=said, headers={"X-CSRFToken": told["csrf"]})
    answered: dict[str, str] = answer.json()
    return answered


def leave(page: Page) -> None:
    page.get_by_role("button", name="Thoát").click()
    page.wait_for_url("**/so-tiem/")
    left = page.evaluate(LEFT)
    assert left == {"bases": [], "caches": [], "texts": [{}, {}], "workers": 0}


def waiting(page: Page) -> Any:
    return page.locator("[data-part=waiting]")


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-kept-ready]", state="attached")


def reports(system: System) -> list[tuple[str, str, int]]:
    with system.sql() as connection:
        return list(connection.execute(REPORTS, [f"%{PLACE_TOLD}%"]).fetchall())
