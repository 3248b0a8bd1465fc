"""A program sends a sheet, asks how far it is, and reads what became of each row."""

import csv
import io
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from sotiem.accounts.facts import Role
from sotiem.accounts.models import AccessKey
from sotiem.accounts.queries import staff_of
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import (
    check_import,
    finish_commit,
    finish_commit_when_checked,
)
from sotiem.imports.operations.upload import XLSX
from sotiem.portals.api.views import imports as views
from tests.factories import accounts, imports, keys, reference
from tests.portals.api import calls

pytestmark = pytest.mark.django_db
SHEET = imports.sheet(
    imports.row(),
    imports.row(name="Lê Văn Mẫu", phone="0912345678", number="", lot="KHONGCO"),
)


@pytest.fixture
def token(at: datetime) -> str:
    return calls.token_of_clerk(at)


def check() -> DoseImport:
    return check_import(import_id=DoseImport.objects.get().pk, at=imports.AT)


def finish() -> None:
    """What the jobs do that an approved sheet leaves."""
    by = staff_of(AccessKey.objects.latest("pk").user, at=imports.AT)
    pk = DoseImport.objects.get().pk
    finish_commit_when_checked(import_id=pk, by=by, at=imports.AT)
    finish_commit(import_id=pk, by=by, at=imports.AT)


def test_what_a_sheet_leaves_open_is_told_and_answered(token: str) -> None:
    sheet = imports.sheet(imports.row(sex="1", number=""))
    address = calls.upload(token, sheet)["Location"]
    check()
    told = calls.told(calls.ask(token, address))
    assert told["status"] == "asking"
    (question,) = told["questions"]
    assert (question["key"], question["kind"], question["proposed"]) == ("sex", "sex", "")
    wrong = calls.post(token, f"{address}/answers", {"answers": {"sex": "three"}})
    assert wrong.status_code == 422
    done = calls.post(token, f"{address}/answers", {"answers": {"sex": "1_male_2_female"}})
    assert (done.status_code, calls.told(done)["status"]) == (202, "checking")
    assert check().status == "ready"
    assert calls.told(calls.ask(token, address))["questions"] == []


def test_a_commit_said_with_the_answers_follows_the_check(token: str) -> None:
    sheet = imports.sheet(imports.row(sex="1", number=""))
    address = calls.upload(token, sheet, said="&commit=true")["Location"]
    check()
    given = {"answers": {"sex": "1_male_2_female"}}
    assert calls.post(token, f"{address}/answers?commit=perhaps", given).status_code == 422
    assert calls.post(token, f"{address}/answers?commit=true", given).status_code == 202
    check()
    finish()
    assert calls.told(calls.ask(token, address))["status"] == "committed"
    assert Dose.objects.count() == 1


@pytest.mark.parametrize("body", [{}, {"answers": []}, {"answers": {"sex": 1}}, {"sex": "x"}])
def test_answers_that_are_none_are_refused_with_the_field(token: str, body: object) -> None:
    address = calls.upload(token, imports.sheet(imports.row(sex="1", number="")))["Location"]
    check()
    assert calls.post(token, f"{address}/answers", body).status_code == 422


def test_a_sheet_is_taken_and_its_address_told(token: str) -> None:
    answer = calls.upload(token, SHEET, said="&name=danh-sach.xlsx")
    told = calls.told(answer)
    assert (answer.status_code, told["status"]) == (202, "checking")
    assert answer["Location"] == told["links"]["self"] == f"/api/v1/imports/{told['id']}"
    assert (told["file_name"], told["facility"]) == ("danh-sach.xlsx", "79101")
    assert told["links"]["rows"] is None
    assert calls.ask(token, f"{answer['Location']}/rows").status_code == 404


