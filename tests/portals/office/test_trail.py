import re
from datetime import date, datetime

import pytest
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.foundation.audit import seal_trail
from sotiem.foundation.models import AuditSeal
from tests.factories import corrections, doses, patients
from tests.portals.office import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor() -> Client:
    return people.at_work((Role.AUDITOR, "vn"))


def test_the_trail_says_what_was_done_without_naming_anybody(auditor: Client) -> None:
    corrections.wrong()
    page = auditor.get("/can-bo/nhat-ky/").content.decode()
    assert "Đã gửi phản ánh" in page
    assert "Chưa có niêm phong nào" in page
    for secret in ("Bảo Lộc", "0901234567", "079187001234", "Chính người"):
        assert secret not in page


def test_the_trail_shows_the_last_seal(auditor: Client, at: datetime) -> None:
    AuditSeal.objects.create(
        number=7,
        sealed_at=at,
        last_transaction=1,
        last_entry=1,
        entries=1,
        previous_hash="0" * 64,
        hash="ab" * 32,
    )
    page = auditor.get("/can-bo/nhat-ky/").content.decode()
    assert "Số 7" in page
    assert "abababababababab" in page
    assert "ab" * 32 not in page
    assert "sotiem check" in page


def test_the_trail_is_filtered_by_action_and_goes_on_by_key(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.portals.office.views.trail.ENTRIES_A_PAGE", 2)
    person = patients.patient()
    for number in range(5):
        doses.dose(person, date(2021, 8, number + 1))
    rows, address = 0, "/can-bo/nhat-ky/?viec=dose.recorded"
    while address:
        page = auditor.get(address).content.decode()
        table = page.partition('id="dong"')[2]
        rows += table.count("Ghi mũi tiêm")
        assert "Lập hồ sơ" not in table
        found = re.search(
            r'href="([^"]+)"[^>]*>(?:<svg.*?</svg>)?Cũ hơn|rel="next" href="([^"]+)"', page
        )
        address = (found[1] or found[2]).replace("&amp;", "&") if found else ""
    assert rows == 5


@pytest.mark.parametrize("key", ["x", "-1", "٣", "9" * 30])
def test_a_key_that_is_no_number_is_no_page(auditor: Client, key: str) -> None:
    assert auditor.get("/can-bo/nhat-ky/", {"truoc": key}).status_code == 404


@pytest.mark.parametrize(
    "grant", [(Role.ADMINISTRATOR, "vn"), (Role.OFFICER, "vn"), (Role.AUDITOR, "vn/2025:79")]
)
def test_only_auditors_of_the_country_read_the_trail(grant: tuple[Role, str]) -> None:
    assert people.at_work(grant).get("/can-bo/nhat-ky/").status_code == 403


def test_entries_waiting_for_a_seal_are_counted(auditor: Client, at: datetime) -> None:
    page = auditor.get("/can-bo/nhat-ky/").content.decode()
    waiting = re.search(r"Dòng đang chờ niêm phong.*?<dd[^>]*>\s*(\d+)", page, re.DOTALL)
    assert waiting is not None
    assert int(waiting[1]) == 2
    assert seal_trail(at=at) == 0  # this test's own transaction still runs


def test_each_role_finds_its_own_work_at_home() -> None:
    for role, hrefs in (
        (
            Role.OFFICER,
            [
                "/xu-ly/",
                "/xu-ly/sua-theo-tep/",
                "/bang-dieu-hanh/",
                "/bang-dieu-hanh/tiem-chung/",
                "/can-bo/doi-so/",
                "/xu-ly/doi-so/",
                "/xu-ly/yeu-cau-du-lieu/",
                "/can-bo/dang-ky/",
                "/can-bo/giam-ho/",
                "/can-bo/phan-ung/",
                "/xu-ly/trung-ho-so/",
                "/can-bo/cong-bo/",
                "/han-nhap/",
                "/cung-ung/",
                "/thu-hoi-lo/",
                "/can-bo/khoa-truy-cap/",
            ],
        ),
        (Role.KEEPER, ["/cung-ung/"]),
        (Role.AUDITOR, ["/bang-dieu-hanh/", "/bang-dieu-hanh/tiem-chung/", "/can-bo/nhat-ky/"]),
        (
            Role.ADMINISTRATOR,
            [
                "/bang-dieu-hanh/",
                "/bang-dieu-hanh/tiem-chung/",
                "/cung-ung/",
                "/thu-hoi-lo/",
                "/can-bo/tai-khoan/",
                "/can-bo/ky-xac-nhan/",
                "/can-bo/mo-hinh/",
                "/can-bo/kenh/",
            ],
        ),
    ):
        page = people.at_work((role, "vn")).get("/can-bo/").content.decode()
        assert all(f'href="{href}"' in page for href in hrefs)
        assert page.count("st-card--link") == len(hrefs)
    assert "chưa được giao việc nào" in people.at_work().get("/can-bo/").content.decode()
