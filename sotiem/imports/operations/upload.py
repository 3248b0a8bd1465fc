from datetime import datetime
from pathlib import PurePath
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.accounts.queries import username_of
from sotiem.facilities.models import Facility
from sotiem.foundation import audit, files, jobs
from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.foundation.models import StoredFile
from sotiem.foundation.refusals import Refusal, require
from sotiem.imports.models import DoseImport
from sotiem.imports.permissions import can_import
from sotiem.imports.rules import bundle, sent, table
from sotiem.imports.rules.container import MOST_BYTES, FileIsTooLarge, require_workbook
from sotiem.imports.rules.json_file import read_json

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME: Final = 200


class SameFileCameBefore(Refusal):
    """The facility has sent this very file; details: sheet (its public id), by, at."""


@transaction.atomic
def upload_sheet(
    *,
    facility: Facility,
    content: bytes,
    file_name: str,
    submission_key: UUID,
    by: Staff,
    at: datetime,
    again: bool = False,
) -> DoseImport:
    """Keep a facility's sheet as it came, and have its rows checked.

    The same submission sent twice is one import. A file that the facility sent before is refused
    unless it is said to come `again`. What is no workbook and no table is refused and not kept.
    """
    require(can_import(by, facility))
    media_type = _require_readable(content)
    if not again:
        hold_some(LockSpace.FILES_OF_FACILITY, [facility.pk])
    kept = files.store(content, media_type=media_type, at=at)
    if not again and not DoseImport.objects.filter(submission_key=submission_key).exists():
        _require_first(facility, kept)
    name = PurePath(file_name.replace("\\", "/")).name
    dose_import, is_new = DoseImport.objects.get_or_create(
        submission_key=submission_key,
        defaults={
            "facility": facility,
            "file": kept,
            "file_name": "".join(filter(str.isprintable, name))[-_LONGEST_NAME:],
            "uploaded_by": str(by),
            "uploaded_at": at,
        },
    )
    require(dose_import.facility_id == facility.pk)
    if is_new:
        audit.record("import.uploaded", dose_import, by=by, at=at, sha256=kept.sha256)
        jobs.enqueue("check_import", import_id=dose_import.pk)
    return dose_import


@transaction.atomic
def upload_again(*, import_id: int, submission_key: UUID, by: Staff, at: datetime) -> DoseImport:
    """Take the file of an import once more, as it was kept."""
    earlier = DoseImport.objects.select_related("facility", "file").get(pk=import_id)
    require(can_import(by, earlier.facility))
    return upload_sheet(
        facility=earlier.facility,
        content=files.read(earlier.file),
        file_name=earlier.file_name,
        submission_key=submission_key,
        by=by,
        at=at,
        again=True,
    )


def _require_first(facility: Facility, kept: StoredFile) -> None:
    same = DoseImport.objects.in_use().filter(facility=facility, file=kept)
    earlier = same.newest_first().first()
    if earlier is not None:
        raise SameFileCameBefore(
            sheet=str(earlier.public_id),
            by=username_of(earlier.uploaded_by),
            at=f"{timezone.localtime(earlier.uploaded_at):%H:%M %d/%m/%Y}",
        )


def _require_readable(content: bytes) -> str:
    """What kind of file it is; refuses what we cannot read."""
    kind = _kind_of_text(content)
    if kind is None:
        require_workbook(content)
        return XLSX
    if len(content) > MOST_BYTES:
        raise FileIsTooLarge(megabytes=MOST_BYTES // 1024 // 1024)
    return kind


def _kind_of_text(content: bytes) -> str | None:
    read = read_json(content)
    if sent.is_sent(read):
        return sent.MEDIA_TYPE
    if bundle.is_bundle(read):
        return bundle.MEDIA_TYPE
    return table.MEDIA_TYPE if table.is_table(content) else None