def test_what_became_of_the_rows_is_told_when_they_are_checked(token: str) -> None:
    address = calls.upload(token, SHEET)["Location"]
    check()
    told = calls.told(calls.ask(token, address))
    assert told["status"] == "ready"
    assert told["progress"] == {"rows": 2, "checked": 2}
    assert (told["counts"]["new"], told["counts"]["refused"]) == (1, 1)
    rows = calls.told(calls.ask(token, told["links"]["rows"]))
    assert rows["next"] is None
    assert [(each["row"], each["slot"], each["outcome"]) for each in rows["rows"]] == [
        (2, 1, "new"),
        (3, 1, "refused"),
    ]
    (problem,) = rows["rows"][1]["problems"]
    assert (problem["column"], problem["code"]) == ("Số lô mũi 1*", "lot_unknown")
    assert set(problem["sentences"]) == {"vi", "en"}


def test_rows_are_read_on_from_the_last(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "ROWS", 1)
    address = calls.upload(token, SHEET)["Location"]
    check()
    seen, on = [], f"{address}/rows"
    while on:
        page = calls.told(calls.ask(token, on))
        seen += [each["row"] for each in page["rows"]]
        on = page["next"]
    assert seen == [2, 3]


def test_rows_as_csv_and_the_sheet_with_results(token: str) -> None:
    address = calls.upload(token, SHEET)["Location"]
    check()
    answer = calls.ask(token, f"{address}/rows", accept="text/csv", language="en")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    _, one, other = csv.reader(io.StringIO(text))
    assert one == ["2", "1", "new", "", "Will be recorded.", ""]
    assert other[2:4] == ["refused", "lot_unknown"]
    result = calls.ask(token, f"{address}/result")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(result.content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][-1] == "Sẽ được ghi."


def test_with_commit_the_new_doses_are_recorded_when_the_check_is_done(token: str) -> None:
    address = calls.upload(token, SHEET, said="&commit=true")["Location"]
    finish_too_early = DoseImport.objects.get()
    by = staff_of(AccessKey.objects.get().user, at=imports.AT)
    finish_commit_when_checked(import_id=finish_too_early.pk, by=by, at=imports.AT)
    assert Dose.objects.count() == 0
    check()
    finish()
    told = calls.told(calls.ask(token, address))
    assert (told["status"], told["counts"]["recorded"]) == ("committed", 1)
    assert Dose.objects.count() == 1
    again = calls.upload(token, SHEET, said="&commit=true")
    assert (again.status_code, calls.told(again)["status"]) == (202, "committed")


def test_a_checked_sheet_is_recorded_or_laid_aside_when_the_program_says_so(token: str) -> None:
    one = calls.upload(token, SHEET)["Location"]
    check()
    assert calls.told(calls.post(token, f"{one}/commit"))["status"] == "committing"
    finish()
    assert calls.refusal(calls.post(token, f"{one}/cancel")) == (409, "not_waiting_for_this")
    other = calls.upload(token, SHEET, key="tep-2", said="&again=true")["Location"]
    assert calls.told(calls.post(token, f"{other}/cancel"))["status"] == "cancelled"
    assert calls.refusal(calls.post(token, f"{other}/commit")) == (409, "not_waiting_for_this")


def test_a_form_is_taken_as_well(token: str) -> None:
    sent = {"file": SimpleUploadedFile("tep.xlsx", SHEET), "facility": "79101", "commit": "false"}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "k"}
    answer: Any = Client().post("/api/v1/imports", sent, headers=headers)
    assert (answer.status_code, calls.told(answer)["file_name"]) == (202, "tep.xlsx")
    no_file: Any = Client().post("/api/v1/imports", {"facility": "79101"}, headers=headers)
    assert calls.refusal(no_file) == (422, "file_is_missing")


def test_the_same_file_again_is_one_and_another_needs_another_key(token: str) -> None:
    first, again = calls.upload(token, SHEET), calls.upload(token, SHEET)
    assert first["Location"] == again["Location"]
    other = calls.upload(token, imports.sheet(imports.row()))
    assert calls.refusal(other) == (422, "idempotency_key_was_used")


