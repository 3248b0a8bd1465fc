import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.accounts.queries import staff_of
from sotiem.certificates.operations import create_signing_key
from sotiem.corrections.facts import (
    KINDS,
    Claims,
    PersonChange,
    PersonClaim,
    RefusalReason,
    ReportKind,
)
from sotiem.corrections.models import Decision
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from tests.factories import corrections, doses, imports, links, patients, population
from tests.factories.corrections import AT
from tests.portals.office import people
from tests.portals.review import desk

pytestmark = pytest.mark.django_db
MISTYPED = PersonClaim(full_name="Nguyễn Thị Bửu Lộc", birth_date="1987-04-03", phone="0901234567")


@pytest.fixture(autouse=True)
def signing_key(db: None) -> None:
    create_signing_key(by=machine("test"), at=AT - timedelta(days=90))


def test_the_record_and_the_claim_stand_side_by_side_with_the_difference_marked() -> None:
    report = corrections.wrong()
    page = desk.at_desk().get(desk.case(report)).content.decode()
    assert "12/08/2021" in page
    assert "<mark>13/08/2021</mark>" in page
    assert page.count("<mark>") == 1
    assert "Phiếu ghi ngày khác." in page
    assert f"/anh/{report.evidence.get().public_id}/" in page


def test_the_person_is_hidden_until_asked_for_and_both_readings_leave_a_trace() -> None:
    report, user = corrections.wrong(), desk.officer()
    client = desk.at_desk(user)
    page = client.get(desk.case(report)).content.decode()
    assert "Nguyễn T. B. L." in page
    for secret in ("Bảo Lộc", "0901234567", "079187001234"):
        assert secret not in page
    full = client.post(desk.case(report, "day-du/"))
    for shown in ("Nguyễn Thị Bảo Lộc", "0901234567", "079187001234"):
        assert shown in full.content.decode()
    assert "no-store" in full["Cache-Control"]
    read = AuditEntry.objects.filter(patient_id=report.patient_id, actor_key=str(user.public_id))
    assert list(read.order_by("pk").values_list("action", flat=True)) == [
        "patient.viewed",
        "patient.shown_in_full",
    ]
    assert read[0].details == {"code": report.tracking_code}
    assert client.get(desk.case(report, "day-du/")).status_code == 405


def test_what_the_population_registry_says_of_the_person_stands_in_the_case() -> None:
    report = corrections.wrong()
    assert report.patient is not None
    client = desk.at_desk()
    assert "chưa đối chiếu" in client.get(desk.case(report)).content.decode()
    population.checked(report.patient, differs=("full_name", "sex"))
    assert "khác ở họ tên, giới tính" in client.get(desk.case(report)).content.decode()


def test_outside_the_jurisdiction_nothing_of_a_case_is_seen_or_done() -> None:
    report = corrections.wrong()
    client = desk.at_desk(desk.officer("vn/2025:79"))
    photo = report.evidence.get().public_id
    before = AuditEntry.objects.filter(patient_id=report.patient_id).count()
    for step in ("", f"anh/{photo}/", f"anh/{photo}/co-lon/"):
        answer = client.get(desk.case(report, step))
        assert answer.status_code == 403
        assert report.tracking_code not in answer.content.decode(errors="replace")
    for step in ("day-du/", "nhan/", "tra-lai/", "dong-y/", "tu-choi/"):
        answer = client.post(
            desk.case(report, step),
            {"dongy-note": "x", "tuchoi-reason": "date_differs"},
        )
        assert answer.status_code == 403
        assert report.tracking_code not in answer.content.decode()
    assert client.get("/xu-ly/00000000-0000-0000-0000-000000000007/").status_code == 403
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED
    assert AuditEntry.objects.filter(patient_id=report.patient_id).count() == before


def test_a_photo_is_served_clean_to_the_officer_and_kept_nowhere() -> None:
    report = corrections.wrong()
    photo, client = report.evidence.get(), desk.at_desk()
    answer = client.get(desk.case(report, f"anh/{photo.public_id}/"))
    assert answer.content.startswith(b"\xff\xd8")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    page = client.get(desk.case(report, f"anh/{photo.public_id}/co-lon/"))
    assert "st-photo--full" in page.content.decode()
    other = corrections.about(doses.dose(report.patient, date(2021, 9, 3)))  # type: ignore[arg-type]
    assert client.get(desk.case(other, f"anh/{photo.public_id}/")).status_code == 404


