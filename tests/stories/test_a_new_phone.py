"""Her old SIM is gone: a clerk replaces the number with her papers, and the old one says no."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.stories.browsing import Phone, look_up, sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

NAME, BORN, CCCD = "Phan Thị Mất Máy", "07/09/1983", "079183007788"
OLD, NEW = "0905444001", "0905444002"
WHO = {"name": NAME, "born": BORN}


def test_a_phone_is_replaced_at_the_desk_and_given_back_after_an_objection(
    system: System, open_window: Open
) -> None:
    system.program("tests.stories.a_recent_dose", "13", NAME, "1983-09-07", OLD, CCCD)
    told_where_to_go(open_window(width=360, java_script_enabled=False))
    clerk = open_window()
    sign_in(clerk, "nhaplieu")
    at_the_desk(clerk, Phone(open_window(), NEW))
    mine = open_window(width=360)
    look_up(mine, Phone(open_window(), NEW), **WHO, number=NEW)
    expect(mine.get_by_role("heading", level=1)).to_contain_text(NAME)
    mine.goto("/so-tiem/nhat-ky/")
    expect(mine.locator("main")).to_contain_text("Đổi số điện thoại của bạn ở quầy")
    objected(open_window(width=360, java_script_enabled=False), Phone(open_window(), OLD))
    frozen(open_window(), Phone(open_window(), NEW))
    officer = open_window()
    sign_in(officer, "canbo1")
    decided(officer)
    Phone(open_window(), OLD).told("so nay mo duoc ho so")
    back = open_window()
    look_up(back, Phone(open_window(), OLD), **WHO, number=OLD)
    expect(back.get_by_role("heading", level=1)).to_contain_text(NAME)


def told_where_to_go(page: Page) -> None:
    page.goto("/so-tiem/")
    page.get_by_text("Tôi không còn dùng số đó").click()
    expect(page.locator("main")).to_contain_text("bất kỳ cơ sở tiêm chủng hay trạm y tế nào")


def at_the_desk(clerk: Page, phone: Phone) -> None:
    """Papers, the number from now on, and the code that she reads out."""
    clerk.goto("/can-bo/")
    clerk.get_by_role("link", name="Đổi số điện thoại", exact=True).click()
    clerk.get_by_label("Họ và tên").fill(NAME)
    clerk.get_by_label("Ngày sinh").fill(BORN)
    clerk.get_by_label("Số CCCD hoặc CMND").fill(CCCD)
    clerk.get_by_role("button", name="Tìm hồ sơ").click()
    expect(clerk.locator("main")).to_contain_text("Chưa đủ để biết chắc")
    given = timezone.localdate() - timedelta(days=13)
    clerk.get_by_label("Ngày tiêm trên phiếu").fill(f"{given:%d/%m/%Y}")
    clerk.get_by_label("Nơi tiêm").fill("79001")
    clerk.get_by_role("button", name="Tìm hồ sơ").click()
    expect(clerk.locator("main")).to_contain_text("•••••••001")
    assert OLD not in clerk.content()
    clerk.get_by_label("Thẻ căn cước").check()
    clerk.get_by_label("Mất điện thoại hoặc mất SIM").check()
    clerk.get_by_label("Số điện thoại mới").fill(NEW)
    before = phone.messages()
    clerk.get_by_role("button", name="Gửi mã đến số mới").click()
    clerk.get_by_label("Mã xác thực").fill(phone.code_after(before))
    clerk.get_by_role("button", name="Đổi số").click()
    expect(clerk.get_by_role("heading", level=1)).to_contain_text("Đã đổi số")


def objected(page: Page, old: Phone) -> None:
    said = old.told("thay so nay")
    assert not any(word in said for word in (NAME, "Phan", "1983", CCCD, NEW))
    found = re.search(r"/doi-so/\S+", said)
    assert found
    page.goto(found[0])
    assert NAME not in page.content()
    page.get_by_label("Bạn muốn nói thêm điều gì?").fill("Tôi vẫn giữ số này.")
    page.get_by_role("button", name="Tôi phản đối").click()
    expect(page.locator("main")).to_contain_text("Đã ghi phản đối của bạn")


def frozen(page: Page, phone: Phone) -> None:
    page.goto("/so-tiem/")
    page.get_by_label("Họ và tên").fill(NAME)
    page.get_by_label("Ngày sinh").fill(BORN)
    page.get_by_label("Số điện thoại", exact=True).check()
    page.get_by_label("Số điện thoại, hoặc").fill(NEW)
    before = phone.messages()
    page.locator("main form button").click()
    page.get_by_label("Mã xác thực").fill(phone.code_after(before))
    page.locator("main form button").click()
    expect(page.locator("main")).to_contain_text("có người phản đối")


def decided(officer: Page) -> None:
    officer.goto("/xu-ly/doi-so/")
    officer.get_by_role("row", name="•••••••001").get_by_role("link").click()
    main = officer.locator("main")
    expect(main).to_contain_text("Tôi vẫn giữ số này.")
    expect(main).to_contain_text("Hồ sơ được mở bằng số điện thoại vừa đổi")
    officer.get_by_label("Số cũ, như trước khi đổi").check()
    officer.get_by_label("Lý do").fill("Đã gặp người có hồ sơ.")
    officer.get_by_role("button", name="Quyết định").click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("trả lại số cũ")
