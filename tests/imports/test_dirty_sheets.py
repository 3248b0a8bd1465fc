"""Sheets as facilities send them: each mistake of a clerk has its outcome, the other rows go in."""

from collections import Counter
from datetime import date
from random import Random
from uuid import uuid4

import polars as pl
import pytest
from rustpy_xlsxwriter import write_worksheet

from benchmarks.people.generate import Order, generate
from benchmarks.sheets import DEFECTS, lots, rows_of
from sotiem.accounts.facts import Role
from sotiem.doses.models import Dose
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations import check_import, commit_import, upload_sheet
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.supply.operations import register_lot
from tests.factories import accounts, reference
from tests.factories.campaigns import AT as EARLY

pytestmark = pytest.mark.django_db
AT = EARLY.replace(year=2023)


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    folder = tmp_path_factory.mktemp("world")
    generate(Order(400, 10, 7, with_doses=10)).write(folder)
    return pl.read_parquet(folder / "people.parquet")


@pytest.fixture
def known_lots() -> None:
    for vaccine, number in lots():
        register_lot(
            vaccine=reference.vaccine(vaccine),
            number=number,
            expires_on=date(2024, 12, 31),
            by=reference.BY,
            at=AT,
        )


def sent(rows: list[dict[str, str]], folder: object) -> DoseImport:
    path = f"{folder}/sheet.xlsx"
    write_worksheet(rows, path, sheet_name="Danh sách")
    by = accounts.staff((Role.CLERK, reference.facility().path))
    with open(path, "rb") as file:  # noqa: PTH123
        sheet = upload_sheet(
            facility=reference.facility(),
            content=file.read(),
            file_name="sheet.xlsx",
            submission_key=uuid4(),
            by=by,
            at=AT,
        )
    check_import(import_id=sheet.pk, at=AT)
    return DoseImport.objects.get(pk=sheet.pk)


def test_every_mistake_has_its_outcome_and_harms_no_other_row(
    people: pl.DataFrame, known_lots: None, tmp_path: object
) -> None:
    reference.facility("00001", "Trạm khác")
    rows, truth = rows_of(people, rows=400, facility="79101", dirt=0.6, random=Random(5))
    assert {name for _, name, _ in truth} == {defect.name for defect in DEFECTS}
    sheet = sent(rows, tmp_path)
    assert sheet.status == ImportStatus.READY
    fates = dict(ImportRow.objects.order_by("number").values_list("number", "outcome"))
    wrong = [
        (number, name, fates[number])
        for number, name, outcome in truth
        if (fates[number] == RowOutcome.REFUSED) != (outcome == "refused")
    ]
    assert wrong == []
    mistaken = {number for number, _, _ in truth}
    clean = Counter(fate for number, fate in fates.items() if number not in mistaken)
    assert clean[RowOutcome.REFUSED] < 0.1 * sum(clean.values())


def test_what_is_taken_is_recorded_once(
    people: pl.DataFrame, known_lots: None, tmp_path: object
) -> None:
    rows, _truth = rows_of(people, rows=60, facility="79101", dirt=0.2, random=Random(6))
    sheet = sent(rows, tmp_path)
    by = accounts.staff((Role.CLERK, reference.facility().path))
    done = commit_import(import_id=sheet.pk, by=by, at=AT)
    assert Dose.objects.count() == done.counts[RowOutcome.RECORDED] > 30
    again = sent(rows[::-1], tmp_path)  # the same rows in another file
    assert again.counts.get(RowOutcome.NEW, 0) == 0