def test_an_accepted_report_changes_the_dose_and_offers_the_next_case() -> None:
    report, client = corrections.wrong(), desk.at_desk()
    corrections.about(doses.dose(report.patient, date(2021, 9, 3)))  # type: ignore[arg-type]
    desk.taken_up(client, report)
    answer = desk.accept(client, report)
    page = client.get(answer["Location"]).content.decode()
    assert "Đã chấp nhận. Hồ sơ đã được sửa" in page
    assert "Nhận phản ánh tiếp theo" in page
    assert "<mark>13/08/2021</mark>" in page  # still shown beside what it was before
    assert "Khớp với phiếu" in page
    assert report.dose is not None
    assert Dose.objects.get(pk=report.dose.pk).current.administered_on == date(2021, 8, 13)


def test_pressing_the_button_twice_decides_once() -> None:
    report, client = corrections.wrong(), desk.at_desk()
    desk.taken_up(client, report)
    first, second = (desk.accept(client, report) for _ in range(2))
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Decision.objects.count() == 1
    assert DoseVersion.objects.count() == 2


def test_a_dose_is_added_only_by_two_officers() -> None:
    report = corrections.missing(patients.patient())
    user = desk.officer()
    first, second = desk.at_desk(user), desk.at_desk()
    desk.taken_up(first, report)
    page = first.get(desk.case(report)).content.decode()
    assert "cần hai cán bộ" in page
    for _ in range(2):
        assert desk.accept(first, report).status_code == 302
    assert Dose.objects.count() == 0
    page = first.get(desk.case(report)).content.decode()
    assert "Đồng ý với phản ánh" not in page
    assert "chờ một cán bộ khác" in page
    waiting = second.get("/xu-ly/?muc=nguoi-thu-hai").content.decode()
    assert report.tracking_code in waiting
    assert "Một mũi tiêm mới vào hồ sơ" in second.get(desk.case(report)).content.decode()
    assert desk.accept(second, report).status_code == 302
    assert Dose.objects.get().current.status == DoseStatus.COMPLETED
    assert Decision.objects.count() == 2


def test_a_refusal_needs_a_reason_and_changes_nothing() -> None:
    report, client = corrections.wrong(), desk.at_desk()
    desk.taken_up(client, report)
    wrong = desk.refuse(client, report, **{"tuchoi-reason": "", "tuchoi-note": "giữ chữ này"})
    assert wrong.status_code == 422
    assert "Hãy chọn một lý do" in wrong.content.decode()
    assert "giữ chữ này" in wrong.content.decode()
    assert desk.refuse(client, report, **{"tuchoi-reason": "because"}).status_code == 422
    answer = desk.refuse(client, report)
    assert "Đã từ chối" in client.get(answer["Location"]).content.decode()
    assert DoseVersion.objects.count() == 1
    assert Decision.objects.get().reason == RefusalReason.DATE_DIFFERS


def test_every_coded_reason_is_offered_with_what_would_be_accepted() -> None:
    report, client = corrections.wrong(), desk.at_desk()
    desk.taken_up(client, report)
    page = client.get(desk.case(report)).content.decode()
    assert page.count("Sẽ chấp nhận:") == len(RefusalReason) == 13


def test_accepting_needs_grounds() -> None:
    report, client = corrections.wrong(), desk.at_desk()
    desk.taken_up(client, report)
    for note in ("", "   ", "x" * 1001):
        assert desk.accept(client, report, note).status_code == 422
    assert Decision.objects.count() == 0


def test_what_a_colleague_holds_is_not_decided_but_may_be_put_back_once_overdue(
    clock: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, colleague = corrections.wrong(), desk.officer()
    holder, other = desk.at_desk(), desk.at_desk(colleague)
    desk.taken_up(holder, report)
    answer = desk.accept(other, report)
    assert answer.status_code == 422
    assert "cán bộ khác đang xử lý" in answer.content.decode()
    assert "Trả lại hàng chờ" not in other.get(desk.case(report)).content.decode()
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(hours=49))
    other = desk.at_desk(colleague)
    assert "Trả lại hàng chờ" in other.get(desk.case(report)).content.decode()
    for _ in range(2):
        assert other.post(desk.case(report, "tra-lai/")).status_code == 302
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED


