"""A long sheet goes through several processes; what becomes of it is what one would do."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from sotiem.doses.models import Dose
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations import _approved, _record, check, check_import, commit_import
from sotiem.patients.models import Patient
from tests.factories import imports, patients

pytestmark = pytest.mark.usefixtures("committed_db")

NEW = {"name": "Trần Văn Mẫu", "born": "1950", "sex": "Nam", "phone": "912000111", "number": ""}
NEW_TOO = {
    **NEW,
    "name": "Phạm Thị Xuân Hồng",
    "born": "02/02/1961",
    "sex": "Nữ",
    "phone": "987654321",
}


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (check, _record):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    for module in (check, _approved):
        monkeypatch.setattr(module, "WORTH_PROCESSES", 0)


def _sheet() -> bytes:
    return imports.sheet(
        imports.row(),
        imports.row(**NEW),
        imports.row(**NEW_TOO),
        imports.row(**NEW),
        imports.row(day="14/09/2099"),
        imports.row(day="01/07/2021"),
        imports.row(**NEW, day="02/07/2021"),
    )


def _fates(dose_import: DoseImport) -> list[tuple[object, ...]]:
    rows = ImportRow.objects.filter(dose_import=dose_import).order_by("number", "slot")
    return list(rows.values_list("number", "slot", "outcome", "patient_id", "facts", "problems"))


def test_two_processes_find_in_a_sheet_what_one_finds() -> None:
    clerk = imports.clerk()
    patients.patient()
    alone, together = (imports.uploaded(_sheet(), by=clerk) for _ in range(2))
    check_import(import_id=alone.pk, at=imports.AT)
    check_import(import_id=together.pk, at=imports.AT, processes=2)
    assert _fates(together) == _fates(alone)
    assert {outcome for _, _, outcome, *_ in _fates(alone)} == {"new", "known", "refused"}


def test_two_processes_record_a_sheet_once() -> None:
    clerk = imports.clerk()
    patients.patient()
    sheet = imports.checked(_sheet(), by=clerk)
    done = commit_import(import_id=sheet.pk, by=clerk, at=imports.AT, processes=2)
    assert done.counts == {"recorded": 5, "known": 1, "refused": 1}
    assert (Dose.objects.count(), Patient.objects.count()) == (5, 3)
    recorded = ImportRow.objects.filter(outcome="recorded").order_by("number")
    assert [row.number for row in recorded] == [2, 3, 4, 7, 8]
    for row in recorded:
        assert row.dose_id is not None
        dose = Dose.objects.select_related("current").get(pk=row.dose_id)
        assert dose.patient_id == row.patient_id
        assert dose.current.origin == f"{sheet.origin}#{row.number}"


@pytest.mark.parametrize("processes", [1, 2])
def test_a_row_is_not_held_against_what_its_own_file_recorded(processes: int) -> None:
    """Two days apart would be asked about, were one of them on record before."""
    clerk = imports.clerk()
    patients.patient()
    days = ("01/07/2021", "10/10/2021", "20/08/2021", "03/07/2021")
    sheet = imports.checked(imports.sheet(*(imports.row(day=day) for day in days)), by=clerk)
    done = commit_import(import_id=sheet.pk, by=clerk, at=imports.AT, processes=processes)
    assert done.counts == {"recorded": 4}


def test_somebody_registered_after_the_check_is_held_before_her_record_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clerk = imports.clerk()
    sheet = imports.checked(imports.sheet(imports.row(**NEW)), by=clerk)
    late = patients.patient(
        replace(
            patients.facts(),
            full_name="Trần Văn Mẫu",
            birth_date="1950",
            sex="male",
            phone="0912000111",
            cccd="",
        )
    )
    steps: list[object] = []

    def noting(name: str, done: Callable[..., Any], *given: Any) -> Any:
        steps.append((name, *map(set, given)) if name == "lock" else name)
        return done(*given)

    for name, module_name in (("lock", "lock_patients"), ("look", "look")):
        done = getattr(_record, module_name)
        monkeypatch.setattr(_record, module_name, partial(noting, name, done))
    commit_import(import_id=sheet.pk, by=clerk, at=imports.AT)
    assert steps == [("lock", set()), "look", ("lock", {late.pk}), "look"]
    assert Dose.objects.get().patient == late
