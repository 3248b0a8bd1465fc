"""Somebody from the press, on a phone without scripts: who was worst, and was it told so then?"""

import json
import os
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.stories.conftest import Open
from tests.stories.system import System
from tests.stories.walking import SCREENSHOTS


def test_the_worst_five_are_found_then_and_now_and_the_file_says_the_same(
    system: System, open_window: Open, tmp_path: Path
) -> None:
    told = json.loads(system.program("tests.stories.published_days"))
    before, day = told["days"]
    page = open_window(width=360, java_script_enabled=False)
    page.goto("/so-lieu/")
    main = page.locator("main")
    expect(main).to_contain_text("Vắc xin đã nhận (liều)")
    expect(main).to_contain_text("Sổ này đúng đến đâu")
    keep(page, "country")
    page.get_by_role("link", name="Bảng chín cột của năm 2021").click()
    choose_day(page, day)
    page.get_by_label("Xếp theo").select_option(label="Đã tiêm trên thực tế phân bổ")
    with page.expect_navigation():
        form_of(page, "Xếp theo").get_by_role("button", name="Xem").click()
    expect(main).to_contain_text("5 nơi kém nhất")
    worst = page.locator("section[aria-labelledby=worst-title] li")
    names = [line.rpartition(": ")[0] for line in worst.all_inner_texts()]
    assert names == told["worst"]
    keep(page, "table")
    share = worst.first.inner_text().rpartition(": ")[2]
    assert share == "37,5%"  # 1.500 of 4.000
    worst.first.get_by_role("link").click()
    expect(main).to_contain_text(f"Số liệu đến hết ngày {shown(day)}")
    assert tile(page, "Số mũi tiêm") == "1.500"
    expect(page.locator("#record")).to_contain_text("Kho báo đã dùng 1.540 liều, sổ có 1.500 mũi")
    assert in_file(page, tmp_path) == "1500"
    keep(page, "province")
    choose_day(page, before)
    expect(main).to_contain_text(f"Số liệu đến hết ngày {shown(before)}")
    assert tile(page, "Số mũi tiêm") == "1.000"
    assert in_file(page, tmp_path) == "1000"


def form_of(page: Page, label: str) -> Locator:
    return page.locator("form").filter(has=page.get_by_label(label))


def choose_day(page: Page, day: str) -> None:
    label = "Xem số liệu như đã công bố cho ngày"
    page.get_by_label(label).fill(day)
    with page.expect_navigation():
        form_of(page, label).get_by_role("button", name="Xem").click()


def tile(page: Page, label: str) -> str:
    return (
        page.locator(".st-figure-number", has_text=label)
        .locator(".st-figure-number__value")
        .first.inner_text()
    )


def in_file(page: Page, folder: Path) -> str:
    """The doses in the first line of the file that is handed out."""
    with page.expect_download() as handed_out:
        page.get_by_role("link", name="CSV").first.click()
    path = folder / handed_out.value.suggested_filename
    handed_out.value.save_as(path)
    heads, totals, *_ = path.read_text(encoding="utf-8-sig").splitlines()
    return dict(zip(heads.split(","), totals.split(","), strict=True))["doses"]


def shown(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def keep(page: Page, name: str) -> None:
    """What the page looks like, for who asks for it."""
    if not os.environ.get("SOTIEM_SCREENSHOTS"):
        return
    for language in ("vi", "en"):
        page.context.add_cookies(
            [{"name": "django_language", "value": language, "url": page.url.split("/so-lieu")[0]}]
        )
        page.reload()
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(
                path=SCREENSHOTS / f"press-{name}-{width}-{language}.png", full_page=True
            )
    page.set_viewport_size({"width": 360, "height": 900})
    page.context.clear_cookies()
    page.reload()