def test_ones_own_entry_is_left_to_others() -> None:
    user = desk.officer()
    dose = doses.dose(patients.patient(), by=staff_of(user, at=AT))
    report = corrections.about(dose)
    client = desk.at_desk(user)
    assert "do chính bạn lập" in client.get(desk.case(report)).content.decode()
    answer = client.post(desk.case(report, "nhan/"))
    assert answer.status_code == 422
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED


def test_a_refusal_from_the_record_is_told_and_nothing_is_decided() -> None:
    first = corrections.wrong()
    assert first.dose is not None
    second = corrections.about(first.dose)
    one, another = desk.at_desk(), desk.at_desk()
    desk.taken_up(one, first)
    desk.taken_up(another, second)
    desk.accept(one, first)
    answer = desk.accept(another, second)
    assert answer.status_code == 422
    assert "Hồ sơ đã ghi đúng như phản ánh" in answer.content.decode()
    assert Decision.objects.count() == 1


def test_other_doses_and_other_open_reports_of_the_person_stand_on_the_page() -> None:
    report = corrections.wrong()
    assert report.patient is not None
    other = corrections.about(doses.dose(report.patient, date(2021, 9, 3)))
    page = desk.at_desk().get(desk.case(report)).content.decode()
    assert "03/09/2021" in page
    assert other.tracking_code in page


def test_somebody_not_on_record_is_shown_as_claimed_and_reading_it_leaves_a_trace() -> None:
    report = corrections.nothing_recorded()
    page = desk.at_desk().get(desk.case(report)).content.decode()
    assert "Người gửi khai là" in page
    assert "Lê V. C. C." in page
    assert AuditEntry.objects.filter(
        action="correction_report.viewed", object_id=report.pk
    ).exists()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_kind_of_report_opens_and_is_decided(kind: ReportKind, language: str) -> None:
    person = patients.patient(replace(patients.facts(), birth_date="1987"))
    other = patients.patient(patients.facts(full_name=MISTYPED.full_name, cccd=""))
    report = {
        ReportKind.DOSE_WRONG: lambda: corrections.about(doses.dose(person)),
        ReportKind.NEVER_RECEIVED: lambda: corrections.about(
            doses.dose(person), kind=ReportKind.NEVER_RECEIVED, claim=None, photos=0
        ),
        ReportKind.DOSE_MISSING: lambda: corrections.missing(person),
        ReportKind.NOTHING_RECORDED: lambda: corrections.nothing_recorded(
            corrections.newcomer(phone="0912345678")
        ),
        ReportKind.PERSON_WRONG: lambda: corrections.said(
            kind,
            doses.dose(person).patient,
            Claims(change=PersonChange(full_name="Nguyễn Thị Bửu Lộc", phone="")),
        ),
        ReportKind.DOSE_TWICE: lambda: corrections.said(
            kind,
            person,
            Claims(same_as=doses.dose(person, date(2021, 8, 13)).pk),
            dose=doses.dose(person),
        ),
        ReportKind.TWO_RECORDS: lambda: corrections.said(
            kind, doses.dose(person).patient, Claims(person=MISTYPED)
        ),
        ReportKind.NOT_MINE: lambda: corrections.said(
            kind, person, Claims(person=MISTYPED), dose=doses.dose(person)
        ),
        ReportKind.CERTIFICATE: lambda: corrections.said(kind, doses.dose(person).patient),
    }[kind]()
    named = other.public_id if KINDS[kind].may_name_another else ""
    officers = [desk.at_desk(), desk.at_desk()]
    for client in officers:
        client.cookies["django_language"] = language
    desk.taken_up(officers[0], report)
    for client in officers:
        assert client.get(desk.case(report)).status_code == 200
        desk.accept(client, report, whose=str(named))
    report.refresh_from_db()
    assert report.status == ReportStatus.ACCEPTED
    page = officers[0].get(desk.case(report)).content.decode()
    assert ("Đã chấp nhận" if language == "vi" else "Accepted") in page


