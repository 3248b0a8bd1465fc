"""Paper is typed slip by slip, and what is not yet typed is counted."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from sotiem.campaigns.models import Entry, EntryTask, SessionPhoto, VaccinationSession
from tests.factories.campaigns import session
from tests.portals.session.test_entry import address, typed


@pytest.fixture
def held(browser: Client) -> VaccinationSession:
    return session(slips_from=1, slips_to=12)


def row(number: int, **changes: Any) -> dict[str, Any]:
    words = typed(slip_number=str(number + 1), **changes)
    return {f"r{number}-{name}": value for name, value in words.items()}


def test_each_row_is_recorded_or_says_why_not(browser: Client, held: VaccinationSession) -> None:
    other = {"full_name": "Lê Văn Tám", "birth_date": "1950", "sex": "male", "cccd": "012345678"}
    sent = {
        **row(0),
        **row(1, **other, phone=""),
        **row(2, full_name="Trần Thị Ba", cccd="", phone="", birth_date="40/13/1990"),
    }
    page = browser.post(address(held, "grid"), sent)
    assert page.status_code == 422
    assert Entry.objects.filter(dose__isnull=False).count() == 2
    assert Entry.objects.get(slip_number="2").said["person"]["cmnd"] == "012345678"
    assert page.context["left"] == 10


def test_the_numbers_not_typed_are_proposed_and_listed(
    browser: Client, held: VaccinationSession
) -> None:
    browser.post(address(held, "grid"), row(0))
    page = browser.get(address(held, "grid"))
    assert page.context["missing"] == list(range(2, 13))
    assert page.context["rows"][0].form.initial["slip_number"] == 2
    assert "Còn 11 phiếu chưa nhập" in page.content.decode()


def test_a_doubtful_row_may_be_left_for_later(browser: Client, held: VaccinationSession) -> None:
    doubtful = row(0, lot_number="KHONGCO")
    assert browser.post(address(held, "grid"), doubtful).status_code == 422
    page = browser.post(address(held, "grid"), {**doubtful, "r0-wait": "yes"})
    assert page.status_code == 200
    assert EntryTask.objects.count() == 1
    assert page.context["left"] == 11


def test_photos_of_the_lists_lie_beside_the_grid(
    browser: Client, stranger: Client, held: VaccinationSession
) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(drawn, "PNG")
    for _twice in range(2):
        photo = SimpleUploadedFile("ds.png", drawn.getvalue(), content_type="image/png")
        browser.post(address(held, "attach_photos"), {"photos": [photo]})
    kept = SessionPhoto.objects.get()
    picture = address(held, "picture", kept.public_id)
    assert picture in browser.get(address(held, "grid")).content.decode()
    assert browser.get(picture)["Content-Type"] == "image/jpeg"
    assert browser.get(address(held, "photo", kept.public_id)).status_code == 200
    assert stranger.get(picture).status_code == 404


def test_what_is_no_photo_is_refused(browser: Client, held: VaccinationSession) -> None:
    text = SimpleUploadedFile("ds.png", b"khong phai anh", content_type="image/png")
    page = browser.post(address(held, "attach_photos"), {"photos": [text]})
    assert page.status_code == 422
    assert not SessionPhoto.objects.exists()
