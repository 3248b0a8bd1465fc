"""Reactions on the screen: of the person, the team, the facility, the officer."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.doses.facts import DoseReason, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import record_doses
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.patients.models import Patient
from sotiem.reactions.models import Reaction
from sotiem.readbacks.queries import token_of
from tests.factories import doses, patients, reference
from tests.factories.readbacks import read_back
from tests.portals.aftercare.conftest import BrowserOf

pytestmark = pytest.mark.django_db
Herself = Callable[[Patient], Client]


@pytest.fixture
def dose(db: None) -> Dose:
    return given(days_ago=2)


def given(*, days_ago: int) -> Dose:
    """A dose of somebody, so many days before today."""
    facts = doses.facts(timezone.localdate() - timedelta(days=days_ago))
    new = NewDose(patient_id=patients.patient().pk, facts=facts, origin="test")
    reason, at = DoseReason.RECORDED, timezone.now()
    (made,) = record_doses(doses=[new], reason=reason, by=machine("test"), at=at)
    return Dose.objects.select_related("patient__current").get(pk=made.pk)


def said(**changes: Any) -> dict[str, Any]:
    return {"submission_key": str(uuid4()), "reporter": "self", "outcome": "unknown", **changes}


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_from_the_book_to_the_hotline_first(dose: Dose, herself: Herself) -> None:
    me = herself(dose.patient)
    page = f"/so-tiem/phan-ung/{dose.public_id}/"
    assert page in text_of(me.get("/so-tiem/ho-so/"))
    assert 'id="hotline"' in text_of(me.get(page))
    assert me.post(page, said()).status_code == 422
    same = said(urgent=["breathing"], common=["fever"], words="Sau bữa tối")
    for _ in range(2):
        assert me.post(page, same).status_code == 302
    assert Reaction.objects.get().versions.count() == 1
    shown = text_of(me.get(page))
    main = shown[shown.index("<main") :]
    assert main.index("tel:115") < main.index("<h1")
    assert reference.facility().name in main and "Sau bữa tối" in main
    assert "Đang được theo dõi" in text_of(me.get("/so-tiem/ho-so/"))


def test_an_old_dose_offers_no_report(db: None, herself: Herself) -> None:
    old = given(days_ago=40)
    me = herself(old.patient)
    page = f"/so-tiem/phan-ung/{old.public_id}/"
    assert page not in text_of(me.get("/so-tiem/ho-so/"))
    answer = me.post(page, said(common=["pain"]))
    assert answer.status_code == 422 and "quá 28 ngày" in text_of(answer)


def test_nobody_reports_of_anothers_dose(dose: Dose, herself: Herself) -> None:
    other = patients.patient(patients.facts(full_name="Lê Văn Tú", cccd="", phone="0909000001"))
    assert herself(other).get(f"/so-tiem/phan-ung/{dose.public_id}/").status_code == 404


def test_a_dose_that_is_not_recorded_has_its_day(db: None, herself: Herself) -> None:
    me = herself(patients.patient())
    page = "/so-tiem/phan-ung/chua-ghi/"
    assert me.post(page, said(common=["pain"])).status_code == 422
    yesterday = timezone.localdate() - timedelta(days=1)
    told = said(common=["pain"], day=f"{yesterday:%d/%m/%Y}", onset_time="0:05")
    assert me.post(page, told).status_code == 302
    assert Reaction.objects.get().day == yesterday
    assert "Đau chỗ tiêm" in text_of(me.get(page))


def test_by_the_link_as_well(client: Client, db: None) -> None:
    readback = read_back()
    readback.expires_at = timezone.now() + timedelta(hours=1)
    readback.save()
    page = f"/xn/{token_of(readback)}/phan-ung/"
    assert page in text_of(client.get(f"/xn/{token_of(readback)}/"))
    answer = client.post(page, said(urgent=["fainting"]))
    # Too long ago for this dose of 2021: told on the page, nothing lost of what was ticked.
    assert answer.status_code == 422
    assert "quá 28 ngày" in text_of(answer)


def test_the_facility_and_the_officer_follow_and_she_sees_it(
    dose: Dose, herself: Herself, browser_of: BrowserOf
) -> None:
    me = herself(dose.patient)
    me.post(f"/so-tiem/phan-ung/{dose.public_id}/", said(urgent=["chest_pain"]))
    reaction = Reaction.objects.get()
    head, province = browser_of(Role.HEAD), "/".join(reaction.path.split("/")[:2])
    listed = text_of(head.get("/co-so/79101/phan-ung/"))
    assert "Khẩn cấp" in listed and dose.patient.current.full_name not in listed
    one = f"/co-so/79101/phan-ung/{reaction.public_id}/"
    assert one in listed
    assert dose.patient.current.full_name in text_of(head.get(one))
    seen = AuditEntry.objects.filter(action="reaction.viewed", patient_id=dose.patient_id)
    assert seen.count() == 1
    done = {"deed": "contacted", "outcome": "unknown", "note": "Đã gọi, đang đến"}
    assert head.post(one, done).status_code == 302
    officer = browser_of(Role.OFFICER, province)
    assert str(reaction.public_id) in text_of(officer.get("/can-bo/phan-ung/"))
    office = f"/can-bo/phan-ung/{reaction.public_id}/"
    unknown = {"deed": "closed", "outcome": "unknown", "note": ""}
    assert officer.post(office, unknown).status_code == 422
    assert officer.post(office, {**unknown, "outcome": "recovered"}).status_code == 302
    mine = text_of(me.get(f"/so-tiem/phan-ung/{dose.public_id}/"))
    assert "Đã gọi, đang đến" in mine and "Đã kết thúc theo dõi" in mine


def test_others_see_nothing(dose: Dose, herself: Herself, browser_of: BrowserOf) -> None:
    herself(dose.patient).post(f"/so-tiem/phan-ung/{dose.public_id}/", said(common=["pain"]))
    reaction = Reaction.objects.get()
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    clerk = browser_of(Role.CLERK, elsewhere.path)
    assert clerk.get("/co-so/79101/phan-ung/").status_code == 404
    assert clerk.get(f"/co-so/79102/phan-ung/{reaction.public_id}/").status_code == 404
    far = browser_of(Role.OFFICER, "vn/2025:96")
    assert far.get(f"/can-bo/phan-ung/{reaction.public_id}/").status_code == 404


def test_the_team_reports_from_the_board(db: None, browser_of: BrowserOf) -> None:
    readback = read_back()
    assert readback.entry.appointment is not None
    person = readback.entry.appointment.public_id
    board = f"/co-so/79101/buoi-tiem/{readback.session.public_id}/"
    page = f"{board}nguoi/{person}/phan-ung/"
    clerk = browser_of(Role.CLERK)
    assert page in text_of(clerk.get(board))
    assert clerk.get(page).status_code == 200
    made = clerk.post(page, said(urgent=["swollen_face"]))
    reaction = Reaction.objects.get()
    assert made["Location"] == f"/co-so/79101/phan-ung/{reaction.public_id}/"
    assert reaction.versions.get().reporter == "vaccinator"
    assert "Có phản ứng" in text_of(clerk.get(board))
    assert "Ghi việc đã làm" in text_of(clerk.get(page))


def test_the_counts_page(dose: Dose, herself: Herself, browser_of: BrowserOf) -> None:
    herself(dose.patient).post(f"/so-tiem/phan-ung/{dose.public_id}/", said(common=["pain"]))
    officer = browser_of(Role.OFFICER, "vn")
    page = officer.get("/can-bo/phan-ung/so-lieu/")
    assert page.context["total"]["all"] == 1
    assert page.context["total"]["groups"][0] == 1
    assert "AstraZeneca" in text_of(page)
    away = officer.get("/can-bo/phan-ung/so-lieu/?noi=vn/2025:96")
    assert "Không có báo cáo nào" in text_of(away)
    near = browser_of(Role.OFFICER, "vn/2025:96")
    assert near.get("/can-bo/phan-ung/so-lieu/?noi=vn").status_code == 404
