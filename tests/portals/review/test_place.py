"""An officer puts a report under its right kind, page by page."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from sotiem.corrections.facts import DoseClaim, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import ReportStatus
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.triage.operations import sort_reports
from tests.factories import corrections, doses, patients, reference
from tests.portals.review import desk

pytestmark = pytest.mark.django_db
STEP = "xep-lai/"


@pytest.fixture
def dose() -> Dose:
    return doses.dose(patients.patient())


def loaded(called: str = ReportKind.DOSE_WRONG, **given: Any) -> CorrectionReport:
    """A loaded report that lies on the desk of the tests."""
    return corrections.loaded(called, unit=desk.path(), **given)


def page(report: CorrectionReport, kind: ReportKind | None = None) -> str:
    asked = {"loai": kind.value} if kind else {}
    return unescape(desk.at_desk().get(desk.case(report, STEP), asked).content.decode())


def placed(report: CorrectionReport, kind: ReportKind, **given: str) -> str:
    sent = {"loai": kind.value, "xep-note": "Phiếu ghi ngày khác"}
    sent |= {f"xep-{name}": value for name, value in given.items()}
    answer = desk.at_desk().post(desk.case(report, STEP), sent, follow=True)
    report.refresh_from_db()
    return unescape(answer.content.decode())


def test_the_case_says_what_its_channel_called_it_and_leads_there(dose: Dose) -> None:
    report = loaded()
    shown = desk.at_desk().get(desk.case(report)).content.decode()
    assert "Người gửi chọn:" in shown
    assert desk.case(report, STEP) in shown


def test_the_kind_that_the_channel_named_is_chosen_first(dose: Dose) -> None:
    shown = page(loaded())
    (chosen,) = re.findall(r'<input[^>]*value="(\w+)"[^>]*checked', shown)
    assert chosen == ReportKind.DOSE_WRONG


def test_the_dose_that_is_plainly_meant_is_chosen_and_the_claim_stands_in_the_form(
    dose: Dose,
) -> None:
    shown = page(loaded(), ReportKind.DOSE_WRONG)
    assert str(dose.public_id) in shown
    assert "checked" in shown
    assert 'value="13/08/2021"' in shown
    assert "Nguyễn Thị Bảo Lộc" not in shown


def test_a_loaded_report_becomes_one_of_a_dose_that_is_wrong(dose: Dose) -> None:
    report = loaded()
    shown = placed(
        report, ReportKind.DOSE_WRONG, about=str(dose.public_id), administered_on="13/08/2021"
    )
    assert "Đã xếp lại phản ánh." in shown
    assert "Xếp lại: Chưa có hồ sơ nào → Thông tin mũi tiêm sai" in shown
    assert (report.dose, report.status) == (dose, ReportStatus.UNDER_REVIEW)
    assert report.said.dose == DoseClaim(administered_on=date(2021, 8, 13))


def test_only_what_differs_from_the_record_is_claimed(dose: Dose) -> None:
    report = loaded()
    placed(
        report,
        ReportKind.DOSE_WRONG,
        about=str(dose.public_id),
        vaccine="ASTRAZENECA",
        administered_on="12/08/2021",
        lot_number="fk 0113",
        place=reference.facility().name,
    )
    assert report.said.dose == DoseClaim(lot_number="FK0113")


def test_a_person_is_put_right_by_what_the_sender_told_of_her(dose: Dose) -> None:
    report = loaded(ReportKind.PERSON_WRONG, claim=DoseClaim())
    placed(
        report,
        ReportKind.PERSON_WRONG,
        about=str(dose.patient.public_id),
        full_name="Nguyễn Thị Bảo Ngọc",
        birth_date="03/04/1987",
    )
    assert report.said.change.full_name == "Nguyễn Thị Bảo Ngọc"
    assert report.said.change.birth_date is None


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_kind_has_a_page(dose: Dose, kind: ReportKind) -> None:
    shown = page(loaded(), kind)
    assert "Xếp lại phản ánh" in shown
    assert "Vì sao xếp như vậy?" in shown


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (ReportKind.NEVER_RECEIVED, {}),
        (ReportKind.CERTIFICATE, {}),
        (ReportKind.NOT_MINE, {"full_name": "Lê Văn Khác", "birth_date": "1990"}),
        (ReportKind.TWO_RECORDS, {"full_name": "Nguyễn Thị Bửu Lộc", "birth_date": "1987"}),
        (
            ReportKind.DOSE_MISSING,
            {"vaccine": "ASTRAZENECA", "administered_on": "20/09/2021", "place": "Trạm lưu động"},
        ),
    ],
)
def test_the_other_kinds_are_taken_too(dose: Dose, kind: ReportKind, given: dict[str, str]) -> None:
    report = loaded()
    about = dose if kind in (ReportKind.NEVER_RECEIVED, ReportKind.NOT_MINE) else dose.patient
    placed(report, kind, about=str(about.public_id), **given)
    assert (report.kind, report.patient_id) == (kind, dose.patient_id)


def test_a_doubled_dose_names_the_one_that_stays(dose: Dose) -> None:
    again = doses.dose(dose.patient, date(2021, 8, 14))
    report = loaded(ReportKind.DOSE_TWICE)
    placed(report, ReportKind.DOSE_TWICE, about=str(again.public_id), same_as=str(dose.public_id))
    assert (report.dose, report.said.same_as) == (again, dose.pk)


def test_what_is_missing_or_unreadable_is_told_beside_its_field(dose: Dose) -> None:
    report = loaded()
    shown = placed(report, ReportKind.DOSE_WRONG, about="", administered_on="32/13/2021", note="")
    assert "Hãy chọn một mục." in shown
    assert "Hãy nhập một ngày có trong lịch" in shown
    assert "Hãy ghi vì sao xếp lại phản ánh." in shown
    assert report.kind == ReportKind.NOTHING_RECORDED


def test_what_another_officer_holds_is_not_placed(dose: Dose) -> None:
    report = loaded()
    desk.taken_up(desk.at_desk(), report)
    assert "đang do người khác giữ" in page(report)
    told = placed(report, ReportKind.NEVER_RECEIVED, about=str(dose.public_id))
    assert "Vì sao xếp như vậy?" not in told
    assert report.kind == ReportKind.NOTHING_RECORDED


def test_who_was_shown_reads_of_it_on_her_trail(dose: Dose) -> None:
    report = loaded()
    page(report, ReportKind.DOSE_WRONG)
    entry = AuditEntry.objects.get(action="patient.viewed", patient_id=dose.patient_id)
    assert entry.details == {"code": report.tracking_code}


def test_nothing_of_a_report_of_elsewhere_is_shown(dose: Dose) -> None:
    report = corrections.loaded(unit="vn/2025:79")
    client = desk.at_desk(desk.officer("vn/2025:48"))
    assert client.get(desk.case(report, STEP)).status_code == 403
    assert client.post(desk.case(report, STEP), {"loai": "certificate"}).status_code == 403


def sorted_(report: CorrectionReport) -> CorrectionReport:
    sort_reports(report_ids=[report.pk], at=corrections.AT)
    return report


def test_where_person_and_dose_are_beyond_doubt_one_key_places_it(dose: Dose) -> None:
    report, client = sorted_(loaded()), desk.at_desk()
    shown = unescape(client.get(desk.case(report)).content.decode())
    assert "Đề xuất: xếp lại là “Thông tin mũi tiêm sai”" in shown
    sent = dict(re.findall(r'<input type="hidden" name="(loai|xep-\w+)" value="([^"]*)"', shown))
    assert client.post(desk.case(report, STEP), sent).status_code == 302
    report.refresh_from_db()
    assert (report.dose, report.said.dose) == (dose, corrections.ANOTHER_DAY)
    assert "Đề xuất: xếp lại" not in client.get(desk.case(report)).content.decode()


def test_nothing_is_proposed_where_several_doses_may_be_meant_or_a_second_one_is_named(
    dose: Dose,
) -> None:
    client = desk.at_desk()
    twice = sorted_(loaded(ReportKind.DOSE_TWICE))
    assert "Đề xuất: xếp lại" not in client.get(desk.case(twice)).content.decode()
    doses.dose(dose.patient, date(2021, 5, 2))
    report = sorted_(loaded())
    assert "Đề xuất: xếp lại" not in client.get(desk.case(report)).content.decode()


def test_nothing_is_proposed_before_triage_knows_whose_it_is() -> None:
    report = sorted_(loaded())
    shown = desk.at_desk().get(desk.case(report)).content.decode()
    assert "Đề xuất: xếp lại" not in shown
