"""A citizen says that who she is, whose a dose is, or her certificate is wrong."""

from datetime import date

import pytest

from sotiem.corrections.facts import Claims, PersonChange, PersonClaim, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.doses.models import Dose
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient
from tests.factories import accounts, corrections, doses, links, patients
from tests.factories.corrections import AT
from tests.portals.citizen.conftest import SignIn
from tests.portals.citizen.test_report import KEY, slip

pytestmark = pytest.mark.django_db
BOOK = "/so-tiem/ho-so/"
PERSON = "/so-tiem/bao-thong-tin-sai/"


@pytest.fixture
def dose(patient: Patient) -> Dose:
    return doses.dose(patient)


def person_typed(patient: Patient, **changes: object) -> dict[str, object]:
    facts = patient.current.facts
    return {
        "submission_key": KEY,
        "seen": patient.current.number,
        "full_name": facts.full_name,
        "birth_date": "/".join(reversed(facts.birth_date.split("-"))),
        "sex": facts.sex,
        "number": "",
        "phone": "",
        "photos": slip(),
        "story": "",
        **changes,
    }


def test_the_book_leads_to_every_way_of_saying_what_is_wrong(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    text = client.get(BOOK).text
    for path in ("bao-thong-tin-sai/", "bao-hai-ho-so/", "bao-giay-chung-nhan/"):
        assert f"/so-tiem/{path}" in text
    assert f"/so-tiem/bao-cua-nguoi-khac/{dose.public_id}/" in text
    assert f"/so-tiem/bao-hai-lan/{dose.public_id}/" not in text
    doses.dose(patient, date(2021, 8, 13))
    assert f"/so-tiem/bao-hai-lan/{dose.public_id}/" in client.get(BOOK).text


def test_only_what_differs_of_a_person_is_claimed(patient: Patient, sign_in: SignIn) -> None:
    client = sign_in(patient)
    page = client.get(PERSON).text
    assert f"Hồ sơ đang ghi: {patient.current.full_name}" in page
    assert patient.current.cccd not in page
    sent = person_typed(patient, full_name="Nguyễn Thị Bảo Lọc", number="079 187 005 555")
    response = client.post(PERSON, sent)
    assert response.status_code == 302
    report = CorrectionReport.objects.get()
    assert report.kind == ReportKind.PERSON_WRONG
    assert report.said == Claims(
        change=PersonChange(full_name="Nguyễn Thị Bảo Lọc", cccd="079187005555")
    )
    told = client.get(response["Location"].replace("da-gui/", "")).text
    assert "Lọc" in told
    assert "079187005555" not in told


def test_a_person_as_recorded_and_one_amended_meanwhile_are_refused(
    patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    same = client.post(PERSON, person_typed(patient))
    assert same.status_code == 422
    assert "giống hệt hồ sơ hiện có" in same.text
    amend_patient(
        patient_id=patient.pk,
        facts=patients.facts(full_name="Nguyễn Thị Bửu Lộc"),
        reason=PatientReason.REPORT,
        origin="test",
        by=accounts.citizen_of(patient),
        at=AT,
    )
    late = client.post(PERSON, person_typed(patient, full_name="Nguyễn Thị Bảo Lọc"))
    assert late.status_code == 422
    assert "vừa được cập nhật" in late.text
    assert not CorrectionReport.objects.exists()


def test_of_joined_records_the_one_that_stands_for_all_is_put_right(
    patient: Patient, sign_in: SignIn
) -> None:
    other = patients.patient(patients.facts(full_name="Nguyễn Thị Bửu Lộc", cccd=""))
    links.link(patient.pk, other.pk)
    principal = Patient.objects.get(pk=other.pk).principal
    sent = person_typed(principal, full_name="Nguyễn Thị Bảo Lọc")
    assert sign_in(other).post(PERSON, sent).status_code == 302
    assert CorrectionReport.objects.get().patient == principal


def test_a_dose_that_stands_there_twice_says_which_stays(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    again, client = doses.dose(patient, date(2021, 8, 13)), sign_in(patient)
    address = f"/so-tiem/bao-hai-lan/{again.public_id}/"
    assert "12/08/2021" in client.get(address).text
    assert client.post(address, {"submission_key": KEY}).status_code == 422
    sent = {"submission_key": KEY, "same_as": str(dose.public_id)}
    assert client.post(address, sent).status_code == 302
    report = CorrectionReport.objects.get()
    assert (report.kind, report.dose) == (ReportKind.DOSE_TWICE, again)
    assert report.said == Claims(same_as=dose.pk)


def test_a_second_record_is_named_as_it_is_written_there(patient: Patient, sign_in: SignIn) -> None:
    sent = {
        "submission_key": KEY,
        "full_name": "Nguyễn Thị Bửu Lộc",
        "birth_date": "1987",
        "phone": "",
        "number": "",
    }
    assert sign_in(patient).post("/so-tiem/bao-hai-ho-so/", sent).status_code == 302
    report = CorrectionReport.objects.get()
    assert report.kind == ReportKind.TWO_RECORDS
    assert report.said.person == PersonClaim(
        full_name="Nguyễn Thị Bửu Lộc", birth_date="1987", phone=""
    )


@pytest.mark.parametrize("is_known", [True, False])
def test_whose_a_dose_is_may_be_said_and_need_not(
    is_known: bool, dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    sent = {"submission_key": KEY, "story": "Trùng tên với bác cùng thôn."}
    named = {"full_name": "Nguyễn Thị Bảo Lộc", "birth_date": "01/02/1950"}
    client, address = sign_in(patient), f"/so-tiem/bao-cua-nguoi-khac/{dose.public_id}/"
    half = client.post(address, sent | {"full_name": named["full_name"]})
    assert half.status_code == 422
    assert "hoặc để trống cả hai" in half.text
    assert client.post(address, sent | (named if is_known else {})).status_code == 302
    report = CorrectionReport.objects.get()
    assert (report.kind, report.dose) == (ReportKind.NOT_MINE, dose)
    assert (report.said.person is not None) == is_known


def test_a_wrong_certificate_is_told_in_words(patient: Patient, sign_in: SignIn) -> None:
    client, address = sign_in(patient), "/so-tiem/bao-giay-chung-nhan/"
    assert "Hãy kể giấy sai ở đâu." in client.post(address, {"submission_key": KEY}).text
    sent = {"submission_key": KEY, "story": "Tôi làm mất điện thoại có ảnh giấy."}
    assert client.post(address, sent).status_code == 302
    assert CorrectionReport.objects.get().kind == ReportKind.CERTIFICATE


def test_nobody_without_a_record_says_it_is_wrong(sign_in: SignIn) -> None:
    client = sign_in(None)
    for address in (PERSON, "/so-tiem/bao-hai-ho-so/", "/so-tiem/bao-giay-chung-nhan/"):
        assert client.get(address).status_code == 404


def test_a_refused_report_of_each_kind_leads_to_its_form_again(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    officer = corrections.officer()
    change = Claims(change=PersonChange(full_name="Nguyễn Thị Bảo Lọc"))
    report = corrections.said(ReportKind.PERSON_WRONG, patient, change)
    corrections.refused(corrections.taken_up(report, officer), officer)
    assert PERSON in sign_in(patient).get(f"/so-tiem/phan-anh/{report.tracking_code}/").text
