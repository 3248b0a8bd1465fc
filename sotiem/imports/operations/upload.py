from datetime import datetime
from pathlib import PurePath
from typing import Final
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.foundation import audit, files, jobs
from sotiem.foundation.refusals import require
from sotiem.imports.models import DoseImport
from sotiem.imports.permissions import can_import
from sotiem.imports.rules import bundle, sent, table
from sotiem.imports.rules.container import MOST_BYTES, FileIsTooLarge, require_workbook
from sotiem.imports.rules.json_file import read_json

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_NAME: Final = 200


@transaction.atomic
def upload_sheet(
    *,
    facility: Facility,
    content: bytes,
    file_name: str,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> DoseImport:
    """Keep a facility's sheet as it came, and have its rows checked.

    The same submission sent twice is one import. What is no workbook and no table is refused and
    not kept.
    """
    require(can_import(by, facility))
    kept = files.store(content, media_type=_require_readable(content), at=at)
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
