"""What a device is told that keeps a book, and reports that were written without a network."""

import json
import re
from typing import Any, Final

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.operations import accept_report, limit
from sotiem.doses.models import Dose
from sotiem.patients.models import Patient
from tests.factories import corrections, doses, patients
from tests.portals.citizen.conftest import PHONE, SignIn
from tests.portals.citizen.test_report import slip, typed, wrong

pytestmark = pytest.mark.django_db

PLACE: Final = "/so-tiem/tren-may-nay/"
SEND: Final = f"{PLACE}gui/"


@pytest.fixture
def dose(patient: Patient) -> Dose:
    return doses.dose(patient)


def a_relative() -> Patient:
    """Somebody on the same phone."""
    return patients.patient(patients.facts(full_name="Nguyễn Văn Em", cccd="079187001235"))


def told(client: Client) -> dict[str, Any]:
    answer: dict[str, Any] = client.get(f"{PLACE}khoa/").json()
    return answer


def sent(client: Client, dose: Dose, **changes: object) -> Any:
    """Send what waited on a device: the form as it was, its path, and whose it is."""
    said = {**typed(**changes), "anyway": "1", "path": wrong(dose), "owner": told(client)["owner"]}
    return client.post(SEND, {**said, **changes})


def test_the_key_is_the_same_after_the_next_sign_in_and_another_for_everybody(
    patient: Patient, sign_in: SignIn
) -> None:
    first, again = told(sign_in(patient)), told(sign_in(patient))
    assert (first["owner"], first["half"]) == (again["owner"], again["half"])
    relative = told(sign_in(a_relative()))
    other_phone = told(sign_in(patient, "0907654321"))
    stranger = told(sign_in(None))
    assert len({each["owner"] for each in (first, relative, other_phone, stranger)}) == 4
    assert len({each["half"] for each in (first, relative, other_phone, stranger)}) == 4
    assert PHONE not in json.dumps(first)
    assert str(patient.public_id) not in json.dumps(first)
    assert (first["home"], stranger["home"]) == ("/so-tiem/ho-so/", "/so-tiem/chua-co-ho-so/")


def test_the_key_is_told_to_who_is_signed_in_alone_and_never_kept(
    client: Client, patient: Patient, sign_in: SignIn
) -> None:
    assert client.get(f"{PLACE}khoa/").status_code == 302
    assert client.post(SEND).status_code == 302
    assert "no-store" in sign_in(patient).get(f"{PLACE}khoa/")["Cache-Control"]


def test_the_page_that_stands_for_all_holds_nobody_and_no_token(
    patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    shell = client.get(f"{PLACE}khung/").text
    assert "csrf" not in shell.lower()
    assert "<form method" not in shell
    assert patient.current.full_name not in shell
    page = client.get(PLACE)
    assert "/so-tiem/thoat/" in page.text
    assert "no-store" in page["Cache-Control"]
    assert "/so-tiem/thoat/" not in Client().get(PLACE).text


def test_one_worker_answers_below_the_book_and_keeps_files_that_are_shipped(
    client: Client,
) -> None:
    text = client.get("/so-tiem/sw.js").text
    found = re.match(r"const KEPT = (\{.*?\});\n", text)
    assert found
    kept = json.loads(found[1])
    assert kept["shell"] == f"{PLACE}khung/"
    static = [name.removeprefix("/static/") for name in kept["files"] if "/static/" in name]
    assert "citizen/book.js" in static
    assert [name for name in static if finders.find(name) is None] == []
    for event in ("push", "notificationclick", "fetch", "sync"):
        assert f'addEventListener("{event}"' in text


def test_the_book_can_be_kept_among_the_apps_of_a_phone(client: Client) -> None:
    shown = client.get("/so-tiem/ung-dung.webmanifest")
    assert shown["Content-Type"] == "application/manifest+json"
    content = shown.json()
    assert (content["name"], content["lang"]) == ("Sổ Tiêm: sổ tiêm chủng của tôi", "vi")
    assert (content["start_url"], content["scope"]) == ("/so-tiem/ho-so/", "/so-tiem/")
    icons = [icon["src"].removeprefix("/static/") for icon in content["icons"]]
    assert all(finders.find(icon) for icon in icons)
    client.cookies["django_language"] = "en"
    assert client.get("/so-tiem/ung-dung.webmanifest").json()["lang"] == "en"
    assert 'href="/so-tiem/ung-dung.webmanifest"' in client.get("/so-tiem/").text


def test_a_report_that_waited_is_taken_once_however_often_it_is_sent(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    answers = [sent(client, dose).json() for _ in range(3)]
    report = CorrectionReport.objects.get()
    assert answers == [{"outcome": "sent", "code": report.tracking_code}] * 3
    assert Evidence.objects.count() == 1


def test_it_is_known_again_after_its_dose_was_put_right(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    first = sent(client, dose).json()
    officer = corrections.officer()
    report = CorrectionReport.objects.get()
    corrections.taken_up(report, officer)
    accept_report(report_id=report.pk, note="Đúng", by=officer, at=timezone.now())
    assert sent(client, dose).json() == first
    assert CorrectionReport.objects.count() == 1


def test_what_somebody_else_wrote_is_not_sent_in_her_name(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    owner = told(sign_in(patient))["owner"]
    other = sign_in(a_relative())
    answer = sent(other, dose, owner=owner)
    assert (answer.status_code, answer.json()) == (409, {"outcome": "not_yours"})
    assert not CorrectionReport.objects.exists()


def test_what_is_wrong_in_it_is_told_in_words_and_nothing_is_taken(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    answer = sent(client, dose, administered_on="31/02/2021", seen=7)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "refused")
    day, stale = answer.json()["why"]
    assert day.startswith("Ngày tiêm: ")
    assert stale.startswith("Mũi tiêm này vừa được cập nhật.")
    no_picture = sent(client, dose, photos=slip(b"not a picture")).json()
    assert no_picture["outcome"] == "refused"
    assert not CorrectionReport.objects.exists()
    assert sent(client, dose).json()["outcome"] == "sent"  # mended, under the same key


def test_a_report_of_a_dose_that_is_gone_is_told_so(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    strange = "/so-tiem/bao-sai/00000000-0000-0000-0000-000000000007/"
    for path in (strange, "/so-tiem/ho-so/", "/can-bo/", "nowhere", ""):
        assert sent(client, dose, path=path).json() == {"outcome": "gone"}
    assert not CorrectionReport.objects.exists()


def test_too_many_reports_are_sent_later(
    dose: Dose, patient: Patient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limit, "REPORTS_PER_PHONE", 0)
    answer = sent(sign_in(patient), dose)
    assert (answer.status_code, answer.json()["outcome"]) == (429, "refused")
