from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.utils import timezone

from sotiem.foundation import audit, files
from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import insert_rows
from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.foundation.processes import Map, cut, side_by_side
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations._asking import (
    ask_about_file,
    remember_answers,
    understood_file,
)
from sotiem.imports.operations._references import readers_of
from sotiem.imports.operations._resolve import (
    AT_ONCE,
    Resolver,
    Seen,
    look,
)
from sotiem.imports.operations._rows import COLUMNS, values_of
from sotiem.imports.operations._waiting import keep_waiting
from sotiem.imports.rules import sent
from sotiem.imports.rules.asking import Understood
from sotiem.imports.rules.digest import digest_of
from sotiem.imports.rules.lists import Lists, passed_over_told
from sotiem.imports.rules.phones import shared_phones
from sotiem.imports.rules.reading import DoseFile, DoseSheet, SheetRow, read_dose_file
from sotiem.imports.rules.rows import RowReader
from sotiem.imports.rules.workbook import BadSheet
from sotiem.imports.states import ImportStatus

_CHECKER: Final = machine("imports")

# Other processes take seconds to begin: a file of so many bytes, some 8,000 rows, makes up for it.
WORTH_PROCESSES: Final = 750_000

Part = tuple[int, Sequence[SheetRow]]  # some rows, and the place of their list in the file


def check_import(*, import_id: int, at: datetime, processes: int = 1) -> DoseImport:
    """Check every row of a sheet against all we know, and keep what was found.

    Rows are written by some thousands, so that the clerk sees how far it is. Begun anew after a
    crash; of two checks at once the one that fell behind stops. A long sheet is read and looked up
    by several processes.
    """
    dose_import = DoseImport.objects.select_related("facility", "file").get(pk=import_id)
    if dose_import.status != ImportStatus.CHECKING:
        return dose_import
    content = files.read(dose_import.file)
    with side_by_side(processes=processes if len(content) > WORTH_PROCESSES else 1) as each:
        try:
            file = read_dose_file(content)
            understood = understood_file(dose_import, file, today=timezone.localdate(at))
        except BadSheet as bad:
            return _refuse(import_id, bad, at)
        if understood.settled.open:
            return ask_about_file(dose_import, understood, at=at)
        return _check_rows(dose_import, understood, each, at=at)


def _check_rows(
    dose_import: DoseImport, understood: Understood, each: Map, *, at: datetime
) -> DoseImport:
    file, is_file = understood.file, dose_import.file.media_type != sent.MEDIA_TYPE
    headers, digest = [_headers(each) for each in file.lists], digest_of(file) if is_file else ""
    if not _begin(dose_import, understood, headers=headers, digest=digest, at=at):
        return dose_import
    lists = Lists(headers)
    phones = shared_phones(file, lists) if is_file else {}
    readers = readers_of(
        file.lists,
        understood.manners,
        dose_import.facility,
        phones=phones,
        today=timezone.localdate(at),
    )
    counts, done = Counter[str](), 0
    resolver, parts = Resolver(lists), _parts(file)
    seen_by_all = each(partial(_read_and_look, readers, lists), parts)
    for (_, rows), seen in zip(parts, seen_by_all, strict=True):
        if not _keep_some(dose_import, seen, resolver, counts, done, number=len(rows)):
            return dose_import
        done += len(rows)
    return _finish(dose_import.pk, counts, done, at)


def _parts(file: DoseFile) -> list[Part]:
    return [
        (place, rows)
        for place, each in enumerate(file.lists)
        for rows in cut(each.rows, at_once=AT_ONCE)
    ]


def _headers(listed: DoseSheet) -> dict[str, str]:
    """What a list is called, and its columns under which a doubt about a person is told."""
    columns = {key: listed.layout.header(key) for key in ("full_name", "number", "birth_date")}
    return {"name": listed.sheet.name, **columns}


def _read_and_look(readers: Sequence[RowReader], lists: Lists, part: Part) -> list[Seen]:
    place, rows = part
    return look([dose for row in rows for dose in readers[place].read(row)], lists)


@transaction.atomic
def _begin(
    checked: DoseImport,
    understood: Understood,
    *,
    headers: list[dict[str, str]],
    digest: str,
    at: datetime,
) -> bool:
    """Forget what an interrupted check had found, none of which anybody has acted on."""
    dose_import = DoseImport.objects.select_for_update().get(pk=checked.pk)
    if dose_import.status != ImportStatus.CHECKING or dose_import.answers != checked.answers:
        return False
    file = understood.file
    ImportRow.objects.filter(dose_import=dose_import).delete()
    dose_import.rows_total, dose_import.rows_done, dose_import.headers = file.rows, 0, headers
    dose_import.questions = understood.kept()
    dose_import.passed_over = passed_over_told(
        {number: why for each in file.lists for number, why in each.passed_over.items()},
        file.left_out,
    )
    _compare(dose_import, digest)
    told_before = ("rows_total", "rows_done", "headers", "passed_over", "rows_digest", "same_as")
    dose_import.save(update_fields=[*told_before, "questions"])
    remember_answers(dose_import, understood, at=at)
    return True


def _compare(dose_import: DoseImport, digest: str) -> None:
    """Find the last file of the facility with the same rows, however it was saved."""
    dose_import.rows_digest, dose_import.same_as = digest, None
    if digest:
        hold_some(LockSpace.FILES_OF_FACILITY, [dose_import.facility_id])
        same = DoseImport.objects.in_use().filter(
            facility=dose_import.facility_id, rows_digest=digest
        )
        dose_import.same_as = same.exclude(pk=dose_import.pk).newest_first().first()


@transaction.atomic
def _keep_some(
    dose_import: DoseImport,
    seen: Sequence[Seen],
    resolver: Resolver,
    counts: Counter[str],
    done: int,
    *,
    number: int,
) -> bool:
    """Keep so many rows; not if the import was cancelled or another check is ahead."""
    kept = DoseImport.objects.select_for_update().get(pk=dose_import.pk)
    if kept.status != ImportStatus.CHECKING or kept.rows_done != done:
        return False
    fates = resolver.settle(seen)
    insert_rows(ImportRow, COLUMNS, (values_of(dose_import, fate) for fate in fates))
    counts.update(str(fate.outcome) for fate in fates)
    kept.rows_done = done + number
    kept.save(update_fields=["rows_done"])
    return True


@transaction.atomic
def _finish(import_id: int, counts: Counter[str], done: int, at: datetime) -> DoseImport:
    dose_import = DoseImport.objects.select_for_update().get(pk=import_id)
    if dose_import.status != ImportStatus.CHECKING or dose_import.rows_done != done:
        return dose_import
    dose_import.status, dose_import.counts = ImportStatus.READY, dict(counts)
    dose_import.save(update_fields=["status", "counts"])
    keep_waiting(dose_import, at=at)
    audit.record("import.checked", dose_import, by=_CHECKER, at=at, counts=dict(counts))
    return dose_import


@transaction.atomic
def _refuse(import_id: int, bad: BadSheet, at: datetime) -> DoseImport:
    dose_import = DoseImport.objects.select_for_update().get(pk=import_id)
    if dose_import.status != ImportStatus.CHECKING:
        return dose_import
    dose_import.status = ImportStatus.REFUSED
    dose_import.problem, dose_import.problem_details = bad.problem, bad.details
    dose_import.save(update_fields=["status", "problem", "problem_details"])
    audit.record("import.refused", dose_import, by=_CHECKER, at=at, problem=bad.problem)
    return dose_import
