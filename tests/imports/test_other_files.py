"""Lists as text and FHIR Bundles go the way of sheets: the same rows, the same checks."""

import json
from typing import Any
from unicodedata import normalize
from uuid import uuid4

import pytest

from sotiem.accounts.facts import Role
from sotiem.identity.vietnamese_text import TONES
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations import check_import, upload_sheet
from sotiem.imports.rules.container import NotAWorkbook
from sotiem.imports.states import ImportStatus, RowOutcome
from tests.factories import accounts, reference
from tests.factories.campaigns import AT

pytestmark = pytest.mark.django_db
HEADER = (
    "Họ và tên,Ngày sinh,Giới tính,Số điện thoại,"
    "Vắc xin mũi 1,Ngày tiêm mũi 1,Số lô mũi 1,Cơ sở tiêm mũi 1"
)
ROW = "Nguyễn Thị Hòa,30/04/1975,Nữ,0912345678,AstraZeneca,14/09/2021,FK0112,79101"


def checked(content: bytes, name: str = "list.csv") -> DoseImport:
    reference.lot()
    by = accounts.staff((Role.CLERK, reference.facility().path))
    sheet = upload_sheet(
        facility=reference.facility(),
        content=content,
        file_name=name,
        submission_key=uuid4(),
        by=by,
        at=AT,
    )
    check_import(import_id=sheet.pk, at=AT)
    return DoseImport.objects.get(pk=sheet.pk)


def person_of(sheet: DoseImport) -> Any:
    row = ImportRow.objects.get(dose_import=sheet)
    assert row.outcome == RowOutcome.NEW, row.problems
    return row.facts["person"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_in_any_encoding_and_separator_is_read(encoding: str, separator: str) -> None:
    text = f"DANH SÁCH TIÊM\n{HEADER}\n{ROW}\n".replace(",", separator)
    assert person_of(checked(text.encode(encoding)))["full_name"] == "Nguyễn Thị Hòa"


def typed_in_windows(text: str) -> bytes:
    """Each tone as a mark of its own after its letter, as the code page 1258 has it."""
    written = []
    for letter in text:
        parts = normalize("NFD", letter)
        tones = "".join(part for part in parts if part in TONES)
        written.append(normalize("NFC", "".join(p for p in parts if p not in TONES)) + tones)
    return "".join(written).encode("cp1258")


def test_a_text_of_vietnamese_windows_is_read() -> None:
    sheet = checked(typed_in_windows(f"{HEADER}\n{ROW}\n"))
    assert person_of(sheet)["full_name"] == "Nguyễn Thị Hòa"


def test_a_quote_that_never_ends_refuses_the_file_with_words() -> None:
    sheet = checked(f'{HEADER}\n"{ROW}\n'.encode())
    assert sheet.status == ImportStatus.REFUSED


def test_a_letter_is_no_table() -> None:
    with pytest.raises(NotAWorkbook):
        checked("Kính gửi Sở Y tế,\nchúng tôi xin gửi danh sách.\n".encode())


def bundle(**changes: Any) -> bytes:
    patient = {
        "resourceType": "Patient",
        "id": "p1",
        "name": [{"family": "Nguyễn", "given": ["Thị", "Hòa"]}],
        "birthDate": "1975-04-30",
        "gender": "female",
        "telecom": [{"system": "phone", "value": "0912345678"}],
        "identifier": [{"system": "urn:vn:cccd", "value": "079175012345"}],
    }
    dose = {
        "resourceType": "Immunization",
        "status": "completed",
        "patient": {"reference": "Patient/p1"},
        "vaccineCode": {"coding": [{"display": "AstraZeneca"}]},
        "occurrenceDateTime": "2021-09-14T08:00:00+07:00",
        "lotNumber": "FK0112",
        "location": {"identifier": {"value": "79101"}},
        **changes,
    }
    entries = [{"resource": patient}, {"resource": dose}]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def test_a_bundle_is_read_as_rows() -> None:
    person = person_of(checked(bundle(), "bundle.json"))
    assert (person["full_name"], person["cccd"]) == ("Nguyễn Thị Hòa", "079175012345")


def test_an_immunization_of_nobody_is_refused_in_its_row() -> None:
    sheet = checked(bundle(patient={"reference": "Patient/none"}), "bundle.json")
    assert sheet.counts == {RowOutcome.REFUSED: 1}


def test_a_bundle_without_doses_is_refused_with_words() -> None:
    sheet = checked(bundle(status="not-done"), "bundle.json")
    assert sheet.status == ImportStatus.REFUSED
