"""The board: each level sees who is behind, and can act."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from sotiem.accounts.facts import Role
from sotiem.deadlines.models import (
    DeadlineException,
    EntryDeadline,
    Reminder,
    ReminderPhone,
    Standing,
)
from sotiem.deadlines.operations import choose_phone, count_standings
from sotiem.facilities.models import Facility
from sotiem.portals.office.scopes import names_of
from tests.factories import accounts, deadlines, reference, stock
from tests.portals.facility.conftest import browser_of

pytestmark = pytest.mark.django_db

DAY, NEXT = date(2021, 8, 12), date(2021, 8, 13)
ELSEWHERE = "vn/2025:96"


@pytest.fixture
def here() -> Facility:
    return reference.facility()


@pytest.fixture
def there() -> Facility:
    return reference.facility("79102", "Trạm Y tế Bình An")


@pytest.fixture
def deadline(here: Facility, there: Facility, monkeypatch: pytest.MonkeyPatch) -> EntryDeadline:
    """Far ahead: one facility lacks 7 of 10 doses, the other 1 of 2."""
    deadlines.entered(here, 3, DAY)
    deadlines.entered(there, 1, DAY)
    deadlines.says_used(monkeypatch, {here: {DAY: 6, NEXT: 4}, there: {DAY: 2}})
    made = deadlines.deadline("vn", enter_by=timezone.localdate() + timedelta(days=9))
    return count_standings(deadline_id=made.pk, at=timezone.now())


@pytest.fixture
def officer(deadline: EntryDeadline) -> Client:
    return browser_of(accounts.user((Role.OFFICER, "vn")))


@pytest.fixture
def city(here: Facility) -> str:
    """The province of both facilities."""
    return "/".join(here.path.split("/")[:2])


def page(browser: Client, address: str) -> str:
    response = browser.get(address)
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def board(deadline: EntryDeadline, path: str = "", name: str = "deadline") -> str:
    address = reverse(f"deadlines:{name}", args=[deadline.public_id])
    return f"{address}?noi={path}" if path else address


def test_an_officer_sees_the_deadlines_of_her_area(
    officer: Client, deadline: EntryDeadline, city: str
) -> None:
    shown = page(officer, reverse("deadlines:board"))
    assert deadline.name in shown and "Cả nước" in shown
    elsewhere = deadlines.deadline(ELSEWHERE, name="Đợt của nơi khác")
    lower = browser_of(accounts.user((Role.OFFICER, city)))
    shown = page(lower, reverse("deadlines:board"))
    assert deadline.name in shown and elsewhere.name not in shown


def test_each_level_leads_to_the_next(officer: Client, deadline: EntryDeadline, city: str) -> None:
    here = reference.facility()
    shown = page(officer, board(deadline))
    assert "8" in shown and f"noi={city.replace(':', '%3A')}" in shown
    shown = page(officer, board(deadline, city))
    commune = here.path.rpartition("/")[0]
    assert f"noi={commune.replace(':', '%3A')}" in shown
    shown = page(officer, board(deadline, commune))
    assert shown.index("Trạm Y tế Bình Minh") < shown.index("Trạm Y tế Bình An")
    assert "Không nhập 7 ngày qua" in shown
    shown = page(officer, board(deadline, here.path))
    assert "Nhắc cơ sở này" in shown and "Gia hạn cho cơ sở này" in shown


def test_a_lower_officer_sees_her_area_only(
    deadline: EntryDeadline, here: Facility, city: str
) -> None:
    lower = browser_of(accounts.user((Role.OFFICER, city)))
    assert names_of([city])[city] in page(lower, board(deadline))
    assert lower.get(board(deadline, "vn")).status_code == 404
    assert lower.get(board(deadline, ELSEWHERE)).status_code == 404
    assert "Gia hạn cho cơ sở này" not in page(lower, board(deadline, here.path))
    other = browser_of(accounts.user((Role.OFFICER, ELSEWHERE)))
    assert other.get(board(deadline, city)).status_code == 404


def test_the_facilities_furthest_behind_come_first_page_by_page(
    officer: Client, deadline: EntryDeadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.portals.deadlines.views.board.PER_PAGE", 1)
    first = page(officer, board(deadline, name="behind"))
    assert "Trạm Y tế Bình Minh" in first and "Trạm Y tế Bình An" not in first
    second = page(officer, board(deadline, name="behind") + "?noi=vn&sau=7-0-79101")
    assert "Trạm Y tế Bình An" in second and "Trạm Y tế Bình Minh" not in second


def test_a_reminder_is_shown_before_it_is_sent_and_reaches_each_once(
    officer: Client, deadline: EntryDeadline
) -> None:
    shown = page(officer, board(deadline, name="remind"))
    assert "2 cơ sở sẽ thấy lời nhắc" in shown and "không có tin nhắn nào được gửi" in shown
    there = reference.facility("79102")
    clerk = accounts.staff((Role.CLERK, there.path))
    choose_phone(facility=there, phone="0901234567", by=clerk, at=timezone.now())
    shown = page(officer, board(deadline, name="remind"))
    assert "1 cơ sở đã để số điện thoại" in shown and "cơ sở 79102 còn 1 mũi" in shown
    assert not Reminder.objects.exists()
    for sent in ("Đã nhắc 2 cơ sở", "Đã nhắc 0 cơ sở"):
        response = officer.post(board(deadline, name="send"), {"noi": "vn"})
        assert sent in " ".join(response.content.decode().split())
    assert Reminder.objects.count() == 2
    assert "đều đã được nhắc hôm nay" in page(officer, board(deadline, name="remind"))


def test_a_facility_is_given_more_time_with_a_reason(
    officer: Client, deadline: EntryDeadline, here: Facility
) -> None:
    address = reverse("deadlines:exception", args=[deadline.public_id, here.code])
    until = timezone.localdate() + timedelta(days=30)
    told = {"until": f"{until:%d/%m/%Y}", "reason": "Mất điện do bão"}
    assert officer.post(address, {**told, "reason": ""}).status_code == 422
    assert officer.post(address, {**told, "until": "01/09/2021"}).status_code == 422
    assert officer.post(address, told).status_code == 302
    assert DeadlineException.objects.get().until == until
    shown = page(officer, board(deadline, here.path))
    assert "Được gia hạn đến" in shown
    assert f"phải nhập xong trước khi hết ngày {until:%d/%m/%Y}. Còn 30 ngày." in shown
    assert "Mất điện do bão" in page(officer, address)


def test_an_officer_sets_a_deadline(officer: Client) -> None:
    told = {
        "name": "Đợt tháng 9",
        "given_since": "01/09/2021",
        "given_until": "15/09/2021",
        "enter_by": "20/09/2021",
        "jurisdiction": "vn",
    }
    page(officer, reverse("deadlines:new"))
    backwards = {**told, "enter_by": "10/09/2021"}
    assert officer.post(reverse("deadlines:new"), backwards).status_code == 422
    elsewhere = {**told, "jurisdiction": ELSEWHERE}
    assert officer.post(reverse("deadlines:new"), elsewhere).status_code == 422
    assert officer.post(reverse("deadlines:new"), told).status_code == 302
    assert EntryDeadline.objects.get(name="Đợt tháng 9").counted_at


def test_a_sheet_holds_every_facility(officer: Client, deadline: EntryDeadline) -> None:
    response: Any = officer.get(board(deadline, name="csv"))
    lines = response.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines] == ["Mã cơ sở", "79101", "79102"]


def test_a_name_is_no_formula_in_a_spreadsheet(
    officer: Client, deadline: EntryDeadline, here: Facility
) -> None:
    Facility.objects.filter(pk=here.pk).update(name="=1+1")
    response: Any = officer.get(board(deadline, name="csv"))
    assert ",'=1+1," in response.content.decode()


def test_a_workbook_holds_the_same_with_numbers_as_numbers(
    officer: Client, deadline: EntryDeadline
) -> None:
    answer: Any = officer.get(board(deadline, name="xlsx"))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Mã cơ sở", "79101", "79102"]
    assert rows[1][rows[0].index("Còn thiếu")] == 7


def test_paper_has_a_page_for_each_level(
    officer: Client, deadline: EntryDeadline, city: str
) -> None:
    shown = page(officer, board(deadline, name="printable"))
    titles = ("Tỉnh, thành phố: Cả nước", "Xã, phường: Cả nước", "Cơ sở: Cả nước")
    assert [shown.index(title) for title in titles] == sorted(map(shown.index, titles))
    assert shown.count('class="st-sheet"') == 4 and "Trạm Y tế Bình Minh" in shown
    assert page(officer, board(deadline, city, name="printable")).count('class="st-sheet"') == 3
    alone = page(officer, board(deadline, reference.facility().path, name="printable"))
    assert alone.count('class="st-sheet"') == 1


def test_paper_says_how_many_it_does_not_name(
    officer: Client, deadline: EntryDeadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.portals.deadlines.views.sheets.ROWS_ON_PAPER", 1)
    shown = page(officer, board(deadline, name="printable"))
    assert "Và 1 nơi khác" in shown and "Trạm Y tế Bình Minh" in shown


def test_the_wall_asks_itself_again_at_the_same_place(
    officer: Client, deadline: EntryDeadline, city: str
) -> None:
    shown = page(officer, board(deadline, city, name="wall") + "&cap=co-so")
    asked = f'hx-get="?noi={quote(city, safe="")}&amp;cap=co-so"'
    assert asked in shown and 'hx-trigger="every 60s"' in shown
    assert shown.index("Trạm Y tế Bình Minh") < shown.index("Trạm Y tế Bình An")
    lower = browser_of(accounts.user((Role.OFFICER, ELSEWHERE)))
    assert lower.get(board(deadline, city, name="wall")).status_code == 404


def test_places_stand_in_the_order_asked_for(officer: Client, deadline: EntryDeadline) -> None:
    """One lacks 7 of 10, the other 1 of 2 but enters nothing in time."""
    there = reference.facility("79102")
    Standing.objects.filter(facility=there).update(due_on=date(2021, 9, 1))
    names = ("Trạm Y tế Bình Minh", "Trạm Y tế Bình An")

    def order(asked: str) -> bool:
        shown = page(officer, f"{board(deadline, 'vn')}&cap=co-so&xep={asked}")
        first, second = (shown.index(name, shown.index('id="places"')) for name in names)
        return first < second

    assert [order(asked) for asked in ("thieu", "ty-le", "du-bao", "x")] == [
        True, True, False, True,
    ]  # fmt: skip
    shown = page(officer, f"{board(deadline, 'vn')}&cap=co-so")
    assert "Dự báo trễ hạn: 2 nơi" in shown and shown.index(names[1]) < shown.index('id="places"')


def test_every_level_below_can_be_listed_and_none_above(
    officer: Client, deadline: EntryDeadline, city: str
) -> None:
    assert names_of([city])[city] in page(officer, f"{board(deadline, 'vn')}&cap=tinh")
    lower = browser_of(accounts.user((Role.OFFICER, city)))
    shown = page(lower, f"{board(deadline, city)}&cap=tinh")
    assert "Xã, phường" in shown and "Tỉnh, thành phố</a>" not in shown


def test_the_trend_of_an_area_is_the_sum_of_its_facilities(
    officer: Client, deadline: EntryDeadline, here: Facility
) -> None:
    deadlines.entered(here, 2, DAY, at=timezone.now())
    officer.post(board(deadline, name="count"), {"noi": "vn"})
    shown = page(officer, board(deadline))
    assert "Nhập trong ngày, nhiều nhất 2" in shown
    assert "Còn thiếu cuối ngày, nhiều nhất 8" in shown
    assert Standing.objects.get(facility=here).missing_by_day[-2:] == [7, 5]


def test_who_told_nothing_stands_above_those_who_lack_some(
    officer: Client, deadline: EntryDeadline, here: Facility
) -> None:
    """600 doses in store and not a word of them."""
    silent = reference.facility("79103", "Trạm Y tế Im Lặng")
    reference.facility("79104", "Trạm Y tế Chưa Mở")
    stock.received(600, facility=silent, moved_on=DAY)
    officer.post(board(deadline, name="count"), {"noi": "vn"})
    commune = here.path.rpartition("/")[0]
    shown = page(officer, board(deadline, commune))
    rows = shown.partition('id="places"')[2]
    assert rows.index("Trạm Y tế Im Lặng") < rows.index("Trạm Y tế Bình Minh")
    assert rows.index("Trạm Y tế Bình An") < rows.index("Trạm Y tế Chưa Mở")
    assert "kho có 600 liều, chưa ghi dùng, chưa nhập mũi nào" in shown
    assert "3 trên 4 cơ sở còn thiếu" in shown and "1 cơ sở không có vắc xin" in shown
    behind = page(officer, board(deadline, name="behind"))
    assert "Trạm Y tế Im Lặng" in behind and "Trạm Y tế Chưa Mở" not in behind
    assert "600 liều chưa báo" in page(officer, board(deadline))
    assert "Trạm Y tế Im Lặng" in page(officer, board(deadline, name="printable"))


def test_a_silent_facility_is_told_what_to_do(deadline: EntryDeadline) -> None:
    silent = reference.facility("79103", "Trạm Y tế Im Lặng")
    own = browser_of(accounts.user((Role.CLERK, silent.path)))
    home = reverse("facility:facility", args=[silent.code])
    line = reverse("deadlines:facility", args=[silent.code])
    assert "Không có gì phải nhập" in page(own, line)
    stock.received(600, facility=silent, moved_on=DAY)
    assert "kho có 600 liều, chưa ghi dùng" in page(own, home)
    assert "hãy ghi số đã dùng ở Kho vắc xin" in page(own, line)


def test_counting_again_does_not_wait(officer: Client, deadline: EntryDeadline, city: str) -> None:
    before = deadline.counted_at
    assert officer.post(board(deadline, name="count"), {"noi": city}).status_code == 302
    deadline.refresh_from_db()
    assert before and deadline.counted_at and deadline.counted_at > before


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
def test_a_facility_sees_its_own_line_and_what_to_do(
    deadline: EntryDeadline, here: Facility, there: Facility, role: Role
) -> None:
    own = browser_of(accounts.user((role, here.path)))
    shown = page(own, reverse("deadlines:facility", args=[here.code]))
    assert "12/08/2021" in shown and "13/08/2021" in shown and "Việc tiếp theo" in shown
    assert own.get(reverse("deadlines:facility", args=[there.code])).status_code == 404


def test_a_dose_entered_is_seen_at_once(deadline: EntryDeadline, here: Facility) -> None:
    own = browser_of(accounts.user((Role.CLERK, here.path)))
    home = reverse("facility:facility", args=[here.code])
    assert "Còn 7 mũi tiêm chưa nhập" in page(own, home)
    deadlines.entered(here, 2, DAY, at=datetime.now(UTC))
    assert "Còn 5 mũi tiêm chưa nhập" in page(own, home)


def test_a_facility_says_where_its_reminders_go(deadline: EntryDeadline, here: Facility) -> None:
    own = browser_of(accounts.user((Role.CLERK, here.path)))
    address = reverse("deadlines:phone", args=[here.code])
    assert own.post(address, {"phone": "12"}).status_code == 422
    assert own.post(address, {"phone": "0901234567"}).status_code == 302
    assert ReminderPhone.objects.get().phone == "0901234567"


def test_a_facility_without_a_deadline_has_no_line(here: Facility) -> None:
    own = browser_of(accounts.user((Role.CLERK, here.path)))
    assert "hạn nhập liệu nào" in page(own, reverse("deadlines:facility", args=[here.code]))
    assert "Xem hạn nhập liệu" not in page(own, reverse("facility:facility", args=[here.code]))


def test_the_pages_ask_the_database_a_fixed_number_of_times(
    officer: Client, deadline: EntryDeadline, django_assert_max_num_queries: Any
) -> None:
    commune = reference.facility().path.rpartition("/")[0]
    for address in (board(deadline), board(deadline, commune), board(deadline, name="behind")):
        with django_assert_max_num_queries(13):
            page(officer, address)
