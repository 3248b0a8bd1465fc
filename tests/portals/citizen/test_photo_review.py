"""What is told of photos while their report can still be mended."""

import html
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sotiem.corrections.models import CorrectionReport, Evidence, PhotoDraft
from sotiem.corrections.operations import forget_drafts
from sotiem.foundation import files
from sotiem.foundation.models import StoredFile
from sotiem.patients.models import Patient
from sotiem.portals.citizen import photo_check
from sotiem.slips.facts import (
    FieldName,
    PhotoLook,
    ReadDose,
    ReadField,
    ReadPhoto,
    SlipReading,
    TextSource,
)
from tests.factories import doses
from tests.factories.corrections import photo
from tests.portals.citizen.conftest import PHONE, SignIn

pytestmark = pytest.mark.django_db
KEY = "3f0c1b1e-6f2f-4f0e-9d8e-2f1f9a4c7d10"
NEW = "/so-tiem/bao-chua-co/"
GOOD = PhotoLook(
    blurred=False,
    too_dark=False,
    only_a_portrait=False,
    covered=False,
    cut_off=False,
    no_text=False,
    sharpness=0.5,
    brightness=0.9,
    skin=0.0,
    hidden=0.0,
    edges_out=0,
    marks=500,
)
BLURRED = PhotoLook(**{**{name: getattr(GOOD, name) for name in GOOD.__slots__}, "blurred": True})


@pytest.fixture(autouse=True)
def without_check() -> None:
    """Here photos are looked at."""


class Reader:
    """Stands for the machine that reads: each photo is as it is told to be."""

    def __init__(self) -> None:
        self.look: Sequence[PhotoLook] = (GOOD,)
        self.reading: Sequence[SlipReading] = (SlipReading(source=TextSource.NOT_INSTALLED),)
        self.seconds: list[float] = []

    def __call__(self, *, file: StoredFile, seconds: float, at: datetime) -> ReadPhoto:
        place = len(self.seconds) % len(self.look)
        self.seconds.append(seconds)
        return ReadPhoto(
            file_id=file.pk,
            read_at=at,
            problem=None,
            reading=self.reading[place % len(self.reading)],
            look=self.look[place],
        )


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    machine = Reader()
    monkeypatch.setattr(photo_check, "read_in_haste", machine)
    return machine


def read_as(name: str, day: str = "2021-08-12") -> SlipReading:
    """A slip on which this name stands, and one dose."""
    return SlipReading(
        fields={FieldName.FULL_NAME: ReadField(name, name, 0.9, None)},
        doses=[
            ReadDose(
                {
                    FieldName.GIVEN_ON: ReadField(day, day, 0.9, None),
                    FieldName.VACCINE: ReadField("ASTRAZENECA", "AstraZeneca", 0.9, None),
                }
            )
        ],
    )


def typed(**changes: object) -> dict[str, object]:
    """The form of somebody who is on no record."""
    return {
        "submission_key": KEY,
        "full_name": "Nguyễn Thị Mai Hương",
        "birth_date": "17/03/1985",
        "cccd": "",
        "province": "79",
        "vaccine": "ASTRAZENECA",
        "administered_on": "12/08/2021",
        "lot_number": "FK0112",
        "place": "Trạm Y tế Bình Minh",
        "photos": slip(),
        "story": "",
        **changes,
    }


def slip(colour: str = "navy") -> SimpleUploadedFile:
    return SimpleUploadedFile("phieu.jpg", photo(colour=colour), "image/jpeg")


def again(**changes: object) -> dict[str, object]:
    """The same form sent once more: its photos are on the server."""
    sent = typed(**changes)
    del sent["photos"]
    return sent


def test_a_good_photo_is_sent_without_a_further_page(sign_in: SignIn) -> None:
    response = sign_in().post(NEW, typed())
    assert response.status_code == 302
    assert Evidence.objects.get().warned == []


def test_a_blurred_photo_is_told_with_what_to_do_and_sent_anyway(
    sign_in: SignIn, reader: Reader
) -> None:
    reader.look = (BLURRED,)
    browser = sign_in()
    page = browser.post(NEW, typed()).text
    assert "Xem lại trước khi gửi" in page
    assert "Ảnh có vẻ bị mờ." in page
    assert "Hãy chụp lại gần hơn" in page
    assert f'src="/so-tiem/anh-dang-gui/{KEY}/1/"' in page
    assert not CorrectionReport.objects.exists()
    response = browser.post(NEW, again(anyway="1"))
    assert response.status_code == 302
    assert Evidence.objects.get().warned == ["slip_blurred/blurred"]
    assert len(reader.seconds) == 1


