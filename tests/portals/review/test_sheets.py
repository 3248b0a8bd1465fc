"""The pages of a sheet of corrections."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.doses.models import Dose
from sotiem.foundation.identifiers import new_submission_key
from sotiem.foundation.models import AuditEntry
from sotiem.mending.models import MendingSheet
from sotiem.mending.operations import (
    carry_out_corrections,
    check,
    check_corrections,
    undo_corrections,
)
from sotiem.mending.states import SheetStatus
from sotiem.patients.models import Patient
from tests.factories import doses, mending, patients
from tests.factories.mending import AT, row_of
from tests.portals.review import desk

pytestmark = pytest.mark.django_db
ADDRESS = "/xu-ly/sua-theo-tep/"


def upload(client: Client, *rows: dict[str, str]) -> MendingSheet:
    file = SimpleUploadedFile("sua.csv", mending.content_of(*rows))
    answer = client.post(ADDRESS, {"sheet": file, "submission_key": new_submission_key()})
    assert answer.status_code == 302
    return MendingSheet.objects.latest("pk")


def checked(client: Client, user: User, *rows: dict[str, str]) -> MendingSheet:
    sheet = upload(client, *rows)
    return check_corrections(sheet_id=sheet.pk, by=staff_of(user, at=AT), at=AT)


def page(client: Client, sheet: MendingSheet, query: str = "") -> str:
    return client.get(f"{ADDRESS}{sheet.public_id}/{query}").content.decode()


def press(client: Client, sheet: MendingSheet, step: str, **given: str) -> str:
    address = f"{ADDRESS}{sheet.public_id}/{step}/"
    return client.post(address, given, follow=True).content.decode()


def the_dose() -> tuple[Patient, dict[str, str]]:
    patient = patients.patient()
    doses.dose(patient)
    cells = {"day": "12/08/2021", "vaccine": "AstraZeneca", "right_day": "13/08/2021"}
    return patient, row_of(patient, **cells)


def test_a_sheet_is_looked_at_corrected_and_undone_from_its_page() -> None:
    user, (patient, row) = desk.officer(), the_dose()
    client = desk.at_desk(user)
    sheet = upload(client, row, row_of(patient, full_name="Ai Khác", right_name="Ai Đó"))
    assert "Đang kiểm tra" in page(client, sheet)
    check_corrections(sheet_id=sheet.pk, by=staff_of(user, at=AT), at=AT)
    shown = page(client, sheet)
    assert "12/08/2021 → 13/08/2021" in shown
    assert patient.current.cccd not in shown
    assert AuditEntry.objects.filter(action="patient.viewed", patient_id=patient.pk).exists()
    assert "ghi họ tên khác" in page(client, sheet, "?nhom=khong-nhan")
    assert "Đang sửa" in press(client, sheet, "sua", note="Sổ giấy")
    by = staff_of(user, at=AT)
    carry_out_corrections(sheet_id=sheet.pk, by=by, second=None, at=AT)
    assert "Kết quả sửa hồ sơ" in page(client, sheet)
    assert Dose.objects.get().current.administered_on == date(2021, 8, 13)
    assert "Đang hoàn tác" in press(client, sheet, "hoan-tac", note="Nhầm sổ")
    undo_corrections(sheet_id=sheet.pk, by=by, at=AT)
    assert "Đã hoàn tác cả tệp" in page(client, sheet)
    assert Dose.objects.get().current.administered_on == date(2021, 8, 12)


def test_words_that_are_missing_are_asked_for_on_the_page() -> None:
    user, (_, row) = desk.officer(), the_dose()
    client = desk.at_desk(user)
    sheet = checked(client, user, row)
    assert "Hãy ghi căn cứ sửa hồ sơ." in press(client, sheet, "sua", note="")
    assert "Đã bỏ" in press(client, sheet, "bo")
    assert "Tệp này đã chuyển sang bước khác." in press(client, sheet, "duyet")


def test_a_second_officer_finds_the_sheet_and_agrees() -> None:
    user, patient = desk.officer("vn"), patients.patient()
    client, other = desk.at_desk(user), desk.at_desk(desk.officer("vn"))
    sheet = checked(client, user, row_of(patient, right_phone="0912345678"))
    assert "cả tệp chờ một cán bộ khác" in page(client, sheet)
    press(client, sheet, "sua", note="Sổ giấy")
    assert "cần cán bộ thứ hai duyệt" in press(client, sheet, "duyet")
    assert "sua.csv" in other.get(ADDRESS).content.decode()
    assert "0912345678" not in page(other, sheet)
    press(other, sheet, "duyet")
    sheet.refresh_from_db()
    assert sheet.status == SheetStatus.COMMITTING


def test_an_officer_elsewhere_does_not_see_a_sheet() -> None:
    user, (_, row) = desk.officer("vn"), the_dose()
    sheet = checked(desk.at_desk(user), user, row)
    elsewhere = desk.at_desk(desk.officer("vn/2025:48"))
    assert elsewhere.get(f"{ADDRESS}{sheet.public_id}/").status_code == 403


def test_a_file_that_is_none_and_one_without_our_columns_are_told() -> None:
    user = desk.officer()
    client = desk.at_desk(user)
    file = SimpleUploadedFile("anh.jpg", b"\xff\xd8\xff")
    answer = client.post(ADDRESS, {"sheet": file, "submission_key": new_submission_key()})
    assert answer.status_code == 422
    assert "Hãy chọn tệp." in client.post(ADDRESS, {}).content.decode()
    table = SimpleUploadedFile("x.csv", b"a,b,c,d\n1,2,3,4\n")
    client.post(ADDRESS, {"sheet": table, "submission_key": new_submission_key()})
    sheet = MendingSheet.objects.get()
    check_corrections(sheet_id=sheet.pk, by=staff_of(user, at=AT), at=AT)
    assert "Không tìm thấy dòng tên cột" in page(client, sheet)


def test_the_template_and_the_file_with_results_are_workbooks() -> None:
    user, (_, row) = desk.officer(), the_dose()
    client = desk.at_desk(user)
    sheet = checked(client, user, row)
    assert "Mã phản ánh" in texts_of(client, "tep-mau/")
    results = texts_of(client, f"{sheet.public_id}/ket-qua/")
    assert "Mã phản ánh" in results
    assert "Sẽ sửa" in results


def texts_of(client: Client, address: str) -> str:
    """All that stands in a downloaded workbook."""
    with zipfile.ZipFile(io.BytesIO(client.get(ADDRESS + address).content)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist()).decode(errors="replace")


def test_who_waits_for_the_check_sees_how_many_rows_were_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user, (_patient, row) = desk.officer(), the_dose()
    client = desk.at_desk(user)
    sheet, seen = upload(client, row, row, row), []

    def look(*given: object, **named: object) -> list[object]:
        seen.append(page(client, sheet))
        return []

    monkeypatch.setattr(check, "TOLD_EVERY", 2)
    monkeypatch.setattr(check, "judge", lambda rows, **_: (look() for _ in rows))
    check_corrections(sheet_id=sheet.pk, by=staff_of(user, at=AT), at=AT)
    assert ["0 trên 3 dòng." in seen[1], "2 trên 3 dòng." in seen[2]] == [True, True]
