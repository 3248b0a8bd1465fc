"""What the book says beyond the doses: what is due, the card, registrations."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from sotiem.registrations.models import Registration
from tests.factories import certificates, doses, patients, registrations, rules
from tests.portals.citizen.conftest import SignIn

pytestmark = pytest.mark.django_db
BOOK = "/so-tiem/ho-so/"


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> datetime:
    at = datetime(2021, 10, 12, 2, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


def test_the_next_dose_is_said_with_its_days_and_a_way_to_register(
    sign_in: SignIn, day: datetime
) -> None:
    person = patients.patient()
    doses.dose(person, date(2021, 8, 25))
    page = sign_in(person).get(BOOK).text
    assert "Mũi 2: từ 20/10/2021, nên tiêm trước 17/11/2021." in page
    assert "Vắc xin dùng được: COVID-19 Vaccine AstraZeneca, Comirnaty" in page
    assert 'href="/dang-ky/"' in page


def test_a_late_dose_is_said_without_reproach(sign_in: SignIn) -> None:
    person = patients.patient()
    doses.dose(person)
    assert "không phải tiêm lại từ đầu" in sign_in(person).get(BOOK).text


def test_who_has_all_doses_is_told_so(sign_in: SignIn) -> None:
    person = patients.patient()
    for month in (3, 5, 8):
        doses.dose(person, date(2021, month, 10))
    assert "Đã đủ mũi theo lịch tiêm hiện nay." in sign_in(person).get(BOOK).text


def test_a_registration_stands_there_instead_of_the_way_to_register(
    sign_in: SignIn, day: datetime
) -> None:
    person = patients.patient()
    asked = registrations.registration(sent_from="0909999999")
    Registration.objects.filter(pk=asked.pk).update(patient=person)
    browser = sign_in(person)
    page = browser.get(BOOK).text
    assert f"Đăng ký {asked.code}" in page
    assert "Đã nhận, chờ duyệt" in page
    assert browser.get(f"/dang-ky/cua-toi/{asked.code}/").status_code == 200


def test_the_card_has_a_shape_words_a_version_and_a_reason(sign_in: SignIn, day: datetime) -> None:
    rules.published()
    paper = certificates.certified(date(2021, 8, 12), date(2021, 10, 1))
    page = sign_in(paper.patient).get(BOOK).text
    assert "Chưa có thẻ" in page
    assert "bản 1, áp dụng từ 01/10/2021" in page
    assert "Chưa đủ 14 ngày từ mũi 2: đến 15/10/2021." in page
    assert "Đổi vào ngày 15/10/2021." in page


def test_a_green_card_is_told_without_its_colour(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules.published()
    paper = certificates.certified(date(2021, 8, 12), date(2021, 10, 1))
    monkeypatch.setattr(timezone, "now", lambda: datetime(2021, 10, 15, 3, tzinfo=UTC))
    page = sign_in(paper.patient).get(BOOK).text
    assert "✔</span> Thẻ xanh" in page
    assert "Như vậy từ ngày 15/10/2021." in page


def test_without_a_certificate_there_is_no_card(sign_in: SignIn) -> None:
    page = sign_in(patients.patient()).get(BOOK).text
    assert "Chưa có giấy chứng nhận còn hiệu lực nên chưa có thẻ." in page
