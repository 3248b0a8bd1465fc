"""An officer gives a right by a document, and ends it; only in her own area."""

import pytest
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.guardians.models import Guardianship
from sotiem.patients.models import Patient
from tests.factories import doses, guardians, reference
from tests.factories.guardians import CHILD_NAME
from tests.portals.office import people

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/giam-ho/"
WARD = {"full_name": CHILD_NAME, "birth_date": "06/05/2009", "by": "number"}
WARD["number"] = "079309000123"
GRANT = {
    "g-full_name": "Nguyễn Thị Bảo Lộc",
    "g-birth_date": "03/04/1987",
    "g-by": "number",
    "g-number": "079187001234",
    "d-relation": "guardian",
    "d-document": "Quyết định 12/QĐ-UBND ngày 03/04/2021",
    "d-ends_on": "01/01/2023",
    "d-ward_agreed": "on",
}


@pytest.fixture
def ward(db: None) -> Patient:
    guardians.parent()
    ward = guardians.child(phone="", cccd="079309000123")
    doses.dose(ward, vaccine="COMIRNATY")
    return ward


def officer(path: str = "") -> Client:
    return people.at_work((Role.OFFICER, path or reference.facility().path))


def test_an_officer_finds_the_ward_gives_the_right_and_ends_it(ward: Patient) -> None:
    browser = officer()
    found = browser.post(PAGE, WARD)
    assert found["Location"] == f"{PAGE}{ward.public_id}/"
    page = browser.get(found["Location"]).text
    assert "Chưa ai giữ hồ sơ này." in page
    assert AuditEntry.objects.filter(action="patient.viewed", patient_id=ward.pk).exists()
    assert browser.post(found["Location"], GRANT).status_code == 302
    right = Guardianship.objects.get()
    page = browser.get(found["Location"]).text
    assert "Quyết định 12/QĐ-UBND ngày 03/04/2021" in page
    assert "hết từ ngày 01/01/2023" in page
    for _ in range(2):
        answer = browser.post(f"{PAGE}quyen/{right.public_id}/cham-dut/")
        assert answer.status_code == 302
    assert "Cán bộ đã chấm dứt" in browser.get(found["Location"]).text


def test_beyond_the_child_s_age_it_is_refused_in_words(ward: Patient) -> None:
    browser = officer()
    answer = browser.post(f"{PAGE}{ward.public_id}/", {**GRANT, "d-ends_on": "01/01/2030"})
    assert answer.status_code == 422
    assert "không muộn hơn 06/05/2027" in answer.text
    assert not Guardianship.objects.exists()


def test_of_people_elsewhere_it_is_as_if_there_were_none(ward: Patient) -> None:
    browser = officer("vn/2025:96")
    known = browser.post(PAGE, WARD)
    unknown = browser.post(PAGE, {**WARD, "full_name": "Lê Văn Chưa Có"})
    for answer in (known, unknown):
        assert answer.status_code == 422
        assert "Không có hồ sơ nào như vậy trong địa bàn của bạn" in answer.text
    assert browser.get(f"{PAGE}{ward.public_id}/").status_code == 404
    assert browser.post(f"{PAGE}{ward.public_id}/", GRANT).status_code == 404


def test_a_clerk_gives_no_rights(ward: Patient) -> None:
    client = people.at_work((Role.CLERK, "vn/2025:79"))
    assert client.get(f"{PAGE}{ward.public_id}/").status_code == 403
