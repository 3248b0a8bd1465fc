import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sotiem.accounts.models import OneTimeCode
from sotiem.messages.models import Message
from sotiem.messages.operations import NOBODY
from sotiem.patients.models import Patient
from tests.factories import patients
from tests.portals.citizen.conftest import PHONE, SignIn

pytestmark = pytest.mark.django_db
LOOK_UP, CODE, BOOK = "/so-tiem/", "/so-tiem/ma-xac-thuc/", "/so-tiem/ho-so/"
KNOWN = {
    "full_name": "Nguyễn Thị Bảo Lộc",
    "birth_date": "03/04/1987",
    "by": "phone",
    "number": "090 123 4567",
}
BY_NUMBER = {**KNOWN, "by": "number", "number": "079187001234"}
UNKNOWN = {"full_name": "Lê Văn Chưa Có"}


def body(content: bytes) -> str:
    """A page without what is random in it for everyone."""
    text = re.sub(r'csrfmiddlewaretoken" value="\w+', "", content.decode())
    text = re.sub(r'"X-CSRFToken": "\w+', "", text)
    return re.sub(r"[0-9a-f]{12}(?=<)", "", text)


def answers(typed: dict[str, str]) -> list[tuple[int, str, str]]:
    """Everything a stranger sees who looks somebody up and guesses a code."""
    client = Client()
    seen = []
    for path, data in ((LOOK_UP, typed), (CODE, None), (CODE, {"code": "000000"})):
        response = client.post(path, data) if data else client.get(path)
        seen.append((response.status_code, response.get("Location", ""), body(response.content)))
    return seen


@pytest.mark.parametrize("typed", [KNOWN, BY_NUMBER], ids=["phone", "number"])
def test_no_answer_tells_a_stranger_whether_someone_is_on_record(
    typed: dict[str, str], patient: Patient
) -> None:
    assert answers(typed) == answers({**typed, **UNKNOWN})


@pytest.mark.parametrize("known", [KNOWN, BY_NUMBER], ids=["phone", "number"])
def test_known_or_not_the_same_questions_are_asked_of_the_database(
    known: dict[str, str], patient: Patient
) -> None:
    def asked(typed: dict[str, str]) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            Client().post(LOOK_UP, typed)
        return [query["sql"].split(" ")[0] for query in queries]

    assert asked(known) == asked({**known, **UNKNOWN})


def test_a_code_for_a_phone_goes_to_the_phone_typed(patient: Patient, client: Client) -> None:
    client.post(LOOK_UP, {**KNOWN, "number": "0907654321"})
    assert Message.objects.get().phone == "0907654321"


def test_a_code_for_a_number_goes_to_the_phone_on_record_only_when_all_agrees(
    patient: Patient, client: Client
) -> None:
    client.post(LOOK_UP, {**BY_NUMBER, **UNKNOWN})
    client.post(LOOK_UP, {**BY_NUMBER, "birth_date": "04/03/1987"})
    assert {message.phone for message in Message.objects.all()} == {NOBODY}
    client.post(LOOK_UP, BY_NUMBER)
    assert Message.objects.latest("pk").phone == PHONE


@pytest.mark.parametrize("typed", [KNOWN, BY_NUMBER], ids=["phone", "number"])
def test_the_right_code_opens_the_record(
    typed: dict[str, str], patient: Patient, client: Client, last_code: Callable[[], str]
) -> None:
    client.post(LOOK_UP, typed)
    before = client.session.session_key
    response = client.post(CODE, {"code": last_code()}, follow=True)
    assert response.redirect_chain == [(BOOK, 302)]
    assert "Nguyễn Thị Bảo Lộc" in response.text
    assert client.session.session_key != before


