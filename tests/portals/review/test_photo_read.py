"""What a machine read of the photos, on the page of a case."""

import pytest

from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.foundation.identifiers import new_public_id
from sotiem.foundation.models import StoredFile
from sotiem.slips.facts import (
    Box,
    CodeKind,
    FieldName,
    PictureProblem,
    ReadCode,
    ReadDose,
    ReadField,
    SlipReading,
)
from sotiem.slips.kept import kept_reading
from sotiem.slips.models import PhotoReading
from tests.factories import corrections, doses, patients
from tests.portals.review import desk

pytestmark = pytest.mark.django_db
BOX = Box(0.25, 0.5, 0.5, 0.55)
HTML = "<script>alert(1)</script>"


@pytest.fixture
def report() -> CorrectionReport:
    """The dose of 12 August is said to be of 13 August."""
    return corrections.about(doses.dose(patients.patient()))


def read(file: StoredFile, reading: SlipReading, **facts: object) -> PhotoReading:
    row = PhotoReading(file=file, reading=kept_reading(reading), read_at=corrections.AT, **facts)
    row.save()
    return row


def slip(name: str, day: str, *, confidence: float = 0.9) -> SlipReading:
    return SlipReading(
        fields={FieldName.FULL_NAME: ReadField(name, name, confidence, BOX)},
        doses=[
            ReadDose(
                {
                    FieldName.DOSE_NUMBER: ReadField("1", "1", 0.9, None),
                    FieldName.GIVEN_ON: ReadField(day, day, confidence, BOX),
                    FieldName.VACCINE: ReadField("ASTRAZENECA", "AstraZeneca", 0.9, None),
                }
            )
        ],
    )


def page_of(report: CorrectionReport) -> str:
    return desk.at_desk().get(desk.case(report)).content.decode()


def words(page: str) -> str:
    return " ".join(page.split())


def test_each_thing_read_is_held_against_the_claim_and_the_record(
    report: CorrectionReport,
) -> None:
    assert report.patient is not None
    name = report.patient.current.full_name
    read(Evidence.objects.get().original, slip(name, "2021-08-13"))
    page = page_of(report)
    assert "Máy đã đọc chữ trong ảnh." in page
    assert "máy có thể đọc nhầm" in page
    assert page.count(">Khớp<") == 4  # the name twice, the day and the vaccine once
    assert "Chưa có trong hồ sơ" in page
    assert "Ngày tiêm, mũi 1" in page
    assert "13/08/2021" in page
    assert "khá chắc" in page


def test_what_differs_is_told_only_where_the_machine_is_sure(report: CorrectionReport) -> None:
    row = read(Evidence.objects.get().original, slip("Người Khác Hẳn", "2021-08-12"))
    page = page_of(report)
    assert ">Khác<" in page
    assert "Đã có trong hồ sơ" in page
    row.reading = kept_reading(slip("Người Khác Hẳn", "2021-08-12", confidence=0.3))
    row.save()
    page = page_of(report)
    assert ">Khác<" not in page
    assert "không chắc" in page


def test_where_it_stands_is_cut_out_of_the_photo_and_drawn_on_it(report: CorrectionReport) -> None:
    photo = Evidence.objects.get()
    read(photo.original, slip("An", "2021-08-13"))
    page = page_of(report)
    room = round(0.012 * photo.width)
    left, top = round(0.25 * photo.width) - room, round(0.5 * photo.height) - room
    assert f'viewBox="{left} {top} ' in page
    assert f'<rect class="st-read__box" x="{left}" y="{top}"' in page
    assert 'data-zoom-to="0.2500,0.5000,0.5000,0.5500"' in page
    assert "style=" not in page


def test_text_of_a_photo_is_text(report: CorrectionReport) -> None:
    reading = SlipReading(
        codes=[ReadCode(CodeKind.SLIP, f"SOTIEM:{HTML}:0b8e0c4e-6f65-4f0e-9f5e-0123456789ab", BOX)],
        fields={FieldName.SLIP_NUMBER: ReadField(HTML, HTML, 0.9, BOX)},
        edited_with=HTML,
    )
    read(Evidence.objects.get().original, reading)
    page = page_of(report)
    assert HTML not in page
    assert page.count("&lt;script&gt;alert(1)") == 4


def test_the_person_stays_hidden_until_she_is_shown_in_full(report: CorrectionReport) -> None:
    reading = SlipReading(
        fields={
            FieldName.FULL_NAME: ReadField("Đinh Thị Rất Riêng", "x", 0.9, BOX),
            FieldName.PHONE: ReadField("0903123456", "x", 0.9, BOX),
            FieldName.ADDRESS: ReadField("12 Lê Lợi", "12 Lê Lợi", 0.9, BOX),
        }
    )
    read(Evidence.objects.get().original, reading)
    page = page_of(report)
    full = desk.at_desk().post(f"{desk.case(report)}day-du/").content.decode()
    for secret in ("Đinh Thị Rất Riêng", "0903123456", "12 Lê Lợi"):
        assert secret not in page
        assert secret in full


def test_a_photo_not_read_yet_or_never_says_so(report: CorrectionReport) -> None:
    assert "Máy chưa đọc xong ảnh này." in page_of(report)
    PhotoReading.objects.create(
        file=Evidence.objects.get().original, read_at=corrections.AT, problem=PictureProblem.FAILED
    )
    assert "Máy đã thử vài lần mà không đọc được tệp ảnh này." in page_of(report)


def test_what_the_sender_was_told_stands_there(report: CorrectionReport) -> None:
    photo = Evidence.objects.get()
    photo.pk, photo.public_id = None, new_public_id()
    photo.warned = ["slip_blurred/blurred", "date_differs"]
    photo.save()
    page = page_of(report)
    assert "Người gửi đã được báo:" in page
    assert "Ảnh có vẻ bị mờ." in page
    assert "Ngày tiêm đã khai khác với ngày đọc được trên phiếu." in page


def test_reports_with_the_same_photo_are_linked_in_her_area_and_counted_elsewhere(
    report: CorrectionReport,
) -> None:
    here = corrections.about(doses.dose(patients.patient()))
    far = corrections.about(doses.dose(patients.patient()))
    CorrectionReport.objects.filter(pk=far.pk).update(path="vn/01")
    page = words(page_of(report))
    assert "còn có trong phản ánh về người khác (2 phản ánh)." in page
    assert f"{here.tracking_code}</a>: cùng một tệp ảnh" in page
    assert far.tracking_code not in page
    assert "do đơn vị khác phụ trách: 1" in page


def test_of_very_many_reports_with_one_photo_few_are_named(report: CorrectionReport) -> None:
    for _ in range(7):
        corrections.about(doses.dose(patients.patient()))
    page = words(page_of(report))
    assert page.count("cùng một tệp ảnh") == 5
    assert "do đơn vị khác phụ trách: 2" in page
