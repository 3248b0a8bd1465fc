"""Sheets of corrections about invented people."""

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime

from sotiem.accounts.facts import Staff
from sotiem.foundation.identifiers import new_submission_key
from sotiem.mending.models import MendingSheet
from sotiem.mending.operations import (
    begin_corrections,
    begin_undo,
    carry_out_corrections,
    check_corrections,
    undo_corrections,
    upload_corrections,
)
from sotiem.mending.rules import COLUMNS
from sotiem.patients.models import Patient

AT = datetime(2021, 10, 12, 2, tzinfo=UTC)


def row_of(patient: Patient, **cells: str) -> dict[str, str]:
    """A row about somebody on record, under our columns' keys."""
    current = patient.current
    return {"person": current.cccd, "full_name": current.full_name, **cells}


def content_of(*rows: Mapping[str, str]) -> bytes:
    """The rows as a file (CSV), under our own headers."""
    target = io.StringIO()
    lines = csv.writer(target)
    lines.writerow([column.header for column in COLUMNS])
    for row in rows:
        lines.writerow([row.get(column.key, "") for column in COLUMNS])
    return target.getvalue().encode()


def uploaded(by: Staff, *rows: Mapping[str, str]) -> MendingSheet:
    return upload_corrections(
        content=content_of(*rows),
        file_name="sua.csv",
        submission_key=new_submission_key(),
        by=by,
        at=AT,
    )


def checked(by: Staff, *rows: Mapping[str, str]) -> MendingSheet:
    return check_corrections(sheet_id=uploaded(by, *rows).pk, by=by, at=AT)


def carried_out(sheet: MendingSheet, by: Staff, second: Staff | None = None) -> MendingSheet:
    """As the worker does, after the officer's word."""
    begin_corrections(sheet_id=sheet.pk, note="Đã đối chiếu với sổ giấy", by=by, at=AT)
    return carry_out_corrections(sheet_id=sheet.pk, by=by, second=second, at=AT)


def undone(sheet: MendingSheet, by: Staff) -> MendingSheet:
    begin_undo(sheet_id=sheet.pk, note="Nhầm sổ", by=by, at=AT)
    return undo_corrections(sheet_id=sheet.pk, by=by, at=AT)