def test_whom_a_report_may_mean_is_laid_before_the_officer_and_must_be_chosen() -> None:
    person = patients.patient()
    other = patients.patient(patients.facts(full_name=MISTYPED.full_name, cccd=""))
    doses.dose(person)
    report = corrections.said(ReportKind.TWO_RECORDS, person, Claims(person=MISTYPED))
    client = desk.at_desk()
    desk.taken_up(client, report)
    page = client.get(desk.case(report)).content.decode()
    assert "Hồ sơ kia ghi tên là" in page
    assert str(other.public_id) in page
    assert str(person.public_id) not in page
    assert AuditEntry.objects.filter(action="patient.viewed", patient_id=other.pk).exists()
    missing = desk.accept(client, report)
    assert missing.status_code == 422
    assert "Hãy chọn hồ sơ phù hợp" in missing.content.decode()
    assert desk.accept(client, report, whose=str(other.public_id)).status_code == 302
    second = desk.at_desk()
    assert str(other.public_id) in second.get(desk.case(report)).content.decode()


def test_where_nobody_fits_the_officer_is_told_so() -> None:
    named = replace(MISTYPED, full_name="Phạm Văn Lạ", birth_date="1950", phone="0988888888")
    person = doses.dose(patients.patient()).patient
    report = corrections.said(ReportKind.TWO_RECORDS, person, Claims(person=named))
    client = desk.at_desk()
    desk.taken_up(client, report)
    assert "Chưa tìm thấy hồ sơ nào phù hợp" in client.get(desk.case(report)).content.decode()


def test_a_case_asks_the_database_a_known_number_of_questions(
    django_assert_num_queries: type,
) -> None:
    report, client = corrections.wrong(), desk.at_desk()
    with django_assert_num_queries(31):
        client.get(desk.case(report))


def test_the_doses_and_reports_of_joined_records_are_seen_and_each_record_tells_so() -> None:
    report, other = corrections.wrong(), patients.patient()
    assert report.patient_id is not None
    told = corrections.about(doses.dose(other, date(2021, 9, 20), lot_number="ABX500"), photos=0)
    link = links.link(report.patient_id, other.pk)
    page = desk.at_desk().get(desk.case(report)).content.decode()
    assert "ABX500" in page
    assert told.tracking_code in page
    links.unlink(link)
    read = AuditEntry.objects.filter(action="patient.viewed").order_by("pk")
    assert list(read.values_list("patient_id", flat=True)) == [report.patient_id, other.pk]
    page = desk.at_desk().get(desk.case(report)).content.decode()
    assert "ABX500" not in page
    assert told.tracking_code not in page


def test_an_account_of_another_role_sees_no_photo() -> None:
    report = corrections.wrong()
    client = people.at_work((Role.ADMINISTRATOR, "vn"))
    photo = report.evidence.get().public_id
    assert client.get(desk.case(report, f"anh/{photo}/")).status_code == 403


def test_the_story_is_shown_as_text() -> None:
    report = corrections.wrong()
    type(report).objects.filter(pk=report.pk).update(story="<script>alert(1)</script>")
    page = desk.at_desk().get(desk.case(report)).content.decode()
    assert "<script>alert" not in page
    assert re.search("&lt;script&gt;alert", page)


def test_rows_that_wait_at_a_facility_are_shown_with_the_person_they_may_be_about() -> None:
    report = corrections.wrong()
    assert "Dòng chờ ở cơ sở" not in desk.at_desk().get(desk.case(report)).content.decode()
    assert report.patient is not None
    doses.dose(report.patient, date(2021, 9, 13))
    imports.checked(imports.sheet(imports.row()), by=imports.clerk())
    page = desk.at_desk().get(desk.case(report)).content.decode()
    assert "Dòng chờ ở cơ sở, có thể là của người này" in page
    assert "2 (danh-sach.xlsx)" in page
    assert "Mũi có thể đã ghi" in page


def test_rows_that_wait_are_shown_with_somebody_who_has_no_record_yet() -> None:
    report = corrections.nothing_recorded()
    claim = report.said.person
    assert claim is not None
    alike = patients.facts(
        full_name=claim.full_name, birth_date=claim.birth_date, phone="0909999888", cccd=""
    )
    patients.patient(alike)
    born = date.fromisoformat(claim.birth_date).strftime("%d/%m/%Y")
    row = imports.row(name=claim.full_name, born=born, phone="0901111222", number="", sex="Nam")
    imports.checked(imports.sheet(row), by=imports.clerk())
    page = desk.at_desk().get(desk.case(report)).content.decode()
    assert "Có người gần giống" in page
