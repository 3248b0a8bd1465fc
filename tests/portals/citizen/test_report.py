import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sotiem.corrections.facts import DoseClaim, PersonClaim, ReportKind
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.operations import accept_report
from sotiem.doses.models import Dose
from sotiem.foundation.models import StoredFile
from sotiem.patients.models import Patient
from sotiem.places.models import AdministrativeUnit
from tests.factories import corrections, doses, patients, reference
from tests.factories.corrections import AT, photo
from tests.portals.citizen.conftest import PHONE, SignIn

pytestmark = pytest.mark.django_db
KEY = "3f0c1b1e-6f2f-4f0e-9d8e-2f1f9a4c7d10"


@pytest.fixture
def dose(patient: Patient) -> Dose:
    return doses.dose(patient)


def wrong(dose: Dose) -> str:
    return f"/so-tiem/bao-sai/{dose.public_id}/"


def slip(content: bytes | None = None, name: str = "phieu.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo() if content is None else content, "image/jpeg")


def typed(**changes: object) -> dict[str, object]:
    """The form of a wrong dose as it comes, with the day put right."""
    return {
        "submission_key": KEY,
        "seen": 1,
        "vaccine": "ASTRAZENECA",
        "administered_on": "13/08/2021",
        "lot_number": "FK0112",
        "place": "Trạm Y tế Bình Minh",
        "photos": slip(),
        "story": "",
        **changes,
    }


def test_the_form_shows_what_is_recorded_and_carries_a_key(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    text = sign_in(patient).get(wrong(dose)).text
    assert "Hồ sơ đang ghi: 12/08/2021" in text
    assert 'value="12/08/2021"' in text
    assert re.search(r'name="submission_key" value="[0-9a-f-]{36}"', text)
    assert 'enctype="multipart/form-data"' in text
    assert 'accept="image/jpeg,image/png,image/webp"' in text


def test_only_what_differs_is_claimed(dose: Dose, patient: Patient, sign_in: SignIn) -> None:
    response = sign_in(patient).post(wrong(dose), typed())
    report = CorrectionReport.objects.get()
    assert response["Location"] == f"/so-tiem/phan-anh/{report.tracking_code}/da-gui/"
    assert report.said.dose == DoseClaim(administered_on=date(2021, 8, 13))
    assert (report.kind, report.dose_id) == (ReportKind.DOSE_WRONG, dose.pk)


def test_an_emptied_lot_and_another_place_are_claims(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    other = reference.facility("79102", "Trạm Y tế Hoà Bình")
    changes = {"administered_on": "12/08/2021", "lot_number": "", "place": other.name}
    sign_in(patient).post(wrong(dose), typed(**changes))
    assert CorrectionReport.objects.get().said.dose == DoseClaim(
        lot_number="", facility_id=other.pk
    )


def test_a_form_sent_again_after_a_lost_answer_is_the_same_report(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    first, again = client.post(wrong(dose), typed()), client.post(wrong(dose), typed())
    assert first["Location"] == again["Location"]
    assert CorrectionReport.objects.count() == Evidence.objects.count() == 1


def test_photos_sent_with_a_mistaken_form_are_kept_and_need_not_come_again(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    refused = client.post(
        wrong(dose), typed(administered_on="31/02/2021", story="Tôi nhớ ngày khác")
    )
    assert refused.status_code == 422
    assert "không có trong lịch" in refused.text or "có trong lịch" in refused.text
    for kept in ("31/02/2021", "Tôi nhớ ngày khác", KEY, "Đã giữ 1 ảnh"):
        assert kept in refused.text
    second = typed()
    del second["photos"]
    assert client.post(wrong(dose), second).status_code == 302
    assert Evidence.objects.count() == 1
    assert StoredFile.objects.count() == 1


def test_a_connection_lost_between_upload_and_report_loses_nothing(
    dose: Dose, patient: Patient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(patient)
    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("sotiem.portals.citizen.views.report.submit_report", None)
        assert client.post(wrong(dose), typed()).status_code == 500
    assert not CorrectionReport.objects.exists()
    client.raise_request_exception = True
    assert client.post(wrong(dose), typed()).status_code == 302
    assert Evidence.objects.count() == 1


BAD_PHOTOS = {
    "none": ([], "ít nhất một ảnh"),
    "svg": ([slip(b"<svg/>")], None),
    "empty": ([slip(b"")], None),
    "broken": ([slip(photo()[:-300])], None),
    "four": ([slip()] * 4, None),
}


@pytest.mark.parametrize("name", BAD_PHOTOS)
def test_a_bad_photo_is_refused_beside_its_field_and_nothing_is_kept(
    name: str, dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    photos, sentence = BAD_PHOTOS[name]
    for file in photos:
        file.seek(0)
    response = sign_in(patient).post(wrong(dose), typed(photos=photos))
    assert response.status_code == 422
    assert response.context["form"].errors
    if sentence:
        assert sentence in response.text
    assert "13/08/2021" in response.text
    assert not CorrectionReport.objects.exists()
    assert not StoredFile.objects.exists()


BAD_FIELDS = {
    "a day in the future": {
        "administered_on": f"{timezone.localdate() + timedelta(days=2):%d/%m/%Y}"
    },
    "no vaccine": {"vaccine": "X"},
    "no place": {"place": ""},
    "nothing changed": {"administered_on": "12/08/2021"},
    "no key": {"submission_key": "x"},
    "before the campaign": {"administered_on": "01/02/2021"},
}


@pytest.mark.parametrize("name", BAD_FIELDS)
def test_a_claim_that_cannot_be_is_refused_in_words(
    name: str, dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    response = sign_in(patient).post(wrong(dose), typed(**BAD_FIELDS[name]))
    assert response.status_code == 422
    assert "govuk-error-summary" in response.text
    assert not CorrectionReport.objects.exists()


def test_a_dose_corrected_since_the_page_was_opened_is_looked_at_again(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    report, officer = corrections.about(dose), corrections.officer()
    corrections.taken_up(report, officer)
    accept_report(report_id=report.pk, note="Khớp", by=officer, at=AT)
    stale = typed(administered_on="12/08/2021", lot_number="ABX500")
    response = sign_in(patient).post(wrong(dose), stale)
    assert response.status_code == 422
    assert "vừa được cập nhật" in response.text
    assert CorrectionReport.objects.count() == 1


def test_a_dose_never_received_needs_no_slip(dose: Dose, patient: Patient, sign_in: SignIn) -> None:
    response = sign_in(patient).post(
        f"/so-tiem/bao-khong-tiem/{dose.public_id}/",
        {"submission_key": KEY, "story": "Hôm đó tôi ở nước ngoài."},
    )
    assert response.status_code == 302
    report = CorrectionReport.objects.get()
    assert (report.kind, report.story) == (ReportKind.NEVER_RECEIVED, "Hôm đó tôi ở nước ngoài.")


def test_a_missing_dose_is_reported_with_its_slip(patient: Patient, sign_in: SignIn) -> None:
    data = typed(administered_on="20/09/2021", place="Trường học")
    del data["seen"]
    assert sign_in(patient).post("/so-tiem/bao-thieu/", data).status_code == 302
    report = CorrectionReport.objects.get()
    assert report.kind == ReportKind.DOSE_MISSING
    assert report.said.dose == DoseClaim(
        vaccine_id=reference.vaccine().pk,
        administered_on=date(2021, 9, 20),
        lot_number="FK0112",
        place="Trường học",
    )


def test_someone_not_on_record_says_who_she_is(sign_in: SignIn) -> None:
    province = AdministrativeUnit.objects.filter(version="2025", level="province")[0]
    data = typed(
        full_name="lê văn chưa có",
        birth_date="1950",
        cccd="",
        province=province.code,
        place="Trường học",
    )
    response = sign_in().post("/so-tiem/bao-chua-co/", data, follow=True)
    report = CorrectionReport.objects.get()
    assert report.tracking_code in response.text
    assert report.said.person == PersonClaim(
        full_name="Lê Văn Chưa Có", birth_date="1950", phone=PHONE, unit_id=province.pk
    )
    assert report.path == f"vn/2025:{province.code}"


def test_who_is_on_record_reports_a_missing_dose_and_who_is_not_the_whole(
    patient: Patient, sign_in: SignIn
) -> None:
    assert sign_in(patient).get("/so-tiem/bao-chua-co/")["Location"] == "/so-tiem/bao-thieu/"
    assert sign_in().get("/so-tiem/bao-thieu/")["Location"] == "/so-tiem/bao-chua-co/"


def test_reports_without_end_from_one_phone_are_refused(
    dose: Dose, patient: Patient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.corrections.operations.limit.REPORTS_PER_PHONE", 1)
    client: Client = sign_in(patient)
    assert client.post(wrong(dose), typed()).status_code == 302
    other = typed(submission_key="3f0c1b1e-6f2f-4f0e-9d8e-2f1f9a4c7d11")
    response = client.post(wrong(dose), other)
    assert response.status_code == 429
    assert "nhiều nhất 1 phản ánh một ngày" in response.text


def test_a_report_about_a_dose_of_somebody_else_is_not_taken(dose: Dose, sign_in: SignIn) -> None:
    other = patients.patient(patients.facts(full_name="Phạm Thị Khác", cccd=""))
    assert sign_in(other).post(wrong(dose), typed()).status_code == 404
    assert not CorrectionReport.objects.exists()
