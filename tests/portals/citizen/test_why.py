"""Why does it say 0 doses? What is told, to whom, and what is told to nobody."""

from datetime import date

import pytest
from django.test import Client

from sotiem.corrections.facts import ReportKind
from sotiem.corrections.operations import accept_report
from sotiem.imports.models import WaitingRow
from sotiem.patients.models import Patient
from sotiem.portals.citizen.why import SLIPS
from tests.factories import corrections, deadlines, doses, imports, patients, reference
from tests.factories.corrections import AT
from tests.portals.citizen.conftest import PHONE, SignIn

pytestmark = pytest.mark.django_db
WHY = "/so-tiem/vi-sao/"
SLIP = {
    "vaccine": "ASTRAZENECA",
    "administered_on": "12/08/2021",
    "lot_number": "FK0112",
    "place": "Trạm Y tế Bình Minh",
    "number": "",
}
ELSEWHERE = "Mũi này nằm trong một hồ sơ khác"
PERHAPS = "Chưa thấy mũi nào khớp đủ với phiếu."


def known_as(full_name: str, **facts: str) -> Patient:
    return patients.patient(
        patients.facts(full_name=full_name, **{"phone": "0909999999", "cccd": "", **facts})
    )


def asks(browser: Client, **changes: str) -> str:
    return browser.post(WHY, {**SLIP, **changes}).text


def nobody_on_record(sign_in: SignIn, full_name: str = "Nguyễn Thị Bảo Lộc") -> Client:
    """Somebody who proved a phone and is on no record under it."""
    browser = sign_in(None)
    session = browser.session
    session["looking_up"] = {
        "code": "", "by": "phone", "full_name": full_name, "birth_date": "1987-04-03",
    }  # fmt: skip
    session.save()
    return browser


def test_a_dose_in_the_record_of_a_near_namesake_is_found_by_the_slip(sign_in: SignIn) -> None:
    mistyped = known_as("Nguyễn Thị Bửu Lộc")
    doses.dose(mistyped)
    page = asks(sign_in(patients.patient()))
    assert ELSEWHERE in page
    assert "/so-tiem/bao-hai-ho-so/" in page
    assert "Bửu" not in page
    assert "0909999999" not in page


def test_under_another_phone_it_is_found_by_a_number_on_the_slip(sign_in: SignIn) -> None:
    doses.dose(known_as("Nguyễn Thị Bảo Lộc", cccd="079187001234"))
    browser = nobody_on_record(sign_in)
    assert PERHAPS in asks(browser, lot_number="")
    page = asks(browser, lot_number="", number="079187001234")
    assert ELSEWHERE in page
    assert "/so-tiem/bao-chua-co/?vaccine=ASTRAZENECA" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"administered_on": "13/08/2021"},
        {"vaccine": "COMIRNATY"},
        {"place": "Trạm Y tế khác"},
        {"lot_number": "FK9999"},
        {"lot_number": ""},
        {"lot_number": "", "number": "079187009999"},
    ],
)
def test_who_knows_less_than_the_slip_says_learns_nothing_of_a_stranger(
    sign_in: SignIn, wrong: dict[str, str]
) -> None:
    """The same page, whether the stranger is on record or not."""
    without = asks(nobody_on_record(sign_in), **wrong)
    doses.dose(known_as("Nguyễn Thị Bảo Lộc", cccd="079187001234"))
    page = asks(nobody_on_record(sign_in), **wrong)
    assert PERHAPS in page
    assert ELSEWHERE not in page
    assert without.count("st-card") == page.count("st-card")


def test_without_a_slip_nothing_is_said_of_anybody_else(sign_in: SignIn) -> None:
    doses.dose(known_as("Nguyễn Thị Bảo Lộc"))
    page = nobody_on_record(sign_in).get(WHY).text
    assert "Không có phản ánh đang mở" in page
    assert "st-card" not in page


def test_slips_are_counted(sign_in: SignIn) -> None:
    browser = nobody_on_record(sign_in)
    for number in range(SLIPS):
        assert PERHAPS in asks(browser, lot_number=f"X{number}")
    assert browser.post(WHY, SLIP).status_code == 429


