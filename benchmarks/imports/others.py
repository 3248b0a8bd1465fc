"""What is timed, each in a process of its own: our own two steps, and what they are beside."""

import csv
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.accounts.models import User
from sotiem.accounts.operations import grant_role, register_user
from sotiem.accounts.queries import staff_of
from sotiem.certificates.operations import ensure_signing_key
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import register_facility
from sotiem.foundation.actors import machine
from sotiem.foundation.processes import CORES
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import check_import, commit_import, upload_sheet
from sotiem.imports.rules.reading import read_dose_sheet
from sotiem.places.models import AdministrativeUnit
from sotiem.supply.operations import register_lot
from sotiem.vaccines.models import Vaccine

BY: Final = machine("benchmark")
CLERK: Final = "benchmark-clerk"
EXPIRES: Final = date(2024, 12, 31)
TABLE: Final = 'CREATE TEMP TABLE bare ("row" int, {})'


def main(*, arguments: Sequence[str]) -> None:
    steps: dict[str, Callable[..., dict[str, Any]]] = {
        "prepare": prepare,
        "preview": preview,
        "commit": commit,
        "copy": copy,
        "import_export": import_export,
    }
    step, *given, told = arguments
    Path(told).write_text(json.dumps(steps[step](*given)))


def prepare(code: str, lots: str) -> dict[str, Any]:
    """The facility, its clerk, a signing key and the lots that the sheet names."""
    at = timezone.now()
    ensure_signing_key(at=at)
    facility = Facility.objects.filter(code=code).first()
    if facility is None:
        commune = AdministrativeUnit.objects.filter(version="2025", level="commune")
        facility = register_facility(
            code=code,
            name="Bệnh viện Đo lường",
            address="1 Đường Mẫu",
            commune=commune.order_by("code")[0],
            by=BY,
            at=at,
        )
        user = register_user(
            username=CLERK,
            full_name="Trần Văn Mẫu",
            unit_name=facility.name,
            password=None,
            by=BY,
            at=at,
        )
        grant_role(
            user=user, role=Role.CLERK, jurisdiction=Jurisdiction(facility.path), by=BY, at=at
        )
    vaccines = {vaccine.code: vaccine for vaccine in Vaccine.objects.all()}
    with Path(lots).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            vaccine = vaccines[row["vaccine"]]
            if not vaccine.lots.filter(number=row["lot"]).exists():
                register_lot(vaccine=vaccine, number=row["lot"], expires_on=EXPIRES, by=BY, at=at)
    return {}


def preview(code: str, sheet: str) -> dict[str, Any]:
    """The sheet sent, read, and every row checked and matched."""
    content = Path(sheet).read_bytes()
    started = time.perf_counter()
    sent = upload_sheet(
        facility=Facility.objects.get(code=code),
        content=content,
        file_name="sheet.xlsx",
        submission_key=_key(content),
        by=staff_of(User.objects.get(username=CLERK), at=timezone.now()),
        at=timezone.now(),
    )
    checked = check_import(import_id=sent.pk, at=timezone.now(), processes=CORES)
    return {"seconds": time.perf_counter() - started, "counts": checked.counts}


def commit(code: str, sheet: str) -> dict[str, Any]:
    """Its new doses on record."""
    sent = DoseImport.objects.get(submission_key=_key(Path(sheet).read_bytes()))
    by = staff_of(User.objects.get(username=CLERK), at=timezone.now())
    started = time.perf_counter()
    done = commit_import(import_id=sent.pk, by=by, at=timezone.now(), processes=CORES)
    return {"seconds": time.perf_counter() - started, "counts": done.counts}


def copy(code: str, sheet: str) -> dict[str, Any]:
    """The same cells by COPY into a table without anything else."""
    rows = read_dose_sheet(Path(sheet).read_bytes()).rows
    keys = sorted({key for row in rows for key in {**row.person, **row.doses.get(1, {})}})
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(TABLE.format(", ".join(f'"{key}" text' for key in keys)))
        columns = ", ".join(['"row"', *(f'"{key}"' for key in keys)])
        with cursor.copy(f"COPY bare ({columns}) FROM STDIN") as written:
            for row in rows:
                cells = {**row.person, **row.doses.get(1, {})}
                written.write_row([row.number, *(cells.get(key, "") for key in keys)])
    return {"seconds": time.perf_counter() - started}


def import_export(rows: str, sheet: str) -> dict[str, Any]:
    """The first rows by django-import-export: a preview, then the import, into one table."""
    # Nobody but the comparison needs it (requirements/benchmarks.lock).
    from benchmarks.imports.usual_way import import_rows  # noqa: PLC0415

    return {"seconds": import_rows(Path(sheet), int(rows))}


def _key(content: bytes) -> UUID:
    return UUID(hashlib.md5(content, usedforsecurity=False).hexdigest())
