"""The head of a facility looks at what waits for its signature, and signs."""

import re
from datetime import date

import pytest
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.certificates.facts import DoseWay
from sotiem.certificates.models import AwaitedDose, Confirmation
from sotiem.foundation.models import AuditEntry
from sotiem.portals.facility.views import confirming
from tests.factories import (
    accounts,
    certificates,
    confirmations,
    doses,
    imports,
    patients,
    reference,
)
from tests.portals.facility.conftest import browser_of

pytestmark = pytest.mark.django_db
LIST = "/co-so/79101/xac-nhan/"
GROUP = f"{LIST}nhom/?ngay=2021-08-12&nguon=test"


@pytest.fixture
def head() -> Client:
    certificates.signing_key()
    confirmations.after_review()
    doses.dose(patients.patient())
    doses.dose(patients.patient(patients.facts(full_name="Lê Văn Mẫu", cccd="")))
    return browser_of(accounts.user((Role.HEAD, reference.facility().path)))


def sent(client: Client) -> dict[str, str]:
    page = client.get(GROUP).content.decode()
    return dict(re.findall(r'type="hidden" name="(day|origin|seen)" value="([^"]*)"', page))


def test_what_waits_is_listed_shown_and_signed(head: Client) -> None:
    page = head.get(LIST).content.decode()
    assert "ngay=2021-08-12&amp;nguon=test" in page
    page = head.get(GROUP).content.decode()
    assert "Nguyễn Thị Bảo Lộc" in page
    assert "03/04/1987" in page
    assert AuditEntry.objects.filter(action="patient.viewed").count() == 2
    answer = head.post(f"{LIST}ky/", sent(head))
    assert answer["Location"] == f"{LIST}?vua=1"
    page = head.get(answer["Location"]).content.decode()
    assert "Cơ sở đã ký xác nhận" in page
    assert "Không có mũi nào chờ xác nhận." in page
    assert Confirmation.objects.get().doses == 2
    assert head.get(GROUP).status_code == 404


def test_what_came_meanwhile_is_shown_before_it_is_signed(head: Client) -> None:
    stale = sent(head)
    doses.dose(patients.patient(patients.facts(full_name="Trần Thị Mới", cccd="")))
    answer = head.post(f"{LIST}ky/", stale)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "đã thay đổi so với lúc bạn mở trang" in page
    assert "Trần Thị Mới" in page
    assert not Confirmation.objects.exists()
    assert AwaitedDose.objects.count() == 3


def test_a_clerk_sees_what_waits_and_does_not_sign(head: Client) -> None:
    clerk = browser_of(accounts.user((Role.CLERK, reference.facility().path)))
    assert "Mũi chờ xác nhận" in clerk.get("/co-so/79101/").content.decode()
    page = clerk.get(GROUP).content.decode()
    assert "Người phụ trách cơ sở ký xác nhận ở trang này." in page
    assert 'action="/co-so/79101/xac-nhan/ky/"' not in page
    assert clerk.post(f"{LIST}ky/", sent(head)).status_code == 403


def test_nobody_elsewhere_sees_it(head: Client) -> None:
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    stranger = browser_of(accounts.user((Role.HEAD, elsewhere.path)))
    assert stranger.get(LIST).status_code == 404
    assert stranger.get(GROUP).status_code == 404
    assert stranger.post(f"{LIST}ky/", sent(head)).status_code == 404


@pytest.mark.parametrize("query", ["", "?ngay=hom-qua&nguon=test", "?ngay=2021-08-12&nguon=x"])
def test_a_group_that_is_none_is_not_found(head: Client, query: str) -> None:
    assert head.get(f"{LIST}nhom/{query}").status_code == 404


def test_long_groups_are_read_by_pages(head: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "_PER_PAGE", 1)
    first = head.get(GROUP).content.decode()
    second = head.get(f"{GROUP}&trang=2").content.decode()
    assert ("Nguyễn Thị Bảo Lộc" in first, "Lê Văn Mẫu" in first) == (True, False)
    assert ("Nguyễn Thị Bảo Lộc" in second, "Lê Văn Mẫu" in second) == (False, True)
    assert "trang=2" in first


def test_a_sheet_is_called_by_its_file_and_nothing_is_said_where_nothing_waits() -> None:
    certificates.signing_key()
    by = imports.clerk()
    clerk = browser_of(accounts.user((Role.CLERK, reference.facility().path)))
    assert "Mũi chờ xác nhận" not in clerk.get("/co-so/79101/").content.decode()
    confirmations.after_review(DoseWay.SHEET)
    imports.committed(imports.sheet(imports.row()), by=by)
    page = clerk.get(LIST).content.decode()
    assert "Tệp danh-sach.xlsx" in page
    assert date(2021, 9, 14).strftime("%d/%m/%Y") in page