def waiting(sign_in: SignIn, phone: str) -> str:
    """A row that waits for a person at the facility, under a phone."""
    by = imports.clerk()
    known_as("Nguyễn Thị Bảo Lộc", phone="0908888888")
    doubtful = imports.row(name="Nguyễn Thị Bảo Lộc", number="", phone=phone, born="1987")
    imports.committed(imports.sheet(doubtful), by=by)
    assert WaitingRow.objects.exists()
    return nobody_on_record(sign_in).get(WHY).text


def test_a_row_that_waits_under_one_s_phone_is_told_with_its_facility(sign_in: SignIn) -> None:
    page = waiting(sign_in, PHONE)
    assert "Mũi tiêm đang chờ ở cơ sở" in page
    assert "Trạm Y tế Bình Minh đã gửi mũi ngày 14/09/2021" in page


def test_a_row_that_waits_under_another_phone_is_not(sign_in: SignIn) -> None:
    page = waiting(sign_in, "0909999999")
    assert "Trạm Y tế Bình Minh" not in page


def test_such_a_row_is_told_by_the_slip(sign_in: SignIn) -> None:
    waiting(sign_in, "0909999999")
    browser = nobody_on_record(sign_in)
    assert "Mũi tiêm đang chờ ở cơ sở" in asks(browser, administered_on="14/09/2021")
    assert "Mũi tiêm đang chờ ở cơ sở" not in asks(
        browser, administered_on="14/09/2021", lot_number=""
    )


def test_a_facility_behind_with_entry_says_how_far_and_until_when(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, day = reference.facility(), date(2021, 8, 12)
    deadlines.entered(here, 3, day)
    deadlines.says_used(monkeypatch, {here: {day: 5}})
    deadlines.deadline()
    page = asks(sign_in(known_as("Lê Văn Cường", phone=PHONE, birth_date="1960-01-01")))
    assert "báo đã tiêm 5 mũi ngày 12/08/2021, mới nhập 3 mũi" in page
    assert "trước hết ngày 20/09/2021" in page
    assert "/so-tiem/bao-thieu/?vaccine=ASTRAZENECA" in page


def test_an_open_report_and_a_withdrawn_dose_are_told_at_once(sign_in: SignIn) -> None:
    person = patients.patient()
    dose = doses.dose(person)
    report = corrections.about(dose, kind=ReportKind.NEVER_RECEIVED, claim=None)
    browser = sign_in(person)
    assert f"Phản ánh {report.tracking_code} chưa có kết quả" in browser.get(WHY).text
    for place in range(2):
        officer = corrections.officer()
        if place == 0:
            corrections.taken_up(report, officer)
        accept_report(report_id=report.pk, note="Đúng", by=officer, at=AT)
    page = browser.get(WHY).text
    assert "Một mũi đã bị đánh dấu nhập nhầm" in page
    assert "/so-tiem/bao-thieu/?administered_on=12%2F08%2F2021" in page


def test_a_dose_that_is_there_is_told_to_be_there(sign_in: SignIn) -> None:
    person = patients.patient()
    doses.dose(person)
    assert "Mũi này đã có trong hồ sơ của bạn" in asks(sign_in(person))


def test_the_report_begins_with_what_the_slip_said(sign_in: SignIn) -> None:
    browser = sign_in(patients.patient())
    page = browser.get(
        "/so-tiem/bao-thieu/?vaccine=ASTRAZENECA&administered_on=12/08/2021&lot_number=FK0112"
        "&place=Tr%E1%BA%A1m"
    ).text
    assert 'value="12/08/2021"' in page
    assert 'value="FK0112"' in page
    assert '<option value="ASTRAZENECA" selected' in page


def test_a_slip_that_cannot_be_read_is_told_by_its_fields(sign_in: SignIn) -> None:
    answer = sign_in(patients.patient()).post(WHY, {**SLIP, "administered_on": "31/02/2021"})
    assert answer.status_code == 422