def test_a_right_withdrawn_between_upload_and_commit_records_nothing(
    token: str, at: datetime
) -> None:
    address = calls.upload(token, SHEET, said="&commit=true")["Location"]
    check()
    AccessKey.objects.get().user.memberships.update(valid_to=at)
    by = staff_of(AccessKey.objects.get().user, at=at)
    finish_commit_when_checked(import_id=DoseImport.objects.get().pk, by=by, at=at)
    assert (DoseImport.objects.get().status, Dose.objects.count()) == ("ready", 0)
    assert AuditEntry.objects.filter(action="import.not_committed").count() == 1
    assert calls.refusal(calls.ask(token, address)) == (403, "not_allowed")


def test_the_same_file_by_two_programs_is_recorded_once(token: str, at: datetime) -> None:
    colleague = keys.token_of(accounts.user((Role.CLERK, reference.facility().path)), at=at)
    first = calls.upload(token, SHEET)["Location"]
    refused = calls.upload(colleague, SHEET)
    assert calls.refusal(refused) == (409, "same_file_came_before")
    assert refused["Location"] == first
    again = calls.upload(colleague, SHEET, said="&again=true")["Location"]
    one, other = DoseImport.objects.order_by("pk")
    by = staff_of(AccessKey.objects.order_by("pk")[0].user, at=at)
    for each_import in (one, other):
        check_import(import_id=each_import.pk, at=imports.AT)
    for each_import in (one, other):
        calls.post(token, f"/api/v1/imports/{each_import.public_id}/commit")
        finish_commit(import_id=each_import.pk, by=by, at=imports.AT)
    assert Dose.objects.count() == 1
    other.refresh_from_db()
    assert other.counts == {"known": 1, "refused": 1}
    assert calls.told(calls.ask(token, again))["same_as"]["id"] == str(one.public_id)


@pytest.mark.parametrize(
    ("content", "said", "media_type", "expected"),
    [
        (b"MZ", "", XLSX, (422, "not_a_workbook")),
        (SHEET, "", "image/png", (415, "media_type_is_unknown")),
        (SHEET, "&commit=yes", XLSX, (422, "field_is_not_a_flag")),
        (SHEET, "&facility=79198", XLSX, (403, "facility_is_not_yours")),
    ],
)
def test_what_cannot_be_taken_is_refused(
    token: str, content: bytes, said: str, media_type: str, expected: tuple[int, str]
) -> None:
    answer = calls.upload(token, content, said=said, media_type=media_type)
    assert calls.refusal(answer) == expected
    assert not DoseImport.objects.exists()


def test_a_file_larger_than_any_sheet_is_refused(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.portals.api.reading.MOST_BYTES", 10)
    monkeypatch.setattr("sotiem.imports.rules.container.MOST_BYTES", 10)
    assert calls.refusal(calls.upload(token, SHEET)) == (413, "file_is_too_large")


def test_a_sheet_that_cannot_be_understood_says_why(token: str) -> None:
    address = calls.upload(token, imports.sheet(headers=("Một", "Hai")))["Location"]
    check()
    told = calls.told(calls.ask(token, address))
    assert (told["status"], told["problem"]["code"]) == ("refused", "no_header")


def test_sheets_of_others_are_as_if_they_were_none(token: str, at: datetime) -> None:
    address = calls.upload(token, SHEET)["Location"]
    stranger = keys.token_of(accounts.user((Role.CLERK, "vn/2025:99")), at=at)
    for asked in (address, f"{address}/rows", f"/api/v1/imports/{uuid4()}"):
        assert calls.refusal(calls.ask(stranger, asked)) == (404, "not_found")
    assert calls.refusal(calls.post(stranger, f"{address}/commit")) == (404, "not_found")


def test_sheets_are_limited_by_number(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "UPLOADS", 1)
    calls.upload(token, SHEET)
    answer = calls.upload(token, SHEET)
    assert calls.refusal(answer) == (429, "too_many_requests")
    assert int(answer["Retry-After"]) > 0
