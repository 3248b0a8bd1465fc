"""The same dirty sheet by browser, by program and by command line: the same fate, row by row."""

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import cancel_import, check_import
from sotiem.runtime import sheets
from tests.factories import imports, keys, reference
from tests.portals.api import calls
from tests.portals.office import people

pytestmark = pytest.mark.django_db
DIRTY = imports.sheet(
    imports.row(),
    imports.row(name="Lê Văn Mẫu", phone="0912345678", number="", lot="KHONGCO"),
    imports.row(name="", born="31/02/1987", sex="?", phone="12", number="1"),
    imports.row(name="Nguyễn Thị Bảo Lan", number=""),
    imports.row(name="NGUYEN VAN A", phone="912345679", number="", day="01/01/2099"),
    imports.row(name="Trần Thị Thử", phone="0923456789", number="", facility="79199"),
    imports.row(name="Trần Thị Thử", phone="0923456780", number="", vaccine="Vắc xin lạ"),
)


@pytest.fixture
def clerk() -> User:
    user = people.with_second_factor(calls.clerk())
    imports.committed(imports.sheet(imports.row()), by=staff_of(user, at=imports.AT))
    return user


def by_browser(clerk: User) -> None:
    sent = {
        "sheet": SimpleUploadedFile("tep.xlsx", DIRTY),
        "submission_key": str(uuid.uuid4()),
    }
    answer: Any = people.browser(clerk).post("/co-so/79101/nhap-tep/", sent)
    assert answer.status_code == 302


def by_program(clerk: User) -> None:
    calls.upload(keys.token_of(clerk, at=imports.AT), DIRTY)


def by_command(clerk: User, folder: Path) -> None:
    (folder / "tep.xlsx").write_bytes(DIRTY)
    facility = reference.facility()
    by = staff_of(clerk, at=imports.AT)
    sheets._take_up(folder / "tep.xlsx", facility, commit=False, again=False, by=by)


def fates() -> list[tuple[Any, ...]]:
    """What became of each dose of the newest sheet, which is then laid aside."""
    newest = DoseImport.objects.latest("pk")
    check_import(import_id=newest.pk, at=imports.AT)
    rows = newest.rows.order_by("number", "slot")
    told = list(rows.values_list("number", "slot", "outcome", "patient_id", "problems", "facts"))
    by = staff_of(User.objects.get(public_id=newest.uploaded_by.partition(":")[2]), at=imports.AT)
    cancel_import(import_id=newest.pk, by=by, at=imports.AT)
    return told


def test_the_same_sheet_has_the_same_fate_whichever_way_it_comes(
    clerk: User, tmp_path: Path
) -> None:
    by_browser(clerk)
    first = fates()
    by_program(clerk)
    second = fates()
    by_command(clerk, tmp_path)
    third = fates()
    assert first == second == third
    assert {fate[2] for fate in first} == {"known", "refused", "review"}
    assert len(first) == 7
    assert DoseImport.objects.count() == 4


def test_doses_sent_one_by_one_have_the_fate_of_a_sheet_s_rows(clerk: User) -> None:
    by_program(clerk)
    rows = {fate[0]: fate[2] for fate in fates()}
    token = keys.token_of(clerk, at=imports.AT)
    sent = [
        calls.dose(),
        calls.dose(
            {"full_name": "Lê Văn Mẫu", "phone": "0912345678", "id_number": ""},
            lot_number="KHONGCO",
        ),
    ]
    told = calls.told(calls.send(token, {"facility": "79101", "doses": sent}))["doses"]
    assert [each["outcome"] for each in told] == [rows[2], rows[3]] == ["known", "refused"]
