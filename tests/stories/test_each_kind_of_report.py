"""Each other kind of report, from the health book to its effect on the record."""

from typing import Final, NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.stories import people
from tests.stories.browsing import Phone, look_up, sign_in
from tests.stories.conftest import Open
from tests.stories.reporting import accept, open_case, send_report, take_up
from tests.stories.system import System

WITH_TWO_DOSES: Final = """
SELECT version.full_name, to_char(version.birth_date::date, 'DD/MM/YYYY'), version.phone
FROM patients_patient patient
JOIN patients_patientversion version ON version.id = patient.current_id
JOIN doses_dose dose ON dose.patient_id = patient.id
JOIN doses_doseversion given ON given.id = dose.current_id AND given.status = 'completed'
WHERE length(version.birth_date) = 10 AND version.phone <> ''
    AND NOT EXISTS (
        SELECT FROM patients_patient AS namesake
        JOIN patients_patientversion AS told ON told.id = namesake.current_id
        WHERE told.phone = version.phone AND namesake.id <> patient.id
    )
    AND NOT EXISTS (
        SELECT FROM corrections_correctionreport report WHERE report.patient_id = patient.id
    )
GROUP BY patient.id, 1, 2, 3 HAVING count(*) = 2 ORDER BY patient.id LIMIT 2
"""


class Somebody(NamedTuple):
    name: str
    born: str
    number: str


class Desk(NamedTuple):
    """Two officers, each in a window of their own."""

    first: Page
    second: Page

    def decide(self, code: str, *, choose: str = "") -> None:
        """The first officer agrees, and the second one where it takes two."""
        take_up(self.first, code)
        if choose:
            self.first.get_by_label(choose).check()
        accept(self.first, "Đã đối chiếu với giấy tờ.")
        main = self.first.locator("main")
        expect(main.locator(".govuk-notification-banner")).to_be_visible()
        if "chờ cán bộ thứ hai" in main.inner_text():
            open_case(self.second, code, "Chờ người thứ hai")
            accept(self.second, "Đồng ý.")
            expect(self.second.locator("main")).to_contain_text("Đã chấp nhận")


@pytest.fixture
def desk(open_window: Open) -> Desk:
    officers = Desk(open_window(), open_window())
    sign_in(officers.first, "canbo1")
    sign_in(officers.second, "canbo2")
    return officers


def test_each_kind_of_report_ends_in_its_effect(
    system: System, open_window: Open, desk: Desk
) -> None:
    with system.sql() as connection:
        one, other = map(Somebody._make, connection.execute(WITH_TWO_DOSES).fetchall())
    page, phone = open_window(width=360), Phone(open_window(), one.number)
    look_up(page, phone, name=one.name, born=one.born, number=one.number)
    a_certificate_is_issued_anew(page, phone, desk)
    renamed = a_name_is_put_right(page, phone, desk, one)
    a_dose_recorded_twice_counts_once(page, phone, desk)
    a_second_record_is_joined(page, phone, desk, other)
    a_dose_of_somebody_else_leaves(page, phone, desk)
    expect(page.get_by_role("heading", level=1)).to_contain_text(renamed)


def a_certificate_is_issued_anew(page: Page, phone: Phone, desk: Desk) -> None:
    old = certificate(page)
    page.get_by_role("link", name="Báo giấy chứng nhận sai").click()
    page.get_by_label("Giấy sai, mất hoặc chưa có thế nào?").fill(
        "Ảnh giấy của tôi bị người khác dùng."
    )
    desk.decide(send_report(page, phone))
    open_book(page)
    assert certificate(page) != old
    expect(page.locator("main")).to_contain_text("được thay lúc")


def a_name_is_put_right(page: Page, phone: Phone, desk: Desk, who: Somebody) -> str:
    right = f"{who.name.rpartition(' ')[0]} Quỳnh"
    page.get_by_role("link", name="Báo thông tin cá nhân sai").click()
    page.get_by_label("Họ và tên").fill(right)
    code = send_report(page, phone, people.slip(people.TRUE_DAY))
    desk.decide(code)
    open_book(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(right)
    return right


def a_dose_recorded_twice_counts_once(page: Page, phone: Phone, desk: Desk) -> None:
    open_details(page)
    page.get_by_role("link", name="Mũi này bị ghi hai lần").last.click()
    page.get_by_role("radio").first.check()
    desk.decide(send_report(page, phone))
    open_book(page)
    expect(dropped(page)).to_have_count(1)


def a_second_record_is_joined(page: Page, phone: Phone, desk: Desk, other: Somebody) -> None:
    page.get_by_role("link", name="Tôi còn một hồ sơ khác").click()
    page.get_by_label("Họ và tên").fill(other.name)
    page.get_by_label("Ngày sinh").fill(other.born)
    page.get_by_label("Số điện thoại").fill(other.number)
    desk.decide(send_report(page, phone), choose=other.born)
    open_book(page)
    expect(page.locator("main")).to_contain_text("Hồ sơ này ghép từ 2 hồ sơ của bạn")


def a_dose_of_somebody_else_leaves(page: Page, phone: Phone, desk: Desk) -> None:
    open_details(page)
    page.get_by_role("link", name="Mũi này là của người khác").last.click()
    page.get_by_label("Bạn muốn nói thêm điều gì?").fill("Hôm đó tôi ở quê.")
    desk.decide(send_report(page, phone))
    open_book(page)
    expect(dropped(page)).to_have_count(2)


def open_book(page: Page) -> None:
    page.goto("/so-tiem/ho-so/")


def open_details(page: Page) -> None:
    for summary in page.get_by_text("Sai theo cách khác?").all():
        summary.click()


def dropped(page: Page) -> Locator:
    """What tells of doses that they no longer count."""
    return page.locator(".st-card__title", has_text="Nhập nhầm, không tính")


def certificate(page: Page) -> str:
    """The number of the certificate in force."""
    return page.get_by_text("Số giấy:").first.inner_text()