def test_a_wrong_code_opens_nothing_and_five_close_the_door(
    patient: Patient, client: Client, last_code: Callable[[], str]
) -> None:
    client.post(LOOK_UP, KNOWN)
    right = last_code()
    wrong = "111111" if right != "111111" else "222222"
    for _ in range(5):
        assert client.post(CODE, {"code": wrong}).status_code == 422
    assert client.post(CODE, {"code": right}).status_code == 422
    assert client.get(BOOK).status_code == 302


def test_a_code_opens_nothing_in_another_browser(
    patient: Patient, client: Client, last_code: Callable[[], str]
) -> None:
    client.post(LOOK_UP, KNOWN)
    other = Client()
    assert other.post(CODE, {"code": last_code()})["Location"] == LOOK_UP


def test_whose_phone_is_right_but_who_is_not_on_record_is_told_what_to_do(
    patient: Patient, client: Client, last_code: Callable[[], str]
) -> None:
    client.post(LOOK_UP, {**KNOWN, **UNKNOWN})
    response = client.post(CODE, {"code": last_code()}, follow=True)
    assert response.redirect_chain[-1][0] == "/so-tiem/chua-co-ho-so/"
    assert "/so-tiem/bao-chua-co/" in response.text
    form = client.get("/so-tiem/bao-chua-co/").text
    assert "Lê Văn Chưa Có" in form
    assert "03/04/1987" in form


def test_someone_known_without_a_phone_gets_no_code(client: Client) -> None:
    patients.patient(replace(patients.facts(), phone=""))
    assert client.post(LOOK_UP, BY_NUMBER)["Location"] == CODE
    assert Message.objects.get().phone == NOBODY


def test_a_sixth_code_in_an_hour_is_refused_in_words(client: Client) -> None:
    for _ in range(5):
        assert client.post(LOOK_UP, KNOWN).status_code == 302
    response = client.post(LOOK_UP, KNOWN)
    assert response.status_code == 429
    assert "Hãy chờ" in response.text
    assert "Nguyễn Thị Bảo Lộc" in response.text


BAD = {
    "birth date in the future": ({"birth_date": "03/04/2987"}, "sau ngày hôm nay"),
    "30 February": ({"birth_date": "30/02/1987"}, "không có trong lịch"),
    "landline": ({"number": "02838123456"}, "số máy bàn"),
    "short number": ({"by": "number", "number": "07918"}, "12 chữ số"),
    "no name": ({"full_name": ""}, "Hãy ghi họ và tên"),
    "digits in a name": ({"full_name": "Ng4"}, "không thể có chữ số"),
    "no choice": ({"by": "x"}, "Hãy chọn tìm bằng"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_said_beside_the_field_and_kept(name: str, client: Client) -> None:
    typed, sentence = BAD[name]
    response = client.post(LOOK_UP, {**KNOWN, **typed})
    assert response.status_code == 422
    assert sentence in response.text
    assert all(value in response.text for field, value in typed.items() if field != "by")
    assert not OneTimeCode.objects.exists()


def test_a_page_asked_for_before_signing_in_is_opened_after(
    patient: Patient, client: Client, last_code: Callable[[], str]
) -> None:
    away = client.get("/so-tiem/nhat-ky/")["Location"]
    client.get(away)
    client.post(LOOK_UP, KNOWN)
    assert client.post(CODE, {"code": last_code()})["Location"] == "/so-tiem/nhat-ky/"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/can-bo/"])
def test_nobody_is_led_elsewhere_after_signing_in(
    wanted: str, patient: Patient, client: Client, last_code: Callable[[], str]
) -> None:
    client.get(LOOK_UP, {"next": wanted})
    client.post(LOOK_UP, KNOWN)
    assert client.post(CODE, {"code": last_code()})["Location"] == BOOK


def test_signing_out_closes_the_record(patient: Patient, sign_in: SignIn) -> None:
    client = sign_in(patient)
    assert client.get(BOOK).status_code == 200
    assert client.get("/so-tiem/thoat/").status_code == 405
    client.post("/so-tiem/thoat/")
    assert client.get(BOOK).status_code == 302