def test_a_photo_sent_at_once_is_kept_with_its_report_alone(sign_in: SignIn) -> None:
    browser = sign_in()
    assert browser.post(NEW, typed(anyway="1")).status_code == 302
    assert files.is_intact(Evidence.objects.get().original)
    assert not PhotoDraft.objects.exists()
    assert "photos" not in browser.session


def test_what_was_told_of_a_photo_is_known_when_it_is_sent_at_once(
    sign_in: SignIn, reader: Reader
) -> None:
    reader.look = (BLURRED,)
    browser = sign_in()
    browser.post(NEW, typed(check="1"))
    assert browser.post(NEW, typed(anyway="1")).status_code == 302
    assert Evidence.objects.get().warned == ["slip_blurred/blurred"]


def test_a_photo_sent_at_once_need_not_be_chosen_again_when_it_is_not_taken(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in()
    with monkeypatch.context() as strict:
        strict.setattr("sotiem.corrections.operations.limit.REPORTS_PER_PHONE", 0)
        page = browser.post(NEW, typed(anyway="1"))
    assert page.status_code == 429
    assert "Đã giữ 1 ảnh" in page.text
    assert not CorrectionReport.objects.exists()
    assert browser.post(NEW, again(anyway="1")).status_code == 302
    assert files.is_intact(Evidence.objects.get().original)


def test_another_photo_takes_the_place_of_the_one_that_was_told(
    sign_in: SignIn, reader: Reader
) -> None:
    reader.look = (BLURRED, GOOD)
    browser = sign_in()
    browser.post(NEW, typed())
    page = browser.post(NEW, again(again="1"))
    assert page.status_code == 200
    assert "Ảnh có vẻ bị mờ." in page.text
    assert "Đã giữ 1 ảnh" in page.text
    assert browser.post(NEW, typed(photos=slip("green"))).status_code == 302
    assert Evidence.objects.get().warned == []


def test_the_name_on_the_slip_is_proposed_and_taken_only_when_asked_for(
    sign_in: SignIn, reader: Reader
) -> None:
    reader.reading = (read_as("Nguyễn Thị Mai Hương"),)
    browser = sign_in()
    page = browser.post(NEW, typed(full_name="Nguyen Thi Mai Huong")).text
    assert "Trên phiếu có vẻ ghi họ tên: <strong>Nguyễn Thị Mai Hương</strong>" in page
    assert 'name="full_name" value="Nguyen Thi Mai Huong"' in page
    assert browser.post(NEW, again()).status_code == 302
    person = CorrectionReport.objects.get().said.person
    assert person is not None
    assert person.full_name == "Nguyễn Thị Mai Hương"


def test_a_name_on_record_is_not_hers_to_mend(
    patient: Patient, sign_in: SignIn, reader: Reader
) -> None:
    dose = doses.dose(patient)
    reader.reading = (read_as(f"{patient.current.full_name} Thêm Chữ"),)
    sent = {**typed(administered_on="13/08/2021"), "seen": 1}
    page = sign_in(patient).post(f"/so-tiem/bao-sai/{dose.public_id}/", sent).text
    assert "Ngày tiêm đã khai khác với ngày đọc được trên phiếu." in page
    assert "thiếu dấu" not in page


def test_of_two_photos_one_may_be_another_paper(sign_in: SignIn, reader: Reader) -> None:
    reader.look = (GOOD, GOOD)
    reader.reading = (
        read_as("Nguyễn Thị Mai Hương", "2021-09-01"),
        read_as("Nguyễn Thị Mai Hương"),
    )
    response = sign_in().post(NEW, typed(photos=[slip(), slip("green")]))
    assert response.status_code == 302


def test_text_on_a_slip_is_text(sign_in: SignIn, reader: Reader) -> None:
    attack = "Nguyễn <script>alert(1)</script>"
    reader.reading = (read_as(attack),)
    page = sign_in().post(NEW, typed(full_name="nguyen <script>alert(1)</script>")).text
    assert "<script>alert" not in page
    reader.reading = (read_as("Nguyễn Thị Bích"),)
    assert (
        html.escape("Nguyễn Thị Bích") in sign_in().post(NEW, typed(full_name="nguyen bich")).text
    )


def test_nobody_waits_in_line_for_the_machine(sign_in: SignIn, reader: Reader) -> None:
    reader.look = (BLURRED,)
    with photo_check._one_at_a_time:
        assert sign_in().post(NEW, typed()).status_code == 302
    assert reader.seconds == []


def test_all_photos_together_take_some_seconds_at_most(sign_in: SignIn, reader: Reader) -> None:
    sign_in().post(NEW, typed(photos=[slip(), slip("green"), slip("red")]))
    assert len(reader.seconds) == 3
    assert all(left <= photo_check.SECONDS for left in reader.seconds)
    assert sorted(reader.seconds, reverse=True) == reader.seconds


def test_with_scripts_photos_are_looked_at_before_the_form_is_filled_in(
    sign_in: SignIn, reader: Reader
) -> None:
    reader.look = (BLURRED,)
    browser = sign_in()
    fragment = browser.post(NEW, typed(full_name="", check="1")).text
    assert "Ảnh có vẻ bị mờ." in fragment
    assert "<html" not in fragment
    assert "Hãy nhập" not in fragment
    # It was told: the report is sent without telling it again.
    assert browser.post(NEW, typed()).status_code == 302
    assert Evidence.objects.get().warned == ["slip_blurred/blurred"]


def test_what_scripts_show_is_what_a_page_loaded_anew_shows(
    sign_in: SignIn, reader: Reader
) -> None:
    reader.look = (BLURRED,)
    browser = sign_in()
    fragment = browser.post(NEW, typed(check="1")).text
    page = browser.post(NEW, again(again="1")).text
    assert fragment.strip() in page


def test_a_good_photo_is_told_to_be_good_and_a_hasty_look_says_so(
    sign_in: SignIn, reader: Reader
) -> None:
    browser = sign_in()
    assert "chưa thấy điều gì cần chụp lại" in browser.post(NEW, typed(check="1")).text
    reader.reading = (SlipReading(source=TextSource.GAVE_UP),)
    assert "Chưa kịp đọc chữ trong ảnh." in browser.post(NEW, typed(check="1")).text


def test_a_photo_being_sent_is_shown_to_its_session_alone(
    sign_in: SignIn, reader: Reader, client: Client
) -> None:
    reader.look = (BLURRED,)
    address = f"/so-tiem/anh-dang-gui/{KEY}/1/"
    browser = sign_in()
    browser.post(NEW, typed())
    shown = browser.get(address)
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert browser.get(f"/so-tiem/anh-dang-gui/{KEY}/2/").status_code == 404
    client.cookies.clear()
    assert sign_in(phone="0907654321").get(address).status_code == 404


def test_photos_never_sent_are_gone_after_a_day(sign_in: SignIn, reader: Reader) -> None:
    reader.look = (BLURRED,)
    browser = sign_in()
    browser.post(NEW, typed())
    kept = list(StoredFile.objects.all())
    now = timezone.now()
    assert forget_drafts(at=now + timedelta(hours=23)) == 0
    assert forget_drafts(at=now + timedelta(hours=25)) == 1
    assert not StoredFile.objects.exists()
    assert not any(files.path_of(each.sha256).exists() for each in kept)
    # Sent all the same, the form asks for them again.
    page = browser.post(NEW, again(anyway="1"))
    assert page.status_code == 422
    assert "Hãy chọn ít nhất một ảnh phiếu tiêm." in page.text


def test_photos_of_a_report_stay(sign_in: SignIn) -> None:
    sign_in().post(NEW, typed())
    assert forget_drafts(at=timezone.now() + timedelta(days=2)) == 0
    assert not PhotoDraft.objects.exists()
    evidence = Evidence.objects.get()
    assert files.is_intact(evidence.original)
    assert evidence.picture is None


def test_very_many_checks_in_a_day_are_no_longer_made_and_keep_nobody_from_sending(
    sign_in: SignIn, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.corrections.operations.limit.CHECKS_PER_PHONE", 1)
    reader.look = (BLURRED,)
    browser = sign_in()
    browser.post(NEW, typed(check="1"))
    assert browser.post(NEW, typed(photos=slip("green"))).status_code == 302
    assert len(reader.seconds) == 1
    assert CorrectionReport.objects.get().reporter_phone == PHONE


def test_the_day_that_is_claimed_is_held_against_the_slip(sign_in: SignIn, reader: Reader) -> None:
    reader.reading = (read_as("Nguyễn Thị Mai Hương", date(2021, 9, 1).isoformat()),)
    page = sign_in().post(NEW, typed()).text
    assert "Ngày tiêm đã khai khác với ngày đọc được trên phiếu." in page
